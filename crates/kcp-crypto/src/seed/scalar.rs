//! SEED on 32-bit words with precombined tables: the path that is used.

use super::tables::{ROUND_CONSTANTS, SS};

/// Sixteen pairs of round keys.
pub(super) type RoundKeys = [[u32; 2]; 16];

/// Makes the round keys of a 128-bit key. (RFC 4269, 2.3)
pub(super) fn expand(key: [u8; 16]) -> RoundKeys {
    let key = u128::from_be_bytes(key);
    let mut ab = high(key);
    let mut cd = low(key);
    let mut round_keys = [[0; 2]; 16];
    for (i, (pair, kc)) in round_keys.iter_mut().zip(ROUND_CONSTANTS).enumerate() {
        let [a, b] = halves(ab);
        let [c, d] = halves(cd);
        *pair = [g(a.wrapping_add(c).wrapping_sub(kc)), g(b.wrapping_sub(d).wrapping_add(kc))];
        if i % 2 == 0 {
            ab = ab.rotate_right(8);
        } else {
            cd = cd.rotate_left(8);
        }
    }
    round_keys
}

/// Enciphers one block. (RFC 4269, 2.1)
pub(super) fn encrypt(round_keys: &RoundKeys, block: [u8; 16]) -> [u8; 16] {
    let (mut left, mut right) = load(block);
    let (pairs, _) = round_keys.as_chunks::<2>();
    for [even, odd] in pairs {
        mix(&mut left, right, *even);
        mix(&mut right, left, *odd);
    }
    store(left, right)
}

/// Deciphers one block: the same rounds, keys backwards. (RFC 4269, 2.1)
pub(super) fn decrypt(round_keys: &RoundKeys, block: [u8; 16]) -> [u8; 16] {
    let (mut left, mut right) = load(block);
    let (pairs, _) = round_keys.as_chunks::<2>();
    for [even, odd] in pairs.iter().rev() {
        mix(&mut left, right, *odd);
        mix(&mut right, left, *even);
    }
    store(left, right)
}

/// One round: XORs function F of `source` into `target`. (RFC 4269, 2.1)
#[inline(always)]
fn mix(target: &mut [u32; 2], source: [u32; 2], key: [u32; 2]) {
    let [t0, t1] = target;
    let [s0, s1] = source;
    let [k0, k1] = key;
    let c = s0 ^ k0;
    let d = g(c ^ s1 ^ k1);
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
fn load(block: [u8; 16]) -> ([u32; 2], [u32; 2]) {
    let block = u128::from_be_bytes(block);
    (halves(high(block)), halves(low(block)))
}

/// The halves change places once more after the last round. (RFC 4269, 2.1)
fn store([l0, l1]: [u32; 2], [r0, r1]: [u32; 2]) -> [u8; 16] {
    let high = u64::from(r0) << 32 | u64::from(r1);
    let low = u64::from(l0) << 32 | u64::from(l1);
    (u128::from(high) << 64 | u128::from(low)).to_be_bytes()
}

#[allow(clippy::cast_possible_truncation)] // taking a half apart is the purpose
const fn halves(word: u64) -> [u32; 2] {
    [(word >> 32) as u32, word as u32]
}

#[allow(clippy::cast_possible_truncation)]
const fn high(word: u128) -> u64 {
    (word >> 64) as u64
}

#[allow(clippy::cast_possible_truncation)]
const fn low(word: u128) -> u64 {
    word as u64
}
