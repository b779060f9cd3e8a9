//! A list of `name=value` fields, as written into a request or read from an answer.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

use super::{
    FieldsRef, Separator,
    index::{Index, Span},
    wipe,
};
use crate::{Charset, Decode, Field, FieldError, Name, charset::Rule};

/// Fields in the order they were set or came in, each name once.
///
/// Values stay bytes until they are asked for: framing comes first and text second, so a broken character cannot
/// swallow a separator. The bytes are wiped on drop and never printed; a buffer that becomes too small is wiped too.
#[derive(Clone, Default)]
pub struct Fields {
    /// Each field as it stands on the wire, US behind it where this library wrote it.
    data: Zeroizing<Vec<u8>>,
    index: Index,
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
    /// nested set (`legacy.md §1.2`, `§1.4`). An empty value stays, as an empty value. The bytes are copied in one
    /// piece; [`FieldsRef`] does not copy them.
    ///
    /// # Errors
    /// [`Reason::NoEquals`](crate::Reason::NoEquals), [`Reason::BadName`](crate::Reason::BadName), [`Reason::Repeated`](crate::Reason::Repeated), or [`Reason::TooMany`](crate::Reason::TooMany) beyond
    /// [`Fields::MAX`].
    pub fn read(bytes: &[u8], separator: Separator) -> Result<Self, FieldError> {
        FieldsRef::read(bytes, separator).map(FieldsRef::into_fields)
    }

    /// As [`Fields::read`], of bytes that are handed over and not copied.
    ///
    /// # Errors
    /// As [`Fields::read`].
    pub fn read_owned(bytes: Zeroizing<Vec<u8>>, separator: Separator) -> Result<Self, FieldError> {
        let index = Index::read(&bytes, separator)?;
        Ok(Self { data: bytes, index })
    }

    pub(super) fn new_indexed(data: Zeroizing<Vec<u8>>, index: Index) -> Self {
        Self { data, index }
    }

    /// Adds a field that came in another framing, JSON for example: any bytes, unchecked.
    ///
    /// # Errors
    /// [`Reason::Repeated`](crate::Reason::Repeated) for a name that is there already, [`Reason::TooMany`](crate::Reason::TooMany) beyond [`Fields::MAX`].
    pub fn push(&mut self, name: Name, value: &[u8]) -> Result<(), FieldError> {
        let hash = self.index.admit(&self.data, &name)?;
        let start = self.begin(&name, value.len());
        self.data.extend_from_slice(value);
        let span = self.end(&name, hash, start);
        self.index.push(span);
        Ok(())
    }

    /// Adds free text of 1 to `MAX` bytes on the wire: checked as [`Text::new`](crate::Text::new) checks it, and
    /// written straight behind the other fields.
    ///
    /// With [`Fields::clear`] one value serves for many requests, and none of them allocates.
    ///
    /// ```
    /// use kcp_codec::{Charset, Fields, Name, Separator};
    ///
    /// let mut fields = Fields::new();
    /// fields.push_text::<30>(Name::from_static("buyr_name"), Charset::Ksx1001, "홍길동")?;
    /// let mut wire = Vec::new();
    /// fields.write(Separator::Unit, &mut wire);
    /// assert_eq!(wire, b"buyr_name=\xc8\xab\xb1\xe6\xb5\xbf\x1f");
    /// # Ok::<(), kcp_codec::FieldError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Text::new`](crate::Text::new) and as [`Fields::push`]. The fields are then what they were.
    pub fn push_text<const MAX: usize>(
        &mut self,
        name: Name,
        charset: Charset,
        text: &str,
    ) -> Result<(), FieldError> {
        let hash = self.index.admit(&self.data, &name)?;
        let rule = Rule::Value { max: MAX };
        let start = self.begin(&name, rule.room(text));
        if let Err(reason) = charset.append(rule, text, &mut self.data) {
            self.data.truncate(start);
            return Err(FieldError::new(name, reason));
        }
        let span = self.end(&name, hash, start);
        self.index.push(span);
        Ok(())
    }

    /// Adds a field, or replaces the one of that name.
    pub fn set(&mut self, name: Name, value: &impl Field) {
        let room = value.room();
        let start = self.begin(&name, room);
        let before = self.data.len();
        value.write(&mut self.data);
        debug_assert!(
            self.data.len() - before <= room,
            "{name}: more bytes than there was room for"
        );
        let span = self.end(&name, name.hash(), start);
        self.index.place(&self.data, &name, span);
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
        let start = self.begin(&name, set.wire_len());
        set.write(Separator::Unit, &mut self.data);
        let span = self.end(&name, name.hash(), start);
        self.index.place(&self.data, &name, span);
        self
    }

    /// Takes every field out and keeps the buffers for the next ones.
    ///
    /// The old bytes are written over, or wiped when the value is dropped.
    pub fn clear(&mut self) {
        self.data.clear();
        self.index.clear();
    }

    /// The bytes of a field.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<&[u8]> {
        self.index.get(&self.data, &name)
    }

    /// A field that must be there and not be empty.
    ///
    /// # Errors
    /// [`Reason::Missing`](crate::Reason::Missing), or what the type has to say about the bytes.
    pub fn required<T: Decode>(&self, name: Name) -> Result<T, FieldError> {
        super::required(name, self.get(name))
    }

    /// A field that may be absent; an empty value counts as absent.
    ///
    /// # Errors
    /// What the type has to say about the bytes.
    pub fn optional<T: Decode>(&self, name: Name) -> Result<Option<T>, FieldError> {
        super::optional(name, self.get(name))
    }

    /// A field as text, empty or not; `None` where it is absent.
    ///
    /// # Errors
    /// [`Reason::Undecodable`](crate::Reason::Undecodable) with the offset in the value.
    pub fn text(&self, name: Name, charset: Charset) -> Result<Option<String>, FieldError> {
        self.get(name).map(|bytes| charset.decode(name, bytes)).transpose()
    }

    /// Names and bytes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Name, &[u8])> {
        self.index.iter(&self.data)
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
    }

    /// The fields that `known` does not name.
    #[must_use]
    pub fn without(&self, known: &[Name]) -> Self {
        Self { data: self.data.clone(), index: self.index.without(&self.data, known) }
    }

    /// Bytes that [`Fields::write`] appends.
    #[must_use]
    pub fn wire_len(&self) -> usize {
        self.index.wire_len()
    }

    /// Writes every field with `separator` behind it.
    pub fn write(&self, separator: Separator, out: &mut Vec<u8>) {
        self.index.write(&self.data, separator, out);
    }

    /// Writes `name=` with room for a value behind it, and says where.
    #[inline]
    fn begin(&mut self, name: &Name, room: usize) -> usize {
        wipe::reserve(&mut self.data, Name::MAX + 2 + room);
        let start = self.data.len();
        name.write(&mut self.data);
        self.data.push(b'=');
        start
    }

    /// Ends the field that began at `start`.
    #[inline]
    fn end(&mut self, name: &Name, hash: u32, start: usize) -> Span {
        let span = Span::new(name, hash, start, self.data.len());
        self.data.push(Separator::Unit.byte());
        span
    }
}

impl Eq for Fields {}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests;
