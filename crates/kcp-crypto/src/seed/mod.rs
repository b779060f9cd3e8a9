//! SEED-128, Korea's national block cipher, on the `cipher` traits.

use core::fmt;

use cipher::{
    AlgorithmName, Block, BlockCipherDecBackend, BlockCipherDecClosure, BlockCipherDecrypt,
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, InOut, Key,
    KeyInit, KeySizeUser, ParBlocksSizeUser,
    consts::{U1, U16},
};
use zeroize::{Zeroize, ZeroizeOnDrop};

pub(crate) mod naive;
mod scalar;
pub(crate) mod tables;

/// SEED with a 128-bit key: 16-byte blocks, 16 rounds. (RFC 4269)
///
/// Built on table look-ups, so the time a block takes depends on key and data through the
/// processor's cache: not for use beside strangers on one machine. The round keys are wiped on
/// drop and never printed.
///
/// ```
/// use kcp_crypto::{Seed128, cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit}};
///
/// let seed = Seed128::new(&[0; 16].into());
/// let mut block = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].into();
/// seed.encrypt_block(&mut block);
/// assert_eq!(block[..4], [0x5e, 0xba, 0xc6, 0xe0]); // RFC 4269, B.1
/// seed.decrypt_block(&mut block);
/// assert_eq!(block[..4], [0, 1, 2, 3]);
/// ```
#[derive(Clone)]
pub struct Seed128 {
    round_keys: scalar::RoundKeys,
}

impl Seed128 {
    /// The sixteen pairs of round keys, for the vectors of RFC 4269, appendix B.
    pub(crate) const fn round_keys(&self) -> &[[u32; 2]; 16] {
        &self.round_keys
    }
}

impl AlgorithmName for Seed128 {
    fn write_alg_name(f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SEED-128")
    }
}

impl BlockCipherDecrypt for Seed128 {
    fn decrypt_with_backend(&self, f: impl BlockCipherDecClosure<BlockSize = Self::BlockSize>) {
        f.call(&Scalar(self));
    }
}

impl BlockCipherEncrypt for Seed128 {
    fn encrypt_with_backend(&self, f: impl BlockCipherEncClosure<BlockSize = Self::BlockSize>) {
        f.call(&Scalar(self));
    }
}

impl BlockSizeUser for Seed128 {
    type BlockSize = U16;
}

impl Drop for Seed128 {
    fn drop(&mut self) {
        self.round_keys.zeroize();
    }
}

impl KeyInit for Seed128 {
    fn new(key: &Key<Self>) -> Self {
        Self { round_keys: scalar::expand(key.0) }
    }
}

impl KeySizeUser for Seed128 {
    type KeySize = U16;
}

impl ZeroizeOnDrop for Seed128 {}

impl fmt::Debug for Seed128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed128 { .. }")
    }
}

/// The backend that works a block at a time.
struct Scalar<'a>(&'a Seed128);

impl BlockSizeUser for Scalar<'_> {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for Scalar<'_> {
    type ParBlocksSize = U1;
}

impl BlockCipherDecBackend for Scalar<'_> {
    #[inline]
    fn decrypt_block(&self, mut block: InOut<'_, '_, Block<Self>>) {
        let plain = scalar::decrypt(&self.0.round_keys, block.get_in().0);
        *block.get_out() = plain.into();
    }
}

impl BlockCipherEncBackend for Scalar<'_> {
    #[inline]
    fn encrypt_block(&self, mut block: InOut<'_, '_, Block<Self>>) {
        let sealed = scalar::encrypt(&self.0.round_keys, block.get_in().0);
        *block.get_out() = sealed.into();
    }
}

#[cfg(test)]
mod tests {
    use super::{naive, tables};

    #[test]
    fn both_boxes_are_their_algebraic_definition() {
        for x in 0..=255 {
            assert_eq!(tables::S0[usize::from(x)], naive::s0(x), "S0 of {x}");
            assert_eq!(tables::S1[usize::from(x)], naive::s1(x), "S1 of {x}");
        }
    }

    #[test]
    fn word_tables_begin_and_end_as_the_rfc_prints_them() {
        let [ss0, ss1, ss2, ss3] = &tables::SS;
        assert_eq!(
            [ss0[0], ss1[0], ss2[0], ss3[0]],
            [0x2989_a1a8, 0x3838_0830, 0xa1a8_2989, 0x0830_3838]
        );
        let sum = |table: &[u32; 256]| table.iter().fold(0, |sum, word| sum ^ word);
        // A box is a permutation: every bit is set in half of the entries, so each XOR is zero.
        assert_eq!([sum(ss0), sum(ss1), sum(ss2), sum(ss3)], [0; 4]);
    }

    #[test]
    fn round_constants_are_those_of_the_rfc() {
        assert_eq!(tables::ROUND_CONSTANTS[1], 0x3c6e_f373);
        assert_eq!(tables::ROUND_CONSTANTS[15], 0xbcdc_cf1b);
    }
}
