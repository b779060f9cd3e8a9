//! Entry points for the fuzz targets, the corpus replay and the benches. Not a stable interface.

#![allow(clippy::missing_panics_doc, clippy::panic)] // a fuzz target fails by panicking

mod certificates;
mod keys;
mod messages;
mod tlv;

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

pub use self::{
    certificates::{parse_certificate, takes_certificate},
    keys::{parse_private_key, takes_private_key},
    messages::open_sealed,
};
use crate::Seed128;
pub use crate::seed::naive::NaiveSeed128;

/// SEED's round keys, for the vectors of RFC 4269, appendix B.
#[must_use]
pub const fn round_keys(seed: &Seed128) -> &[[u32; 2]; 16] {
    seed.round_keys()
}

/// Key (16 bytes) and blocks (16 each): fast and naive SEED agree, both ways.
pub fn diff_seed(data: &[u8]) {
    let Some((key, rest)) = data.split_first_chunk::<16>() else { return };
    let (fast, naive) = (Seed128::new(&(*key).into()), NaiveSeed128::new(*key));
    assert_eq!(fast.round_keys(), naive.round_keys());
    // The naive twin takes most of a millisecond for a block under a sanitizer.
    for block in rest.as_chunks::<16>().0.iter().take(4) {
        let mut there = (*block).into();
        fast.encrypt_block(&mut there);
        assert_eq!(there.0, naive.encrypt(*block));
        let mut back = (*block).into();
        fast.decrypt_block(&mut back);
        assert_eq!(back.0, naive.decrypt(*block));
    }
}
