//! Who the merchant is: site code and site key.

use crate::field::{
    ascii::{Ascii, ascii_field},
    secret::{Hidden, hidden_field},
};

/// The merchant's code (`site_cd`): five bytes, `A-Z` or `0-9`. `T0000` is the public test merchant
/// (`seed 000 §3.1.1`, `seed 002 §1`).
///
/// KCP answers 3014 to a lower-case code, so it does not get that far.
#[doc(alias = "site_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SiteCode(Ascii<5>);

ascii_field!(
    SiteCode,
    "site_cd",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
    "Anything but five bytes of `A-Z 0-9`."
);

/// The merchant's key (`site_key`): up to 25 bytes of `A-Z a-z 0-9 . - _` (`seed 000 §3.1.1`). A secret.
///
/// It has the shape of ENC2 text of 16 bytes; what those bytes are is unknown, so it is sent as given
/// (`legacy.md §4.2`).
#[doc(alias = "site_key")]
#[derive(Clone, Eq, PartialEq)]
pub struct SiteKey(Hidden);

impl SiteKey {
    /// Most bytes of a key.
    pub const MAX: usize = 25;

    /// Whether the key is whole ENC2 text. One that lost its last two underlines is not, and KCP answers 6003 to it
    /// (`seed 002`, questions and answers).
    #[must_use]
    pub fn is_whole(&self) -> bool {
        crate::enc2::decode(self.0.as_bytes()).is_ok()
    }
}

hidden_field!(
    SiteKey,
    "site_key",
    |bytes: &[u8]| Ascii::<{ SiteKey::MAX }>::new(bytes, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
    })
    .map(drop),
    "An empty key, more than 25 bytes, or a byte outside `A-Z a-z 0-9 . - _`."
);

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::Reason;

    fn reason(text: &str) -> Reason {
        SiteCode::parse(text).unwrap_err().reason()
    }

    #[test]
    fn lower_case_site_code_is_refused_at_its_offset() {
        assert_eq!(reason("t0000"), Reason::BadByte { at: 0 });
        assert_eq!(reason("T000o"), Reason::BadByte { at: 4 });
    }

    #[test]
    fn a_site_code_has_five_bytes() {
        assert_eq!(reason(""), Reason::Empty);
        assert_eq!(reason("T000"), Reason::WrongLength { len: 4, want: 5 });
        assert_eq!(reason("T00000"), Reason::WrongLength { len: 6, want: 5 });
        assert_eq!(SiteCode::parse("A52Q7").unwrap().as_str(), "A52Q7");
    }

    #[test]
    fn a_key_without_its_last_underlines_is_not_whole() {
        assert!(SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap().is_whole());
        assert!(!SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF").unwrap().is_whole());
    }

    #[test]
    fn a_key_is_bounded_and_prints_nothing() {
        assert_eq!(
            SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF___").unwrap_err().reason(),
            Reason::TooLong { len: 26, max: 25 }
        );
        assert_eq!(SiteKey::parse("a b").unwrap_err().reason(), Reason::BadByte { at: 1 });
        let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
        assert_eq!(format!("{key:?}"), "SiteKey(<25 bytes>)");
    }
}
