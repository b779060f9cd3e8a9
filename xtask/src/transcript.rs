//! Reads what `cargo test -- --show-output` prints: counts tests, and finds those that skipped themselves.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// What the lines said so far.
///
/// A test that lacks an outside program prints `skipped` and passes. The test harness hides what passing tests
/// print, so it is asked to show it; only the skips are kept, and the rest is hidden again. What begins with `TESTED`
/// stays: by what a test that runs everything that a machine has was run.
#[derive(Debug, Default)]
pub(crate) struct Transcript {
    /// `test: reason`, each test once.
    pub(crate) skipped: Vec<String>,
    passed: usize,
    failed: usize,
    ignored: usize,
    /// Inside the output of passing tests.
    hiding: bool,
    /// Whose output it is.
    test: String,
}

impl Transcript {
    /// Runs a test command, shows its lines as they come, and reads them.
    pub(crate) fn of(command: &mut Command) -> Result<Self> {
        workspace::announce(command);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", workspace::line(command)))?;
        let mut transcript = Self::default();
        if let Some(stdout) = child.stdout.take() {
            let mut lines = BufReader::new(stdout);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line)? > 0 {
                if transcript.shows(String::from_utf8_lossy(&line).trim_end()) {
                    std::io::stdout().write_all(&line)?;
                }
                line.clear();
            }
        }
        let status = child.wait()?;
        println!("{}", transcript.summary());
        if !status.success() {
            bail!("{}: {status}", workspace::line(command));
        }
        Ok(transcript)
    }

    /// Takes a line, and says whether a reader wants to see it.
    fn shows(&mut self, line: &str) -> bool {
        if line == "successes:" {
            self.hiding = true;
        } else if line == "failures:" {
            self.hiding = false;
        } else if let Some(counts) = line.strip_prefix("test result: ") {
            self.hiding = false;
            self.count(counts);
        } else if self.hiding {
            self.read_output(line);
        }
        !self.hiding || line.starts_with("TESTED ")
    }

    fn summary(&self) -> String {
        let Self { passed, failed, ignored, skipped, .. } = self;
        format!(
            "tests: {passed} passed ({} of them skipped themselves), {failed} failed, {ignored} ignored",
            skipped.len()
        )
    }

    /// `ok. 12 passed; 0 failed; 1 ignored; ...`
    fn count(&mut self, counts: &str) {
        let numbers = counts.split_once(". ").map_or("", |(_, numbers)| numbers);
        for part in numbers.split("; ") {
            let Some((number, what)) = part.split_once(' ') else { continue };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }

    /// `---- name stdout ----`, or a line that the test printed.
    fn read_output(&mut self, line: &str) {
        let header = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----"));
        if let Some(name) = header {
            self.test = name.to_owned();
        } else if line.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("skipped")) {
            let reason = line.split_once(": ").map_or(line, |(_, reason)| reason);
            let entry = format!("{}: {reason}", self.test);
            if !self.skipped.contains(&entry) {
                self.skipped.push(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_BINARIES: &str = "
running 3 tests
test a::one ... ok
test a::two ... ok

successes:

---- a::one stdout ----
something
TESTED one: this, that
SKIPPED one: rhash is not installed
SKIPPED one: rhash is not installed

---- a::two stdout ----
skipped: iconv is not installed


successes:
    a::one
    a::two

test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s

successes:

successes:
    b::three

failures:

---- b::four stdout ----
SKIPPED is a word in the message of a failure: it stays
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    fn read(text: &str) -> (Transcript, Vec<&str>) {
        let mut transcript = Transcript::default();
        let shown = text.lines().filter(|line| transcript.shows(line)).collect();
        (transcript, shown)
    }

    #[test]
    fn skipped_tests_are_named_once_each_with_the_reason() {
        let (transcript, _) = read(TWO_BINARIES);
        assert_eq!(
            transcript.skipped,
            ["a::one: rhash is not installed", "a::two: iconv is not installed"]
        );
    }

    #[test]
    fn the_output_of_passing_tests_is_hidden_and_nothing_else() {
        let (_, shown) = read(TWO_BINARIES);
        assert!(!shown.contains(&"something"));
        assert!(shown.contains(&"TESTED one: this, that"));
        assert!(shown.contains(&"test a::one ... ok"));
        assert!(shown.contains(&"---- b::four stdout ----"));
        assert!(shown.contains(&"SKIPPED is a word in the message of a failure: it stays"));
        assert_eq!(shown.iter().filter(|line| line.starts_with("test result:")).count(), 2);
    }

    #[test]
    fn counts_are_summed_over_the_binaries() {
        let (transcript, _) = read(TWO_BINARIES);
        assert_eq!(
            transcript.summary(),
            "tests: 4 passed (2 of them skipped themselves), 1 failed, 1 ignored"
        );
    }
}
