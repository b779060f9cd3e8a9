//! Ours and its peers in turns: the only measurement that a ratio may come from.

use std::time::Duration;

use anyhow::{Context as _, Result};
use criterion::{Criterion, Throughput};

use crate::batch::Batch;

/// One operation of ours beside those of others that do the same.
pub struct Contest {
    name: String,
    bytes: usize,
    ours: Batch,
    peers: Vec<(&'static str, Batch)>,
}

impl Contest {
    /// Ours, called `crate/operation` with whatever tells its cases apart behind that. `bytes` is what one operation
    /// works on.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: usize, ours: Batch) -> Self {
        Self { name: name.into(), bytes, ours, peers: Vec::new() }
    }

    /// With a peer.
    #[must_use]
    pub fn against(mut self, name: &'static str, peer: Batch) -> Self {
        self.peers.push((name, peer));
        self
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Measures everyone in turns.
    ///
    /// # Errors
    /// A peer that is a process of its own and failed.
    pub fn measure(&mut self, effort: Effort) -> Result<Vec<Ratio>> {
        let names: Vec<_> = self.peers.iter().map(|(name, _)| *name).collect();
        let mut everyone: Vec<&mut Batch> =
            std::iter::once(&mut self.ours).chain(self.peers.iter_mut().map(|(_, b)| b)).collect();
        let mut times = Vec::new();
        for batch in &mut everyone {
            times.push(often_enough(batch, effort.batch).with_context(|| self.name.clone())?);
        }
        let mut rounds = Vec::new();
        for _ in 0..effort.rounds {
            rounds.push(round(&mut everyone, &times, effort.turns)?);
        }
        Ok(names
            .into_iter()
            .enumerate()
            .map(|(at, peer)| Ratio::of(peer, at + 1, &rounds))
            .collect())
    }

    /// The same batches as a group of criterion's.
    ///
    /// # Panics
    /// If a peer that is a process of its own fails.
    pub fn criterion(mut self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(self.name);
        group.throughput(Throughput::Bytes(u64::try_from(self.bytes).unwrap_or(u64::MAX)));
        let ours = [("ours", &mut self.ours)];
        for (name, batch) in ours.into_iter().chain(self.peers.iter_mut().map(|(n, b)| (*n, b))) {
            group.bench_function(name, |bench| {
                bench.iter_custom(|times| match batch(u32::try_from(times).unwrap_or(u32::MAX)) {
                    Ok(time) => time,
                    Err(error) => panic!("{name}: {error:#}"),
                });
            });
        }
        group.finish();
    }
}

impl std::fmt::Debug for Contest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Contest({})", self.name)
    }
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Effort {
    rounds: usize,
    turns: usize,
    batch: Duration,
}

impl Effort {
    /// Three rounds of sixty turns, each turn about half a millisecond of everyone's time.
    pub const FULL: Self = Self { rounds: 3, turns: 60, batch: Duration::from_micros(500) };

    /// Everyone once, to see that it runs.
    pub const ONCE: Self = Self { rounds: 1, turns: 1, batch: Duration::ZERO };
}

/// How much longer a peer takes than ours.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ratio {
    /// The peer.
    pub peer: &'static str,
    /// Of each round: the peer's time by ours. Above one, ours is faster.
    pub rounds: Vec<f64>,
    /// Nanoseconds of one operation of ours, in the best round.
    pub ours: f64,
    /// Nanoseconds of one operation of the peer's, in that round.
    pub theirs: f64,
}

impl Ratio {
    fn of(peer: &'static str, at: usize, rounds: &[Vec<f64>]) -> Self {
        let pairs: Vec<(f64, f64)> = rounds
            .iter()
            .filter_map(|medians| Some((*medians.first()?, *medians.get(at)?)))
            .collect();
        let ratio = |(ours, theirs): (f64, f64)| theirs / ours;
        let best = pairs.iter().copied().max_by(|a, b| ratio(*a).total_cmp(&ratio(*b)));
        let (ours, theirs) = best.unwrap_or((f64::NAN, f64::NAN));
        Self { peer, rounds: pairs.into_iter().map(ratio).collect(), ours, theirs }
    }

    /// The best round's ratio.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.theirs / self.ours
    }
}

/// How many operations fill a batch of `wanted`. Also warms everything up.
fn often_enough(batch: &mut Batch, wanted: Duration) -> Result<u32> {
    let mut times = 1;
    loop {
        let took = batch(times)?;
        if took >= wanted || times >= 1 << 20 {
            return Ok(times);
        }
        // At least twice as many, at most ten times: the first runs are cold and look slow.
        let factor = wanted.as_nanos() / took.as_nanos().max(1) + 1;
        times *= u32::try_from(factor.clamp(2, 10)).unwrap_or(2);
    }
}

/// Everyone's median of `turns` batches that took turns, in nanoseconds of one operation.
fn round(everyone: &mut [&mut Batch], times: &[u32], turns: usize) -> Result<Vec<f64>> {
    let mut seen = vec![Vec::with_capacity(turns); everyone.len()];
    for turn in 0..turns {
        // Each in turn is first, so that nobody always runs in the wake of the same one.
        for step in 0..everyone.len() {
            let at = (turn + step) % everyone.len();
            let (Some(batch), Some(times), Some(seen)) =
                (everyone.get_mut(at), times.get(at), seen.get_mut(at))
            else {
                continue;
            };
            seen.push(batch(*times)?.as_secs_f64() * 1e9 / f64::from(*times));
        }
    }
    Ok(seen.into_iter().map(median).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A batch that takes so long for each operation, by its own word.
    fn taking(nanos: u64) -> Batch {
        Box::new(move |times| Ok(Duration::from_nanos(nanos) * times))
    }

    #[test]
    fn the_ratio_is_the_peer_s_time_by_ours() {
        let mut contest = Contest::new("a/b", 16, taking(100))
            .against("slow", taking(250))
            .against("fast", taking(50));
        let ratios = contest.measure(Effort::FULL).unwrap();
        assert_eq!(ratios.iter().map(|ratio| ratio.peer).collect::<Vec<_>>(), ["slow", "fast"]);
        assert!((ratios[0].best() - 2.5).abs() < 1e-9 && (ratios[1].best() - 0.5).abs() < 1e-9);
        assert_eq!(ratios[0].rounds.len(), 3);
    }

    #[test]
    fn the_best_round_counts_and_its_times_are_given() {
        let rounds = [vec![10.0, 20.0], vec![10.0, 30.0], vec![20.0, 30.0]];
        let ratio = Ratio::of("peer", 1, &rounds);
        assert_eq!((ratio.ours, ratio.theirs), (10.0, 30.0));
        assert_eq!(ratio.rounds, [2.0, 3.0, 1.5]);
    }

    #[test]
    fn a_batch_grows_until_it_is_long_enough() {
        assert_eq!(often_enough(&mut taking(1_000_000), Duration::from_micros(500)).unwrap(), 1);
        let times = often_enough(&mut taking(100), Duration::from_micros(500)).unwrap();
        assert!((5_000..50_000).contains(&times), "{times}");
    }

    #[test]
    fn a_peer_that_fails_fails_the_contest() {
        let dead: Batch = Box::new(|_| anyhow::bail!("gone"));
        assert!(
            Contest::new("a/b", 1, taking(1)).against("dead", dead).measure(Effort::ONCE).is_err()
        );
    }
}
