//! Amounts in US cents.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Decode, Field, FieldError, Name, Reason, Won,
    field::{money::DIGITS, print, sealed::Sealed},
};

/// An amount of money in US cents: 1 to 999,999,999,999, at most twelve digits on the wire.
///
/// An order in dollars states its amount in this unit: $10.55 is `1055`, $100 is `10000` (`seed 002 §2`). It is a
/// type of its own, so that no won is ever taken for a cent.
#[doc(alias = "good_mny")]
#[doc(alias = "USD")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cents(u64);

impl Cents {
    /// The wire name under which errors report it.
    pub const NAME: Name = Won::NAME;

    /// An amount from a number of cents.
    ///
    /// # Errors
    /// As [`Won::new`].
    pub fn new(cents: u64) -> Result<Self, FieldError> {
        Won::new(cents).map(|amount| Self(amount.get()))
    }

    /// An amount from whole dollars and the cents that remain, 0 to 99.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] from 100 cents on; as [`Cents::new`].
    pub fn from_dollars(dollars: u64, cents: u8) -> Result<Self, FieldError> {
        if cents > 99 {
            return Err(FieldError::new(Self::NAME, Reason::OutOfRange));
        }
        Self::new(dollars.saturating_mul(100).saturating_add(cents.into()))
    }

    /// An amount from text as it is sent: cents without a point or a comma.
    ///
    /// # Errors
    /// As [`Won::parse`].
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Won::parse(text).map(|amount| Self(amount.get()))
    }

    /// The amount in cents.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl Decode for Cents {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        Won::decode(field, bytes).map(|amount| Self(amount.get()))
    }
}

impl Sealed for Cents {
    fn room(&self) -> usize {
        DIGITS
    }
}

impl Field for Cents {
    fn write(&self, out: &mut Vec<u8>) {
        print(out, format_args!("{}", self.0));
    }
}

impl fmt::Debug for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cents({})", self.0)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_guide_s_dollars_are_cents() {
        let wire = |dollars, cents| Cents::from_dollars(dollars, cents).map(|c| c.to_string());
        assert_eq!(wire(10, 55).as_deref(), Ok("1055"));
        assert_eq!(wire(100, 0).as_deref(), Ok("10000"));
        assert_eq!(Cents::parse("1055"), Cents::new(1_055));
    }

    #[test]
    fn a_point_a_comma_or_a_hundredth_cent_is_no_amount() {
        let reason = |text| Cents::parse(text).unwrap_err().reason();
        assert_eq!(reason("10.55"), Reason::BadByte { at: 2 });
        assert_eq!(reason("1,055"), Reason::BadByte { at: 1 });
        assert_eq!(reason("0"), Reason::Zero);
        assert_eq!(Cents::from_dollars(1, 100).unwrap_err().reason(), Reason::OutOfRange);
        assert!(matches!(
            Cents::from_dollars(u64::MAX, 0).unwrap_err().reason(),
            Reason::TooLong { max: 12, .. }
        ));
    }
}
