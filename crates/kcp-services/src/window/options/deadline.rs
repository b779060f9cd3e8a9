//! Until when a virtual account takes money: days on a PC, a date on a phone.

use std::fmt;

use kcp_codec::{Field, FieldError, KstDateTime, Name, Reason};

use super::{Day, GrammarError, day::time, grammar::Reader};

/// How many days an account takes money, on a PC's form (`vcnt_expire_term`), and until what time on the last day
/// (`vcnt_expire_term_time`, six digits). An account of 1 January with 3 days takes money until 4 January
/// (`seed 002 §2`, `seed 003 §8`). Without a time the day ends at 23:59:59.
#[doc(alias = "vcnt_expire_term")]
#[doc(alias = "vcnt_expire_term_time")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ExpiryTerm {
    days: u8,
    time: Option<[u8; 3]>,
}

impl ExpiryTerm {
    /// The wire name of the days, under which errors report them.
    pub const NAME: Name = Name::from_static("vcnt_expire_term");

    /// The wire name of the time.
    pub const TIME_NAME: Name = Name::from_static("vcnt_expire_term_time");

    /// 1 to 99 days.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] at `vcnt_expire_term`.
    pub fn days(days: u8) -> Result<Self, FieldError> {
        if (1..=99).contains(&days) {
            Ok(Self { days, time: None })
        } else {
            Err(FieldError::new(Self::NAME, Reason::OutOfRange))
        }
    }

    /// Until this hour, minute and second of the last day.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] at `vcnt_expire_term_time` for a time that no day has.
    pub fn until(self, hour: u8, minute: u8, second: u8) -> Result<Self, FieldError> {
        if hour < 24 && minute < 60 && second < 60 {
            Ok(Self { time: Some([hour, minute, second]), ..self })
        } else {
            Err(FieldError::new(Self::TIME_NAME, Reason::OutOfRange))
        }
    }

    /// Reads `vcnt_expire_term` and `vcnt_expire_term_time` together; an empty time is the end of the day.
    ///
    /// # Errors
    /// [`GrammarError`] at the variable that does not read; a time without days is one, as it has no effect.
    pub fn parse(days: &str, term_time: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, days);
        let days = reader.number(2, 1..=99, "days, 1 to 99")?;
        reader.end("nothing after the days")?;
        let mut reader = Reader::new(Self::TIME_NAME, term_time);
        let time = if reader.is_done() { None } else { Some(time(&mut reader)?) };
        reader.end("nothing after the time")?;
        Ok(Self { days: u8::try_from(days).unwrap_or(99), time })
    }

    /// The value of `vcnt_expire_term`.
    #[must_use]
    pub fn days_text(self) -> String {
        self.days.to_string()
    }

    /// The value of `vcnt_expire_term_time`; nothing for the end of the day.
    #[must_use]
    pub fn time_text(self) -> String {
        self.time.map_or_else(String::new, |[hour, minute, second]| {
            format!("{hour:02}{minute:02}{second:02}")
        })
    }
}

/// Until when an account takes money, on a phone's form (`ipgm_date`): a day or a second in Korean time, 8 or 14
/// digits (`seed 003 §8`, whose example 20241234 is no day).
#[doc(alias = "ipgm_date")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct DepositDate(Until);

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Until {
    Day(Day),
    Second(KstDateTime),
}

impl DepositDate {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("ipgm_date");

    /// Until the end of a day.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self(Until::Day(day))
    }

    /// Until a second.
    #[must_use]
    pub const fn at(second: KstDateTime) -> Self {
        Self(Until::Second(second))
    }

    /// Reads 8 or 14 digits.
    ///
    /// # Errors
    /// [`GrammarError`] at the part that does not exist: year, month, day, hour, minute or second.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let day = Day::read(&mut reader)?;
        if reader.is_done() {
            return Ok(Self::on(day));
        }
        time(&mut reader)?;
        reader.end("nothing after the second")?;
        let second = KstDateTime::parse(text).map_err(|_| reader.fault_at(0, "a day and time"))?;
        Ok(Self::at(second))
    }
}

impl fmt::Display for DepositDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Until::Day(day) => day.fmt(f),
            Until::Second(second) => {
                let mut digits = Vec::new();
                second.write(&mut digits);
                f.write_str(&String::from_utf8_lossy(&digits))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wrong_term_is_refused_where_it_goes_wrong() {
        for (days, time, field, at) in [
            ("", "", "vcnt_expire_term", 0),
            ("0", "", "vcnt_expire_term", 0),
            ("100", "", "vcnt_expire_term", 2),
            ("3일", "", "vcnt_expire_term", 1),
            ("", "120000", "vcnt_expire_term", 0),
            ("3", "12000", "vcnt_expire_term_time", 5),
            ("3", "240000", "vcnt_expire_term_time", 0),
            ("3", "126000", "vcnt_expire_term_time", 2),
            ("3", "120060", "vcnt_expire_term_time", 4),
            ("3", "1200000", "vcnt_expire_term_time", 6),
        ] {
            let error = ExpiryTerm::parse(days, time).unwrap_err();
            assert_eq!((error.field().as_str(), error.at()), (field, at), "{days} {time}");
        }
        let noon = ExpiryTerm::days(3).and_then(|term| term.until(12, 0, 0));
        assert_eq!(ExpiryTerm::parse("03", "120000").ok(), noon.ok());
        assert!(ExpiryTerm::days(0).is_err());
        let error = ExpiryTerm::days(1).and_then(|term| term.until(12, 60, 0)).unwrap_err();
        assert_eq!(error.field(), ExpiryTerm::TIME_NAME);
    }

    #[test]
    fn a_wrong_date_is_refused_where_it_goes_wrong() {
        for (text, at) in [
            ("", 0),
            ("2024123", 7),
            ("20241234", 6),
            ("20241331", 4),
            ("20240230", 6),
            ("00001231", 0),
            ("2024123123", 10),
            ("20241231245959", 8),
            ("20241231235960", 12),
            ("202412312359590", 14),
        ] {
            assert_eq!(DepositDate::parse(text).unwrap_err().at(), at, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_term_comes_back(days in 1..=99_u8, h in 0..24_u8, m in 0..60_u8, s in 0..60_u8) {
            for term in [ExpiryTerm::days(days), ExpiryTerm::days(days).and_then(|t| t.until(h, m, s))] {
                let term = term.unwrap();
                prop_assert_eq!(ExpiryTerm::parse(&term.days_text(), &term.time_text()), Ok(term));
            }
        }

        #[test]
        fn a_date_is_written_as_it_stood(text in "20[0-9]{2}[01][0-9][0-3][0-9]([0-2][0-9]{5})?|\\PC{0,15}") {
            match DepositDate::parse(&text) {
                Ok(date) => prop_assert_eq!(date.to_string(), text),
                Err(error) => prop_assert!(error.at() <= text.len()),
            }
        }
    }
}
