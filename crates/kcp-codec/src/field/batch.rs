//! Charging a registered card: its key, the group that owns the key, instalments.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Decode, Field, FieldError, Name, Reason,
    field::{
        ascii::{Ascii, ascii_field},
        print,
        sealed::Sealed,
        secret::{Hidden, hidden_field},
    },
};

/// The group of a merchant's batch keys (`bt_group_id`): 1 to 12 bytes of `A-Z 0-9` (`legacy.md §3.2`).
#[doc(alias = "bt_group_id")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct GroupId(Ascii<12>);

ascii_field!(
    GroupId,
    "bt_group_id",
    |bytes| Ascii::new(bytes, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
    "An empty group, more than 12 bytes, or a byte outside `A-Z 0-9`."
);

/// The key of a registered card (`bt_batch_key`): 16 digits (`https.md §2`). A secret: it charges the card.
#[doc(alias = "bt_batch_key")]
#[doc(alias = "batch_key")]
#[derive(Clone, Eq, PartialEq)]
pub struct BatchKey(Hidden);

hidden_field!(
    BatchKey,
    "bt_batch_key",
    |bytes| Ascii::<16>::exact(bytes, |byte| byte.is_ascii_digit()).map(drop),
    "Anything but 16 digits."
);

/// Months of payment (`quota`): two digits, `00` for at once (`seed 002 §5`).
///
/// The guides offer up to twelve months; card companies know more, so up to 60 are taken. From 50,000 won on only
/// (`seed 002`, questions and answers); the request checks that, because it knows the amount.
#[doc(alias = "quota")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Instalments(u8);

impl Instalments {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("quota");

    /// Everything at once.
    pub const NONE: Self = Self(0);

    /// The least amount that may be paid in instalments, in won.
    pub const MIN_AMOUNT: u64 = 50_000;

    /// Over `months` months, 2 to 60.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] for any other number.
    pub fn new(months: u8) -> Result<Self, FieldError> {
        if (2..=60).contains(&months) {
            Ok(Self(months))
        } else {
            Err(FieldError::new(Self::NAME, Reason::OutOfRange))
        }
    }

    /// Months, 0 for at once.
    #[must_use]
    pub const fn months(self) -> u8 {
        self.0
    }
}

impl Decode for Instalments {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        let digits = Ascii::<2>::new(bytes, |byte| byte.is_ascii_digit()).map_err(refuse)?;
        match digits.as_str().parse() {
            Ok(0 | 1) => Ok(Self::NONE),
            Ok(months) => Self::new(months).map_err(|error| refuse(error.reason())),
            Err(_) => Err(refuse(Reason::OutOfRange)),
        }
    }
}

impl Sealed for Instalments {
    fn room(&self) -> usize {
        2
    }
}

impl Field for Instalments {
    fn write(&self, out: &mut Vec<u8>) {
        print(out, format_args!("{:02}", self.0));
    }
}

impl fmt::Display for Instalments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_batch_key_has_sixteen_digits_and_is_never_printed() {
        let key = BatchKey::parse("1234567890123456").unwrap();
        assert_eq!(format!("{key:?}"), "BatchKey(<16 bytes>)");
        assert_eq!(
            BatchKey::parse("123456789012345").unwrap_err().reason(),
            Reason::WrongLength { len: 15, want: 16 }
        );
        assert_eq!(
            BatchKey::parse("123456789012345a").unwrap_err().reason(),
            Reason::BadByte { at: 15 }
        );
    }

    #[test]
    fn a_group_is_capitals_and_digits() {
        assert!(GroupId::parse("BA0011000348").is_ok());
        assert!(GroupId::parse("A52Q71000489").is_ok());
        assert_eq!(GroupId::parse("ba0011000348").unwrap_err().reason(), Reason::BadByte { at: 0 });
        assert_eq!(
            GroupId::parse("BA00110003481").unwrap_err().reason(),
            Reason::TooLong { len: 13, max: 12 }
        );
    }

    #[test]
    fn instalments_are_two_digits() {
        let name = Instalments::NAME;
        assert_eq!(Instalments::decode(name, b"00"), Ok(Instalments::NONE));
        assert_eq!(Instalments::decode(name, b"03").map(Instalments::months), Ok(3));
        assert!(Instalments::new(1).is_err() && Instalments::new(61).is_err());
        let mut wire = Vec::new();
        Instalments::new(3).unwrap().write(&mut wire);
        assert_eq!(wire, b"03");
        assert!(Instalments::decode(name, b"3x").is_err());
        assert!(Instalments::decode(name, b"").is_err());
    }
}
