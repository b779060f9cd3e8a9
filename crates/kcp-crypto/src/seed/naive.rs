//! SEED slowly and obviously, from the boxes' algebra: the twin that holds the fast path honest.
//!
//! Shares no table and no function with the backends: each box is computed as an affine map over a
//! power in GF(2^8), words are arrays of bytes, and the halves really change places every round.

/// SEED-128 by definition, for comparison only.
#[derive(Clone)]
pub struct NaiveSeed128 {
    round_keys: [[u32; 2]; 16],
}

impl NaiveSeed128 {
    /// Makes the round keys. (RFC 4269, 2.3)
    #[must_use]
    pub fn new(key: [u8; 16]) -> Self {
        let [mut a, mut b, mut c, mut d] = words(key);
        let mut kc = 0x9e37_79b9_u32;
        let round_keys = core::array::from_fn(|i| {
            let pair =
                [g(a.wrapping_add(c).wrapping_sub(kc)), g(b.wrapping_sub(d).wrapping_add(kc))];
            if i % 2 == 0 {
                (a, b) = (a >> 8 | b << 24, b >> 8 | a << 24);
            } else {
                (c, d) = (c << 8 | d >> 24, d << 8 | c >> 24);
            }
            kc = kc.rotate_left(1);
            pair
        });
        Self { round_keys }
    }

    /// Enciphers one block.
    #[must_use]
    pub fn encrypt(&self, block: [u8; 16]) -> [u8; 16] {
        feistel(self.round_keys.iter(), block)
    }

    /// Deciphers one block.
    #[must_use]
    pub fn decrypt(&self, block: [u8; 16]) -> [u8; 16] {
        feistel(self.round_keys.iter().rev(), block)
    }

    /// The sixteen pairs of round keys, for the vectors of RFC 4269, appendix B.
    #[must_use]
    pub const fn round_keys(&self) -> &[[u32; 2]; 16] {
        &self.round_keys
    }
}

impl core::fmt::Debug for NaiveSeed128 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("NaiveSeed128 { .. }")
    }
}

/// Sixteen rounds, changing places after each but the last. (RFC 4269, 2.1)
fn feistel<'a>(keys: impl Iterator<Item = &'a [u32; 2]>, block: [u8; 16]) -> [u8; 16] {
    let [l0, l1, r0, r1] = words(block);
    let (mut left, mut right) = ([l0, l1], [r0, r1]);
    for key in keys {
        let mixed = f(right, *key);
        (left, right) = (right, [left[0] ^ mixed[0], left[1] ^ mixed[1]]);
    }
    let mut out = [0; 16];
    for (bytes, word) in out.chunks_exact_mut(4).zip([right[0], right[1], left[0], left[1]]) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    out
}

/// Function F. (RFC 4269, 2.1)
fn f([r0, r1]: [u32; 2], [k0, k1]: [u32; 2]) -> [u32; 2] {
    let (c, d) = (r0 ^ k0, r1 ^ k1);
    let first = g(c ^ d);
    let second = g(first.wrapping_add(c));
    let third = g(second.wrapping_add(first));
    [third.wrapping_add(second), third]
}

/// Function G, byte by byte. (RFC 4269, 2.2)
pub(super) fn g(word: u32) -> u32 {
    const M: [u8; 4] = [0xfc, 0xf3, 0xcf, 0x3f];
    let [x0, x1, x2, x3] = word.to_le_bytes();
    let [y0, y1, y2, y3] = [s0(x0), s1(x1), s0(x2), s1(x3)];
    u32::from_le_bytes([
        (y0 & M[0]) ^ (y1 & M[1]) ^ (y2 & M[2]) ^ (y3 & M[3]),
        (y0 & M[1]) ^ (y1 & M[2]) ^ (y2 & M[3]) ^ (y3 & M[0]),
        (y0 & M[2]) ^ (y1 & M[3]) ^ (y2 & M[0]) ^ (y3 & M[1]),
        (y0 & M[3]) ^ (y1 & M[0]) ^ (y2 & M[1]) ^ (y3 & M[2]),
    ])
}

/// Box S0: x^247 through an affine map that adds 169.
pub(crate) fn s0(x: u8) -> u8 {
    affine([0x2c, 0xd0, 0x69, 0xc2, 0x41, 0x44, 0x58, 0xe2], power(x, 247)) ^ 169
}

/// Box S1: x^251 through an affine map that adds 56.
pub(crate) fn s1(x: u8) -> u8 {
    affine([0xd0, 0x2a, 0xe1, 0x2c, 0x21, 0x30, 0xa2, 0x6c], power(x, 251)) ^ 56
}

/// A linear map over GF(2), given by the image of each bit, lowest first.
fn affine(columns: [u8; 8], x: u8) -> u8 {
    (0..8)
        .zip(columns)
        .fold(0, |sum, (bit, column)| if x >> bit & 1 == 1 { sum ^ column } else { sum })
}

/// `x` to the power of `n` in GF(2^8): squared for every bit of `n`, from the highest, and times `x` where it is set.
fn power(x: u8, n: u8) -> u8 {
    (0..8).rev().fold(1, |product, bit| {
        let square = multiply(product, product);
        if n >> bit & 1 == 1 { multiply(square, x) } else { square }
    })
}

/// Multiplication modulo x^8 + x^6 + x^5 + x + 1.
fn multiply(mut a: u8, b: u8) -> u8 {
    let mut product = 0;
    for bit in 0..8 {
        if b >> bit & 1 == 1 {
            product ^= a;
        }
        a = a << 1 ^ if a >> 7 == 1 { 0x63 } else { 0 };
    }
    product
}

/// Four big-endian words.
fn words(bytes: [u8; 16]) -> [u32; 4] {
    core::array::from_fn(|i| {
        bytes.iter().skip(4 * i).take(4).fold(0, |word, byte| word << 8 | u32::from(*byte))
    })
}
