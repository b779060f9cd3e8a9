//! HAS-160, Korea's hash of 20 bytes, on the `digest` traits.

use core::fmt;

use digest::{
    HashMarker, Output, OutputSizeUser,
    block_api::{
        AlgorithmName, Block, BlockSizeUser, Buffer, BufferKindUser, Eager, FixedOutputCore, Reset,
        UpdateCore,
    },
    consts::{U20, U64},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

mod hidden;
mod once;
mod rounds;
mod tables;

pub(crate) use hidden::hash_prefix;

digest::buffer_fixed!(
    /// HAS-160 over any number of bytes, in any number of pieces.
    ///
    /// 20 bytes out, 64-byte blocks, MD5's padding. It is as old as SHA-1 and as weak: it is here
    /// because the wire has it. The state is wiped on drop, as session keys are hashed too.
    /// (legacy.md §4.3 and appendix A)
    ///
    /// ```
    /// use kcp_crypto::{Has160, digest::Digest};
    ///
    /// let mut hash = Has160::new();
    /// hash.update(b"a");
    /// assert_eq!(hash.finalize()[..4], [0x48, 0x72, 0xbc, 0xbc]);
    /// ```
    pub struct Has160(Has160Core);
    impl: BaseFixedTraits AlgorithmName Default Clone HashMarker Reset FixedOutputReset;
);

impl Has160 {
    /// The 20-byte digest of `bytes`.
    #[must_use]
    pub fn hash(bytes: &[u8]) -> [u8; 20] {
        once::hash(bytes)
    }
}

impl ZeroizeOnDrop for Has160 {}

/// The part of HAS-160 that works in whole blocks; [`Has160`] is what to use.
#[derive(Clone)]
pub struct Has160Core {
    chain: [u32; 5],
    blocks: u64,
}

impl AlgorithmName for Has160Core {
    fn write_alg_name(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HAS-160")
    }
}

impl BlockSizeUser for Has160Core {
    type BlockSize = U64;
}

impl BufferKindUser for Has160Core {
    type BufferKind = Eager;
}

impl Default for Has160Core {
    fn default() -> Self {
        Self { chain: tables::START, blocks: 0 }
    }
}

impl Drop for Has160Core {
    fn drop(&mut self) {
        self.chain.zeroize();
        self.blocks.zeroize();
    }
}

impl FixedOutputCore for Has160Core {
    fn finalize_fixed_core(&mut self, buffer: &mut Buffer<Self>, out: &mut Output<Self>) {
        // The length counts bits modulo 2^64, as MD5's does.
        let tail = u64::try_from(buffer.get_pos()).unwrap_or_default();
        let bits = self.blocks.wrapping_mul(64).wrapping_add(tail).wrapping_mul(8);
        buffer.len64_padding_le(bits, |block| rounds::compress(&mut self.chain, &block.0));
        for (bytes, word) in out.chunks_exact_mut(4).zip(self.chain) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
}

impl HashMarker for Has160Core {}

impl OutputSizeUser for Has160Core {
    type OutputSize = U20;
}

impl Reset for Has160Core {
    fn reset(&mut self) {
        *self = Self::default();
    }
}

impl UpdateCore for Has160Core {
    fn update_blocks(&mut self, blocks: &[Block<Self>]) {
        // In registers from block to block.
        let mut chain = self.chain;
        for block in blocks {
            rounds::compress(&mut chain, &block.0);
        }
        self.chain = chain;
        self.blocks = self.blocks.wrapping_add(u64::try_from(blocks.len()).unwrap_or_default());
    }
}

impl ZeroizeOnDrop for Has160Core {}

impl fmt::Debug for Has160Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Has160Core { .. }")
    }
}
