//! A list of `name=value` fields, as written into a request or read from an answer.

use alloc::{string::String, vec::Vec};
use core::{fmt, ops::Range};

use memchr::{memchr, memchr_iter};
use zeroize::Zeroizing;

use super::Separator;
use crate::{Charset, Decode, Field, FieldError, Name, Reason};

/// Fields in the order they were set or came in, each name once.
///
/// Values stay bytes until they are asked for: framing comes first and text second, so a broken character cannot
/// swallow a separator. The bytes are wiped on drop and never printed.
#[derive(Clone, Default)]
pub struct Fields {
    data: Zeroizing<Vec<u8>>,
    spans: Vec<(Name, Range<usize>)>,
}

impl Fields {
    /// Most fields of one record. An answer of the test gateway has about forty.
    pub const MAX: usize = 200;

    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads fields that are ended or separated by `separator`, each split at its first `=`.
    ///
    /// Pieces without a byte are skipped, which covers both a separator at the end and the doubled one behind a
    /// nested set (`legacy.md §1.2`, `§1.4`). An empty value stays, as an empty value.
    ///
    /// # Errors
    /// [`Reason::NoEquals`], [`Reason::BadName`], [`Reason::Repeated`], or [`Reason::TooMany`] beyond
    /// [`Fields::MAX`].
    pub fn read(bytes: &[u8], separator: Separator) -> Result<Self, FieldError> {
        let mut fields = Self { data: Zeroizing::new(bytes.to_vec()), spans: Vec::new() };
        let ends = memchr_iter(separator.byte(), bytes).chain([bytes.len()]);
        let mut start = 0;
        for end in ends {
            let piece = bytes.get(start..end).unwrap_or_default();
            if !piece.is_empty() {
                fields.take(piece, start)?;
            }
            start = end + 1;
        }
        Ok(fields)
    }

    fn take(&mut self, piece: &[u8], at: usize) -> Result<(), FieldError> {
        let refuse = |reason| FieldError::new(RECORD, reason);
        let equals = memchr(b'=', piece).ok_or_else(|| refuse(Reason::NoEquals { at }))?;
        let name = piece
            .get(..equals)
            .and_then(Name::from_bytes)
            .ok_or_else(|| refuse(Reason::BadName { at }))?;
        if self.span(name).is_some() {
            return Err(FieldError::new(name, Reason::Repeated));
        }
        if self.spans.len() == Self::MAX {
            return Err(refuse(Reason::TooMany { max: Self::MAX }));
        }
        self.spans.push((name, at + equals + 1..at + piece.len()));
        Ok(())
    }

    /// Adds a field that came in another framing, JSON for example: any bytes, unchecked.
    ///
    /// # Errors
    /// [`Reason::Repeated`] for a name that is there already, [`Reason::TooMany`] beyond [`Fields::MAX`].
    pub fn push(&mut self, name: Name, value: &[u8]) -> Result<(), FieldError> {
        if self.span(name).is_some() {
            return Err(FieldError::new(name, Reason::Repeated));
        }
        if self.spans.len() == Self::MAX {
            return Err(FieldError::new(RECORD, Reason::TooMany { max: Self::MAX }));
        }
        let start = self.data.len();
        self.data.extend_from_slice(value);
        self.spans.push((name, start..self.data.len()));
        Ok(())
    }

    /// Adds a field, or replaces the one of that name.
    pub fn set(&mut self, name: Name, value: &impl Field) {
        let start = self.data.len();
        value.write(&mut self.data);
        self.place(name, start);
    }

    /// As [`Fields::set`], for building in one expression.
    #[must_use]
    pub fn with(mut self, name: Name, value: &impl Field) -> Self {
        self.set(name, value);
        self
    }

    /// As [`Fields::with`] for an optional part of a request: nothing is written when there is none.
    #[must_use]
    pub fn with_some(self, name: Name, value: Option<&impl Field>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With a set of fields as the value of one, as cash receipts nest theirs (`legacy.md §1.2`): every field of the
    /// set ends in US, and so does the whole, which makes two of them in a row.
    ///
    /// [`Fields::read`] does not nest: it finds the set's first field as the value and the others as fields beside it.
    #[must_use]
    pub fn with_set(mut self, name: Name, set: &Self) -> Self {
        let start = self.data.len();
        set.write(Separator::Unit, &mut self.data);
        self.place(name, start);
        self
    }

    /// The bytes of a field.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<&[u8]> {
        self.span(name).and_then(|span| self.data.get(span))
    }

    /// A field that must be there and not be empty.
    ///
    /// # Errors
    /// [`Reason::Missing`], or what the type has to say about the bytes.
    pub fn required<T: Decode>(&self, name: Name) -> Result<T, FieldError> {
        self.optional(name)?.ok_or_else(|| FieldError::new(name, Reason::Missing))
    }

    /// A field that may be absent; an empty value counts as absent.
    ///
    /// # Errors
    /// What the type has to say about the bytes.
    pub fn optional<T: Decode>(&self, name: Name) -> Result<Option<T>, FieldError> {
        self.get(name)
            .filter(|bytes| !bytes.is_empty())
            .map(|bytes| T::decode(name, bytes))
            .transpose()
    }

    /// A field as text, empty or not; `None` where it is absent.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] with the offset in the value.
    pub fn text(&self, name: Name, charset: Charset) -> Result<Option<String>, FieldError> {
        self.get(name).map(|bytes| charset.decode(name, bytes)).transpose()
    }

    /// Names and bytes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Name, &[u8])> {
        self.spans
            .iter()
            .map(|(name, span)| (*name, self.data.get(span.clone()).unwrap_or_default()))
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The fields that `known` does not name.
    #[must_use]
    pub fn without(&self, known: &[Name]) -> Self {
        let spans = self.spans.iter().filter(|(name, _)| !known.contains(name)).cloned().collect();
        Self { data: self.data.clone(), spans }
    }

