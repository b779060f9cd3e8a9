//! The one place of `kcp` that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use kcp_codec::KstDateTime;

/// Now, in Korean time. A machine whose clock stands before 1970 counts as standing at 1970.
#[must_use]
#[allow(clippy::disallowed_methods)] // a program may read the clock; its libraries are told the time
pub fn now() -> KstDateTime {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let time = i64::try_from(seconds).ok().and_then(|seconds| KstDateTime::from_unix(seconds).ok());
    time.unwrap_or_else(epoch)
}

/// The start of Unix time, which is always a date.
fn epoch() -> KstDateTime {
    #[allow(clippy::expect_used)] // a constant, covered by a test
    KstDateTime::parse("19700101090000").expect("a date")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_after_this_was_written() {
        assert!(now() > KstDateTime::parse("20260101000000").unwrap());
        assert_eq!(epoch(), KstDateTime::from_unix(0).unwrap());
    }
}
