//! Blocks, CBC and the key schedule over any backend.

use super::{
    kernel::{Block, CHUNK, Direction, Kernel, Scratch, xor},
    scalar::{RoundKeys, words},
    tables::ROUND_CONSTANTS,
};

/// Makes the round keys of a 128-bit key. (RFC 4269, 2.3)
///
/// No round key depends on another, so all 32 words go through function G at once.
pub(super) fn expand<const W: usize, const N: usize>(
    kernel: impl Kernel<W, N>,
    key: &Block,
) -> RoundKeys {
    let [mut a, mut b, mut c, mut d] = words(*key);
    let mut round_keys = [[0; 2]; 16];
    for (i, (pair, kc)) in round_keys.iter_mut().zip(ROUND_CONSTANTS).enumerate() {
        *pair = [a.wrapping_add(c).wrapping_sub(kc), b.wrapping_sub(d).wrapping_add(kc)];
        if i % 2 == 0 {
            (a, b) = (a >> 8 | b << 24, b >> 8 | a << 24);
        } else {
            (c, d) = (c << 8 | d >> 24, d << 8 | c >> 24);
        }
    }
    kernel.g(&mut round_keys);
    round_keys
}

/// Enciphers or deciphers every block by itself.
pub(super) fn each<const W: usize, const N: usize>(
    kernel: impl Kernel<W, N>,
    keys: &RoundKeys,
    direction: Direction,
    blocks: &mut [Block],
) {
    let mut scratch = Scratch::new();
    for chunk in blocks.chunks_mut(CHUNK) {
        copy(chunk, scratch.blocks());
        kernel.crypt(keys, direction, scratch.groups(chunk.len()));
        copy(scratch.blocks(), chunk);
    }
}

/// Deciphers one message in CBC mode.
pub(super) fn cbc_decrypt<const W: usize, const N: usize>(
    kernel: impl Kernel<W, N>,
    keys: &RoundKeys,
    iv: &Block,
    blocks: &mut [Block],
) {
    let (mut scratch, mut chain) = (Scratch::new(), *iv);
    for chunk in blocks.chunks_mut(CHUNK) {
        // A tail is padded to whole groups by whatever stands there.
        copy(chunk, scratch.blocks());
        kernel.crypt(keys, Direction::Decrypt, scratch.groups(chunk.len()));
        for (block, plain) in chunk.iter_mut().zip(scratch.blocks()) {
            let sealed = *block;
            *block = xor(*plain, chain);
            chain = sealed;
        }
    }
}

/// Enciphers one message in CBC mode: a whole group's work for every block.
pub(super) fn cbc_encrypt<const W: usize, const N: usize>(
    kernel: impl Kernel<W, N>,
    keys: &RoundKeys,
    iv: &Block,
    blocks: &mut [Block],
) {
    let mut scratch = Scratch::new();
    let mut chain = *iv;
    for block in blocks {
        let [first, ..] = scratch.blocks();
        *first = xor(chain, *block);
        kernel.crypt(keys, Direction::Encrypt, scratch.groups(1));
        let [first, ..] = scratch.blocks();
        (*block, chain) = (*first, *first);
    }
}

/// As many blocks as both have.
#[inline(always)]
fn copy(from: &[Block], to: &mut [Block]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}
