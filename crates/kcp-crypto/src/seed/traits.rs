//! [`Seed128`] on the `cipher` traits: one block alone, many together.

use core::fmt;

use cipher::{
    AlgorithmName, Array, Block, BlockCipherDecBackend, BlockCipherDecClosure, BlockCipherDecrypt,
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, InOut,
    InOutBuf, Key, KeyInit, KeySizeUser, ParBlocks, ParBlocksSizeUser, consts::U16,
};

use super::{
    Backend, Seed128,
    backend::{Kernels, on},
    kernel::Direction,
    modes, scalar,
};

impl AlgorithmName for Seed128 {
    fn write_alg_name(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SEED-128")
    }
}

impl BlockCipherDecrypt for Seed128 {
    fn decrypt_with_backend(&self, f: impl BlockCipherDecClosure<BlockSize = Self::BlockSize>) {
        f.call(&Sixteen(self));
    }
}

impl BlockCipherEncrypt for Seed128 {
    fn encrypt_with_backend(&self, f: impl BlockCipherEncClosure<BlockSize = Self::BlockSize>) {
        f.call(&Sixteen(self));
    }
}

impl BlockSizeUser for Seed128 {
    type BlockSize = U16;
}

impl KeyInit for Seed128 {
    fn new(key: &Key<Self>) -> Self {
        Self { round_keys: on!(Kernels::best(), kernel => modes::expand(kernel, &key.0)) }
    }
}

impl KeySizeUser for Seed128 {
    type KeySize = U16;
}

/// Sixteen blocks at a time, what is left of them together, and one by itself.
///
/// Modes that know nothing of tails work on those a block at a time, so more than sixteen would
/// leave most messages to the slowest path.
struct Sixteen<'a>(&'a Seed128);

impl Sixteen<'_> {
    /// One block by itself.
    #[inline]
    fn one(&self, way: Direction, block: InOut<'_, '_, Block<Self>>) {
        let (keys, block) = (&self.0.round_keys, &mut block.into_out_with_copied_in().0);
        let kernels = Kernels::for_one();
        match kernels.backend() {
            Backend::Scalar => *block = scalar::crypt(keys, way, *block),
            _ => on!(kernels, it => modes::each(it, keys, way, core::slice::from_mut(block))),
        }
    }

    /// Many blocks.
    fn each(&self, way: Direction, blocks: &mut [Block<Self>]) {
        let blocks = Array::cast_slice_to_core_mut(blocks);
        on!(Kernels::best(), kernel => modes::each(kernel, &self.0.round_keys, way, blocks));
    }
}

impl BlockSizeUser for Sixteen<'_> {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for Sixteen<'_> {
    type ParBlocksSize = U16;
}

impl BlockCipherDecBackend for Sixteen<'_> {
    #[inline]
    fn decrypt_block(&self, block: InOut<'_, '_, Block<Self>>) {
        self.one(Direction::Decrypt, block);
    }

    #[inline]
    fn decrypt_par_blocks(&self, blocks: InOut<'_, '_, ParBlocks<Self>>) {
        self.each(Direction::Decrypt, blocks.into_out_with_copied_in());
    }

    #[inline]
    fn decrypt_tail_blocks(&self, blocks: InOutBuf<'_, '_, Block<Self>>) {
        self.each(Direction::Decrypt, blocks.into_out_with_copied_in());
    }
}

impl BlockCipherEncBackend for Sixteen<'_> {
    #[inline]
    fn encrypt_block(&self, block: InOut<'_, '_, Block<Self>>) {
        self.one(Direction::Encrypt, block);
    }

    #[inline]
    fn encrypt_par_blocks(&self, blocks: InOut<'_, '_, ParBlocks<Self>>) {
        self.each(Direction::Encrypt, blocks.into_out_with_copied_in());
    }

    #[inline]
    fn encrypt_tail_blocks(&self, blocks: InOutBuf<'_, '_, Block<Self>>) {
        self.each(Direction::Encrypt, blocks.into_out_with_copied_in());
    }
}