    /// Writes every field with `separator` behind it.
    pub fn write(&self, separator: Separator, out: &mut Vec<u8>) {
        for (name, value) in self.iter() {
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            out.extend_from_slice(value);
            out.push(separator.byte());
        }
    }

    /// Gives `name` the bytes from `start` on.
    fn place(&mut self, name: Name, start: usize) {
        let span = start..self.data.len();
        match self.spans.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = span,
            None => self.spans.push((name, span)),
        }
    }

    fn span(&self, name: Name) -> Option<Range<usize>> {
        self.spans.iter().find(|(known, _)| *known == name).map(|(_, span)| span.clone())
    }
}

/// What errors name that lie in the framing and not in a field.
const RECORD: Name = Name::from_static("record");

impl Eq for Fields {}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.spans.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::{Text, TransactionId};

    fn read(bytes: &[u8]) -> Result<Fields, Reason> {
        Fields::read(bytes, Separator::Unit).map_err(|error| error.reason())
    }

    const fn name(text: &'static str) -> Name {
        Name::from_static(text)
    }

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        let fields = read(b"a=b=c\x1fd==\x1f").unwrap();
        assert_eq!(fields.get(name("a")), Some(&b"b=c"[..]));
        assert_eq!(fields.get(name("d")), Some(&b"="[..]));
    }

    #[test]
    fn the_last_separator_and_doubled_ones_change_nothing() {
        let want = read(b"a=1\x1fb=\x1f").unwrap();
        for same in [&b"a=1\x1fb="[..], b"a=1\x1f\x1fb=\x1f\x1f", b"\x1fa=1\x1fb="] {
            assert_eq!(read(same).as_ref(), Ok(&want));
        }
        assert_eq!(want.len(), 2);
        assert_eq!(want.optional::<TransactionId>(name("b")), Ok(None));
    }

    #[test]
    fn what_is_no_field_is_refused_with_its_offset() {
        assert_eq!(read(b"a=1\x1fb"), Err(Reason::NoEquals { at: 4 }));
        assert_eq!(read(b"a=1\x1f=2"), Err(Reason::BadName { at: 4 }));
        assert_eq!(read(b"a b=1"), Err(Reason::BadName { at: 0 }));
        assert_eq!(read(b"res_cd=0000\x1fres_cd=8133"), Err(Reason::Repeated));
    }

    #[test]
    fn two_hundred_fields_and_not_one_more() {
        let mut bytes = Vec::new();
        for at in 0..200 {
            bytes.extend_from_slice(format!("f{at}=x\x1f").as_bytes());
        }
        assert_eq!(read(&bytes).map(|fields| fields.len()), Ok(200));
        bytes.extend_from_slice(b"one_more=x");
        assert_eq!(read(&bytes), Err(Reason::TooMany { max: 200 }));
    }

    #[test]
    fn a_broken_character_does_not_eat_the_separator() {
        let fields = read(b"res_msg=\xb0\x1ftno=20261121000001\x1f").unwrap();
        assert_eq!(
            fields.text(name("res_msg"), Charset::Cp949).unwrap_err().reason(),
            Reason::Undecodable { at: 0 }
        );
        assert!(fields.required::<TransactionId>(name("tno")).is_ok());
    }

    #[test]
    fn setting_a_name_again_replaces_its_value() {
        let text = |text| Text::<10>::new(name("a"), Charset::Ksx1001, text).unwrap();
        let fields = Fields::new()
            .with(name("a"), &text("one"))
            .with(name("b"), &text("two"))
            .with(name("a"), &text("3"));
        let mut wire = Vec::new();
        fields.write(Separator::Unit, &mut wire);
        assert_eq!(wire, b"a=3\x1fb=two\x1f");
    }

    #[test]
    fn a_set_inside_a_record_ends_twice() {
        let set = |pairs: &[(&'static str, &str)]| {
            pairs.iter().fold(Fields::new(), |set, &(key, text)| {
                let text = Text::<10>::new(name(key), Charset::Ksx1001, text).unwrap();
                set.with(name(key), &text)
            })
        };
        let fields = set(&[("ordr_idxx", "A1")])
            .with_set(name("rcpt_data"), &set(&[("user_type", "PGNW"), ("tr_code", "0")]))
            .with_set(name("corp_data"), &set(&[("corp_type", "0")]));
        let mut wire = Vec::new();
        fields.write(Separator::Unit, &mut wire);
        assert_eq!(
            wire,
            b"ordr_idxx=A1\x1frcpt_data=user_type=PGNW\x1ftr_code=0\x1f\x1fcorp_data=corp_type=0\x1f\x1f"
        );
        let read = read(&wire).unwrap();
        assert_eq!(read.get(name("rcpt_data")), Some(&b"user_type=PGNW"[..]));
        assert_eq!(read.get(name("tr_code")), Some(&b"0"[..]));
    }

    #[test]
    fn a_pushed_field_keeps_any_bytes_and_its_name_once() {
        let mut fields = Fields::new();
        fields.push(name("res_msg"), b"a\x1fb=c").unwrap();
        assert_eq!(fields.get(name("res_msg")), Some(&b"a\x1fb=c"[..]));
        assert_eq!(fields.push(name("res_msg"), b"").unwrap_err().reason(), Reason::Repeated);
    }

    #[test]
    fn only_names_are_printed() {
        let fields = read(b"card_no=9410123412341234\x1ftno=1").unwrap();
        assert_eq!(format!("{fields:?}"), "[card_no, tno]");
    }
}
