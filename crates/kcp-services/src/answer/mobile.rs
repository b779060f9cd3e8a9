//! What a mobile phone payment's answer adds.

use std::fmt;

use kcp_codec::{CarrierCode, Decode, FieldError, KstDateTime, Name, Reason, VanCode};
use zeroize::Zeroizing;

use super::Answer;

/// A mobile phone payment's part of an approval (`seed 002 §5`, `seed 003 §8`). Institutions leave fields out, so
/// every one may be absent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct MobileAnswer {
    /// The carrier (`commid`): `SKT`, `KTF`, `LGT` and others.
    pub carrier: Option<CarrierCode>,
    /// The phone's number (`mobile_no`).
    pub number: Option<PhoneNumber>,
    /// Whether goods or content were sold (`van_id`).
    pub sold: Option<Sold>,
    /// Who carried the payment to the carrier (`van_cd`): `VNDN`, `VNDW`.
    pub van: Option<VanCode>,
    /// The merchant's number there (`bizx_numb`), up to 20 digits.
    pub merchant_no: Option<String>,
    /// When the carrier approved (`hp_app_time`, or `app_time` as the guides have it), Korean time.
    pub approved_at: Option<KstDateTime>,
}

/// What was sold by mobile phone (`van_id`). KCP knows it from the merchant's contract.
#[doc(alias = "van_id")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Sold {
    /// `ES02`: content.
    Content,
    /// `ES01`: goods.
    Goods,
}

impl MobileAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            carrier: answer.info(CarrierCode::NAME),
            number: answer.info(Name::from_static("mobile_no")),
            sold: match answer.fields().get(Name::from_static("van_id")) {
                Some(b"ES01") => Some(Sold::Goods),
                Some(b"ES02") => Some(Sold::Content),
                _ => None,
            },
            van: answer.info(VanCode::NAME),
            merchant_no: answer.text(Name::from_static("bizx_numb")),
            approved_at: answer.first(&["hp_app_time", "app_time"]),
        }
    }
}

/// A telephone number (`mobile_no`): up to 16 digits and hyphens. Personal: wiped on drop, and printed as its length
/// only.
#[doc(alias = "mobile_no")]
#[derive(Clone, Eq, PartialEq)]
pub struct PhoneNumber(Zeroizing<String>);

impl PhoneNumber {
    /// The number itself. Search for `expose` to find every place that reads one.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Decode for PhoneNumber {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| Err(FieldError::new(field, reason));
        if let Some(at) = bytes.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'-') {
            return refuse(Reason::BadByte { at });
        }
        match bytes.len() {
            0 => refuse(Reason::Empty),
            1..=16 => Ok(Self(Zeroizing::new(String::from_utf8_lossy(bytes).into_owned()))),
            len => refuse(Reason::TooLong { len, max: 16 }),
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(<{} bytes>)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_and_never_printed() {
        let name = Name::from_static("mobile_no");
        let number = PhoneNumber::decode(name, b"01012341234").unwrap();
        assert_eq!(number.expose(), "01012341234");
        assert_eq!(format!("{number:?}"), "PhoneNumber(<11 bytes>)");
        assert_eq!(
            PhoneNumber::decode(name, b"010 1234").unwrap_err().reason(),
            Reason::BadByte { at: 3 }
        );
        assert_eq!(
            PhoneNumber::decode(name, b"01012341234012345").unwrap_err().reason(),
            Reason::TooLong { len: 17, max: 16 }
        );
    }
}
