//! Where a run of the tests writes down all that the library says, for `cargo xtask canary` to search for secrets.
//!
//! Whatever is handed to [`show`] and [`fault`] is searched at once for the secrets as they are. Where `KCP_CANARY` names
//! a folder, that goes to a file there too, and so do every span, event, log line and panic, for the search in all forms.

use std::{
    error::Error,
    fmt::Debug,
    fs::{File, OpenOptions},
    io::{self, Write},
    panic,
    path::PathBuf,
    sync::{Mutex, Once, OnceLock},
};

use tracing_subscriber::fmt::format::FmtSpan;

/// The first secret of a kind, as `marks.tsv` has it.
///
/// # Panics
/// When there is no such kind.
#[must_use]
pub fn mark(kind: &str) -> &'static str {
    marks()
        .find_map(|(known, value)| (known == kind).then_some(value))
        .unwrap_or_else(|| panic!("no mark of kind {kind:?}"))
}

/// Starts to record spans, events, log lines and panics of this process, once.
///
/// # Panics
/// When the process records into something else already: the search would then see nothing.
pub fn watch() {
    static ONCE: Once = Once::new();
    if folder().is_none() {
        return;
    }
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Sink("log"))
            .try_init()
            .unwrap_or_else(|error| panic!("{error}"));
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let _ = writeln!(Sink("panic"), "{info}");
            usual(info);
        }));
    });
}

/// Takes a value's `Debug` text, in both forms.
///
/// # Panics
/// When it holds a secret.
#[track_caller]
pub fn show(what: &str, value: &dyn Debug) {
    keep("debug", what, &format!("{value:?}\n{value:#?}"));
}

/// Takes what an error says, what its sources say, and its `Debug` text.
///
/// # Panics
/// When one of them holds a secret.
#[track_caller]
pub fn fault(what: &str, error: &(dyn Error + 'static)) {
    show(what, &error);
    let mut next = Some(error);
    while let Some(error) = next {
        keep("error", what, &format!("{error}\n{error:#}"));
        next = error.source();
    }
}

#[track_caller]
fn keep(sink: &'static str, what: &str, text: &str) {
    if folder().is_some() {
        let _ = writeln!(Sink(sink), "{what}: {text}");
    }
    // The leaks that are planted are for the search to find.
    if std::env::var_os("KCP_CANARY_PLANT").is_none() {
        for (kind, value) in marks() {
            assert!(!text.contains(value), "{what} tells a {kind}");
        }
    }
}

/// Names a secret that was made in this run, such as a line of a key.
pub fn name(kind: &str, value: &str) {
    if folder().is_some() {
        let _ = writeln!(Sink("marks"), "{kind}\t{value}");
    }
}

/// Kind and value of each.
fn marks() -> impl Iterator<Item = (&'static str, &'static str)> {
    MARKS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

const MARKS: &str = include_str!("../marks.tsv");

fn folder() -> Option<&'static PathBuf> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(|| std::env::var_os("KCP_CANARY").map(PathBuf::from)).as_ref()
}

/// A file of this process in the folder, by what it collects.
struct Sink(&'static str);

impl Sink {
    fn open(&self) -> io::Result<File> {
        let folder = folder().ok_or(io::ErrorKind::NotFound)?;
        let path = folder.join(format!("{}-{}.txt", self.0, std::process::id()));
        OpenOptions::new().create(true).append(true).open(path)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Lines of two threads must not run into each other, or a secret could be cut in two.
        static WHOLE: Mutex<()> = Mutex::new(());
        let _one = WHOLE.lock();
        self.open()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
