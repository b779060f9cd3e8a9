//! SEED's boxes by nibbles: tables of sixteen bytes, computed from the boxes' algebra by the compiler.
//!
//! Both boxes are an affine map behind the inverse in GF(2^8) (RFC 4269, 2.2). The inverse of a byte
//! is found in a tower of fields, over nibbles (M. Hamburg, "Accelerating AES with Vector Permute
//! Instructions", CHES 2009). A byte is x = k + i·t, with i and k in GF(2^4) and t^2 = a·t + a. With
//! j = i + k, and N = k^2 + a·i·k + a·i^2 which is never zero but for x = 0:
//!
//! ```text
//! u = 1/(1/i + a/k) + j = N/(k + a·i)
//! v = 1/(1/j + a/k) + i = N/(k + a·j)
//! 1/x = ((k + a·i) + i·t)/N = (1/u)·(1 + t/a + t/a^2) + (1/v)·(t/a^2)
//! ```
//!
//! Every fraction is one look-up by a nibble. What is divided by zero is [`INFINITE`]: adding a
//! nibble to it leaves it infinite, and a look-up by it finds zero.
// All of it runs in the compiler, where a wrong index is a build error.
#![allow(clippy::indexing_slicing)]

use super::tables::{MASKS, S0, S1};

/// A nibble's table.
pub(super) type Table = [u8; 16];

/// An index that finds zero, whatever is added to its lower half.
pub(super) const INFINITE: u8 = 0x80;

/// From a byte's low and high nibble to `i` (high nibble) and `k` (low nibble): XOR both.
pub(super) const ENTER: [Table; 2] = [enter(0), enter(4)];

/// From a nibble n to 1/n.
pub(super) const INVERSE: Table = ratio(1);

/// From a nibble n to a/n.
pub(super) const RATIO: Table = ratio(A);

/// From u and v to the answer of each box, but for its constant: XOR both.
pub(super) const LEAVE: [[Table; 2]; 2] = [leave(&S0), leave(&S1)];

/// The boxes' constants, at the places of a word at which each box stands.
pub(super) const CONSTANT: u32 = u32::from_le_bytes([S0[0], S1[0], S0[0], S1[0]]);

/// What function G keeps of the boxes' word, of that word turned by 16 bits, and of both, all
/// turned by 8 bits more. (RFC 4269, 2.2)
///
/// Byte `to` of the answer takes byte `to + r` under mask `2·to + r`, for each r, modulo 4.
pub(super) const SPREAD: [u32; 4] =
    [spread(0), spread(2), spread(1).rotate_left(8), spread(3).rotate_left(8)];

/// The trace and norm of [`T`], which are one: t + t^16 = t^17 = a. An element of GF(2^4).
const A: u8 = power(T, 17);

/// The first byte outside GF(2^4) of which trace and norm agree.
const T: u8 = {
    let mut t = 0;
    while power(t, 16) == t || t ^ power(t, 16) != power(t, 17) {
        t += 1;
    }
    t
};

/// The elements of GF(2^4) in GF(2^8), by the nibble that stands for each.
const ELEMENTS: Table = {
    // The first byte of order fifteen, and its powers as the bits of a nibble.
    let mut unit = 2;
    while power(unit, 15) != 1 || power(unit, 5) == 1 || power(unit, 3) == 1 {
        unit += 1;
    }
    let mut elements = [0; 16];
    let mut nibble = 0;
    while nibble < 16 {
        let mut bit = 0;
        while bit < 4 {
            if nibble >> bit & 1 == 1 {
                elements[nibble] ^= power(unit, bit);
            }
            bit += 1;
        }
        nibble += 1;
    }
    elements
};

/// A byte of which one nibble is known, as `i` and `k`.
const fn enter(shift: u8) -> Table {
    let mut table = [0; 16];
    let mut nibble = 0;
    while nibble < 16 {
        let x = nibble << shift;
        let i = divide(x ^ power(x, 16), A);
        let k = x ^ multiply(i, T);
        table[nibble as usize] = nibble_of(i) << 4 | nibble_of(k);
        nibble += 1;
    }
    table
}

/// A numerator over each element of GF(2^4).
const fn ratio(numerator: u8) -> Table {
    let mut table = [INFINITE; 16];
    let mut nibble = 1;
    while nibble < 16 {
        table[nibble] = nibble_of(divide(numerator, ELEMENTS[nibble]));
        nibble += 1;
    }
    table
}

