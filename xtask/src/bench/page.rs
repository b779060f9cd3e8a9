//! The table of ratios, for the terminal and as `docs/performance.md`.

use std::fmt::Write as _;

use super::{
    floors::{FLOORS, Floor, Sense, Verdict},
    machine::Machine,
    measured::{Measured, Ratio},
};

/// A row for every floor that `filter` is a part of.
pub(super) fn judge<'a>(measured: &Measured, filter: &str) -> Vec<(&'a Floor, Verdict)> {
    FLOORS
        .iter()
        .filter(|floor| floor.contest.contains(filter))
        .map(|floor| (floor, floor.judge(measured)))
        .collect()
}

/// The rows in columns, then what no floor is about.
pub(super) fn terminal(rows: &[(&Floor, Verdict)], measured: &Measured) -> String {
    let mut out = format!(
        "{:<50} {:<12} {:>8} {:>8} {:>8}  {}\n",
        "what", "against", "ratio", "floor", "goal", "verdict"
    );
    for (floor, verdict) in rows {
        let _ = writeln!(
            out,
            "{:<50} {:<12} {:>8} {:>8} {:>8}  {}",
            floor.what,
            floor.peer,
            number(floor.sense, *verdict),
            floor.limit(floor.floor),
            floor.limit(floor.goal),
            verdict.word()
        );
    }
    out.push('\n');
    for ratio in others(measured) {
        let _ = writeln!(
            out,
            "{:<50} {:<12} {:>8.2}  (ours {}, theirs {})",
            ratio.contest,
            ratio.peer,
            ratio.best,
            duration(ratio.ours),
            duration(ratio.theirs)
        );
    }
    out
}

/// The page.
pub(super) fn page(rows: &[(&Floor, Verdict)], measured: &Measured, machine: &Machine) -> String {
    let mut out = String::from(HEAD);
    let _ = writeln!(out, "| | |\n|---|---|");
    for (what, value) in machine.rows() {
        let _ = writeln!(out, "| {what} | {value} |");
    }
    for (what, name) in [
        ("backends of SEED", "backends"),
        ("backend chosen at run time", "backend"),
        ("OpenSSL", "openssl"),
    ] {
        let _ = writeln!(out, "| {what} | {} |", measured.fact(name).unwrap_or("none"));
    }
    out += "\n## Floors\n\n\
        | what | against | ratio | floor | goal | | ours | theirs | each round |\n\
        |---|---|---|---|---|---|---|---|---|\n";
    for (floor, verdict) in rows {
        let ratio = measured.ratio(floor.contest, floor.peer);
        let time = |of: fn(&Ratio) -> f64| ratio.map_or_else(String::new, |r| duration(of(r)));
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            floor.what,
            floor.peer,
            number(floor.sense, *verdict),
            floor.limit(floor.floor),
            floor.limit(floor.goal),
            verdict.word(),
            time(|ratio| ratio.ours),
            time(|ratio| ratio.theirs),
            ratio.map_or_else(String::new, |ratio| rounds(floor.sense, ratio)),
        );
    }
    out += "\n## Others\n\nThe peer's time by ours; no floor hangs on these.\n\n\
        | contest | against | ratio | ours | theirs |\n|---|---|---|---|---|\n";
    for ratio in others(measured) {
        let Ratio { contest, peer, best, ours, theirs, .. } = ratio;
        let (ours, theirs) = (duration(*ours), duration(*theirs));
        let _ = writeln!(out, "| `{contest}` | {peer} | {best:.2} | {ours} | {theirs} |");
    }
    out + FOOT
}

fn others(measured: &Measured) -> impl Iterator<Item = &Ratio> {
    measured
        .ratios
        .iter()
        .filter(|ratio| !FLOORS.iter().any(|floor| floor.is_about(&ratio.contest, &ratio.peer)))
}

fn number(sense: Sense, verdict: Verdict) -> String {
    verdict.value().map_or_else(String::new, |value| match sense {
        Sense::Count => format!("{value:.0}"),
        Sense::Speed => format!("{value:.2}"),
        Sense::Time => format!("{value:.3}"),
    })
}

/// The ratio of each round, the way round that the floor has it.
fn rounds(sense: Sense, ratio: &Ratio) -> String {
    let all = ratio.rounds.split(' ').filter_map(|round| round.parse::<f64>().ok());
    let all = all.map(|round| match sense {
        Sense::Time => format!("{:.3}", round.recip()),
        Sense::Count | Sense::Speed => format!("{round:.2}"),
    });
    all.collect::<Vec<_>>().join(" ")
}

