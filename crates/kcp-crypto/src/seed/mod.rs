//! SEED-128, Korea's national block cipher: blocks, CBC for one message, CBC for many.
//!
//! [`cbc_encrypt`], [`cbc_decrypt`] and [`cbc_encrypt_many`] work on whole blocks in place.
//! [`Seed128`] is the key, and has the `cipher` traits as well. What is computed by table look-ups,
//! and so shows key and data in its time, is said with [`Seed128`]; [`Backend`] says how a build can
//! rule that out.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod backend;
pub(crate) mod diff;
pub(crate) mod doors;
mod kernel;
mod many;
mod modes;
pub(crate) mod naive;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(test)]
mod portable;
mod scalar;
pub(crate) mod tables;
#[cfg(any(target_arch = "aarch64", target_arch = "x86_64", test))]
mod tower;
mod traits;
#[cfg(any(target_arch = "aarch64", target_arch = "x86_64", test))]
mod vector;

pub use backend::Backend;
pub use many::{Message, cbc_encrypt_many};

use backend::{Kernels, on};
use kernel::Block;
use scalar::RoundKeys;

/// SEED with a 128-bit key: 16-byte blocks, 16 rounds. (RFC 4269)
///
/// Constant-time wherever the processor has a vector [`Backend`]: the key schedule,
/// [`cbc_decrypt`], [`cbc_encrypt_many`], and several blocks together through the `cipher` traits.
/// **Not** constant-time, unless the build forbids [`Backend::Scalar`]: [`cbc_encrypt`], and a
/// single block through the traits. Those use table look-ups, so their time depends on key and data
/// through the processor's cache: not for use beside strangers on one machine. The round keys are
/// wiped on drop and never printed.
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
    round_keys: RoundKeys,
}

impl Seed128 {
    /// The sixteen pairs of round keys, for the vectors of RFC 4269, appendix B.
    pub(crate) const fn round_keys(&self) -> &[[u32; 2]; 16] {
        &self.round_keys
    }
}

impl Drop for Seed128 {
    fn drop(&mut self) {
        self.round_keys.zeroize();
    }
}

impl ZeroizeOnDrop for Seed128 {}

impl fmt::Debug for Seed128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed128 { .. }")
    }
}

/// Deciphers one message in CBC mode, in place.
///
/// Many blocks at once by [`Backend::best`], and constant-time unless that is [`Backend::Scalar`].
///
/// ```
/// use kcp_crypto::{Seed128, cipher::KeyInit, seed::{cbc_decrypt, cbc_encrypt}};
///
/// let (seed, iv) = (Seed128::new(&[1; 16].into()), [2; 16]);
/// let mut message = *b"sixteen bytes or any multiple ..";
/// let (blocks, _) = message.as_chunks_mut();
/// cbc_encrypt(&seed, &iv, blocks);
/// cbc_decrypt(&seed, &iv, blocks);
/// assert_eq!(message, *b"sixteen bytes or any multiple ..");
/// ```
pub fn cbc_decrypt(seed: &Seed128, iv: &[u8; 16], blocks: &mut [[u8; 16]]) {
    on!(Kernels::best(), kernel => modes::cbc_decrypt(kernel, &seed.round_keys, iv, blocks));
}

/// Enciphers one message in CBC mode, in place.
///
/// Each block waits for the one before, so the fastest way is one block at a time by table look-ups,
/// which are **not** constant-time. A build that forbids [`Backend::Scalar`] computes the same by
/// byte shuffles. Where several messages are at hand, [`cbc_encrypt_many`] is constant-time and
/// faster.
pub fn cbc_encrypt(seed: &Seed128, iv: &[u8; 16], blocks: &mut [[u8; 16]]) {
    cbc_encrypt_on(Kernels::for_one(), &seed.round_keys, iv, blocks);
}

/// [`cbc_encrypt`] by any backend.
fn cbc_encrypt_on(kernels: Kernels, keys: &RoundKeys, iv: &Block, blocks: &mut [Block]) {
    match kernels.backend() {
        Backend::Scalar => scalar::cbc_encrypt(keys, iv, blocks),
        _ => on!(kernels, kernel => modes::cbc_encrypt(kernel, keys, iv, blocks)),
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
