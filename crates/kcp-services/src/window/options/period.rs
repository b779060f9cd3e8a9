//! How long a good or service is provided.

use std::fmt;

use kcp_codec::{FieldError, Name, Reason};

use super::{Day, GrammarError, grammar::Reader};

/// The period for which something is provided (`good_expr`), which the window shows to the buyer as the law asks
/// (`seed 002 §2`, `seed 003 §8`). Up to 18 bytes: `0`, `1:2012010120120131`, `2:1m`.
#[doc(alias = "good_expr")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct ServicePeriod(Kind);

#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
enum Kind {
    #[default]
    Once,
    Between(Day, Day),
    Renewed(u16, PeriodUnit),
}

/// The unit of a payment that renews itself.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums)] // the three letters of the grammar
pub enum PeriodUnit {
    /// `d`.
    Day,
    /// `m`.
    Month,
    /// `w`.
    Week,
}

impl ServicePeriod {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("good_expr");

    /// Most units of a renewed payment: three digits. The guides' own examples have one and two.
    pub const MAX_COUNT: u16 = 999;

    /// Something without a period, a good that is sent for example: `0`.
    #[must_use]
    pub const fn once() -> Self {
        Self(Kind::Once)
    }

    /// From one day to another: `1:` and both days.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] if `to` is before `from`.
    pub fn between(from: Day, to: Day) -> Result<Self, FieldError> {
        if from <= to {
            Ok(Self(Kind::Between(from, to)))
        } else {
            Err(FieldError::new(Self::NAME, Reason::OutOfRange))
        }
    }

    /// Something paid again and again: `2:`, a number and the unit; `2:10d` is ten days.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] for none and for more than [`Self::MAX_COUNT`].
    pub fn renewed(every: u16, unit: PeriodUnit) -> Result<Self, FieldError> {
        if (1..=Self::MAX_COUNT).contains(&every) {
            Ok(Self(Kind::Renewed(every, unit)))
        } else {
            Err(FieldError::new(Self::NAME, Reason::OutOfRange))
        }
    }

    /// Reads a period. An empty text is `0` (`seed 003 §8`).
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that does not fit, and at a last day that is before the first.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let period = match () {
            () if reader.is_done() || reader.take("0") => Kind::Once,
            () if reader.take("1:") => {
                let from = Day::read(&mut reader)?;
                let at = reader.at();
                let to = Day::read(&mut reader)?;
                if to < from {
                    return Err(reader.fault_at(at, "a last day that is not before the first"));
                }
                Kind::Between(from, to)
            }
            () if reader.take("2:") => {
                let every = reader.number(3, 1..=Self::MAX_COUNT, "a number, 1 to 999")?;
                let unit = PeriodUnit::ALL.into_iter().find(|unit| reader.take(unit.letter()));
                Kind::Renewed(every, unit.ok_or_else(|| reader.fault("d, w or m"))?)
            }
            () => return Err(reader.fault("0, 1: or 2:")),
        };
        reader.end("nothing after the period")?;
        Ok(Self(period))
    }
}

impl PeriodUnit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The letter of the grammar.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Day => "d",
            Self::Month => "m",
            Self::Week => "w",
        }
    }
}

impl fmt::Display for ServicePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Once => f.write_str("0"),
            Kind::Between(from, to) => write!(f, "1:{from}{to}"),
            Kind::Renewed(every, unit) => write!(f, "2:{every}{}", unit.letter()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wrong_period_is_refused_where_it_goes_wrong() {
        for (text, at) in [
            (" ", 0),
            ("3", 0),
            ("1", 0),
            ("0:", 1),
            ("1:2012013220120131", 8),
            ("1:2012130120120131", 6),
            ("1:2012023020120331", 8),
            ("1:2012010120111231", 10),
            ("1:20120101", 10),
            ("1:20120101~0120131", 10),
            ("1:20120101201201310", 18),
            ("2:", 2),
            ("2:0d", 2),
            ("2:1", 3),
            ("2:1y", 3),
            ("2:1000d", 5),
            ("2:1mm", 4),
        ] {
            assert_eq!(ServicePeriod::parse(text).unwrap_err().at(), at, "{text}");
        }
        assert_eq!(ServicePeriod::parse("2:01m").unwrap().to_string(), "2:1m");
        assert_eq!(ServicePeriod::parse(""), Ok(ServicePeriod::once()));
        assert!(ServicePeriod::renewed(0, PeriodUnit::Day).is_err());
        assert!(Day::new(2026, 2, 29).is_err() && Day::new(2028, 2, 29).is_ok());
    }

    fn period() -> impl Strategy<Value = ServicePeriod> {
        let day = (1..=9_999_u16, 1..=12_u8, 1..=28_u8);
        let day = day.prop_map(|(year, month, day)| Day::new(year, month, day).unwrap());
        let between = (day.clone(), day)
            .prop_map(|(one, other)| ServicePeriod::between(one.min(other), one.max(other)));
        let unit = proptest::sample::select(&PeriodUnit::ALL[..]);
        let renewed =
            (1..=999_u16, unit).prop_map(|(every, unit)| ServicePeriod::renewed(every, unit));
        prop_oneof![Just(Ok(ServicePeriod::once())), between, renewed].prop_map(Result::unwrap)
    }

    proptest! {
        #[test]
        fn a_period_comes_back_and_fits(period in period()) {
            prop_assert!(period.to_string().len() <= 18);
            prop_assert_eq!(ServicePeriod::parse(&period.to_string()), Ok(period));
        }

        #[test]
        fn what_reads_reads_the_same_again(text in "0|[12]:[0-9]{1,3}[dwm]|1:[12]0[0-9]{14}|\\PC{0,8}") {
            match ServicePeriod::parse(&text) {
                Ok(period) => prop_assert_eq!(ServicePeriod::parse(&period.to_string()), Ok(period)),
                Err(error) => prop_assert!(error.at() <= text.len()),
            }
        }
    }
}
