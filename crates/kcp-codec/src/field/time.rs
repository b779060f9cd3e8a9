//! Dates and times as KCP writes them: fourteen digits of Korean time.

use alloc::vec::Vec;
use core::fmt;

use jiff::{Timestamp, civil, tz::Offset};

use crate::{
    Decode, Field, FieldError, Name, Reason,
    field::{print, sealed::Sealed},
};

/// A second in Korean time (UTC+9), `yyyyMMddHHmmss` on the wire (`seed 000 §5.1.1`, `seed 002 §5`).
#[doc(alias = "app_time")]
#[doc(alias = "va_date")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct KstDateTime(civil::DateTime);

impl KstDateTime {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("app_time");

    /// Reads fourteen digits.
    ///
    /// # Errors
    /// [`Reason::WrongLength`], [`Reason::BadByte`], or [`Reason::NotADate`] for a day or hour that does not exist.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Self::decode(Self::NAME, text.as_bytes())
    }

    /// The Korean time of a Unix time in seconds. Reading the clock is the caller's business.
    ///
    /// # Errors
    /// [`Reason::NotADate`] outside the years 1 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, FieldError> {
        let seoul = Offset::constant(9);
        match Timestamp::from_second(seconds).map(|time| seoul.to_datetime(time)) {
            Ok(time) if time.year() > 0 => Ok(Self(time)),
            _ => Err(FieldError::new(Self::NAME, Reason::NotADate)),
        }
    }

    /// Seconds of Unix time. Zero for the few moments that Unix time cannot name.
    #[must_use]
    pub fn to_unix(self) -> i64 {
        Offset::constant(9).to_timestamp(self.0).map_or(0, Timestamp::as_second)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.0.year().unsigned_abs()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.0.hour().unsigned_abs()
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        self.0.minute().unsigned_abs()
    }

    /// The second, 0 to 59.
    #[must_use]
    pub fn second(self) -> u8 {
        self.0.second().unsigned_abs()
    }
}

impl Decode for KstDateTime {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        let digits = <[u8; 14]>::try_from(bytes)
            .map_err(|_| refuse(Reason::WrongLength { len: bytes.len(), want: 14 }))?;
        if let Some(at) = digits.iter().position(|byte| !byte.is_ascii_digit()) {
            return Err(refuse(Reason::BadByte { at }));
        }
        let [y1, y2, y3, y4, rest @ ..] = digits.map(|digit| digit - b'0');
        let [o1, o2, d1, d2, h1, h2, m1, m2, s1, s2] = rest.map(u8::cast_signed);
        let year = [y1, y2, y3, y4].into_iter().fold(0, |year, digit| year * 10 + i16::from(digit));
        let pair = |tens: i8, units: i8| tens * 10 + units;
        civil::DateTime::new(
            year,
            pair(o1, o2),
            pair(d1, d2),
            pair(h1, h2),
            pair(m1, m2),
            pair(s1, s2),
            0,
        )
        .ok()
        .filter(|time| time.year() > 0)
        .map(Self)
        .ok_or_else(|| refuse(Reason::NotADate))
    }
}

impl Sealed for KstDateTime {
    fn room(&self) -> usize {
        14
    }
}

impl Field for KstDateTime {
    fn write(&self, out: &mut Vec<u8>) {
        let Self(t) = self;
        let date = format_args!("{:04}{:02}{:02}", t.year(), t.month(), t.day());
        print(out, date);
        print(out, format_args!("{:02}{:02}{:02}", t.hour(), t.minute(), t.second()));
    }
}

impl fmt::Debug for KstDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KstDateTime({self})")
    }
}

impl fmt::Display for KstDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(t) = self;
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02} KST",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_guide_s_example_is_read_and_written() {
        let time = KstDateTime::parse("20170424142638").unwrap();
        assert_eq!(time.to_string(), "2017-04-24 14:26:38 KST");
        let mut wire = Vec::new();
        time.write(&mut wire);
        assert_eq!(wire, b"20170424142638");
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in [
            "20260229000000",
            "20261301000000",
            "20260100000000",
            "20260101240000",
            "00000101000000",
            "20260101006060",
        ] {
            assert_eq!(KstDateTime::parse(text).unwrap_err().reason(), Reason::NotADate, "{text}");
        }
        assert!(KstDateTime::parse("20280229235959").is_ok());
        assert_eq!(
            KstDateTime::parse("2026010100000").unwrap_err().reason(),
            Reason::WrongLength { len: 13, want: 14 }
        );
        assert_eq!(
            KstDateTime::parse("2026-1-1000000").unwrap_err().reason(),
            Reason::BadByte { at: 4 }
        );
    }

    #[test]
    fn unix_time_becomes_korean_time() {
        assert_eq!(KstDateTime::from_unix(0).unwrap().to_string(), "1970-01-01 09:00:00 KST");
        assert_eq!(
            KstDateTime::from_unix(1_767_193_200).unwrap().to_string(),
            "2026-01-01 00:00:00 KST"
        );
        assert!(KstDateTime::from_unix(i64::MAX).is_err());
        for seconds in [0, 1_767_193_200, 1_795_274_041, -62_000_000_000] {
            assert_eq!(KstDateTime::from_unix(seconds).unwrap().to_unix(), seconds);
        }
    }
}
