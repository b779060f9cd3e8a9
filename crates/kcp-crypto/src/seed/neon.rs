//! NEON: four blocks to a group, two groups at once. Run under an emulator alone, and never timed.
// The processor's own instructions are what this file is for.
#![allow(unsafe_code)]

use core::arch::aarch64::{
    uint32x4_t, uint32x4x4_t, vaddq_u32, vandq_u32, vbslq_u8, vdupq_n_u8, vdupq_n_u16, vdupq_n_u32,
    veorq_u32, vld1q_u8, vld1q_u32, vld4q_u32, vqtbl1q_u8, vreinterpretq_u8_u16,
    vreinterpretq_u8_u32, vreinterpretq_u32_u8, vshrq_n_u8, vst1q_u32, vst4q_u32,
};

use super::{
    kernel::{Block, Direction, Kernel, LaneKeys},
    scalar::RoundKeys,
    tower::Table,
    vector::{self, BIG_ENDIAN, Machine, TURN_8, TURN_16},
};

/// Calls intrinsics that take and give values alone.
macro_rules! values {
    ($call:expr) => {
        // SAFETY: no intrinsic in a `values!` takes a pointer, so all that they ask for is NEON. Each
        // use is in a method of `Neon`, which only `detect` makes, where the target has NEON.
        unsafe { $call }
    };
}

/// Proof that the processor has NEON.
#[derive(Clone, Copy)]
pub(super) struct Neon(());

/// Blocks to a group.
const LANES: usize = 4;

/// Groups at once: as many as 32 registers hold beside the tables.
const GROUPS: usize = 2;

impl Neon {
    /// Asks the target: every 64-bit ARM of today has NEON, but for kernels built without floats.
    pub(super) fn detect() -> Option<Self> {
        cfg!(target_feature = "neon").then_some(Self(()))
    }
}

impl Kernel<LANES, GROUPS> for Neon {
    fn g(self, words: &mut RoundKeys) {
        #[target_feature(enable = "neon")]
        fn inside(machine: Neon, words: &mut RoundKeys) {
            vector::g(machine, words);
        }
        // SAFETY: a safe function that needs NEON, of which `self` is proof.
        unsafe { inside(self, words) }
    }

    fn crypt(self, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "neon")]
        fn inside(machine: Neon, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
            vector::crypt::<_, LANES, GROUPS>(machine, keys, way, groups);
        }
        // SAFETY: a safe function that needs NEON, of which `self` is proof.
        unsafe { inside(self, keys, way, groups) }
    }

    fn encrypt_lanes(self, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "neon")]
        fn inside(machine: Neon, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
            vector::encrypt_lanes::<_, LANES, GROUPS>(machine, keys, groups);
        }
        // SAFETY: a safe function that needs NEON, of which `self` is proof.
        unsafe { inside(self, keys, groups) }
    }
}

impl Machine<LANES> for Neon {
    type Words = uint32x4_t;

    #[inline(always)]
    fn splat(self, word: u32) -> uint32x4_t {
        values!(vdupq_n_u32(word))
    }

    #[inline(always)]
    fn table(self, table: &Table) -> uint32x4_t {
        // SAFETY: NEON is there (`self`); sixteen readable bytes, at any alignment.
        let bytes = unsafe { vld1q_u8(table.as_ptr()) };
        values!(vreinterpretq_u32_u8(bytes))
    }

    #[inline(always)]
    fn read(self, words: &[u32; LANES]) -> uint32x4_t {
        // SAFETY: NEON is there (`self`); four readable words.
        unsafe { vld1q_u32(words.as_ptr()) }
    }

    #[inline(always)]
    fn write(self, vector: uint32x4_t, words: &mut [u32; LANES]) {
        // SAFETY: NEON is there (`self`); four writable words.
        unsafe { vst1q_u32(words.as_mut_ptr(), vector) }
    }

    #[inline(always)]
    fn read_blocks(self, blocks: &[Block; LANES]) -> [uint32x4_t; 4] {
        // SAFETY: NEON is there (`self`); 64 readable bytes, at any alignment.
        let uint32x4x4_t(w0, w1, w2, w3) = unsafe { vld4q_u32(blocks.as_ptr().cast()) };
        let order = self.table(&BIG_ENDIAN);
        [self.find(w0, order), self.find(w1, order), self.find(w2, order), self.find(w3, order)]
    }

    #[inline(always)]
    fn write_blocks(self, [w0, w1, w2, w3]: [uint32x4_t; 4], blocks: &mut [Block; LANES]) {
        let order = self.table(&BIG_ENDIAN);
        let (w0, w1) = (self.find(w0, order), self.find(w1, order));
        let (w2, w3) = (self.find(w2, order), self.find(w3, order));
        // SAFETY: NEON is there (`self`); 64 writable bytes, at any alignment.
        unsafe { vst4q_u32(blocks.as_mut_ptr().cast(), uint32x4x4_t(w0, w1, w2, w3)) }
    }

    #[inline(always)]
    fn add(self, a: uint32x4_t, b: uint32x4_t) -> uint32x4_t {
        values!(vaddq_u32(a, b))
    }

    #[inline(always)]
    fn and(self, a: uint32x4_t, b: uint32x4_t) -> uint32x4_t {
        values!(vandq_u32(a, b))
    }

    #[inline(always)]
    fn xor(self, a: uint32x4_t, b: uint32x4_t) -> uint32x4_t {
        values!(veorq_u32(a, b))
    }

    #[inline(always)]
    fn nibbles(self, a: uint32x4_t) -> [uint32x4_t; 2] {
        let low = self.and(a, values!(vreinterpretq_u32_u8(vdupq_n_u8(0x0f))));
        [low, values!(vreinterpretq_u32_u8(vshrq_n_u8::<4>(vreinterpretq_u8_u32(a))))]
    }

    #[inline(always)]
    fn find(self, table: uint32x4_t, index: uint32x4_t) -> uint32x4_t {
        let (table, index) = values!((vreinterpretq_u8_u32(table), vreinterpretq_u8_u32(index)));
        values!(vreinterpretq_u32_u8(vqtbl1q_u8(table, index)))
    }

    #[inline(always)]
    fn interleave(self, [u0, v0]: [uint32x4_t; 2], [u1, v1]: [uint32x4_t; 2]) -> uint32x4_t {
        let (even, odd) = (self.xor(u0, v0), self.xor(u1, v1));
        let (even, odd) = values!((vreinterpretq_u8_u32(even), vreinterpretq_u8_u32(odd)));
        let mask = values!(vreinterpretq_u8_u16(vdupq_n_u16(0x00ff)));
        values!(vreinterpretq_u32_u8(vbslq_u8(mask, even, odd)))
    }

    #[inline(always)]
    fn turn_8(self, a: uint32x4_t) -> uint32x4_t {
        self.find(a, self.table(&TURN_8))
    }

    #[inline(always)]
    fn turn_16(self, a: uint32x4_t) -> uint32x4_t {
        self.find(a, self.table(&TURN_16))
    }
}
