//! Steps one after another, and the table at the end that says how each went.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::workspace::Workspace;

/// One check of a suite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// What the table calls it.
    pub(crate) name: &'static str,
    /// Does it.
    pub(crate) run: fn(&Workspace) -> Result<Done>,
}

/// How a step that did not fail ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Done {
    /// Everything in it was checked.
    Passed,
    /// Passed, but these parts of it were not checked.
    PassedWithout(Vec<String>),
    /// Nothing in it was checked, and why.
    Skipped(String),
}

impl Done {
    /// Passed, with or without parts left out.
    pub(crate) fn without(left_out: Vec<String>) -> Self {
        if left_out.is_empty() { Self::Passed } else { Self::PassedWithout(left_out) }
    }
}

/// What the table says about a step.
#[derive(Debug)]
enum Outcome {
    Done(Done),
    Failed(anyhow::Error),
    NotRun,
}

/// How the steps of a suite went.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    /// Runs the steps until one fails; those behind it are listed as not run.
    pub(crate) fn of(workspace: &Workspace, steps: &[Step]) -> Self {
        let mut report = Self::default();
        for (at, step) in (1..).zip(steps) {
            if report.has_failed() {
                report.rows.push((step.name, Outcome::NotRun, Duration::ZERO));
                continue;
            }
            println!("\n== {at}/{} {}", steps.len(), step.name);
            let start = Instant::now();
            let outcome = match (step.run)(workspace) {
                Ok(done) => Outcome::Done(done),
                Err(error) => {
                    eprintln!("error: {error:#}");
                    Outcome::Failed(error)
                }
            };
            report.rows.push((step.name, outcome, start.elapsed()));
        }
        report
    }

    /// Prints the table and gives the exit code that belongs to it.
    pub(crate) fn close(&self) -> ExitCode {
        println!("\n{}", self.render());
        if self.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn has_failed(&self) -> bool {
        self.rows.iter().any(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_)))
    }

    /// The table, what was left out by name, and the verdict as the last line.
    fn render(&self) -> String {
        let mut out = format!("{:<12} {:<22} {:>7}\n", "step", "result", "seconds");
        let mut left_out = Vec::new();
        let mut verdict = "every step passed".to_owned();
        for (name, outcome, time) in &self.rows {
            let result = match outcome {
                Outcome::Done(Done::Passed) => "passed".to_owned(),
                Outcome::Done(Done::PassedWithout(parts)) => {
                    left_out.extend(parts.iter().map(|part| format!("{name}: {part}")));
                    format!("passed, {} left out", parts.len())
                }
                Outcome::Done(Done::Skipped(why)) => {
                    left_out.push(format!("{name}: {why}"));
                    "skipped".to_owned()
                }
                Outcome::Failed(error) => {
                    verdict = format!("{name} FAILED: {error:#}");
                    "FAILED".to_owned()
                }
                Outcome::NotRun => "not run".to_owned(),
            };
            out += &format!("{name:<12} {result:<22} {:>7.1}\n", time.as_secs_f64());
        }
        let total: Duration = self.rows.iter().map(|(_, _, time)| *time).sum();
        out += &format!("{:<12} {:<22} {:>7.1}\n", "all", "", total.as_secs_f64());
        if !left_out.is_empty() {
            verdict += &format!(" ({} left out)", left_out.len());
            out += "\nleft out:\n";
            for part in left_out {
                out += &format!("  {part}\n");
            }
        }
        out + "\n" + &verdict
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    const STEPS: [Step; 4] = [
        Step { name: "first", run: |_| Ok(Done::Passed) },
        Step { name: "second", run: |_| Ok(Done::without(vec!["a part: no tool".to_owned()])) },
        Step { name: "third", run: |_| bail!("it broke") },
        Step { name: "fourth", run: |_| Ok(Done::Skipped("no target".to_owned())) },
    ];

    fn report(steps: &[Step]) -> Report {
        Report::of(&Workspace::find().unwrap(), steps)
    }

    #[test]
    fn steps_behind_a_failure_are_not_run_and_the_table_still_comes() {
        let report = report(&STEPS);
        assert!(report.has_failed());
        let text = report.render();
        let results: Vec<_> = text.lines().skip(1).take(4).collect();
        assert!(results[0].starts_with("first        passed "), "{text}");
        assert!(results[1].starts_with("second       passed, 1 left out"), "{text}");
        assert!(results[2].starts_with("third        FAILED"), "{text}");
        assert!(results[3].starts_with("fourth       not run"), "{text}");
        assert!(text.contains("  second: a part: no tool\n"), "{text}");
        assert!(text.ends_with("third FAILED: it broke (1 left out)"), "{text}");
    }

    #[test]
    fn a_skipped_step_is_named_and_does_not_fail() {
        let report = report(&[STEPS[0], STEPS[3]]);
        assert!(!report.has_failed());
        let text = report.render();
        assert!(text.contains("  fourth: no target\n"), "{text}");
        assert!(text.ends_with("every step passed (1 left out)"), "{text}");
    }
}
