//! HAS-160 against the standard's values, the reference and `rhash`.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::{hex, hex_of, noise, reference, run};
use kcp_crypto::{
    Has160,
    digest::{Digest, FixedOutputReset, Reset, Update},
};
use proptest::prelude::*;

#[test]
fn check_values_of_the_standard() {
    for (message, digest) in [
        ("", "307964ef34151d37c8047adec7ab50f4ff89762d"),
        ("a", "4872bcbc4cd0f0a9dc7c2f7045e5b43b6c830db8"),
    ] {
        assert_eq!(Has160::hash(message.as_bytes())[..], hex(digest), "{message:?}");
    }
}

#[test]
fn every_value_of_the_reference() {
    let reference = reference();
    let values = reference["has160"].as_array().unwrap();
    assert!(values.len() >= 13);
    for value in values {
        let message = hex_of(value, "message_hex");
        assert_eq!(Has160::hash(&message)[..], hex_of(value, "digest_hex"), "{}", message.len());
    }
}

#[test]
fn agrees_with_rhash_around_every_block_edge() {
    let edges = (0..=5).flat_map(|block| (block * 64_usize).saturating_sub(10)..=block * 64 + 2);
    for len in edges.chain([1000, 30_719]) {
        let message = noise(len as u64, len);
        let test = "agrees_with_rhash_around_every_block_edge";
        let Some(out) = run(test, "rhash", &["--has160", "-"], &message) else { return };
        let digest = String::from_utf8(out).unwrap();
        assert_eq!(Has160::hash(&message)[..], hex(&digest[..40]), "{len} bytes");
    }
}

#[test]
fn pieces_of_every_size_give_the_same_digest() {
    let message = noise(3, 321);
    for size in 1..=message.len() {
        let mut hash = Has160::new();
        for piece in message.chunks(size) {
            Digest::update(&mut hash, piece);
        }
        assert_eq!(hash.finalize()[..], Has160::hash(&message), "pieces of {size}");
    }
}

#[test]
fn a_reset_hash_starts_over() {
    let mut hash = Has160::default();
    Update::update(&mut hash, &noise(4, 100));
    Reset::reset(&mut hash);
    Update::update(&mut hash, b"a");
    let first = hash.finalize_fixed_reset();
    Update::update(&mut hash, b"a");
    assert_eq!(first[..], Has160::hash(b"a"));
    assert_eq!(hash.finalize_fixed_reset(), first);
}

proptest! {
    #[test]
    fn splits_do_not_matter(
        pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..150), 0..8),
    ) {
        let mut hash = Has160::new();
        for piece in &pieces {
            Digest::update(&mut hash, piece);
        }
        prop_assert_eq!(&hash.finalize()[..], Has160::hash(&pieces.concat()));
    }
}
