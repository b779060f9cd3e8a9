//! What encoding, sealing, signing and exchanging cost: ours and its peers, doing the same work on the same inputs.
//!
//! One module per operation, one [`Contest`] per case. Criterion measures them one after the other (`cargo bench`);
//! the program `ratios` measures them in turns, and only from that may a ratio be taken. `counts` has instructions
//! counted, `allocations` counts allocations. Nothing here asserts a time: `cargo xtask bench` alone judges floors.

pub mod batch;
pub mod codec;
pub mod contest;
pub mod counted;
pub mod encoding;
pub mod exchange;
#[cfg(feature = "peers")]
pub mod gateway;
pub mod has160;
pub mod inputs;
#[cfg(feature = "peers")]
pub mod openssl;
pub mod process;
pub mod seal;
pub mod seed;
pub mod sign;
pub mod wrap;

pub use contest::{Contest, Effort, Ratio};

use anyhow::Result;
use criterion::Criterion;

/// Every contest there is.
///
/// # Errors
/// A peer that cannot be set up.
pub fn contests() -> Result<Vec<Contest>> {
    let all = [
        codec::contests,
        seed::contests,
        has160::contests,
        wrap::contests,
        seal::contests,
        sign::contests,
        exchange::contests,
    ];
    all.into_iter().try_fold(Vec::new(), |mut all, some| {
        all.extend(some()?);
        Ok(all)
    })
}

/// Contests one after the other by criterion, with its own command line.
///
/// # Panics
/// If a peer cannot be set up.
pub fn criterion(contests: impl FnOnce() -> Result<Vec<Contest>>) {
    let mut criterion = Criterion::default().configure_from_args();
    match contests() {
        Ok(contests) => contests.into_iter().for_each(|contest| contest.criterion(&mut criterion)),
        Err(error) => panic!("{error:#}"),
    }
    criterion.final_summary();
}
