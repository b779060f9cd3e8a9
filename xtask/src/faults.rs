//! Starts the relay's campaign: every cut of request and answer, and scripts from seeds.

use anyhow::{Context as _, Result, bail};

use crate::workspace::{self, Workspace};

/// How many seeds are played when nobody says.
const SEEDS: u64 = 200;

/// The test target that plays. It shares what it is built of with `test`.
const TARGET: &str = "test --workspace --all-features --test wire_faults";

/// What is to be played.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Plan {
    /// Every cut and every other ending, the relay's own tests, and the scripts of this many seeds.
    Campaign(u64),
    /// The script of one seed.
    Replay(u64),
}

/// Plays, prints tables, and fails on a wrong verdict or a book that differs.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let plan = Plan::of(words)?;
    let mut cargo = workspace.cargo(TARGET);
    // One after another, so that each table stands alone; each keeps all processors busy by itself.
    cargo.args(["--", "--nocapture", "--test-threads=1"]);
    match plan {
        Plan::Campaign(seeds) => {
            cargo.env("KCP_FAULTS_SEEDS", seeds.to_string()).env("KCP_FAULTS_CUTS", "all")
        }
        Plan::Replay(seed) => {
            cargo.arg("scripts_from_seeds").env("KCP_FAULTS_SEED", seed.to_string())
        }
    };
    workspace::run(&mut cargo)
}

impl Plan {
    fn of(words: &[&str]) -> Result<Self> {
        let number = |text: &str| {
            text.parse().with_context(|| format!("{text:?} is not a number from 0 to {}", u64::MAX))
        };
        match words {
            [] => Ok(Self::Campaign(SEEDS)),
            ["--seeds", count] => match number(count)? {
                0 => bail!("no seeds, nothing to play"),
                count => Ok(Self::Campaign(count)),
            },
            ["--seed", seed] => Ok(Self::Replay(number(seed)?)),
            _ => bail!("cargo xtask faults [--seeds N | --seed S]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_a_campaign_unless_a_seed_is_named() {
        assert_eq!(Plan::of(&[]).unwrap(), Plan::Campaign(200));
        assert_eq!(Plan::of(&["--seeds", "7"]).unwrap(), Plan::Campaign(7));
        assert_eq!(Plan::of(&["--seed", "0"]).unwrap(), Plan::Replay(0));
    }

    #[test]
    fn what_makes_no_plan_is_refused() {
        for words in [&["--seeds"][..], &["--seeds", "0"], &["--seed", "-1"], &["7"], &["--all"]] {
            assert!(Plan::of(words).is_err(), "{words:?}");
        }
    }
}
