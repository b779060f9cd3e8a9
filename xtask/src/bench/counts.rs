//! Instructions, counted by Callgrind and held against `benches/counts.tsv`: steady where times are not.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use super::programs::{self, Build};
use crate::{
    outside,
    workspace::{self, Workspace},
};

/// Where the counts are kept.
const FILE: &str = "benches/counts.tsv";

/// How much more than recorded an operation may take, in percent.
const GROWTH: u64 = 3;

/// Whether to compare or to record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mode {
    Compare,
    Write,
}

/// Counts every operation.
pub(super) fn run(workspace: &Workspace, mode: Mode) -> Result<()> {
    if !outside::is_installed("valgrind") {
        bail!("valgrind is not installed: apt-get install valgrind");
    }
    programs::build(workspace, Build::Release)?;
    let counted = count_all(workspace)?;
    match mode {
        Mode::Compare => {
            let recorded = Counts::read(&workspace.read(FILE)?)?;
            let (text, grown) = compare(&recorded, &counted);
            println!("{text}");
            if grown > 0 {
                bail!("{grown} operations take over {GROWTH} % more instructions than recorded");
            }
        }
        Mode::Write => {
            std::fs::write(workspace.path(FILE), counted.write()).context(FILE)?;
            println!("{}", counted.write());
        }
    }
    Ok(())
}

fn count_all(workspace: &Workspace) -> Result<Counts> {
    let mut valgrind = workspace.command("valgrind");
    let program = programs::folder(Build::Release)?.join("counts");
    // Under Valgrind, since the processor that it shows decides the backend.
    let list = workspace::output_of(valgrind.arg("-q").arg(&program))
        .context("the program that is counted does not start")?;
    let (backend, names) = list.split_once('\n').context("no operations")?;
    let compiler = workspace::output_of(workspace.command("rustc").arg("--version"));
    let mut counts = Counts {
        compiler: compiler.unwrap_or_default(),
        backend: backend.to_owned(),
        rows: Vec::new(),
    };
    for name in names.lines() {
        let mut callgrind = workspace.command("valgrind");
        callgrind.args([
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            "--collect-atstart=no",
            "--toggle-collect=*measured*",
        ]);
        let output = callgrind.arg(&program).arg(name).output().context("valgrind")?;
        let said = String::from_utf8_lossy(&output.stderr);
        let count = collected(&said).with_context(|| format!("{name}: {said}"))?;
        println!("{name}: {count}");
        counts.rows.push((name.to_owned(), count));
    }
    Ok(counts)
}

/// The number behind `Collected :` in what Callgrind says at its end. Zero means that it found nothing to count.
fn collected(said: &str) -> Option<u64> {
    let line = said.lines().find_map(|line| line.split_once("Collected :"))?;
    line.1.trim().parse().ok().filter(|count| *count > 0)
}

/// Instructions by operation, and what they depend on.
#[derive(Clone, Debug, Default, PartialEq)]
struct Counts {
    compiler: String,
    backend: String,
    rows: Vec<(String, u64)>,
}

impl Counts {
    fn read(text: &str) -> Result<Self> {
        let mut counts = Self::default();
        for line in text.lines() {
            match line.split_once('\t').with_context(|| format!("{FILE}: {line:?}"))? {
                ("compiler", value) => counts.compiler = value.to_owned(),
                ("backend", value) => counts.backend = value.to_owned(),
                (name, count) => {
                    let count = count.parse().with_context(|| format!("{FILE}: {line:?}"))?;
                    counts.rows.push((name.to_owned(), count));
                }
            }
        }
        Ok(counts)
    }

    fn write(&self) -> String {
        let mut out = format!("compiler\t{}\nbackend\t{}\n", self.compiler, self.backend);
        for (name, count) in &self.rows {
            let _ = writeln!(out, "{name}\t{count}");
        }
        out
    }

    fn of(&self, name: &str) -> Option<u64> {
        self.rows.iter().find(|(known, _)| known == name).map(|(_, count)| *count)
    }
}

/// Both side by side, and how many grew. An operation that only one of them has counts as grown.
fn compare(recorded: &Counts, counted: &Counts) -> (String, usize) {
    let (mut out, mut grown) = (String::new(), 0);
    for (what, then, now) in [
        ("compiler", &recorded.compiler, &counted.compiler),
        ("backend", &recorded.backend, &counted.backend),
    ] {
        if then != now {
            let _ = writeln!(out, "{what}: recorded with {then:?}, now {now:?}");
        }
    }
    for (name, now) in &counted.rows {
        match recorded.of(name) {
            Some(then) => {
                #[allow(clippy::cast_precision_loss)] // counts of millions
                let growth = (*now as f64 / then as f64 - 1.0) * 100.0;
                // In whole numbers: a limit is not to depend on how a fraction is rounded.
                let has_grown = now.saturating_mul(100) > then.saturating_mul(100 + GROWTH);
                let verdict = if has_grown { "GROWN" } else { "ok" };
                grown += usize::from(has_grown);
                let _ =
                    writeln!(out, "{name:<40} {then:>10} {now:>10} {growth:>+7.2} %  {verdict}");
            }
            None => {
                grown += 1;
                let _ = writeln!(out, "{name:<40} {:>10} {now:>10}  NOT RECORDED", "");
            }
        }
    }
    for (name, then) in recorded.rows.iter().filter(|(name, _)| counted.of(name).is_none()) {
        grown += 1;
        let _ = writeln!(out, "{name:<40} {then:>10} {:>10}  GONE", "");
    }
    (out, grown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[(&str, u64)]) -> Counts {
        Counts {
            compiler: "rustc 1".into(),
            backend: "avx2".into(),
            rows: rows.iter().map(|(name, count)| ((*name).into(), *count)).collect(),
        }
    }

    #[test]
    fn three_percent_more_pass_and_any_more_do_not() {
        let recorded = counts(&[("a", 1_000), ("b", 1_000)]);
        assert_eq!(compare(&recorded, &counts(&[("a", 1_030), ("b", 500)])).1, 0);
        assert_eq!(compare(&recorded, &counts(&[("a", 1_031), ("b", 500)])).1, 1);
    }

    #[test]
    fn an_operation_that_one_side_lacks_is_no_silence() {
        let recorded = counts(&[("a", 1_000)]);
        let (text, grown) = compare(&recorded, &counts(&[("b", 1_000)]));
        assert_eq!(grown, 2);
        assert!(text.contains("NOT RECORDED") && text.contains("GONE"), "{text}");
    }

    #[test]
    fn another_compiler_is_said() {
        let mut now = counts(&[]);
        now.compiler = "rustc 2".into();
        assert!(
            compare(&counts(&[]), &now).0.contains("recorded with \"rustc 1\", now \"rustc 2\"")
        );
    }

    #[test]
    fn counts_are_written_as_they_are_read() {
        let counts = counts(&[("seal/seal/704", 12_345)]);
        assert_eq!(Counts::read(&counts.write()).unwrap(), counts);
        assert!(Counts::read("seal/seal/704\tmany\n").is_err());
    }

    #[test]
    fn callgrind_s_last_words_have_the_count() {
        assert_eq!(collected("==1== Events    : Ir\n==1== Collected : 4711\n"), Some(4_711));
        assert_eq!(collected("==1== Collected : 0\n"), None);
        assert_eq!(collected("valgrind: no such program\n"), None);
    }
}
