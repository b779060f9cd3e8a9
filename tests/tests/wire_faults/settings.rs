//! How much is played: the settings of `cargo xtask faults`, or a part that takes less than a minute.

use std::env;

/// What the environment asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Settings {
    seeds: Option<Vec<u64>>,
    all_cuts: bool,
}

impl Settings {
    /// `KCP_FAULTS_SEEDS=200`: the seeds 0 to 199. `KCP_FAULTS_SEED=17`: that one alone. `KCP_FAULTS_CUTS=all`: every cut.
    pub(crate) fn read() -> Self {
        let number = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect(name));
        let seeds = match (number("KCP_FAULTS_SEED"), number("KCP_FAULTS_SEEDS")) {
            (Some(seed), _) => Some(vec![seed]),
            (None, Some(count)) => Some((0..count).collect()),
            (None, None) => None,
        };
        Self { seeds, all_cuts: env::var("KCP_FAULTS_CUTS").is_ok_and(|text| text == "all") }
    }

    /// The seeds, or the first few.
    pub(crate) fn seeds(&self, few: u64) -> Vec<u64> {
        self.seeds.clone().unwrap_or_else(|| (0..few).collect())
    }

    /// Whether one seed is played, and each of its runs is to be told.
    pub(crate) fn is_replay(&self) -> bool {
        self.seeds.as_ref().is_some_and(|seeds| seeds.len() == 1)
    }

    /// From one cut to the next: every one, or as rough as this.
    pub(crate) const fn step(&self, rough: usize) -> usize {
        if self.all_cuts { 1 } else { rough }
    }
}
