//! What many runs came to, counted by action and by way.

use std::{collections::BTreeMap, fmt};

use crate::{
    deed::{Deed, Verdict},
    oracle::{Run, Wrong},
};

/// How often each verdict was given.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Counts {
    pub(crate) runs: usize,
    pub(crate) approved: usize,
    pub(crate) declined: usize,
    pub(crate) not_sent: usize,
    pub(crate) unknown: usize,
    pub(crate) wrong: usize,
}

/// A run that went wrong, with all that is needed to see it again.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) seed: Option<u64>,
    pub(crate) deed: Deed,
    pub(crate) wrong: Wrong,
    pub(crate) run: Run,
}

/// Runs and what they came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    rows: BTreeMap<String, Counts>,
    findings: Vec<Finding>,
    /// How many runs' books were held against their verdicts.
    books: usize,
}

impl Counts {
    fn add(&mut self, verdict: &Verdict, wrong: bool) {
        self.runs += 1;
        self.wrong += usize::from(wrong);
        *match verdict {
            Verdict::Approved(_) => &mut self.approved,
            Verdict::Declined(_) => &mut self.declined,
            Verdict::NotSent(_) => &mut self.not_sent,
            Verdict::Unknown(_) => &mut self.unknown,
        } += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.runs += other.runs;
        self.approved += other.approved;
        self.declined += other.declined;
        self.not_sent += other.not_sent;
        self.unknown += other.unknown;
        self.wrong += other.wrong;
    }
}

impl Table {
    /// Counts a run in its row, and a run of a seed in the row of each action that came to pass besides.
    pub(crate) fn add(&mut self, row: &str, seed: Option<u64>, deed: Deed, run: Run) {
        let judged = run.judge();
        self.books += 1;
        let mut rows = vec![row.to_owned()];
        if seed.is_some() {
            rows.extend(actions(&run));
        }
        for row in rows {
            self.rows.entry(row).or_default().add(&run.verdict, judged.is_err());
        }
        if let Err(wrong) = judged {
            self.findings.push(Finding { seed, deed, wrong, run });
        }
    }

    /// Takes the rows of another.
    pub(crate) fn merge(&mut self, other: Self) {
        for (row, counts) in other.rows {
            self.rows.entry(row).or_default().merge(&counts);
        }
        self.findings.extend(other.findings);
        self.books += other.books;
    }

    pub(crate) fn row(&self, row: &str) -> Counts {
        self.rows.get(row).copied().unwrap_or_default()
    }

    /// Fails with every finding, if there is one.
    #[track_caller]
    pub(crate) fn check(&self) {
        assert!(self.books > 0, "nothing was run");
        let findings: Vec<String> = self.findings.iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{} wrong verdicts\n{}", findings.len(), findings.join("\n"));
    }
}

/// The rows of a run's actions, each once. They sort behind the ways.
fn actions(run: &Run) -> Vec<String> {
    let mut words: Vec<&str> =
        run.passed.trace.fired.iter().map(|step| step.action.word()).collect();
    words.sort_unstable();
    words.dedup();
    if run.script.is_refused() {
        words.push("refused");
    }
    if words.is_empty() {
        words.push("place not reached");
    }
    words.into_iter().map(|word| format!("scripts: {word}")).collect()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<34} {:>7} {:>9} {:>9} {:>9} {:>8} {:>6}",
            "", "runs", "approved", "declined", "not sent", "unknown", "wrong"
        )?;
        for (row, counts) in &self.rows {
            let Counts { runs, approved, declined, not_sent, unknown, wrong } = counts;
            writeln!(
                f,
                "{row:<34} {runs:>7} {approved:>9} {declined:>9} {not_sent:>9} {unknown:>8} {wrong:>6}"
            )?;
        }
        write!(
            f,
            "books compared: {}, wrong verdicts or differences: {}",
            self.books,
            self.findings.len()
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, deed, wrong, run } = self;
        if let Some(seed) = seed {
            writeln!(f, "seed {seed}: cargo xtask faults --seed {seed}")?;
        }
        writeln!(f, "  {wrong}: {deed:?} by {:?}, {:?}, {}", run.way, run.patience, run.script)?;
        writeln!(f, "  said {:?}", run.verdict)?;
        writeln!(f, "  book {:?}", run.moved)?;
        write!(f, "  relay {:?}", run.passed)
    }
}
