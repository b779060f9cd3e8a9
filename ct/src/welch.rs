//! Welch's t-test over the times of two classes, whole and without their slow tails.

/// The greatest |t| over all samples and over those below each of a few percentiles.
///
/// Interrupts make long tails that hide small differences, so the tails are cut at the same time for
/// both classes. (Reparaz, Balasch, Verbauwhede: Dude, is my code constant time?, 2017)
pub(crate) fn worst(samples: &[(bool, f64)]) -> f64 {
    let mut times: Vec<f64> = samples.iter().map(|(_, time)| *time).collect();
    times.sort_by(f64::total_cmp);
    let cut = |percent: usize| times.get(times.len() * percent / 100).copied();
    CUTS.into_iter()
        .filter_map(cut)
        .chain([f64::INFINITY])
        .map(|limit| t(samples.iter().filter(|(_, time)| *time <= limit)).abs())
        .fold(0.0, f64::max)
}

/// Percentiles above which samples are left out.
const CUTS: [usize; 4] = [50, 75, 90, 99];

/// The statistic itself; zero where there are too few samples for one.
fn t<'a>(samples: impl Iterator<Item = &'a (bool, f64)>) -> f64 {
    let mut classes = [Class::default(); 2];
    for (class, time) in samples {
        let [first, second] = &mut classes;
        if *class { second.add(*time) } else { first.add(*time) }
    }
    let [first, second] = classes;
    let spread = first.variance_of_mean() + second.variance_of_mean();
    if first.count < 2.0 || second.count < 2.0 || spread == 0.0 {
        return 0.0;
    }
    (first.mean - second.mean) / spread.sqrt()
}

/// Mean and variance, gathered one by one. (Welford)
#[derive(Clone, Copy, Default)]
struct Class {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Class {
    fn add(&mut self, time: f64) {
        self.count += 1.0;
        let before = time - self.mean;
        self.mean += before / self.count;
        self.squares += before * (time - self.mean);
    }

    fn variance_of_mean(self) -> f64 {
        self.squares / (self.count - 1.0).max(1.0) / self.count.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Noise;

    fn samples(shift: f64) -> Vec<(bool, f64)> {
        let mut noise = Noise(5);
        (0..20_000)
            .map(|at| {
                let class = at % 2 == 1;
                let time = (noise.next() % 1000) as f64;
                (class, time + if class { shift } else { 0.0 })
            })
            .collect()
    }

    #[test]
    fn one_distribution_stays_below_the_threshold() {
        assert!(worst(&samples(0.0)) < 4.5);
    }

    #[test]
    fn a_shift_of_a_twentieth_of_the_spread_is_found() {
        assert!(worst(&samples(50.0)) > 4.5);
    }

    #[test]
    fn the_statistic_is_what_a_calculation_by_hand_gives() {
        // Means 2 and 5, variances 1 and 1, three samples each: 3 / sqrt(2/3).
        let samples =
            [(false, 1.0), (false, 2.0), (false, 3.0), (true, 4.0), (true, 5.0), (true, 6.0)];
        assert!((t(samples.iter()).abs() - 3.0 / (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn too_few_samples_and_samples_without_spread_have_no_statistic() {
        assert_eq!(t([(false, 1.0)].iter()), 0.0);
        assert_eq!(t([(false, 1.0), (true, 1.0), (false, 1.0), (true, 1.0)].iter()), 0.0);
    }
}
