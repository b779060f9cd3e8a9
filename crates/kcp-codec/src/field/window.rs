//! What the payment window hands over, to be passed on untouched.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::{FieldError, Name, Reason};

/// Encrypted text of the payment window (`enc_data`, `enc_info`): opaque, copied byte for byte and not url-encoded
/// (`legacy.md §4.1`). It prints as its length only.
///
/// Bytes are those of a URL without `&` and blanks, so that the text can stand in a header and in a form body.
#[doc(alias = "enc_data")]
#[doc(alias = "enc_info")]
#[derive(Clone, Eq, PartialEq)]
pub struct WindowText(Zeroizing<Vec<u8>>);

impl WindowText {
    /// Most bytes: a request's body may have 30,000, and the other fields need room.
    pub const MAX: usize = 28_000;

    /// Checks text that came with the window's return post in the field called `field`.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::BadByte`] for a blank, a control byte, `&`, or anything but ASCII;
    /// [`Reason::TooLong`] over 28,000 bytes.
    pub fn parse(field: Name, text: &str) -> Result<Self, FieldError> {
        let refuse = |reason| Err(FieldError::new(field, reason));
        let bytes = text.as_bytes();
        if bytes.is_empty() {
            return refuse(Reason::Empty);
        }
        if let Some(at) = bytes.iter().position(|byte| !byte.is_ascii_graphic() || *byte == b'&') {
            return refuse(Reason::BadByte { at });
        }
        if bytes.len() > Self::MAX {
            return refuse(Reason::TooLong { len: bytes.len(), max: Self::MAX });
        }
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    /// The text as it is sent.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for WindowText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WindowText(<{} bytes>)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};

    use super::*;

    const NAME: Name = Name::from_static("enc_data");

    #[test]
    fn text_of_the_window_passes_and_a_header_break_does_not() {
        assert_eq!(WindowText::parse(NAME, "1AAAA+/=.-_").unwrap().as_bytes(), b"1AAAA+/=.-_");
        assert_eq!(
            WindowText::parse(NAME, "2BB\r\nsite_key: x").unwrap_err().reason(),
            Reason::BadByte { at: 3 }
        );
        assert_eq!(
            WindowText::parse(NAME, "2BB&x=1").unwrap_err().reason(),
            Reason::BadByte { at: 3 }
        );
        assert_eq!(WindowText::parse(NAME, "").unwrap_err().reason(), Reason::Empty);
        let long: String = core::iter::repeat_n('a', 28_001).collect();
        assert_eq!(
            WindowText::parse(NAME, &long).unwrap_err().reason(),
            Reason::TooLong { len: 28_001, max: 28_000 }
        );
        assert_eq!(
            format!("{:?}", WindowText::parse(NAME, "2BB").unwrap()),
            "WindowText(<3 bytes>)"
        );
    }
}
