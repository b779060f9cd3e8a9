//! HAS-160's compression: one 64-byte block into the chaining value.
//!
//! A step waits for the step before it, twice eighty operations in a row, so whatever else is to be
//! done has to fit beside that chain: the rows are worked out a round ahead of their use.

use super::tables::{ROUNDS, TURNS};

/// Works one block into the chaining value. (legacy.md, appendix A)
#[inline(always)]
pub(super) fn compress(chain: &mut [u32; 5], block: &[u8; 64]) {
    let mut state = *chain;
    let row0 = row::<0>(block);
    let row1 = row::<1>(block);
    round::<0>(&mut state, &row0, |b, c, d| d ^ (b & (c ^ d)));
    let row2 = row::<2>(block);
    round::<1>(&mut state, &row1, |b, c, d| b ^ c ^ d);
    let row3 = row::<3>(block);
    round::<2>(&mut state, &row2, |b, c, d| c ^ (b | !d));
    round::<3>(&mut state, &row3, |b, c, d| b ^ c ^ d);

    for (sum, word) in chain.iter_mut().zip(state) {
        *sum = sum.wrapping_add(word);
    }
}

/// What the steps of round `R` add: the block's sixteen words and four made from them, each with the
/// round's constant already in it.
// A function of its own, so that its loops become vector instructions and its answer lies in memory,
// from where a step adds a word in one instruction.
#[inline(never)]
#[allow(clippy::indexing_slicing)] // a table of four, indexed before the program runs
fn row<const R: usize>(block: &[u8; 64]) -> Row {
    let round = const { &ROUNDS[R] };
    let mut words = [0; 16];
    let (quads, _) = block.as_chunks::<4>();
    for (word, quad) in words.iter_mut().zip(quads) {
        *word = u32::from_le_bytes(*quad);
    }

    let mut row = [0; 20];
    let (whole, made) = row.split_at_mut(words.len());
    for (sum, word) in whole.iter_mut().zip(words) {
        *sum = word.wrapping_add(round.constant);
    }
    // Each of four places in the order stands for the XOR of the four words at its right neighbours.
    let (fives, _) = round.order.as_chunks::<5>();
    for (sum, [_, right @ ..]) in made.iter_mut().zip(fives) {
        let mixed = right.iter().fold(0, |mixed, index| mixed ^ at(&words, *index));
        *sum = mixed.wrapping_add(round.constant);
    }
    row
}

#[inline(always)]
#[allow(clippy::indexing_slicing)] // four bits cannot point past 16 words
fn at(words: &[u32; 16], index: u8) -> u32 {
    words[usize::from(index & 15)]
}

/// Twenty steps of round `R`.
#[inline(always)]
fn round<const R: usize>(
    state: &mut [u32; 5],
    row: &Row,
    mix: impl Fn(u32, u32, u32) -> u32 + Copy,
) {
    macro_rules! steps {
        ($($step:literal)*) => { $(step::<R, $step>(state, row, mix);)* };
    }
    steps!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
}

/// Step `I` of round `R`. Both are known to the compiler, so a step is nine instructions.
#[inline(always)]
#[allow(clippy::indexing_slicing)] // tables of twenty and four, indexed before the program runs
fn step<const R: usize, const I: usize>(
    state: &mut [u32; 5],
    row: &Row,
    mix: impl Fn(u32, u32, u32) -> u32,
) {
    let [a, b, c, d, e] = *state;
    let sum = e
        .wrapping_add(row[const { ROUNDS[R].order[I] as usize }])
        .wrapping_add(mix(b, c, d))
        .wrapping_add(a.rotate_left(const { TURNS[I] }));
    *state = [sum, a, b.rotate_left(const { ROUNDS[R].turn }), c, d];
}

/// What one round's steps add, by the numbers in its order.
type Row = [u32; 20];
