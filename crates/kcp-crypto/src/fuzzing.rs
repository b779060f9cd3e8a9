//! Entry points for the fuzz targets, the corpus replay and the benches. Not a stable interface.

#![allow(clippy::missing_panics_doc, clippy::panic)] // a fuzz target fails by panicking

mod certificates;
mod keys;
mod messages;
mod tlv;

pub use self::{
    certificates::{parse_certificate, takes_certificate},
    keys::{parse_private_key, takes_private_key},
    messages::open_sealed,
};
pub use crate::seed::{doors::*, naive::NaiveSeed128};
use crate::{Seed128, SessionKey};

/// SEED's round keys, for the vectors of RFC 4269, appendix B.
#[must_use]
pub const fn round_keys(seed: &Seed128) -> &[[u32; 2]; 16] {
    seed.round_keys()
}

/// Key (16 bytes) and blocks (16 each): every backend here and naive SEED agree, in every mode.
pub fn diff_seed(data: &[u8]) {
    crate::seed::diff::seed(data);
}

/// All of opening that works on secrets: whether it fits (1 or 0), and the message's length if so.
///
/// For `cargo xtask ct`, which must see that neither decides about anything before it is told.
#[must_use]
pub fn open_undecided(key: &SessionKey, sealed: &[u8]) -> Option<(u8, usize)> {
    crate::sealed::examine(key, sealed).map(|found| (found.fits.unwrap_u8(), found.len))
}
