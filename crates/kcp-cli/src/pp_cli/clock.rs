//! The one place of `pp_cli` that reads the clock: Korean time with milliseconds.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use kcp_codec::KstDateTime;

/// A moment in Korean time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) time: KstDateTime,
    millis: u32,
}

/// Now; `None` if the clock stands before 1970 or after the year 9999.
pub(super) fn now() -> Option<Moment> {
    #[allow(clippy::disallowed_methods)]
    // a program's clock module: everything below takes time as an argument
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let time = KstDateTime::from_unix(i64::try_from(since.as_secs()).ok()?).ok()?;
    Some(Moment { time, millis: since.subsec_millis() })
}

impl Moment {
    /// `YYYYMM` and `DD`, the log's folder and the beginning of its file name.
    pub(super) fn month_and_day(self) -> (String, String) {
        let Self { time, .. } = self;
        (format!("{:04}{:02}", time.year(), time.month()), format!("{:02}", time.day()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, millis } = self;
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{millis:03}",
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }
}
