//! Days of the calendar.

use std::fmt;

use kcp_codec::{FieldError, KstDateTime, Name, Reason};

use super::{GrammarError, grammar::Reader};

/// A day, `yyyyMMdd` on the wire.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// A day that exists, in the years 1 to 9999.
    ///
    /// # Errors
    /// [`Reason::NotADate`].
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, FieldError> {
        let exists = KstDateTime::parse(&format!("{year:04}{month:02}{day:02}000000")).is_ok();
        let refused = FieldError::new(Name::from_static("good_expr"), Reason::NotADate);
        if exists { Ok(Self { year, month, day }) } else { Err(refused) }
    }

    /// Takes eight digits; a fault lies at the year, the month or the day that does not exist.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, GrammarError> {
        let year = reader.digits(4, 1..=9_999, "a year, four digits")?;
        let month = reader.digits(2, 1..=12, "a month, 01 to 12")?;
        let at = reader.at();
        let day = reader.digits(2, 1..=31, "a day of the month, 01 to 31")?;
        let [month, day] = [month, day].map(|number| u8::try_from(number).unwrap_or_default());
        Self::new(year, month, day).map_err(|_| reader.fault_at(at, "a day that the month has"))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

/// Takes six digits of a time; a fault lies at the hour, the minute or the second that does not exist.
pub(super) fn time(reader: &mut Reader<'_>) -> Result<[u8; 3], GrammarError> {
    let hour = reader.digits(2, 0..=23, "an hour, 00 to 23")?;
    let minute = reader.digits(2, 0..=59, "a minute, 00 to 59")?;
    let second = reader.digits(2, 0..=59, "a second, 00 to 59")?;
    Ok([hour, minute, second].map(|number| u8::try_from(number).unwrap_or_default()))
}
