//! Vectors in plain Rust: what a vector backend must do, said without a processor. For tests.

use super::{
    kernel::{Block, Direction, Kernel, LaneKeys},
    scalar::{RoundKeys, words},
    tower::{INFINITE, Table},
    vector::{self, Machine},
};

/// Four words in an array. No processor is asked for.
#[derive(Clone, Copy)]
pub(super) struct Portable;

const LANES: usize = 4;
const GROUPS: usize = 3;

impl Kernel<LANES, GROUPS> for Portable {
    fn g(self, words: &mut RoundKeys) {
        vector::g(self, words);
    }

    fn crypt(self, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
        vector::crypt::<_, LANES, GROUPS>(self, keys, way, groups);
    }

    fn encrypt_lanes(self, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
        vector::encrypt_lanes::<_, LANES, GROUPS>(self, keys, groups);
    }
}

impl Portable {
    /// The same for every byte.
    fn bytes(a: [u32; LANES], f: impl Fn(usize, u8) -> u8) -> [u32; LANES] {
        a.map(|word| {
            let bytes = word.to_le_bytes();
            u32::from_le_bytes(core::array::from_fn(|at| f(at, bytes[at])))
        })
    }
}

impl Machine<LANES> for Portable {
    type Words = [u32; LANES];

    fn splat(self, word: u32) -> [u32; LANES] {
        [word; LANES]
    }

    fn table(self, table: &Table) -> [u32; LANES] {
        let (words, _) = table.as_chunks::<4>();
        core::array::from_fn(|i| u32::from_le_bytes(words[i]))
    }

    fn read(self, words: &[u32; LANES]) -> [u32; LANES] {
        *words
    }

    fn write(self, vector: [u32; LANES], words: &mut [u32; LANES]) {
        *words = vector;
    }

    fn read_blocks(self, blocks: &[Block; LANES]) -> [[u32; LANES]; 4] {
        core::array::from_fn(|word| blocks.map(|block| words(block)[word]))
    }

    fn write_blocks(self, words: [[u32; LANES]; 4], blocks: &mut [Block; LANES]) {
        for (lane, block) in blocks.iter_mut().enumerate() {
            for (bytes, vector) in block.as_chunks_mut::<4>().0.iter_mut().zip(words) {
                *bytes = vector[lane].to_be_bytes();
            }
        }
    }

    fn add(self, a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
        core::array::from_fn(|i| a[i].wrapping_add(b[i]))
    }

    fn and(self, a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
        core::array::from_fn(|i| a[i] & b[i])
    }

    fn xor(self, a: [u32; LANES], b: [u32; LANES]) -> [u32; LANES] {
        core::array::from_fn(|i| a[i] ^ b[i])
    }

    fn nibbles(self, a: [u32; LANES]) -> [[u32; LANES]; 2] {
        [Self::bytes(a, |_, byte| byte & 15), Self::bytes(a, |_, byte| byte >> 4)]
    }

    /// Refuses an index that processors would read differently.
    fn find(self, table: [u32; LANES], index: [u32; LANES]) -> [u32; LANES] {
        let table: [u8; 16] = core::array::from_fn(|i| table[i / 4].to_le_bytes()[i % 4]);
        Self::bytes(index, |_, index| {
            assert!(index & !INFINITE < 16, "{index:#x}");
            if index < INFINITE { table[usize::from(index)] } else { 0 }
        })
    }

    fn interleave(self, even: [[u32; LANES]; 2], odd: [[u32; LANES]; 2]) -> [u32; LANES] {
        let [even, odd] = [even, odd].map(|[a, b]| self.xor(a, b));
        core::array::from_fn(|i| even[i] & 0x00ff_00ff | odd[i] & 0xff00_ff00)
    }

    fn turn_8(self, a: [u32; LANES]) -> [u32; LANES] {
        a.map(|word| word.rotate_right(8))
    }

    fn turn_16(self, a: [u32; LANES]) -> [u32; LANES] {
        a.map(|word| word.rotate_right(16))
    }
}

mod tests {
    use super::*;
    use crate::{
        fuzzing::NaiveSeed128,
        seed::{Message, Seed128, kernel, many, modes, naive},
    };

    const KEY: Block = *b"\x47\x06\x48\x08\x51\xe6\x1b\xe8\x5d\x74\xbf\xb3\xfd\x95\x61\x85";
    const IV: Block = *b"initial vector..";

    /// Enough for whole groups, a pair, one group and a padded one.
    const BLOCKS: usize = 4 * LANES + 3;

    fn plain() -> [Block; BLOCKS] {
        core::array::from_fn(|i| [u8::try_from(i).unwrap().wrapping_mul(37); 16])
    }

    fn sealed() -> [Block; BLOCKS] {
        let (naive, mut chain) = (NaiveSeed128::new(KEY), IV);
        plain().map(|block| {
            chain = naive.encrypt(kernel::xor(chain, block));
            chain
        })
    }

    #[test]
    fn the_vector_algorithm_is_seed_without_any_processor() {
        let keys = modes::expand(Portable, &KEY);
        assert_eq!(&keys, NaiveSeed128::new(KEY).round_keys());
        let mut blocks = sealed();
        modes::cbc_decrypt(Portable, &keys, &IV, &mut blocks);
        assert_eq!(blocks, plain());
        modes::cbc_encrypt(Portable, &keys, &IV, &mut blocks);
        assert_eq!(blocks, sealed());
    }

    #[test]
    fn the_vector_algorithm_has_a_key_for_every_lane() {
        let seed = Seed128 { round_keys: modes::expand(Portable, &KEY) };
        let other = Seed128 { round_keys: modes::expand(Portable, &IV) };
        for count in [1, LANES + 1, 3 * LANES + 2] {
            let (mut ours, mut theirs) = ([plain(); 14], plain());
            let mut messages: [_; 14] =
                ours.each_mut().map(|blocks| Message::new(&seed, IV, blocks));
            // One of another key and length among them, so that lanes change their owners.
            messages[0] = Message::new(&other, IV, &mut theirs[..2]);
            many::encrypt(Portable, &mut messages[..count]);
            assert!(ours[1..count].iter().all(|blocks| *blocks == sealed()), "{count} messages");
            modes::cbc_decrypt(Portable, &other.round_keys, &IV, &mut theirs[..2]);
            assert_eq!(theirs, plain());
        }
    }

    #[test]
    fn every_byte_passes_both_boxes_and_finds_no_undefined_index() {
        for byte in 0..=255_u8 {
            let word = u32::from_le_bytes([byte, byte, byte.wrapping_add(1), byte ^ 0x80]);
            let mut words = [[word; 2]; 16];
            Portable.g(&mut words);
            assert_eq!(words, [[naive::g(word); 2]; 16], "byte {byte}");
        }
    }
}
