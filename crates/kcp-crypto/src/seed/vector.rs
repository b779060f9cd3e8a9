//! SEED on vectors of bytes: every look-up is a byte shuffle, so no address and no branch is secret.
//!
//! Written once over [`Machine`]. A vector holds the same word of `W` blocks, and a group of `W`
//! blocks is four vectors. `N` groups go through a round one behind the other, so that the
//! processor has something to do while one group waits for itself.

use super::{
    kernel::{Block, Direction, LaneKeys},
    scalar::RoundKeys,
    tower::{CONSTANT, ENTER, INVERSE, LEAVE, RATIO, SPREAD, Table},
};

/// A processor's vectors of `W` words, or of four times as many bytes.
///
/// A value is proof that the processor has them.
pub(super) trait Machine<const W: usize>: Copy {
    /// A vector.
    type Words: Copy;

    /// The same word `W` times.
    fn splat(self, word: u32) -> Self::Words;
    /// A table, for [`Machine::find`].
    fn table(self, table: &Table) -> Self::Words;
    /// `W` words.
    fn read(self, words: &[u32; W]) -> Self::Words;
    /// The words of a vector.
    fn write(self, vector: Self::Words, words: &mut [u32; W]);
    /// The big-endian words of `W` blocks: all first ones, all second ones and so on.
    fn read_blocks(self, blocks: &[Block; W]) -> [Self::Words; 4];
    /// The blocks again.
    fn write_blocks(self, words: [Self::Words; 4], blocks: &mut [Block; W]);

    /// The sum of words, modulo 2^32.
    fn add(self, a: Self::Words, b: Self::Words) -> Self::Words;
    /// Bits of both.
    fn and(self, a: Self::Words, b: Self::Words) -> Self::Words;
    /// Bits of either and not both.
    fn xor(self, a: Self::Words, b: Self::Words) -> Self::Words;
    /// The low and the high nibble of every byte.
    fn nibbles(self, a: Self::Words) -> [Self::Words; 2];
    /// For every byte of `index`, the table's entry; zero for 0x80 to 0x8f. No other index is given.
    fn find(self, table: Self::Words, index: Self::Words) -> Self::Words;
    /// The even bytes of the first two's XOR, and the odd bytes of the others'. Byte 0 is a word's
    /// lowest.
    fn interleave(self, even: [Self::Words; 2], odd: [Self::Words; 2]) -> Self::Words;
    /// Every word turned right by 8 bits.
    fn turn_8(self, a: Self::Words) -> Self::Words;
    /// Every word turned right by 16 bits.
    fn turn_16(self, a: Self::Words) -> Self::Words;
}

/// Indexes that turn words from one order of bytes to the other.
pub(super) const BIG_ENDIAN: Table = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12];
/// Indexes that turn words right by 8 bits.
pub(super) const TURN_8: Table = [1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12];
/// Indexes that turn words right by 16 bits.
pub(super) const TURN_16: Table = [2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13];

/// A block's four words, of `W` blocks.
type Group<V> = [V; 4];

/// Puts every word through function G.
#[inline(always)]
pub(super) fn g<M: Machine<W>, const W: usize>(m: M, words: &mut RoundKeys) {
    let tables = Tables::new(m);
    let (vectors, _) = words.as_flattened_mut().as_chunks_mut::<W>();
    for words in vectors {
        m.write(tables.g(m, m.read(words)), words);
    }
}

/// Enciphers or deciphers under one key: `N` groups at a time, then what is left.
#[inline(always)]
pub(super) fn crypt<M: Machine<W>, const W: usize, const N: usize>(
    m: M,
    keys: &RoundKeys,
    direction: Direction,
    groups: &mut [[Block; W]],
) {
    let (whole, rest) = groups.as_chunks_mut::<N>();
    for groups in whole {
        rounds(m, Shared { keys, direction }, groups);
    }
    if let Ok(pair) = <&mut [_; 2]>::try_from(&mut *rest) {
        rounds(m, Shared { keys, direction }, pair);
    } else {
        for group in rest.as_chunks_mut::<1>().0 {
            rounds(m, Shared { keys, direction }, group);
        }
    }
}

/// Enciphers every block under its own key: `N` groups at a time, then what is left.
#[inline(always)]
pub(super) fn encrypt_lanes<M: Machine<W>, const W: usize, const N: usize>(
    m: M,
    keys: &[LaneKeys<W>],
    groups: &mut [[Block; W]],
) {
    let (whole, rest) = groups.as_chunks_mut::<N>();
    let (whole_keys, rest_keys) = keys.split_at(keys.len().min(N * whole.len()));
    for (keys, groups) in whole_keys.as_chunks::<N>().0.iter().zip(whole) {
        rounds(m, PerLane { keys }, groups);
    }
    if let (Ok(pair), Some((keys, _))) =
        (<&mut [_; 2]>::try_from(&mut *rest), rest_keys.split_first_chunk::<2>())
    {
        rounds(m, PerLane { keys }, pair);
    } else {
        for (keys, group) in rest_keys.as_chunks::<1>().0.iter().zip(rest.as_chunks_mut::<1>().0) {
            rounds(m, PerLane { keys }, group);
        }
    }
}

/// Where the keys of a round come from.
trait Keys<M: Machine<W>, const W: usize, const N: usize>: Copy {
    /// The keys of two rounds, of which there are eight pairs, for every group.
    fn two_rounds(self, m: M, pair: usize) -> [[[M::Words; 2]; 2]; N];
}

/// One key for all blocks.
#[derive(Clone, Copy)]
struct Shared<'a> {
    keys: &'a RoundKeys,
    direction: Direction,
}

