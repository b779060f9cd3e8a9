//! The log: `<log_path>/YYYYMM/DD_pp_cli.log`, one event a line, in UTF-8.

use std::{
    ffi::OsStr,
    fmt,
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write as _,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{DirBuilderExt as _, OpenOptionsExt as _},
    },
    path::{Path, PathBuf},
    process,
};

use super::{
    clock::{self, Moment},
    redact::one_line,
};

/// Where events go, if anywhere. A log that cannot be written is no error, as with the vendor's module.
#[derive(Debug)]
pub(super) struct Log {
    file: Option<File>,
    detailed: bool,
}

impl Log {
    /// Opens the log of `now`'s day below `log_path`, or below `log` in `home` if that is empty.
    ///
    /// New folders are for the owner alone (0700), and so is a new file (0600): the log of a payment module is
    /// nobody else's business. What is there already keeps its mode.
    pub(super) fn open(
        log_path: &[u8],
        home: &[u8],
        log_level: &[u8],
        now: Option<Moment>,
    ) -> Self {
        let folder = folder(log_path, home);
        let file = folder.zip(now).and_then(|(folder, now)| open(&folder, now));
        Self { file, detailed: is_detailed(log_level) }
    }

    /// Writes an event at every level.
    pub(super) fn line(&self, event: fmt::Arguments<'_>) {
        let Some(mut file) = self.file.as_ref() else { return };
        let time = clock::now().map(|now| now.to_string()).unwrap_or_default();
        let line = format!("[{time}] [{}] {}\n", process::id(), one_line(&event.to_string()));
        // One write, at the end of the file: lines of several processes do not mix. A full disk stops no payment.
        let _ = file.write_all(line.as_bytes());
    }

    /// Writes an event from level 3 on.
    pub(super) fn detail(&self, event: fmt::Arguments<'_>) {
        if self.detailed {
            self.line(event);
        }
    }
}

/// A level of 3 and more. No number, or none at all, is level 0.
fn is_detailed(log_level: &[u8]) -> bool {
    std::str::from_utf8(log_level)
        .ok()
        .and_then(|text| text.trim().parse::<u32>().ok())
        .is_some_and(|level| level >= 3)
}

fn folder(log_path: &[u8], home: &[u8]) -> Option<PathBuf> {
    let path = |bytes| PathBuf::from(OsStr::from_bytes(bytes));
    match (log_path, home) {
        (b"", b"") => None,
        (b"", home) => Some(path(home).join("log")),
        (log_path, _) => Some(path(log_path)),
    }
}

fn open(folder: &Path, now: Moment) -> Option<File> {
    let (month, day) = now.month_and_day();
    let folder = folder.join(month);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).ok()?;
    let path = folder.join(format!("{day}_pp_cli.log"));
    // A pipe would hold the payment up until somebody reads it, and KCP's guides make the folder writable for all
    // (`seed 000 §2.2.2`), so a link may lead to somebody else's file.
    if fs::symlink_metadata(&path).is_ok_and(|there| !there.is_file()) {
        return None;
    }
    OpenOptions::new().append(true).create(true).mode(0o600).open(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_path_wins_over_home() {
        assert_eq!(folder(b"/var/log/kcp", b"/home/kcp"), Some("/var/log/kcp".into()));
        assert_eq!(folder(b"", b"/home/kcp"), Some("/home/kcp/log".into()));
        assert_eq!(folder(b"", b""), None);
    }

    #[test]
    fn details_begin_at_level_three() {
        for (level, detailed) in [
            ("", false),
            ("0", false),
            ("2", false),
            ("3", true),
            ("5", true),
            ("03", true),
            ("x", false),
        ] {
            assert_eq!(is_detailed(level.as_bytes()), detailed, "{level}");
        }
    }
}
