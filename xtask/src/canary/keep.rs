//! Keeps the files that a run makes and deletes again: each gets a second name as soon as it is seen.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// A thread that looks through a folder for as long as this value lives.
pub(super) struct Keeper {
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Gives every file below `from` a second name below `to`, on the same disk. A file that lives for less than a
    /// look takes, a few milliseconds, is missed.
    pub(super) fn of(from: PathBuf, to: PathBuf) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                keep(&from, &to);
                thread::park_timeout(Duration::from_millis(5));
            }
            keep(&from, &to);
        });
        Self { is_over, thread: Some(thread) }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A thread that panicked kept nothing more; the planted file shows whether keeping works.
            let _ = thread.join();
        }
    }
}

/// What vanishes between two looks is no error: it is the reason for looking.
fn keep(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let second = to.join(entry.file_name());
        if kind.is_dir() {
            keep(&entry.path(), &second);
        } else if kind.is_file() {
            let _ = link(&entry.path(), &second);
        }
    }
}

fn link(first: &Path, second: &Path) -> io::Result<()> {
    if let Some(folder) = second.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_outlives_its_first_name() {
        let folder = std::env::temp_dir().join(format!("xtask-keep-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("deep")).unwrap();
        fs::write(from.join("deep/a"), "before").unwrap();
        keep(&from, &to);
        fs::write(from.join("deep/a"), "after").unwrap();
        fs::remove_file(from.join("deep/a")).unwrap();
        keep(&from, &to);
        assert_eq!(fs::read_to_string(to.join("deep/a")).unwrap(), "after");
        fs::remove_dir_all(folder).unwrap();
    }
}
