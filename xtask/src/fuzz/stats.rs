//! What a run of a fuzz target says about itself at its end, and the table of all of them.

/// A target and how its run went.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) target: String,
    pub(super) stats: Stats,
    /// What it found, in a few lines.
    pub(super) finding: Option<String>,
}

/// libFuzzer's final figures.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Stats {
    executions: u64,
    per_second: u64,
    /// Inputs that reached something new, and stay.
    new_units: u64,
    slowest_seconds: u64,
    peak_mib: u64,
}

impl Stats {
    /// Reads the lines `stat::name: number`. A run that was ended by force has none, and zeros here.
    pub(super) fn of(log: &str) -> Self {
        let stat = |name: &str| {
            let line = |line: &str| {
                line.strip_prefix("stat::")?
                    .strip_prefix(name)?
                    .strip_prefix(':')?
                    .trim()
                    .parse()
                    .ok()
            };
            log.lines().rev().find_map(line).unwrap_or_default()
        };
        Self {
            executions: stat("number_of_executed_units"),
            per_second: stat("average_exec_per_sec"),
            new_units: stat("new_units_added"),
            slowest_seconds: stat("slowest_unit_time_sec"),
            peak_mib: stat("peak_rss_mb"),
        }
    }
}

/// What broke a target: the panic or the fuzzer's own words, where the input lies, and where the rest stands.
pub(super) fn finding(log: &str, path: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    let at = lines.iter().position(|line| line.contains("panicked at") || line.contains("ERROR:"));
    let said = at.and_then(|at| lines.get(at..)).unwrap_or_default().iter().take(4);
    let written = lines.iter().filter(|line| line.contains("Test unit written to"));
    let mut out = String::new();
    for line in said.chain(written) {
        out += &format!("  {line}\n");
    }
    out + &format!("  the whole log is in {path}")
}

/// The runs in columns, with the sum of executions at the end.
pub(super) fn table(rows: &[Row]) -> String {
    let mut out = format!(
        "{:<18} {:>12} {:>9} {:>9} {:>8} {:>8}  {}\n",
        "target", "executions", "per s", "peak MiB", "new", "slowest", "result"
    );
    for Row { target, stats, finding } in rows {
        let result = if finding.is_some() { "FOUND SOMETHING" } else { "nothing found" };
        out += &format!(
            "{target:<18} {:>12} {:>9} {:>9} {:>8} {:>6} s  {result}\n",
            stats.executions,
            stats.per_second,
            stats.peak_mib,
            stats.new_units,
            stats.slowest_seconds
        );
    }
    let all: u64 = rows.iter().map(|row| row.stats.executions).sum();
    out + &format!("{:<18} {all:>12}\n", "all")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "#2\tINITED cov: 12\nDone 81 runs in 2 second(s)\n\
        stat::number_of_executed_units: 81\nstat::average_exec_per_sec:     40\n\
        stat::new_units_added:          3\nstat::slowest_unit_time_sec:    0\nstat::peak_rss_mb:              44\n";

    #[test]
    fn the_figures_are_read_and_a_run_without_any_has_zeros() {
        let want = Stats {
            executions: 81,
            per_second: 40,
            new_units: 3,
            slowest_seconds: 0,
            peak_mib: 44,
        };
        assert_eq!(Stats::of(LOG), want);
        assert_eq!(Stats::of("==1== ERROR: libFuzzer: timeout"), Stats::default());
    }

    #[test]
    fn a_finding_names_the_panic_the_input_and_the_log() {
        let log = "INFO\nthread '<unnamed>' panicked at src/a.rs:1:2:\nit broke\nnote: x\n==7== ERROR\nmore\n\
            artifact_prefix='x/'; Test unit written to x/crash-1\n";
        let text = finding(log, "x/log");
        for part in ["panicked at src/a.rs", "it broke", "written to x/crash-1", "in x/log"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("INFO"), "{text}");
    }

    #[test]
    fn the_table_says_who_found_something() {
        let row =
            |target: &str, finding| Row { target: target.into(), stats: Stats::of(LOG), finding };
        let text = table(&[row("a", None), row("b", Some("it broke".into()))]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("a ") && lines[1].ends_with("nothing found"), "{text}");
        assert!(lines[2].starts_with("b ") && lines[2].ends_with("FOUND SOMETHING"), "{text}");
        assert!(lines[3].starts_with("all ") && lines[3].ends_with(" 162"), "{text}");
    }
}
