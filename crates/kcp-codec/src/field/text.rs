//! Free text with a byte limit.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

use crate::{
    Charset, Decode, Field, FieldError, Name, Reason, charset::Rule, field::sealed::Sealed,
    scan::first_forbidden,
};

/// Text of 1 to `MAX` bytes in the wire encoding, without a forbidden character or control byte.
///
/// Checked on the encoded bytes, after encoding. It prints as its length only and is wiped on drop: buyers' names and
/// the numbers that cash receipts are for are free text too.
#[derive(Clone, Eq, PartialEq)]
pub struct Text<const MAX: usize>(Zeroizing<Vec<u8>>);

impl<const MAX: usize> Text<MAX> {
    /// Encodes `text` for the field called `field` and checks it.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::Unmappable`] or [`Reason::DecomposedHangul`] from the charset;
    /// [`Reason::Forbidden`] with the offset in the encoded bytes; [`Reason::TooLong`] over `MAX` bytes.
    pub fn new(field: Name, charset: Charset, text: &str) -> Result<Self, FieldError> {
        let rule = Rule::Value { max: MAX };
        let mut bytes = Zeroizing::new(Vec::with_capacity(rule.room(text)));
        charset.append(rule, text, &mut bytes).map_err(|reason| FieldError::new(field, reason))?;
        Ok(Self(bytes))
    }

    /// The text, decoded.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] if it came in another charset.
    pub fn decoded(&self, field: Name, charset: Charset) -> Result<String, FieldError> {
        charset.decode(field, &self.0)
    }

    /// The encoded bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Text made of checked parts.
    pub(crate) fn trusted(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }
}

/// The rule of every text field, for bytes that came in.
fn check(bytes: &[u8], max: usize) -> Result<(), Reason> {
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    if let Some((at, byte)) = first_forbidden(bytes) {
        return Err(Reason::Forbidden { at, byte });
    }
    if bytes.len() > max { Err(Reason::TooLong { len: bytes.len(), max }) } else { Ok(()) }
}

impl<const MAX: usize> Decode for Text<MAX> {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        check(bytes, MAX)
            // Whatever exists as text can be written in any encoding.
            .and_then(|()| Charset::Cp949.check(bytes).map_err(|at| Reason::Undecodable { at }))
            .map_err(|reason| FieldError::new(field, reason))?;
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }
}

impl<const MAX: usize> Sealed for Text<MAX> {
    fn room(&self) -> usize {
        self.0.len()
    }
}

impl<const MAX: usize> Field for Text<MAX> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text(<{} bytes>)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;
    use crate::scan::is_forbidden;

    const NAME: Name = Name::from_static("good_name");

    fn reason(text: &str) -> Reason {
        Text::<30>::new(NAME, Charset::Ksx1001, text).unwrap_err().reason()
    }

    #[test]
    fn a_text_is_wiped_and_never_printed() {
        fn is_wiped_on_drop(_: &impl zeroize::ZeroizeOnDrop) {}
        let text = Text::<30>::new(NAME, Charset::Ksx1001, "9410123412341234").unwrap();
        is_wiped_on_drop(&text.0);
        assert_eq!(format!("{text:?}"), "Text(<16 bytes>)");
    }

    #[test]
    fn each_forbidden_character_is_named_with_its_wire_offset() {
        for byte in (0..=0x7f).filter(|&byte| is_forbidden(byte)) {
            assert_eq!(
                reason(&format!("한{}x", char::from(byte))),
                Reason::Forbidden { at: 2, byte }
            );
        }
    }

    #[test]
    fn a_smuggled_separator_is_refused() {
        assert_eq!(reason("shoes\x1fordr_mony=1"), Reason::Forbidden { at: 5, byte: 0x1f });
        assert_eq!(reason("shoes\x1cordr_data="), Reason::Forbidden { at: 5, byte: 0x1c });
    }

    #[test]
    fn the_limit_is_bytes_and_a_character_at_it_is_not_cut() {
        assert!(Text::<30>::new(NAME, Charset::Ksx1001, &"가".repeat(15)).is_ok());
        assert_eq!(reason(&format!("{}나", "a".repeat(29))), Reason::TooLong { len: 31, max: 30 });
        assert_eq!(reason(&"a".repeat(31)), Reason::TooLong { len: 31, max: 30 });
        assert_eq!(reason(""), Reason::Empty);
    }

    #[test]
    fn an_emoji_does_not_become_an_ampersand() {
        assert_eq!(reason("shoes 😀"), Reason::Unmappable { at: 6, ch: '😀' });
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let error = Text::<10>::decode(NAME, b"ab\xb0").unwrap_err();
        assert_eq!(error.reason(), Reason::Undecodable { at: 2 });
    }

    proptest! {
        #[test]
        fn accepted_text_never_holds_a_refused_byte(text in "\\PC{0,20}|[ -~]{0,40}|[가-힣,&;]{0,20}") {
            if let Ok(text) = Text::<30>::new(NAME, Charset::Cp949, &text) {
                let mut wire = Vec::new();
                text.write(&mut wire);
                prop_assert!(wire.len() <= 30 && !wire.is_empty());
                prop_assert!(!wire.iter().any(|&byte| is_forbidden(byte)));
            }
        }
    }
}
