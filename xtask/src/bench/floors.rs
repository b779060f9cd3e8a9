//! The floors: how fast each operation must be beside a peer, and how fast it wants to be.

use super::measured::Measured;

/// What an operation must reach.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    /// In words.
    pub(super) what: &'static str,
    /// The contest, as `ratios` calls it. Its last part may be a backend that not every machine has.
    pub(super) contest: &'static str,
    pub(super) peer: &'static str,
    pub(super) sense: Sense,
    pub(super) floor: f64,
    pub(super) goal: f64,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sense {
    /// A number of something, at most.
    Count,
    /// The peer's time by ours, at least.
    Speed,
    /// Our time by the peer's, at most.
    Time,
}

/// Whether a floor is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// The machine does not have the backend.
    Elsewhere,
    Goal(f64),
    Met(f64),
    Missed(f64),
    /// Nobody measured it, which is as bad as missed.
    Unknown,
}

impl Verdict {
    pub(super) fn is_failure(self) -> bool {
        matches!(self, Self::Missed(_) | Self::Unknown)
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Elsewhere => "not on this machine",
            Self::Goal(_) => "met, goal too",
            Self::Met(_) => "met",
            Self::Missed(_) => "MISSED",
            Self::Unknown => "NOT MEASURED",
        }
    }

    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Goal(value) | Self::Met(value) | Self::Missed(value) => Some(value),
            Self::Elsewhere | Self::Unknown => None,
        }
    }
}

impl Floor {
    /// Whether it is about processor time of the contest called so.
    pub(super) fn is_about(&self, contest: &str, peer: &str) -> bool {
        (self.contest, self.peer) == (contest, peer)
    }

    /// Holds it against what was measured.
    pub(super) fn judge(&self, measured: &Measured) -> Verdict {
        let value = match self.sense {
            Sense::Count => measured.count(self.contest),
            Sense::Speed => measured.speed(self.contest, self.peer),
            Sense::Time => measured.speed(self.contest, self.peer).map(f64::recip),
        };
        let reaches = |value: f64, limit: f64| match self.sense {
            Sense::Speed => value >= limit,
            Sense::Count | Sense::Time => value <= limit,
        };
        match value {
            Some(value) if reaches(value, self.goal) => Verdict::Goal(value),
            Some(value) if reaches(value, self.floor) => Verdict::Met(value),
            Some(value) => Verdict::Missed(value),
            None if self.backend().is_some_and(|name| !measured.has_backend(name)) => {
                Verdict::Elsewhere
            }
            None => Verdict::Unknown,
        }
    }

    fn backend(&self) -> Option<&'static str> {
        let last = self.contest.rsplit('/').next()?;
        ["avx2", "avx512", "neon"].into_iter().find(|name| *name == last)
    }

    /// `≥ 6` or `≤ 0.45`.
    pub(super) fn limit(&self, limit: f64) -> String {
        let sign = if self.sense == Sense::Speed { '≥' } else { '≤' };
        format!("{sign} {limit}")
    }
}

const fn speed(
    what: &'static str,
    contest: &'static str,
    peer: &'static str,
    [floor, goal]: [f64; 2],
) -> Floor {
    Floor { what, contest, peer, sense: Sense::Speed, floor, goal }
}

const fn time(
    what: &'static str,
    contest: &'static str,
    peer: &'static str,
    [floor, goal]: [f64; 2],
) -> Floor {
    Floor { what, contest, peer, sense: Sense::Time, floor, goal }
}