fn duration(nanos: f64) -> String {
    match nanos {
        nanos if nanos < 1e3 => format!("{nanos:.0} ns"),
        nanos if nanos < 1e6 => format!("{:.2} µs", nanos / 1e3),
        nanos => format!("{:.2} ms", nanos / 1e6),
    }
}

const HEAD: &str = "\
# Performance

Written by `cargo xtask bench`; do not edit. Ratios belong to the machine and the day below, absolute times more so.

";

const FOOT: &str = "
## How it is measured

Ours and its peers do the same work on the same inputs in one run and take turns: sixty turns of half a millisecond make
a round, the medians of its turns make the round's ratio, and the best of three rounds counts. Whoever computes alone is
timed by the processor time of its thread; exchanges and processes by the clock on the wall. A ratio is the peer's time by ours, so more is better; where it
says (time), it is ours by the peer's, and less is better. Medians and turns make it robust against a busy machine, not
immune: throughput suffers most.

- **openssl**: the system's library through the crate `openssl`. SEED by EVP with the cipher fetched once and the context
  reused, from OpenSSL's legacy provider. The key wrap by `RSA_public_encrypt`, which is its fastest way and deprecated;
  **openssl evp** is the same by `EVP_PKEY_encrypt` with the context reused. Signatures by EVP, key parsed once.
- **kisaseed**, **rsa**: the crates, keys prepared.
- **encoding_rs**: as it comes, without its fast tables. It checks nothing of the name; the fields it checks one byte after
  the other, each in a `Vec`.
- **rhash**: `librhash` in a process of its own that takes turns with ours, by its one call for a whole message, as ours is.
  **rhash context** is the same in three calls on a context that is kept.
- **signature**: the same signature without the request around it. The request is made outside of a runtime, where it is
  signed on the spot; `sign/cancel_request_in_runtime` is the same in tokio, which hands the signature to a thread that
  may block, by the processor time of the whole process.
- **spawn**: starting `/bin/true` and waiting for it, which is what calling any module costs at least.

SEED decrypts and encrypts with the key schedule made before, on both sides. The key wrap of ours also hashes the session
key and writes the envelope's head. Sealing a request goes from 25 texts to the sealed frame and one envelope; the peer's
steps are `encoding_rs` with a `Vec` for each field, OpenSSL's random source, SEED and RSA, and our own HAS-160, which
OpenSSL does not have. An exchange is a cancel on a connection of its own, sealed both ways, from the typed
operation to the typed outcome; `pp_cli` is built as a shop builds it and writes its log. Both talk to a stand-in gateway
in the measuring process that does only what it must: open the answer's key by OpenSSL, seal forty fields, answer. Its
time counts as ours. `exchange/native/simulator` is the same with the simulator, which opens both keys in pure Rust and
keeps its book.

`cargo xtask bench` judges the floors and fails below one. `cargo bench -p kcp-benches` measures the same cases with
criterion, one after the other. `cargo xtask bench --counts` counts instructions under Callgrind and compares them with
`benches/counts.tsv`.
";

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "fact\tbackends\tavx2 scalar\nfact\tbackend\tavx2\n\
        ratio\thas160/hash/1024\trhash\t1.2500\t1.2 1.25 1.1\t1000.0\t1250.0\n\
        ratio\texchange/native/cancel\tspawn\t4.0000\t4.0 3.0 2.0\t100000.0\t400000.0\n\
        ratio\tseed/key/1\tkisaseed\t1.1000\t1.1\t60.0\t66.0\n";

    #[test]
    fn the_page_has_every_floor_and_what_has_none() {
        let measured = Measured::read(TEXT).unwrap();
        let rows = judge(&measured, "");
        assert_eq!(rows.len(), FLOORS.len());
        let page = page(&rows, &measured, &Machine::default());
        assert!(page.contains(
            "| HAS-160, 1 KiB | rhash | 1.25 | ≥ 1 | ≥ 1.3 | met | 1.00 µs | 1.25 µs | 1.20 1.25 1.10 |"
        ));
        assert!(page.contains("| native exchange on loopback (time) | spawn | 0.250 | ≤ 0.5 | ≤ 0.25 | met, goal too | 100.00 µs | 400.00 µs | 0.250 0.333 0.500 |"));
        assert!(page.contains("| `seed/key/1` | kisaseed | 1.10 | 60 ns | 66 ns |"));
        assert!(page.contains("AVX-512BW | openssl |  | ≥ 6 | ≥ 9 | not on this machine |"));
        assert!(page.contains("NOT MEASURED"));
    }

    #[test]
    fn a_filter_leaves_the_other_floors_out() {
        let measured = Measured::read(TEXT).unwrap();
        let rows = judge(&measured, "has160");
        assert_eq!(rows.len(), 1);
        assert!(terminal(&rows, &measured).contains("HAS-160, 1 KiB"));
    }
}
