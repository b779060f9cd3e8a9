//! A peer that is a process: it gets a line, does a batch, and says how long that took by its own thread's clock.
//!
//! `rhash`'s library has no safe interface for Rust. `cargo xtask bench` builds `peers/rhash.c` and says in the
//! environment where it is.

use std::{
    cell::RefCell,
    ffi::OsString,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    rc::Rc,
    time::Duration,
};

use anyhow::{Context as _, Result};

use crate::batch::Batch;

/// The variable that says where the peer with `rhash`'s library is.
pub const RHASH: &str = "KCP_BENCH_RHASH";

/// The variable that says where our `pp_cli` is.
pub const PP_CLI: &str = "KCP_BENCH_PP_CLI";

/// Where a program is, if somebody built it.
#[must_use]
pub fn place(variable: &str) -> Option<OsString> {
    std::env::var_os(variable).filter(|path| !path.is_empty())
}

/// A peer that runs. Ended when the last of its batches is dropped.
#[derive(Clone, Debug)]
pub struct Peer(Rc<RefCell<Running>>);

#[derive(Debug)]
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts the program that `variable` names; `None` if it names none.
    ///
    /// # Errors
    /// A program that does not start.
    pub fn start(variable: &str) -> Result<Option<Self>> {
        let Some(path) = place(variable) else { return Ok(None) };
        let mut child = Command::new(&path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", path.display()))?;
        let questions = child.stdin.take().context("no pipe to the peer")?;
        let answers = BufReader::new(child.stdout.take().context("no pipe from the peer")?);
        Ok(Some(Self(Rc::new(RefCell::new(Running { child, questions, answers })))))
    }

    /// Batches of one of its operations.
    #[must_use]
    pub fn batch(&self, operation: &'static str) -> Batch {
        let peer = self.clone();
        Box::new(move |times| {
            let nanos = peer.ask(&format!("{operation} {times}"))?.parse().context("no time")?;
            Ok(Duration::from_nanos(nanos))
        })
    }

    /// What one of its operations makes, in hexadecimal.
    ///
    /// # Errors
    /// A peer that ended.
    pub fn result(&self, operation: &str) -> Result<String> {
        self.ask(&format!("{operation} show"))
    }

    fn ask(&self, question: &str) -> Result<String> {
        let mut peer = self.0.borrow_mut();
        writeln!(peer.questions, "{question}").context("the peer hears nothing")?;
        peer.questions.flush()?;
        let mut line = String::new();
        peer.answers.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already, and nobody waits for its status.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