#[rustfmt::skip] // a row is a line
pub(super) const FLOORS: [Floor; 19] = [
    speed("SEED-CBC decrypt, 16 KiB, AVX-512BW", "seed/cbc_decrypt/16384/avx512", "openssl", [6.0, 9.0]),
    speed("SEED-CBC decrypt, 16 KiB, AVX2", "seed/cbc_decrypt/16384/avx2", "openssl", [3.5, 5.0]),
    speed("SEED-CBC decrypt, 16 KiB, four scalar blocks", "seed/cbc_decrypt/16384/scalar", "openssl", [1.7, 2.9]),
    speed("SEED-CBC encrypt, 16 messages of 704 B, AVX-512BW", "seed/cbc_encrypt_many/16x704/avx512", "openssl", [5.5, 8.0]),
    speed("SEED-CBC encrypt, 16 messages of 704 B, AVX2", "seed/cbc_encrypt_many/16x704/avx2", "openssl", [2.8, 4.0]),
    speed("SEED-CBC encrypt, one message of 704 B", "seed/cbc_encrypt/704", "openssl", [1.10, 1.20]),
    speed("key wrap, 1024 bits", "wrap/envelope/1024", "rsa", [1.7, 2.5]),
    speed("key wrap, 1024 bits", "wrap/envelope/1024", "openssl", [0.65, 1.0]),
    time("25 fields checked, encoded, framed (time)", "codec/encode_fields/25", "encoding_rs", [0.45, 0.30]),
    speed("Hangul name checked and encoded", "codec/encode_text/hangul", "encoding_rs", [4.0, 8.0]),
    speed("HAS-160, 1 KiB", "has160/hash/1024", "rhash", [1.0, 1.3]),
    speed("sign, RSA-2048 and SHA-256", "sign/cancel/2048", "openssl", [0.95, 1.0]),
    time("whole cancel request (time)", "sign/cancel_request/2048", "signature", [1.03, 1.01]),
    time("seal a request of 25 fields (time)", "seal/request/25", "openssl", [1.0, 0.75]),
    time("native exchange on loopback (time)", "exchange/native/cancel", "spawn", [0.5, 0.25]),
    time("`pp_cli`, whole run (time)", "exchange/pp_cli/cancel", "spawn", [3.0, 2.0]),
    Floor { what: "allocations of encode and seal", contest: "encode_and_seal", peer: "", sense: Sense::Count, floor: 4.0, goal: 1.0 },
    speed("SEED-CBC decrypt, 16 KiB, four scalar blocks", "seed/cbc_decrypt/16384/scalar", "kisaseed", [1.7, 2.9]),
    speed("SEED-CBC encrypt, one message of 704 B", "seed/cbc_encrypt/704", "kisaseed", [1.10, 1.20]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(text: &str) -> Measured {
        Measured::read(text).unwrap()
    }

    fn verdict(contest: &str, peer: &str, text: &str) -> Verdict {
        let floor = FLOORS.iter().find(|floor| floor.is_about(contest, peer)).unwrap();
        floor.judge(&measured(text))
    }

    #[test]
    fn a_speed_must_reach_its_floor_and_a_time_stay_below_it() {
        let hash = |best| {
            let line = format!("ratio\thas160/hash/1024\trhash\t{best}\t{best}\t10.0\t10.0\n");
            verdict("has160/hash/1024", "rhash", &line)
        };
        assert_eq!(hash("0.99"), Verdict::Missed(0.99));
        assert_eq!(hash("1.0"), Verdict::Met(1.0));
        assert_eq!(hash("1.3"), Verdict::Goal(1.3));
        let spawn = |best| {
            let line = format!("ratio\texchange/native/cancel\tspawn\t{best}\t{best}\t1.0\t1.0\n");
            verdict("exchange/native/cancel", "spawn", &line)
        };
        assert_eq!(spawn("1.6"), Verdict::Missed(0.625));
        assert_eq!(spawn("2.0"), Verdict::Met(0.5));
        assert_eq!(spawn("5.0"), Verdict::Goal(0.2));
    }

    #[test]
    fn what_is_not_measured_fails_unless_the_machine_cannot() {
        let row = "seed/cbc_decrypt/16384/avx512";
        assert_eq!(verdict(row, "openssl", "fact\tbackends\tavx2 scalar\n"), Verdict::Elsewhere);
        assert_eq!(
            verdict(row, "openssl", "fact\tbackends\tavx512 avx2 scalar\n"),
            Verdict::Unknown
        );
        assert!(verdict("has160/hash/1024", "rhash", "").is_failure());
        assert!(!verdict(row, "openssl", "fact\tbackends\tscalar\n").is_failure());
    }

    #[test]
    fn allocations_are_counted_and_not_timed() {
        let count = |count| {
            let line = format!("allocations\tencode_and_seal\t{count}\t100\n");
            verdict("encode_and_seal", "", &line)
        };
        assert_eq!(count(5), Verdict::Missed(5.0));
        assert_eq!(count(4), Verdict::Met(4.0));
        assert_eq!(count(0), Verdict::Goal(0.0));
    }

    #[test]
    fn every_goal_is_beyond_its_floor() {
        for floor in FLOORS {
            let further = match floor.sense {
                Sense::Speed => floor.goal > floor.floor,
                Sense::Count | Sense::Time => floor.goal < floor.floor,
            };
            assert!(further, "{}", floor.what);
        }
    }
}