impl<M: Machine<W>, const W: usize, const N: usize> Keys<M, W, N> for Shared<'_> {
    #[inline(always)]
    fn two_rounds(self, m: M, pair: usize) -> [[[M::Words; 2]; 2]; N] {
        let (first0, first1) = self.direction.key(self.keys, 2 * pair);
        let (second0, second1) = self.direction.key(self.keys, 2 * pair + 1);
        [[[m.splat(first0), m.splat(first1)], [m.splat(second0), m.splat(second1)]]; N]
    }
}

/// A key for every block, to encipher.
#[derive(Clone, Copy)]
struct PerLane<'a, const W: usize, const N: usize> {
    keys: &'a [LaneKeys<W>; N],
}

impl<M: Machine<W>, const W: usize, const N: usize> Keys<M, W, N> for PerLane<'_, W, N> {
    #[inline(always)]
    #[allow(clippy::indexing_slicing)] // `pair` counts to eight
    fn two_rounds(self, m: M, pair: usize) -> [[[M::Words; 2]; 2]; N] {
        let mut pairs = [[[m.splat(0); 2]; 2]; N];
        for (pairs, keys) in pairs.iter_mut().zip(self.keys) {
            let ([first0, first1], [second0, second1]) = (&keys[2 * pair], &keys[2 * pair + 1]);
            *pairs = [[m.read(first0), m.read(first1)], [m.read(second0), m.read(second1)]];
        }
        pairs
    }
}

/// Sixteen rounds of `N` groups. (RFC 4269, 2.1)
#[inline(always)]
fn rounds<M: Machine<W>, const W: usize, const N: usize>(
    m: M,
    keys: impl Keys<M, W, N>,
    groups: &mut [[Block; W]; N],
) {
    let tables = Tables::new(m);
    let mut states: [Group<M::Words>; N] = [[m.splat(0); 4]; N];
    for (state, group) in states.iter_mut().zip(groups.iter()) {
        *state = m.read_blocks(group);
    }
    for pair in 0..8 {
        let keys = keys.two_rounds(m, pair);
        for ([l0, l1, r0, r1], [first, _]) in states.iter_mut().zip(keys) {
            [*l0, *l1] = tables.mix(m, [*l0, *l1], [*r0, *r1], first);
        }
        for ([l0, l1, r0, r1], [_, second]) in states.iter_mut().zip(keys) {
            [*r0, *r1] = tables.mix(m, [*r0, *r1], [*l0, *l1], second);
        }
    }
    for ([l0, l1, r0, r1], group) in states.into_iter().zip(groups) {
        // The halves change places once more after the last round.
        m.write_blocks([r0, r1, l0, l1], group);
    }
}

/// The tables of [`super::tower`], as vectors.
struct Tables<V> {
    enter: [V; 2],
    inverse: V,
    ratio: V,
    leave: [[V; 2]; 2],
    constant: V,
    spread: [V; 4],
}

impl<V: Copy> Tables<V> {
    #[inline(always)]
    fn new<const W: usize>(m: impl Machine<W, Words = V>) -> Self {
        let [enter_low, enter_high] = &ENTER;
        let [[u0, v0], [u1, v1]] = &LEAVE;
        let [here, half, quarter, rest] = SPREAD;
        Self {
            enter: [m.table(enter_low), m.table(enter_high)],
            inverse: m.table(&INVERSE),
            ratio: m.table(&RATIO),
            leave: [[m.table(u0), m.table(v0)], [m.table(u1), m.table(v1)]],
            constant: m.splat(CONSTANT),
            spread: [m.splat(here), m.splat(half), m.splat(quarter), m.splat(rest)],
        }
    }

    /// One round: `target` with function F of `source` XORed in. (RFC 4269, 2.1)
    #[inline(always)]
    fn mix<const W: usize>(
        &self,
        m: impl Machine<W, Words = V>,
        [t0, t1]: [V; 2],
        [s0, s1]: [V; 2],
        [k0, k1]: [V; 2],
    ) -> [V; 2] {
        let c = m.xor(s0, k0);
        let d = self.g(m, m.xor(c, m.xor(s1, k1)));
        let c = self.g(m, m.add(c, d));
        let d = self.g(m, m.add(c, d));
        [m.xor(t0, m.add(c, d)), m.xor(t1, d)]
    }

    /// Function G. (RFC 4269, 2.2)
    #[inline(always)]
    fn g<const W: usize>(&self, m: impl Machine<W, Words = V>, x: V) -> V {
        let y = self.boxes(m, x);
        let turned = m.turn_16(y);
        let [here, half, quarter, rest] = self.spread;
        let straight = m.xor(m.and(y, here), m.and(turned, half));
        let across = m.xor(m.and(y, quarter), m.and(turned, rest));
        m.xor(straight, m.turn_8(across))
    }

    /// Box S0 of every even byte and S1 of every odd one, as [`super::tower`] explains.
    #[inline(always)]
    fn boxes<const W: usize>(&self, m: impl Machine<W, Words = V>, x: V) -> V {
        let [low, high] = m.nibbles(x);
        let [enter_low, enter_high] = self.enter;
        let [k, i] = m.nibbles(m.xor(m.find(enter_low, low), m.find(enter_high, high)));
        let j = m.xor(i, k);
        let ratio = m.find(self.ratio, k);
        let [over_i, over_j] = [m.find(self.inverse, i), m.find(self.inverse, j)];
        let u = m.xor(m.find(self.inverse, m.xor(over_i, ratio)), j);
        let v = m.xor(m.find(self.inverse, m.xor(over_j, ratio)), i);
        let [[u0, v0], [u1, v1]] = self.leave;
        let even = [m.find(u0, u), m.find(v0, v)];
        let odd = [m.find(u1, u), m.find(v1, v)];
        m.xor(m.interleave(even, odd), self.constant)
    }
}
