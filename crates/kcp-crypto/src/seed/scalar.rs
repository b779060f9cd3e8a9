//! SEED on 32-bit words with precombined tables: one block at a time, or four interleaved.
//!
//! The tables' addresses depend on key and data, so this is not constant-time.

use super::{
    kernel::{Block, Direction, Kernel, LaneKeys},
    tables::SS,
};

/// Sixteen pairs of round keys.
pub(super) type RoundKeys = [[u32; 2]; 16];

/// Blocks worked on at once: one alone waits for memory most of the time.
const LANES: usize = 4;

/// A half of a block. A pair, since the compiler packs an array of two words into one of 64 bits,
/// and unpacks it where time matters.
type Half = (u32, u32);

/// Tables of words: the backend of every processor.
#[derive(Clone, Copy)]
pub(super) struct Scalar;

impl Kernel<LANES, 1> for Scalar {
    fn g(self, words: &mut RoundKeys) {
        for word in words.as_flattened_mut() {
            *word = g(*word);
        }
    }

    fn crypt(self, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
        for group in groups {
            let mut states = group.map(load);
            for pair in 0..8 {
                let (first, second) = (way.key(keys, 2 * pair), way.key(keys, 2 * pair + 1));
                for (left, right) in &mut states {
                    *left = mix(*left, *right, first);
                }
                for (left, right) in &mut states {
                    *right = mix(*right, *left, second);
                }
            }
            *group = states.map(store);
        }
    }

    fn encrypt_lanes(self, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
        for (keys, group) in keys.iter().zip(groups) {
            let mut states = group.map(load);
            let (rounds, _) = keys.as_chunks::<2>();
            for [[even0, even1], [odd0, odd1]] in rounds {
                for (((left, right), key0), key1) in states.iter_mut().zip(even0).zip(even1) {
                    *left = mix(*left, *right, (*key0, *key1));
                }
                for (((left, right), key0), key1) in states.iter_mut().zip(odd0).zip(odd1) {
                    *right = mix(*right, *left, (*key0, *key1));
                }
            }
            *group = states.map(store);
        }
    }
}

/// Enciphers or deciphers one block. (RFC 4269, 2.1)
pub(super) fn crypt(keys: &RoundKeys, way: Direction, block: Block) -> Block {
    let (left, right) = load(block);
    store(alone(keys, way, left, right))
}

/// Enciphers one message in CBC mode, a block at a time.
pub(super) fn cbc_encrypt(keys: &RoundKeys, iv: &Block, blocks: &mut [Block]) {
    // The sealed block stays words: turning them to bytes and back would lengthen the chain.
    let (mut right, mut left) = load(*iv);
    for block in blocks {
        let plain = load(*block);
        (left, right) = alone(keys, Direction::Encrypt, both(right, plain.0), both(left, plain.1));
        *block = store((left, right));
    }
}

/// The rounds of one block alone, where every step waits for the one before.
///
/// A half is kept as it was, with what is to be XORed in beside it. What the next round begins with
/// is then ready but for the last answer of function G, which saves two steps of some thirty.
#[inline(always)]
fn alone(keys: &RoundKeys, way: Direction, mut left: Half, mut right: Half) -> (Half, Half) {
    let mut into_right = (0, 0);
    for pair in 0..8 {
        let into_left = f_of_sum(right, into_right, way.key(keys, 2 * pair));
        right = both(right, into_right);
        into_right = f_of_sum(left, into_left, way.key(keys, 2 * pair + 1));
        left = both(left, into_left);
    }
    (left, both(right, into_right))
}

/// Function F of the sum of two halves, of which `late` is ready last. (RFC 4269, 2.1)
#[inline(always)]
fn f_of_sum(early: Half, late: Half, key: Half) -> Half {
    let early = both(early, key);
    let c = early.0 ^ late.0;
    let d = g(((early.0 ^ early.1) ^ late.1) ^ late.0);
    let c = g(c.wrapping_add(d));
    let d = g(c.wrapping_add(d));
    (c.wrapping_add(d), d)
}

/// One round: `target` with function F of `source` XORed in. (RFC 4269, 2.1)
#[inline(always)]
fn mix(target: Half, source: Half, key: Half) -> Half {
    let (c, d) = both(source, key);
    let d = g(c ^ d);
    let c = g(c.wrapping_add(d));
    let d = g(c.wrapping_add(d));
    both(target, (c.wrapping_add(d), d))
}

/// The sum of two halves.
#[inline(always)]
const fn both(a: Half, b: Half) -> Half {
    (a.0 ^ b.0, a.1 ^ b.1)
}

/// Function G by the word tables. (RFC 4269, 2.2)
#[inline(always)]
#[allow(clippy::indexing_slicing)] // a byte cannot point past 256 entries
fn g(word: u32) -> u32 {
    let [x0, x1, x2, x3] = word.to_le_bytes();
    let [ss0, ss1, ss2, ss3] = &SS;
    ss0[usize::from(x0)] ^ ss1[usize::from(x1)] ^ ss2[usize::from(x2)] ^ ss3[usize::from(x3)]
}

/// A block's two halves, each two words, big-endian.
#[inline(always)]
fn load(block: Block) -> (Half, Half) {
    let [l0, l1, r0, r1] = words(block);
    ((l0, l1), (r0, r1))
}

/// The halves change places once more after the last round. (RFC 4269, 2.1)
#[inline(always)]
fn store(((l0, l1), (r0, r1)): (Half, Half)) -> Block {
    let mut block = [0; 16];
    let (bytes, _) = block.as_chunks_mut::<4>();
    for (bytes, word) in bytes.iter_mut().zip([r0, r1, l0, l1]) {
        *bytes = word.to_be_bytes();
    }
    block
}

/// Four big-endian words.
#[inline(always)]
pub(super) fn words(block: Block) -> [u32; 4] {
    let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = block;
    [[a0, a1, a2, a3], [b0, b1, b2, b3], [c0, c1, c2, c3], [d0, d1, d2, d3]].map(u32::from_be_bytes)
}