/// The two summands of 1/x, through the linear part of a box.
const fn leave(sbox: &[u8; 256]) -> [Table; 2] {
    let of_v = divide(T, multiply(A, A));
    let of_u = 1 ^ divide(T, A) ^ of_v;
    let mut tables = [[0; 16]; 2];
    let mut nibble = 1;
    while nibble < 16 {
        let inverse = divide(1, ELEMENTS[nibble]);
        tables[0][nibble] = linear(sbox, multiply(inverse, of_u));
        tables[1][nibble] = linear(sbox, multiply(inverse, of_v));
        nibble += 1;
    }
    tables
}

/// What a box makes of an inverse, without its constant.
const fn linear(sbox: &[u8; 256], inverse: u8) -> u8 {
    sbox[divide(1, inverse) as usize] ^ sbox[0]
}

const fn spread(r: usize) -> u32 {
    u32::from_le_bytes([MASKS[r % 4], MASKS[(2 + r) % 4], MASKS[(4 + r) % 4], MASKS[(6 + r) % 4]])
}

/// The nibble that stands for an element of GF(2^4).
const fn nibble_of(element: u8) -> u8 {
    let mut nibble = 0;
    while ELEMENTS[nibble as usize] != element {
        nibble += 1;
    }
    nibble
}

/// `a / b`, and zero where `b` is zero.
const fn divide(a: u8, b: u8) -> u8 {
    multiply(a, power(b, 254))
}

/// `x` to the power of `n`.
const fn power(x: u8, n: u8) -> u8 {
    let (mut product, mut square, mut rest) = (1, x, n);
    while rest > 0 {
        if rest & 1 == 1 {
            product = multiply(product, square);
        }
        square = multiply(square, square);
        rest >>= 1;
    }
    product
}

/// Multiplication modulo x^8 + x^6 + x^5 + x + 1. (RFC 4269, 2.2)
const fn multiply(mut a: u8, b: u8) -> u8 {
    let (mut product, mut bit) = (0, 0);
    while bit < 8 {
        if b >> bit & 1 == 1 {
            product ^= a;
        }
        a = (a << 1) ^ ((a >> 7) * 0x63);
        bit += 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A look-up as the backends do it.
    fn find(table: &Table, index: u8) -> u8 {
        if index & INFINITE == 0 { table[usize::from(index)] } else { 0 }
    }

    fn both_boxes(x: u8) -> [u8; 2] {
        let entered = find(&ENTER[0], x & 15) ^ find(&ENTER[1], x >> 4);
        let (i, k) = (entered >> 4, entered & 15);
        let j = i ^ k;
        let ratio = find(&RATIO, k);
        let u = find(&INVERSE, find(&INVERSE, i) ^ ratio) ^ j;
        let v = find(&INVERSE, find(&INVERSE, j) ^ ratio) ^ i;
        let [s0, s1, ..] = CONSTANT.to_le_bytes();
        let [leave0, leave1] = LEAVE.map(|[of_u, of_v]| find(&of_u, u) ^ find(&of_v, v));
        [leave0 ^ s0, leave1 ^ s1]
    }

    #[test]
    fn nibble_tables_find_both_boxes_of_every_byte() {
        for x in 0..=255 {
            let byte = usize::from(x);
            assert_eq!(both_boxes(x), [S0[byte], S1[byte]], "boxes of {x}");
        }
    }

    #[test]
    fn a_box_without_its_constant_is_linear_in_the_inverse() {
        for sbox in [&S0, &S1] {
            for x in 0..=255 {
                for bit in 0..8 {
                    let sum = linear(sbox, x) ^ linear(sbox, 1 << bit);
                    assert_eq!(linear(sbox, x ^ 1 << bit), sum, "{x} and bit {bit}");
                }
            }
        }
    }

    #[test]
    fn nibbles_stand_for_a_field_and_infinity_is_no_nibble() {
        for a in ELEMENTS {
            assert_eq!(power(a, 16), a, "in GF(2^4)");
            for b in ELEMENTS {
                assert_eq!(nibble_of(a ^ b), nibble_of(a) ^ nibble_of(b), "addition is XOR");
            }
        }
        let finite = INVERSE[1..].iter().chain(&RATIO[1..]);
        assert!(finite.clone().all(|nibble| *nibble < 16), "{finite:?}");
        assert_eq!([INVERSE[0], RATIO[0]], [INFINITE; 2]);
    }
}
