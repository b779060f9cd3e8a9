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

    fn interleave(self, even: [u32; LANES], odd: [u32; LANES]) -> [u32; LANES] {
        core::array::from_fn(|i| even[i] & 0x00ff_00ff | odd[i] & 0xff00_ff00)
    }

    fn turn_8(self, a: [u32; LANES]) -> [u32; LANES] {
        a.map(|word| word.rotate_right(8))
    }

    fn turn_16(self, a: [u32; LANES]) -> [u32; LANES] {
        a.map(|word| word.rotate_right(16))
    }
}
