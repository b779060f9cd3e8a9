//! Codes of institutions: card companies, operators of points and gift certificates, VANs, phone carriers; and of
//! states of a trade.
//!
//! A code of the right shape is a value, whether it is in a table or not: tables age. What a code stands for is in
//! `kcp_services::codes`.

use crate::field::ascii::{Ascii, ascii_field};

/// A card company, as issuer or acquirer (`card_cd`, `acqu_cd`): four bytes, `A-Z` or `0-9`; `CCBC` for example
/// (`seed 002` table of cards).
#[doc(alias = "card_cd")]
#[doc(alias = "acqu_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CardCode(Ascii<4>);

ascii_field!(CardCode, "card_cd", four, "Anything but four bytes of `A-Z 0-9`.");

/// An operator of points or gift certificates (`van_code`, `pnt_issue`, `tk_van_code`): four bytes, `A-Z` or `0-9`;
/// `SCWB` for example (`seed 003 §8`).
#[doc(alias = "van_code")]
#[doc(alias = "pnt_issue")]
#[doc(alias = "tk_van_code")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OperatorCode(Ascii<4>);

ascii_field!(OperatorCode, "van_code", four, "Anything but four bytes of `A-Z 0-9`.");

/// Who carried a payment to the institution (`van_cd`): four bytes, `A-Z` or `0-9`; `VNKC` for example
/// (`seed 002 §5`).
#[doc(alias = "van_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct VanCode(Ascii<4>);

ascii_field!(VanCode, "van_cd", four, "Anything but four bytes of `A-Z 0-9`.");

/// A phone carrier (`commid`, `hp_commid`): three bytes, `A-Z` or `0-9`; `SKT`, `KTF`, `LGT` (`seed 002 §5`).
#[doc(alias = "commid")]
#[doc(alias = "hp_commid")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CarrierCode(Ascii<3>);

ascii_field!(
    CarrierCode,
    "commid",
    |bytes| Ascii::<3>::exact(bytes, capital_or_digit),
    "Anything but three bytes of `A-Z 0-9`."
);

/// The state of a trade (`stat_ca_cd`, `stat_bk_cd`, `stat_hp_cd`): four bytes, `A-Z` or `0-9`; `STSR` for example
/// (`seed 002 §3.3`, `https.md §2`).
#[doc(alias = "stat_ca_cd")]
#[doc(alias = "stat_bk_cd")]
#[doc(alias = "stat_hp_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StateCode(Ascii<4>);

ascii_field!(StateCode, "stat_ca_cd", four, "Anything but four bytes of `A-Z 0-9`.");

/// Codes that stand in the source, as those of tables do.
macro_rules! written {
    ($($type:ident: $len:literal,)*) => { $(
        impl $type {
            /// A code written in the source.
            ///
            /// # Panics
            /// If the text is not a code. In a `const` this is a build error.
            #[must_use]
            pub const fn from_static(text: &'static str) -> Self {
                match Ascii::capitals(text.as_bytes()) {
                    Some(code) if text.len() == $len => Self(code),
                    _ => panic!("a code of this type has another length, or bytes beside A-Z 0-9"),
                }
            }
        }
    )* };
}

written! {
    CardCode: 4,
    CarrierCode: 3,
    OperatorCode: 4,
    StateCode: 4,
    VanCode: 4,
}

fn four(bytes: &[u8]) -> Result<Ascii<4>, crate::Reason> {
    Ascii::exact(bytes, capital_or_digit)
}

fn capital_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use crate::Reason;

    use super::*;

    #[test]
    fn a_code_in_the_source_is_the_one_that_is_read() {
        const BC: CardCode = CardCode::from_static("CCBC");
        assert_eq!(CardCode::parse("CCBC"), Ok(BC));
        assert_eq!(CarrierCode::parse("KTF"), Ok(CarrierCode::from_static("KTF")));
        for text in ["", "CCBCX", "CCb1", "CC-1"] {
            assert!(Ascii::<4>::capitals(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn a_code_is_capitals_and_digits_of_one_length() {
        assert_eq!(CardCode::parse("BC81").unwrap().as_str(), "BC81");
        assert_eq!(CarrierCode::parse("KTF").unwrap().as_str(), "KTF");
        for (text, reason) in [
            ("", Reason::Empty),
            ("CCB", Reason::WrongLength { len: 3, want: 4 }),
            ("CCBCX", Reason::WrongLength { len: 5, want: 4 }),
            ("CCb1", Reason::BadByte { at: 2 }),
        ] {
            assert_eq!(CardCode::parse(text).unwrap_err().reason(), reason, "{text}");
        }
    }
}
