//! Addresses of the web that a shop gives to KCP.

use alloc::vec::Vec;
use core::{fmt, str};

use crate::{Decode, Field, FieldError, Name, Reason, field::sealed::Sealed};

/// An address (`Ret_URL`): `http://` or `https://`, up to 256 bytes of visible ASCII (`seed 003 §8`).
///
/// It may hold `&`, `,` and `;`, which other values may not; quotes, `<`, `>`, `\` and `|` it may not hold either.
#[doc(alias = "Ret_URL")]
#[derive(Clone, Eq, PartialEq)]
pub struct WebUrl(Vec<u8>);

impl WebUrl {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("Ret_URL");

    /// Most bytes.
    pub const MAX: usize = 256;

    /// Checks `text`.
    ///
    /// # Errors
    /// [`Reason::BadByte`] at the first byte that does not fit, 0 for a text that is no web address;
    /// [`Reason::TooLong`] over 256 bytes; [`Reason::Empty`].
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Self::decode(Self::NAME, text.as_bytes())
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Decode for WebUrl {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| Err(FieldError::new(field, reason));
        if bytes.is_empty() {
            return refuse(Reason::Empty);
        }
        let bad = |byte: &u8| !byte.is_ascii_graphic() || b"\"'<>\\|".contains(byte);
        if let Some(at) = bytes.iter().position(bad) {
            return refuse(Reason::BadByte { at });
        }
        let host = bytes
            .strip_prefix(b"https://")
            .or_else(|| bytes.strip_prefix(b"http://"))
            .unwrap_or_default();
        if host.is_empty() || host.starts_with(b"/") {
            return refuse(Reason::BadByte { at: 0 });
        }
        if bytes.len() > Self::MAX {
            return refuse(Reason::TooLong { len: bytes.len(), max: Self::MAX });
        }
        Ok(Self(bytes.to_vec()))
    }
}

impl Sealed for WebUrl {
    fn room(&self) -> usize {
        self.0.len()
    }
}

impl Field for WebUrl {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What stands behind the question mark may name a buyer.
        write!(f, "WebUrl({})", self.as_str().split('?').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_web_address_may_hold_an_ampersand_and_no_quote() {
        let url = WebUrl::parse("https://shop.example/kcp/return?a=1&b=2,3;4").unwrap();
        assert_eq!(format!("{url:?}"), "WebUrl(https://shop.example/kcp/return)");
        for (text, reason) in [
            ("", Reason::Empty),
            ("ftp://shop.example/", Reason::BadByte { at: 0 }),
            ("javascript:alert(1)", Reason::BadByte { at: 0 }),
            ("https://", Reason::BadByte { at: 0 }),
            ("https:///path", Reason::BadByte { at: 0 }),
            ("https://shop.example/\"x", Reason::BadByte { at: 21 }),
            ("https://shop.example/ x", Reason::BadByte { at: 21 }),
            ("https://가.example/", Reason::BadByte { at: 8 }),
        ] {
            assert_eq!(WebUrl::parse(text).unwrap_err().reason(), reason, "{text}");
        }
        let long = format!("https://{}", "a".repeat(249));
        assert_eq!(
            WebUrl::parse(&long).unwrap_err().reason(),
            Reason::TooLong { len: 257, max: 256 }
        );
    }
}
