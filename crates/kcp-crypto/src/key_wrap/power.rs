//! RSA's public operation: a block to the public exponent, modulo a key that was prepared once.

use alloc::boxed::Box;
use core::fmt;

use crypto_bigint::{
    Odd, U1024, U2048, U3072, U4096, Uint, Word,
    modular::{FixedMontyForm, FixedMontyParams},
};
use zeroize::Zeroize;

/// A public key's numbers, with what Montgomery's multiplication needs computed beforehand.
///
/// Constant time in the block: its time depends on modulus and exponent alone, which are public.
#[derive(Clone)]
pub(super) struct Power {
    modulus: Modulus,
    exponent: u64,
}

/// The modulus in the narrowest width that holds it: KCP's key has 1024 bits.
#[derive(Clone)]
enum Modulus {
    Bits1024(Box<FixedMontyParams<{ U1024::LIMBS }>>),
    Bits2048(Box<FixedMontyParams<{ U2048::LIMBS }>>),
    Bits3072(Box<FixedMontyParams<{ U3072::LIMBS }>>),
    Bits4096(Box<FixedMontyParams<{ U4096::LIMBS }>>),
}

impl Power {
    /// Prepares a modulus, big-endian without leading zeros; `None` when it is even or has more
    /// than 4096 bits. The exponent is odd.
    pub(super) fn new(modulus: &[u8], exponent: u64) -> Option<Self> {
        let modulus = match modulus.len() {
            0..=128 => Modulus::Bits1024(prepare(modulus)?),
            129..=256 => Modulus::Bits2048(prepare(modulus)?),
            257..=384 => Modulus::Bits3072(prepare(modulus)?),
            385..=512 => Modulus::Bits4096(prepare(modulus)?),
            _ => return None,
        };
        Some(Self { modulus, exponent })
    }

    /// Replaces a block, as long as the modulus and below it, by its power.
    pub(super) fn raise(&self, block: &mut [u8]) {
        match &self.modulus {
            Modulus::Bits1024(modulus) => raise(modulus, self.exponent, block),
            Modulus::Bits2048(modulus) => raise(modulus, self.exponent, block),
            Modulus::Bits3072(modulus) => raise(modulus, self.exponent, block),
            Modulus::Bits4096(modulus) => raise(modulus, self.exponent, block),
        }
    }
}

impl fmt::Debug for Power {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Power { .. }")
    }
}

fn prepare<const LIMBS: usize>(modulus: &[u8]) -> Option<Box<FixedMontyParams<LIMBS>>> {
    let modulus: Option<_> = Odd::new(number(modulus)).into();
    // A modulus is public, so the preparation need not be constant time.
    modulus.map(FixedMontyParams::new_vartime).map(Box::new)
}

/// Square and multiply from the exponent's highest bit. Only the exponent decides what is done.
fn raise<const LIMBS: usize>(modulus: &FixedMontyParams<LIMBS>, exponent: u64, block: &mut [u8]) {
    let mut number = number(block);
    // The same number read as a Montgomery form: multiplying by it also leaves Montgomery's domain,
    // so the exponent's last bit, which is set, saves the way back.
    let mut last = FixedMontyForm::from_montgomery(number, modulus);
    let mut base = FixedMontyForm::new(&number, modulus);
    let mut power = base;
    let mut left = exponent.ilog2();
    while left > 0 {
        // Squarings up to the next bit that is set; an odd exponent has one at the end.
        let run = (exponent << (u64::BITS - left)).leading_zeros() + 1;
        left = left.saturating_sub(run);
        let factor = if left == 0 { &last } else { &base };
        power = power.square_repeat_vartime(run).mul(factor);
    }
    write(power.as_montgomery(), block);
    number.zeroize();
    last.as_montgomery_mut().zeroize();
    base.as_montgomery_mut().zeroize();
}

/// Reads big-endian bytes; what does not fit is left out.
fn number<const LIMBS: usize>(bytes: &[u8]) -> Uint<LIMBS> {
    let mut number = Uint::ZERO;
    for (word, bytes) in number.as_mut_words().iter_mut().zip(bytes.rchunks(WORD)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | Word::from(*byte));
    }
    number
}

/// Writes the low bytes of a number, big-endian.
fn write<const LIMBS: usize>(number: &Uint<LIMBS>, bytes: &mut [u8]) {
    for (bytes, word) in bytes.rchunks_mut(WORD).zip(number.as_words()) {
        for (byte, low) in bytes.iter_mut().rev().zip(word.to_le_bytes()) {
            *byte = low;
        }
    }
}

