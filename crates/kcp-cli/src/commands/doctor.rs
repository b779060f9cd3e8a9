//! `kcp doctor`: is everything there and does it fit, line by line, each with what to do.

mod checks;

use std::io::{self, Write as _};

use clap::Args;
use serde_json::json;

use super::Failure;
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::{new_table, tame},
};

#[derive(Args)]
pub(super) struct Doctor {}

/// One line of the doctor's.
struct Line {
    check: &'static str,
    state: State,
    found: String,
    advice: &'static str,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    Fail,
    Ok,
    Warn,
}

impl Line {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Ok, found: found.into(), advice: "" }
    }

    fn warn(check: &'static str, found: impl Into<String>, advice: &'static str) -> Self {
        Self { check, state: State::Warn, found: found.into(), advice }
    }

    fn fail(check: &'static str, found: impl Into<String>, advice: &'static str) -> Self {
        Self { check, state: State::Fail, found: found.into(), advice }
    }

    const fn word(&self) -> &'static str {
        match self.state {
            State::Fail => "fail",
            State::Ok => "ok",
            State::Warn => "warn",
        }
    }
}

impl Doctor {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let lines = checks::all(&settings).await;
        let mut out = io::stdout().lock();
        if settings.json {
            for line in &lines {
                let row = json!({
                    "check": line.check, "state": line.word(), "found": line.found, "advice": line.advice,
                });
                writeln!(out, "{row}")?;
            }
        } else {
            let mut table = new_table();
            table.set_header(["check", "", "found", "what to do"]);
            for line in &lines {
                table.add_row([line.check, line.word(), &tame(&line.found), line.advice]);
            }
            writeln!(out, "{table}")?;
        }
        Ok(if lines.iter().any(|line| line.state == State::Fail) {
            Exit::Failed
        } else {
            Exit::Done
        })
    }
}
