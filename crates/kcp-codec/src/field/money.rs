//! Amounts in won. The won has no smaller unit, so an amount is a whole number.

use alloc::{string::ToString, vec::Vec};
use core::fmt;

use crate::{
    Decode, Field, FieldError, Name, Reason,
    field::{print, sealed::Sealed},
};

/// An amount of money in won: 1 to 999,999,999,999, at most twelve digits on the wire.
///
/// `good_mny`, `ordr_mony`, `amount`, `card_mny`, `mod_mny` are all this (`seed 002 §2`).
#[doc(alias = "amount")]
#[doc(alias = "good_mny")]
#[doc(alias = "ordr_mony")]
#[doc(alias = "mod_mny")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Won(u64);

/// What is left of a payment, or a part of one: as [`Won`], or zero (`rem_mny`, `coupon_mny`).
#[doc(alias = "rem_mny")]
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct WonOrZero(u64);

/// Most digits of an amount.
pub(super) const DIGITS: usize = 12;

/// One more than the largest amount.
const LIMIT: u64 = 1_000_000_000_000;

impl Won {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("amount");

    /// An amount from a number.
    ///
    /// # Errors
    /// [`Reason::Zero`]; [`Reason::TooLong`] from 1,000,000,000,000 on.
    pub fn new(amount: u64) -> Result<Self, FieldError> {
        nonzero(WonOrZero::new(amount)?).map_err(|reason| FieldError::new(Self::NAME, reason))
    }

    /// An amount from text, one that is going to be sent: digits and nothing else, no leading zero.
    ///
    /// # Errors
    /// [`Reason::BadByte`] for a sign, a comma or anything else that is no digit; [`Reason::LeadingZero`],
    /// [`Reason::Zero`], [`Reason::TooLong`] from 13 digits on, [`Reason::Empty`].
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        parse(text).and_then(nonzero).map_err(|reason| FieldError::new(Self::NAME, reason))
    }

    /// The amount in won.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// What is left of this amount when `taken` is taken from it, or `None` if `taken` is more.
    #[must_use]
    pub fn minus(self, taken: Self) -> Option<WonOrZero> {
        self.0.checked_sub(taken.0).map(WonOrZero)
    }
}

impl WonOrZero {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount from a number.
    ///
    /// # Errors
    /// [`Reason::TooLong`] from 1,000,000,000,000 on.
    pub fn new(amount: u64) -> Result<Self, FieldError> {
        if amount < LIMIT {
            Ok(Self(amount))
        } else {
            let len = amount.to_string().len();
            Err(FieldError::new(Won::NAME, Reason::TooLong { len, max: DIGITS }))
        }
    }

    /// An amount from text: digits and nothing else, no leading zero except in `0`.
    ///
    /// # Errors
    /// As [`Won::parse`], without [`Reason::Zero`].
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        parse(text).map_err(|reason| FieldError::new(Won::NAME, reason))
    }

    /// The amount in won.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The amount, if it is not zero.
    #[must_use]
    pub fn won(self) -> Option<Won> {
        nonzero(self).ok()
    }
}

impl From<Won> for WonOrZero {
    fn from(amount: Won) -> Self {
        Self(amount.0)
    }
}

fn parse(text: &str) -> Result<WonOrZero, Reason> {
    let amount = digits(text.as_bytes())?;
    if text.len() > 1 && text.starts_with('0') { Err(Reason::LeadingZero) } else { Ok(amount) }
}

/// Reads 1 to 12 digits. Leading zeros count for nothing, as gateways pad amounts.
fn digits(text: &[u8]) -> Result<WonOrZero, Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    let mut amount = 0_u64;
    for (at, byte) in text.iter().enumerate() {
        let digit = char::from(*byte).to_digit(10).ok_or(Reason::BadByte { at })?;
        amount = amount.saturating_mul(10).saturating_add(digit.into());
    }
    if text.len() > DIGITS {
        Err(Reason::TooLong { len: text.len(), max: DIGITS })
    } else {
        Ok(WonOrZero(amount))
    }
}

fn nonzero(amount: WonOrZero) -> Result<Won, Reason> {
    if amount.0 == 0 { Err(Reason::Zero) } else { Ok(Won(amount.0)) }
}

impl Decode for Won {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        digits(bytes).and_then(nonzero).map_err(|reason| FieldError::new(field, reason))
    }
}

impl Decode for WonOrZero {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        digits(bytes).map_err(|reason| FieldError::new(field, reason))
    }
}

macro_rules! amount {
    ($type:ident) => {
        impl Sealed for $type {
            fn room(&self) -> usize {
                DIGITS
            }
        }

        impl Field for $type {
            fn write(&self, out: &mut Vec<u8>) {
                print(out, format_args!("{}", self.0));
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.0)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

amount!(Won);
amount!(WonOrZero);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_plain_digits_are_an_amount() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("1,000", Reason::BadByte { at: 1 }),
            ("-1", Reason::BadByte { at: 0 }),
            ("+1", Reason::BadByte { at: 0 }),
            (" 1", Reason::BadByte { at: 0 }),
            ("1e3", Reason::BadByte { at: 1 }),
            ("1.0", Reason::BadByte { at: 1 }),
            ("１０", Reason::BadByte { at: 0 }),
            ("01000", Reason::LeadingZero),
            ("00", Reason::LeadingZero),
            ("0", Reason::Zero),
            ("1234567890123", Reason::TooLong { len: 13, max: 12 }),
            ("99999999999999999999999999", Reason::TooLong { len: 26, max: 12 }),
        ] {
            assert_eq!(Won::parse(text).map_err(|error| error.reason()), Err(reason), "{text}");
        }
        assert_eq!(Won::parse("999999999999").map(Won::get), Ok(999_999_999_999));
        assert_eq!(Won::new(LIMIT).unwrap_err().reason(), Reason::TooLong { len: 13, max: 12 });
    }

    #[test]
    fn an_answer_may_pad_but_not_sign() {
        let name = Name::from_static("amount");
        assert_eq!(Won::decode(name, b"000000001004").map(Won::get), Ok(1_004));
        assert_eq!(WonOrZero::decode(name, b"000").map(WonOrZero::get), Ok(0));
        assert_eq!(Won::decode(name, b"000").unwrap_err().reason(), Reason::Zero);
        assert!(Won::decode(name, b"-1004").is_err());
        assert!(Won::decode(name, b"1,004").is_err());
    }

    proptest! {
        #[test]
        fn an_amount_is_written_as_it_is_read(amount in 1..LIMIT) {
            let mut wire = Vec::new();
            Won::new(amount).unwrap().write(&mut wire);
            let text = core::str::from_utf8(&wire).unwrap();
            prop_assert_eq!(Won::parse(text).map(Won::get), Ok(amount));
            prop_assert_eq!(Won::decode(Won::NAME, &wire).map(Won::get), Ok(amount));
        }
    }
}