/// Bytes of a word.
const WORD: usize = size_of::<Word>();

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_possible_truncation)] // taking bytes off is the purpose

    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// Multiplication by adding and doubling bits: slow, obvious, and without Montgomery.
    fn times(a: &[u8], b: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut sum = alloc::vec![0; modulus.len()];
        for byte in a {
            for bit in (0..8).rev() {
                sum = add(&sum, &sum, modulus);
                if byte >> bit & 1 == 1 {
                    sum = add(&sum, b, modulus);
                }
            }
        }
        sum
    }

    fn add(a: &[u8], b: &[u8], modulus: &[u8]) -> Vec<u8> {
        let mut carry = 0;
        let mut sum: Vec<u8> = (a.iter().zip(b).rev())
            .map(|(a, b)| {
                carry += u16::from(*a) + u16::from(*b);
                let byte = carry as u8;
                carry >>= 8;
                byte
            })
            .collect();
        sum.reverse();
        if carry == 1 || sum.as_slice() >= modulus {
            let mut borrow = 0;
            for (byte, less) in sum.iter_mut().rev().zip(modulus.iter().rev()) {
                let rest = i16::from(*byte) - i16::from(*less) - borrow;
                borrow = i16::from(rest < 0);
                *byte = rest as u8;
            }
        }
        sum
    }

    /// Power by multiplying once per bit, with the slow multiplication.
    fn slow(base: &[u8], exponent: u64, modulus: &[u8]) -> Vec<u8> {
        let mut power = base.to_vec();
        for bit in (0..exponent.ilog2()).rev() {
            power = times(&power, &power, modulus);
            if exponent >> bit & 1 == 1 {
                power = times(&power, base, modulus);
            }
        }
        power
    }

    fn fast(base: &[u8], exponent: u64, modulus: &[u8]) -> Vec<u8> {
        let mut block = base.to_vec();
        Power::new(modulus, exponent).unwrap().raise(&mut block);
        block
    }

    #[test]
    fn the_least_and_the_greatest_blocks_have_the_power_that_algebra_gives() {
        for len in [128, 129, 136, 256, 257, 384, 385, 512] {
            let mut modulus = alloc::vec![0xa5; len];
            modulus[len - 1] |= 1;
            let mut block = alloc::vec![0; len];
            assert_eq!(fast(&block, 65_537, &modulus), block, "0, {len} bytes");
            block[len - 1] = 1;
            assert_eq!(fast(&block, 65_537, &modulus), block, "1, {len} bytes");
            // One less than the modulus is -1, and an odd power of it is -1 too.
            block.clone_from(&modulus);
            block[len - 1] -= 1;
            for exponent in [3, 5, 17, 65_537, (1 << 33) - 1] {
                assert_eq!(fast(&block, exponent, &modulus), block, "-1, {len} bytes");
            }
        }
    }

    #[test]
    fn moduli_that_are_even_or_too_long_are_not_prepared() {
        assert!(Power::new(&[0xaa; 128], 3).is_none());
        assert!(Power::new(&[], 3).is_none());
        assert!(Power::new(&[0xab; 513], 3).is_none());
        assert!(Power::new(&[0xab; 512], 3).is_some());
    }

    #[test]
    fn moduli_at_the_edges_of_their_width_agree_with_the_slow_power() {
        for (len, top) in [(128, 0xff), (128, 0x80), (129, 1), (129, 0xff), (256, 0xff)] {
            for fill in [0, 0xff] {
                let mut modulus = alloc::vec![fill; len];
                (modulus[0], modulus[len - 1]) = (top, fill | 1);
                let mut block: Vec<u8> = (0..len).map(|at| (at * 37) as u8).collect();
                block[0] = 0;
                for exponent in [3, 65_537] {
                    let want = slow(&block, exponent, &modulus);
                    assert_eq!(fast(&block, exponent, &modulus), want, "{len} {top} {fill}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_block_has_the_power_that_the_slow_twin_computes(
            mut modulus in proptest::collection::vec(any::<u8>(), 128..=160),
            seed: [u8; 160],
            exponent in 1..(1_u64 << 16),
        ) {
            let exponent = 2 * exponent + 1;
            modulus[0] |= 1;
            *modulus.last_mut().unwrap() |= 1;
            let mut block = seed[..modulus.len()].to_vec();
            block[0] = 0;
            prop_assert_eq!(
                fast(&block, exponent, &modulus),
                slow(&block, exponent, &modulus)
            );
        }
    }
}
