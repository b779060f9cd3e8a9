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

/// Two halves of a block, two words each.
type State = [[u32; 2]; 2];

/// Tables of words: the backend of every processor.
#[derive(Clone, Copy)]
pub(super) struct Scalar;

impl Kernel<LANES, 1> for Scalar {
    fn g(self, words: &mut RoundKeys) {
        for word in words.as_flattened_mut() {
            *word = g(*word);
        }
    }

    fn crypt(self, keys: &RoundKeys, direction: Direction, groups: &mut [[Block; LANES]]) {
        for group in groups {
            let mut states = group.map(load);
            for pair in 0..8 {
                let [first, second] = direction.two_rounds(keys, pair);
                for [left, right] in &mut states {
                    mix(left, *right, first);
                }
                for [left, right] in &mut states {
                    mix(right, *left, second);
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
                for (([left, right], key0), key1) in states.iter_mut().zip(even0).zip(even1) {
                    mix(left, *right, [*key0, *key1]);
                }
                for (([left, right], key0), key1) in states.iter_mut().zip(odd0).zip(odd1) {
                    mix(right, *left, [*key0, *key1]);
                }
            }
            *group = states.map(store);
        }
    }
}

/// Enciphers or deciphers one block. (RFC 4269, 2.1)
pub(super) fn crypt(keys: &RoundKeys, direction: Direction, block: Block) -> Block {
    let [mut left, mut right] = load(block);
    for pair in 0..8 {
        let [first, second] = direction.two_rounds(keys, pair);
        mix(&mut left, right, first);
        mix(&mut right, left, second);
    }
    store([left, right])
}

/// Enciphers one message in CBC mode, a block at a time.
pub(super) fn cbc_encrypt(keys: &RoundKeys, iv: &Block, blocks: &mut [Block]) {
    // The last block's halves stay words: turning them into bytes and back takes time on the chain.
    let [[mut r0, mut r1], [mut l0, mut l1]] = load(*iv);
    for block in blocks {
        let [[p0, p1], [p2, p3]] = load(*block);
        let (mut left, mut right) = ([r0 ^ p0, r1 ^ p1], [l0 ^ p2, l1 ^ p3]);
        for pair in 0..8 {
            let [first, second] = Direction::Encrypt.two_rounds(keys, pair);
            mix(&mut left, right, first);
            mix(&mut right, left, second);
        }
        *block = store([left, right]);
        ([l0, l1], [r0, r1]) = (left, right);
    }
}

/// One round: XORs function F of `source` into `target`. (RFC 4269, 2.1)
#[inline(always)]
fn mix(target: &mut [u32; 2], source: [u32; 2], key: [u32; 2]) {
    let [t0, t1] = target;
    let [s0, s1] = source;
    let [k0, k1] = key;
    let c = s0 ^ k0;
    let d = g(c ^ (s1 ^ k1));
    let c = g(c.wrapping_add(d));
    let d = g(c.wrapping_add(d));
    *t0 ^= c.wrapping_add(d);
    *t1 ^= d;
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
fn load(block: Block) -> State {
    let [l0, l1, r0, r1] = words(block);
    [[l0, l1], [r0, r1]]
}

/// The halves change places once more after the last round. (RFC 4269, 2.1)
#[inline(always)]
fn store([[l0, l1], [r0, r1]]: State) -> Block {
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
