//! What time it is at the gateway: the machine's clock, or one that a test sets.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use kcp_codec::KstDateTime;

/// The time that the gateway puts into its answers and numbers.
pub trait Clock: Send + Sync {
    /// Now, in Korean time.
    fn now(&self) -> KstDateTime;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl SystemClock {
    /// The machine's clock.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one place that reads the time; everywhere else it is an argument
    fn now(&self) -> KstDateTime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is set. Clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<KstDateTime>>);

impl ManualClock {
    /// A clock that stands at `time`.
    #[must_use]
    pub fn at(time: KstDateTime) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Sets the clock, forwards or back.
    pub fn set(&self, time: KstDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> KstDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last second of the day that comes `days` after that of `time`, as a virtual account's deadline is.
pub(crate) fn end_of_day_after(time: KstDateTime, days: u16) -> KstDateTime {
    // 23:59:59 in Seoul is 14:59:59 in Greenwich.
    from_unix((days_since_1970(time) + i64::from(days)) * 86_400 + 14 * 3_600 + 59 * 60 + 59)
}

/// Seconds since 1970 in Greenwich.
pub(crate) fn unix(time: KstDateTime) -> i64 {
    let of_day = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60;
    days_since_1970(time) * 86_400 + of_day + i64::from(time.second()) - 9 * 3_600
}

fn days_since_1970(time: KstDateTime) -> i64 {
    // Days since 1970 of a date in the Gregorian calendar, counted in years that begin in March.
    let (month, day) = (i64::from(time.month()), i64::from(time.day()));
    let year = i64::from(time.year()) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[allow(clippy::expect_used)] // clamped to the years 1 to 9999, which is all that it refuses
fn from_unix(seconds: i64) -> KstDateTime {
    KstDateTime::from_unix(seconds.clamp(YEAR_1, YEAR_9999)).expect("a year from 1 to 9999")
}

/// 0001-01-02 in Unix time.
const YEAR_1: i64 = -62_135_510_400;

/// 9999-12-30 in Unix time: a day below what the time library holds.
const YEAR_9999: i64 = 253_402_128_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> KstDateTime {
        KstDateTime::parse(text).unwrap()
    }

    #[test]
    fn deadlines_fall_on_the_last_second_across_month_and_leap_day() {
        for (now, days, want) in [
            ("20260101000000", 0, "20260101235959"),
            ("20261231235959", 7, "20270107235959"),
            ("20280226120000", 3, "20280229235959"),
            ("20270226120000", 3, "20270301235959"),
        ] {
            assert_eq!(end_of_day_after(time(now), days), time(want), "{now} + {days}");
        }
    }

    #[test]
    fn unix_time_and_korean_time_agree() {
        assert_eq!(unix(time("19700101090000")), 0);
        for seconds in [0, 1_795_000_000, 1_709_164_799, -86_401] {
            assert_eq!(unix(from_unix(seconds)), seconds);
        }
    }

    #[test]
    fn no_time_panics() {
        let _ = (from_unix(i64::MIN), from_unix(i64::MAX));
        let _ = end_of_day_after(time("99991231235959"), u16::MAX);
    }

    #[test]
    fn a_clone_of_a_manual_clock_shows_the_same_time() {
        let clock = ManualClock::at(time("20260101000000"));
        let other = clock.clone();
        clock.set(time("20260102030405"));
        assert_eq!(other.now(), time("20260102030405"));
    }

    #[test]
    fn the_machine_s_clock_is_past_the_day_this_was_written() {
        assert!(SystemClock::new().now() > time("20260101000000"));
    }
}
