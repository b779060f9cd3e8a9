//! What the legacy channel's parts cost, measured by criterion. One module per crate, one function per group.
//!
//! Inputs are constants, and nothing asserts a time: numbers belong to a machine and a day. Group names are
//! `crate/operation`. `cargo xtask bench [filter]` measures; `cargo xtask test` runs each bench once.

pub mod codec;
pub mod crypto;

use criterion::Criterion;

/// Every bench of the legacy channel, with criterion's own command line.
pub fn legacy() {
    let mut criterion = Criterion::default().configure_from_args();
    codec::all(&mut criterion);
    crypto::all(&mut criterion);
    criterion.final_summary();
}
