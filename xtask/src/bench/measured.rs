//! What `ratios` and `allocations` print.

use anyhow::{Context as _, Result, bail};

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    facts: Vec<(String, String)>,
    pub(super) ratios: Vec<Ratio>,
    counts: Vec<(String, f64)>,
}

/// A line of `ratios`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ratio {
    pub(super) contest: String,
    pub(super) peer: String,
    /// The peer's time by ours, in the best round.
    pub(super) best: f64,
    /// In every round.
    pub(super) rounds: String,
    /// Nanoseconds of one operation.
    pub(super) ours: f64,
    pub(super) theirs: f64,
}

impl Measured {
    /// Reads lines of either program.
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut measured = Self::default();
        for line in text.lines() {
            measured.take(line).with_context(|| format!("not a measurement: {line:?}"))?;
        }
        Ok(measured)
    }

    fn take(&mut self, line: &str) -> Result<()> {
        let parts: Vec<_> = line.split('\t').collect();
        match parts.as_slice() {
            ["fact", what, value] => self.facts.push(((*what).into(), (*value).into())),
            ["ratio", contest, peer, best, rounds, ours, theirs] => self.ratios.push(Ratio {
                contest: (*contest).into(),
                peer: (*peer).into(),
                best: best.parse()?,
                rounds: (*rounds).into(),
                ours: ours.parse()?,
                theirs: theirs.parse()?,
            }),
            ["allocations", what, count, _] => {
                self.counts.push(((*what).into(), count.parse()?));
            }
            _ => bail!("an unknown line"),
        }
        Ok(())
    }

    pub(super) fn fact(&self, what: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == what).map(|(_, value)| value.as_str())
    }

    pub(super) fn has_backend(&self, name: &str) -> bool {
        self.fact("backends").is_some_and(|all| all.split(' ').any(|known| known == name))
    }

    pub(super) fn ratio(&self, contest: &str, peer: &str) -> Option<&Ratio> {
        self.ratios.iter().find(|ratio| ratio.contest == contest && ratio.peer == peer)
    }

    pub(super) fn speed(&self, contest: &str, peer: &str) -> Option<f64> {
        self.ratio(contest, peer).map(|ratio| ratio.best)
    }

    pub(super) fn count(&self, what: &str) -> Option<f64> {
        self.counts.iter().find(|(known, _)| known == what).map(|(_, count)| *count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_programs_are_read() {
        let text = "fact\tbackends\tavx2 scalar\n\
            ratio\ta/b/c\tpeer\t1.5000\t1.4 1.5 1.3\t10.0\t15.0\n\
            allocations\tencode\t3\t704\n";
        let measured = Measured::read(text).unwrap();
        assert!(measured.has_backend("avx2") && !measured.has_backend("avx512"));
        assert_eq!(measured.speed("a/b/c", "peer"), Some(1.5));
        assert_eq!(measured.count("encode"), Some(3.0));
        assert_eq!(measured.speed("a/b/c", "other"), None);
    }

    #[test]
    fn a_line_that_nobody_knows_is_refused() {
        assert!(Measured::read("warning: something\n").is_err());
        assert!(Measured::read("ratio\ta\tb\tfast\t1\t1\t1\n").is_err());
    }
}
