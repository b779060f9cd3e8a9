//! Measures every contest in turns and prints a line for each peer: `ratios [--quick] [part of a name]`.
//!
//! `fact` TAB what TAB value; `ratio` TAB contest TAB peer TAB best TAB each round's TAB ours TAB theirs, in nanoseconds.
//! A ratio is the peer's time by ours: above one, ours is faster.

#![allow(clippy::print_stdout)] // that is what it is for

use std::io::Write as _;

use anyhow::Result;
use kcp_benches::{Effort, contests};
use kcp_crypto::seed::Backend;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let quick = words.iter().any(|word| word == "--quick");
    let wanted = words.iter().find(|word| !word.starts_with("--")).map_or("", String::as_str);
    let effort = if quick { Effort::ONCE } else { Effort::FULL };
    let backends: Vec<_> = Backend::available().map(Backend::name).collect();
    println!("fact\tbackends\t{}", backends.join(" "));
    println!("fact\tbackend\t{}", Backend::best().name());
    #[cfg(feature = "peers")]
    println!("fact\topenssl\t{}", kcp_benches::openssl::version());
    for contest in &mut contests()? {
        if !contest.name().contains(wanted) {
            continue;
        }
        for ratio in contest.measure(effort)? {
            let rounds: Vec<_> = ratio.rounds.iter().map(|round| format!("{round:.4}")).collect();
            println!(
                "ratio\t{}\t{}\t{:.4}\t{}\t{:.1}\t{:.1}",
                contest.name(),
                ratio.peer,
                ratio.best(),
                rounds.join(" "),
                ratio.ours,
                ratio.theirs
            );
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}
