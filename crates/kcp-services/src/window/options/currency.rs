//! The currency of an order, and how each window spells it.

use std::fmt;

use kcp_codec::{Cents, Field, Instalments, Literal, Name, Won};

use super::{GrammarError, grammar::Reader};

/// The currency of an order (`currency`): `410` and `840` on a phone, `WON` and `USD` on a PC (`seed 002 §2`,
/// `seed 003 §8`). Dollars are for merchants with a contract for them.
#[doc(alias = "currency")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Currency {
    /// US dollars, counted in cents.
    UsDollar,
    /// Won.
    Won,
}

impl Currency {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("currency");

    /// Every currency.
    pub const ALL: [Self; 2] = [Self::UsDollar, Self::Won];

    /// As a phone's form spells it: `840`, `410`.
    #[must_use]
    pub const fn mobile(self) -> Literal {
        Literal::new(match self {
            Self::UsDollar => "840",
            Self::Won => "410",
        })
    }

    /// As both PC forms spell it: `USD`, `WON`.
    #[must_use]
    pub const fn pc(self) -> Literal {
        Literal::new(match self {
            Self::UsDollar => "USD",
            Self::Won => "WON",
        })
    }

    /// Reads a phone's spelling.
    ///
    /// # Errors
    /// [`GrammarError`] for anything but `410` and `840`.
    pub fn parse_mobile(text: &str) -> Result<Self, GrammarError> {
        Self::read(text, Self::mobile, "410 or 840")
    }

    /// Reads a PC's spelling.
    ///
    /// # Errors
    /// [`GrammarError`] for anything but `WON` and `USD`.
    pub fn parse_pc(text: &str) -> Result<Self, GrammarError> {
        Self::read(text, Self::pc, "WON or USD")
    }

    fn read(
        text: &str,
        spelling: impl Fn(Self) -> Literal,
        expected: &'static str,
    ) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let found =
            Self::ALL.into_iter().find(|&currency| reader.take(spelling(currency).as_str()));
        let currency = found.ok_or_else(|| reader.fault(expected))?;
        reader.end("nothing after the currency").map(|()| currency)
    }
}

/// An amount in one currency. A form has one, so won and cents do not meet.
///
/// Sealed: [`Won`] and [`Cents`].
pub trait Price: Field + Copy + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// The currency.
    const CURRENCY: Currency;

    /// Whether the amount may be paid in instalments: from 50,000 won on (`seed 002 §2`, `seed 003 §8`). The limit is
    /// in won, so no amount in dollars is known to reach it.
    fn takes_instalments(self) -> bool;
}

impl Price for Won {
    const CURRENCY: Currency = Currency::Won;

    fn takes_instalments(self) -> bool {
        self.get() >= Instalments::MIN_AMOUNT
    }
}

impl Price for Cents {
    const CURRENCY: Currency = Currency::UsDollar;

    fn takes_instalments(self) -> bool {
        false
    }
}

mod sealed {
    #[allow(unnameable_types)] // nobody outside may name it: that is what seals `Price`
    pub trait Sealed {}

    impl Sealed for kcp_codec::Cents {}
    impl Sealed for kcp_codec::Won {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_its_own_spelling() {
        for currency in Currency::ALL {
            assert_eq!(Currency::parse_mobile(currency.mobile().as_str()), Ok(currency));
            assert_eq!(Currency::parse_pc(currency.pc().as_str()), Ok(currency));
        }
        for (text, at) in [("", 0), ("WON", 0), ("4100", 3), ("41", 0)] {
            assert_eq!(Currency::parse_mobile(text).unwrap_err().at(), at, "{text}");
        }
        for (text, at) in [("410", 0), ("won", 0), ("WONS", 3), ("원", 0)] {
            assert_eq!(Currency::parse_pc(text).unwrap_err().at(), at, "{text}");
        }
    }

    #[test]
    fn instalments_begin_at_fifty_thousand_won_and_not_in_dollars() {
        let won = |won| Won::new(won).unwrap().takes_instalments();
        assert!(!won(49_999) && won(50_000));
        assert!(!Cents::new(999_999_999).unwrap().takes_instalments());
    }
}
