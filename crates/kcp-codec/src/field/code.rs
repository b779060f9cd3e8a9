//! Codes of institutions: card companies, operators of points and gift certificates, VANs, phone carriers.
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
