//! HAS-160's compression: one 64-byte block into the chaining value.

use super::tables::{ROUNDS, Round, TURNS};

/// Works one block into the chaining value. (legacy.md, appendix A)
pub(super) fn compress(chain: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0; WORDS];
    let (quads, _) = block.as_chunks::<4>();
    for (word, quad) in words.iter_mut().zip(quads) {
        *word = u32::from_le_bytes(*quad);
    }

    let [first, second, third, fourth] = &ROUNDS;
    let mut state = *chain;
    round(&mut state, &mut words, first, |b, c, d| d ^ (b & (c ^ d)));
    round(&mut state, &mut words, second, |b, c, d| b ^ c ^ d);
    round(&mut state, &mut words, third, |b, c, d| c ^ (b | !d));
    round(&mut state, &mut words, fourth, |b, c, d| b ^ c ^ d);

    for (sum, word) in chain.iter_mut().zip(state) {
        *sum = sum.wrapping_add(word);
    }
}

/// Twenty steps.
#[inline(always)]
fn round(
    state: &mut [u32; 5],
    words: &mut [u32; WORDS],
    Round { constant, turn, order }: &Round,
    mix: impl Fn(u32, u32, u32) -> u32,
) {
    // Each of four places in the row adds the XOR of the four words at its right neighbours.
    let [_, i1, i2, i3, i4, _, i6, i7, i8, i9, _, i11, i12, i13, i14, _, i16, i17, i18, i19] =
        order;
    let x16 = word(words, i1) ^ word(words, i2) ^ word(words, i3) ^ word(words, i4);
    let x17 = word(words, i6) ^ word(words, i7) ^ word(words, i8) ^ word(words, i9);
    let x18 = word(words, i11) ^ word(words, i12) ^ word(words, i13) ^ word(words, i14);
    let x19 = word(words, i16) ^ word(words, i17) ^ word(words, i18) ^ word(words, i19);
    [words[16], words[17], words[18], words[19]] = [x16, x17, x18, x19];

    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (index, step_turn) in order.iter().zip(TURNS) {
        let sum = a
            .rotate_left(step_turn)
            .wrapping_add(mix(b, c, d))
            .wrapping_add(e)
            .wrapping_add(word(words, index))
            .wrapping_add(*constant);
        (a, b, c, d, e) = (sum, a, b.rotate_left(*turn), c, d);
    }
    *state = [a, b, c, d, e];
}

#[inline(always)]
#[allow(clippy::indexing_slicing)] // five bits cannot point past 32 words
fn word(words: &[u32; WORDS], index: &u8) -> u32 {
    words[usize::from(*index & 31)]
}

/// Sixteen words of the block, four made from them, and room up to a power of two.
const WORDS: usize = 32;
