//! What a backend must do: groups of blocks under one key or many, and function G.

use zeroize::optimization_barrier;

use super::scalar::RoundKeys;

/// Sixteen bytes, as they stand in a message.
pub(super) type Block = [u8; 16];

/// The round keys of a group's blocks: round, half, block.
pub(super) type LaneKeys<const W: usize> = [[[u32; W]; 2]; 16];

/// SEED by one backend, `W` blocks to a group, `N` groups at once.
///
/// A value is proof that the processor can do it.
pub(super) trait Kernel<const W: usize, const N: usize>: Copy {
    /// Puts every word through function G. (RFC 4269, 2.2)
    fn g(self, words: &mut RoundKeys);

    /// Enciphers or deciphers every block under the same key.
    fn crypt(self, keys: &RoundKeys, direction: Direction, groups: &mut [[Block; W]]);

    /// Enciphers every block under a key of its own, for as many groups as there are keys.
    fn encrypt_lanes(self, keys: &[LaneKeys<W>], groups: &mut [[Block; W]]);
}

/// Which way the rounds go.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    /// Keys backwards.
    Decrypt,
    /// Keys forwards.
    Encrypt,
}

impl Direction {
    /// The two keys of one round of sixteen.
    #[inline(always)]
    #[allow(clippy::indexing_slicing)] // `round` counts to sixteen
    pub(super) const fn key(self, keys: &RoundKeys, round: usize) -> (u32, u32) {
        let [k0, k1] = match self {
            Self::Decrypt => keys[15 - round],
            Self::Encrypt => keys[round],
        };
        (k0, k1)
    }
}

/// A place to work on [`CHUNK`] blocks, wiped on drop.
#[repr(align(64))]
pub(super) struct Scratch([Block; CHUNK]);

/// Whole groups of every backend.
pub(super) const CHUNK: usize = 48;

impl Scratch {
    pub(super) const fn new() -> Self {
        Self([[0; 16]; CHUNK])
    }

    /// As many blocks as fit.
    pub(super) fn blocks(&mut self) -> &mut [Block; CHUNK] {
        &mut self.0
    }

    /// The groups in which the first blocks stand.
    pub(super) fn groups<const W: usize>(&mut self, blocks: usize) -> &mut [[Block; W]] {
        let (groups, _) = self.0.as_chunks_mut::<W>();
        groups.get_mut(..blocks.div_ceil(W)).unwrap_or_default()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Faster than byte after volatile byte, which would cost a fifth of a short message.
        self.0.fill([0; 16]);
        optimization_barrier(&self.0);
    }
}

/// The sum of two blocks.
#[inline(always)]
pub(super) fn xor(a: Block, b: Block) -> Block {
    (u128::from_ne_bytes(a) ^ u128::from_ne_bytes(b)).to_ne_bytes()
}
