//! Numbers and words of somebody's that have no shape of their own: visible ASCII up to a limit.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Decode, Field, FieldError, Name, Reason,
    field::{sealed::Sealed, secret::Hidden},
    is_forbidden,
};

/// One to `MAX` bytes of visible ASCII, without a blank and without a forbidden character: a telephone, card or
/// business number (`id_info`, `va_taxno`), the number of a notice (`pay_tx_id`).
///
/// It may name a person, so it prints as its length, is compared in constant time and wiped on drop.
#[derive(Clone, Eq, PartialEq)]
pub struct Word<const MAX: usize>(Hidden);

impl<const MAX: usize> Word<MAX> {
    /// Most bytes.
    pub const MAX: usize = MAX;

    /// Checks `text` for the field called `field`.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::BadByte`] at a blank, a control byte or anything but ASCII;
    /// [`Reason::Forbidden`]; [`Reason::TooLong`].
    pub fn new(field: Name, text: &str) -> Result<Self, FieldError> {
        Self::decode(field, text.as_bytes())
    }

    /// The value itself. Search for `expose` to find every place that reads a secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

impl<const MAX: usize> Decode for Word<MAX> {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| Err(FieldError::new(field, reason));
        if bytes.is_empty() {
            return refuse(Reason::Empty);
        }
        for (at, &byte) in bytes.iter().enumerate() {
            if is_forbidden(byte) {
                return refuse(Reason::Forbidden { at, byte });
            }
            if !byte.is_ascii_graphic() {
                return refuse(Reason::BadByte { at });
            }
        }
        if bytes.len() > MAX {
            return refuse(Reason::TooLong { len: bytes.len(), max: MAX });
        }
        Ok(Self(Hidden::new(bytes)))
    }
}

impl<const MAX: usize> Sealed for Word<MAX> {
    fn room(&self) -> usize {
        self.0.as_bytes().len()
    }
}

impl<const MAX: usize> Field for Word<MAX> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

impl<const MAX: usize> fmt::Debug for Word<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word(<{} bytes>)", self.0.as_bytes().len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    const NAME: Name = Name::from_static("id_info");

    #[test]
    fn a_word_is_visible_ascii_and_is_not_printed() {
        let word = Word::<20>::new(NAME, "010-0000-0000").unwrap();
        assert_eq!(
            (word.expose(), format!("{word:?}").as_str()),
            ("010-0000-0000", "Word(<13 bytes>)")
        );
        for (text, reason) in [
            ("", Reason::Empty),
            ("010 0000", Reason::BadByte { at: 3 }),
            ("홍길동", Reason::BadByte { at: 0 }),
            ("010,0000", Reason::Forbidden { at: 3, byte: b',' }),
            ("010\x1f", Reason::Forbidden { at: 3, byte: 0x1f }),
            ("123456789012345678901", Reason::TooLong { len: 21, max: 20 }),
        ] {
            assert_eq!(Word::<20>::new(NAME, text).unwrap_err().reason(), reason, "{text}");
        }
    }
}
