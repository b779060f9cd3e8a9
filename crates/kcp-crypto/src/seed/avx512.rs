//! AVX-512BW: sixteen blocks to a group, three groups at once.
// The processor's own instructions are what this file is for.
#![allow(unsafe_code)]

use core::arch::x86_64::{
    __m512i, _mm_loadu_si128, _mm512_add_epi32, _mm512_and_si512, _mm512_broadcast_i32x4,
    _mm512_loadu_si512, _mm512_mask_blend_epi8, _mm512_permutex2var_epi32, _mm512_ror_epi32,
    _mm512_set1_epi8, _mm512_set1_epi32, _mm512_shuffle_epi8, _mm512_shuffle_i64x2,
    _mm512_srli_epi32, _mm512_storeu_si512, _mm512_xor_si512,
};

use super::{
    kernel::{Block, Direction, Kernel, LaneKeys},
    scalar::RoundKeys,
    tower::Table,
    vector::{self, BIG_ENDIAN, Machine},
};

/// Calls intrinsics that take and give values alone.
macro_rules! values {
    ($call:expr) => {
        // SAFETY: no intrinsic in a `values!` takes a pointer, so all that they ask for is AVX-512F
        // and BW. Each use is in a method of `Avx512`, which only `detect` makes, where the processor
        // has both.
        unsafe { $call }
    };
}

/// Proof that the processor has AVX-512F and AVX-512BW.
#[derive(Clone, Copy)]
pub(super) struct Avx512(());

/// Blocks to a group.
const LANES: usize = 16;

/// Groups at once: as many as 32 registers hold beside the tables.
const GROUPS: usize = 3;

/// Words 0 of eight blocks, which stand in two vectors, and their words 1.
const FIRST: [u32; LANES] = [0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29];
/// Words 2 and words 3.
const SECOND: [u32; LANES] = [2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31];
/// Of eight blocks, words 0 and 1 in one vector and 2 and 3 in another: the lower four blocks.
const LOWER: [u32; LANES] = [0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27];
/// The upper four blocks.
const UPPER: [u32; LANES] = [4, 12, 20, 28, 5, 13, 21, 29, 6, 14, 22, 30, 7, 15, 23, 31];

impl Avx512 {
    /// Asks the processor.
    pub(super) fn detect() -> Option<Self> {
        has_avx512bw::get().then_some(Self(()))
    }

    /// Words of two vectors, by their numbers in `order`.
    #[inline(always)]
    fn pick(self, a: __m512i, order: &[u32; LANES], b: __m512i) -> __m512i {
        let order = self.read(order);
        values!(_mm512_permutex2var_epi32(a, order, b))
    }

    /// The lower halves of two vectors, and the upper halves.
    #[inline(always)]
    fn halves(self, a: __m512i, b: __m512i) -> [__m512i; 2] {
        values!([_mm512_shuffle_i64x2::<0x44>(a, b), _mm512_shuffle_i64x2::<0xee>(a, b)])
    }
}

impl Kernel<LANES, GROUPS> for Avx512 {
    fn g(self, words: &mut RoundKeys) {
        #[target_feature(enable = "avx512f,avx512bw")]
        fn inside(machine: Avx512, words: &mut RoundKeys) {
            vector::g(machine, words);
        }
        // SAFETY: a safe function that needs AVX-512F and BW, of which `self` is proof.
        unsafe { inside(self, words) }
    }

    fn crypt(self, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "avx512f,avx512bw")]
        fn inside(m: Avx512, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
            vector::crypt::<_, LANES, GROUPS>(m, keys, way, groups);
        }
        // SAFETY: a safe function that needs AVX-512F and BW, of which `self` is proof.
        unsafe { inside(self, keys, way, groups) }
    }

    fn encrypt_lanes(self, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "avx512f,avx512bw")]
        fn inside(m: Avx512, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
            vector::encrypt_lanes::<_, LANES, GROUPS>(m, keys, groups);
        }
        // SAFETY: a safe function that needs AVX-512F and BW, of which `self` is proof.
        unsafe { inside(self, keys, groups) }
    }
}

impl Machine<LANES> for Avx512 {
    type Words = __m512i;

    #[inline(always)]
    fn splat(self, word: u32) -> __m512i {
        values!(_mm512_set1_epi32(word.cast_signed()))
    }

    #[inline(always)]
    fn table(self, table: &Table) -> __m512i {
        // SAFETY: sixteen readable bytes, at any alignment.
        let quarter = unsafe { _mm_loadu_si128(table.as_ptr().cast()) };
        values!(_mm512_broadcast_i32x4(quarter))
    }

    #[inline(always)]
    fn read(self, words: &[u32; LANES]) -> __m512i {
        // SAFETY: AVX-512F is there (`self`); 64 readable bytes, at any alignment.
        unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
    }

    #[inline(always)]
    fn write(self, vector: __m512i, words: &mut [u32; LANES]) {
        // SAFETY: AVX-512F is there (`self`); 64 writable bytes, at any alignment.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), vector) }
    }

    #[inline(always)]
    fn read_blocks(self, blocks: &[Block; LANES]) -> [__m512i; 4] {
        let mut vectors = [self.splat(0); 4];
        for (vector, four) in vectors.iter_mut().zip(blocks.as_chunks::<4>().0) {
            // SAFETY: AVX-512F is there (`self`); 64 readable bytes, at any alignment.
            let four = unsafe { _mm512_loadu_si512(four.as_ptr().cast()) };
            *vector = self.find(four, self.table(&BIG_ENDIAN));
        }
        let [a, b, c, d] = vectors;
        let [w0, w1] = self.halves(self.pick(a, &FIRST, b), self.pick(c, &FIRST, d));
        let [w2, w3] = self.halves(self.pick(a, &SECOND, b), self.pick(c, &SECOND, d));
        [w0, w1, w2, w3]
    }

    #[inline(always)]
    fn write_blocks(self, [w0, w1, w2, w3]: [__m512i; 4], blocks: &mut [Block; LANES]) {
        let [low01, high01] = self.halves(w0, w1);
        let [low23, high23] = self.halves(w2, w3);
        let vectors = [
            self.pick(low01, &LOWER, low23),
            self.pick(low01, &UPPER, low23),
            self.pick(high01, &LOWER, high23),
            self.pick(high01, &UPPER, high23),
        ];
        for (vector, four) in vectors.into_iter().zip(blocks.as_chunks_mut::<4>().0) {
            let vector = self.find(vector, self.table(&BIG_ENDIAN));
            // SAFETY: AVX-512F is there (`self`); 64 writable bytes, at any alignment.
            unsafe { _mm512_storeu_si512(four.as_mut_ptr().cast(), vector) }
        }
    }

    #[inline(always)]
    fn add(self, a: __m512i, b: __m512i) -> __m512i {
        values!(_mm512_add_epi32(a, b))
    }

    #[inline(always)]
    fn and(self, a: __m512i, b: __m512i) -> __m512i {
        values!(_mm512_and_si512(a, b))
    }

    #[inline(always)]
    fn xor(self, a: __m512i, b: __m512i) -> __m512i {
        values!(_mm512_xor_si512(a, b))
    }

    #[inline(always)]
    fn nibbles(self, a: __m512i) -> [__m512i; 2] {
        let mask = values!(_mm512_set1_epi8(0x0f));
        [self.and(a, mask), self.and(values!(_mm512_srli_epi32::<4>(a)), mask)]
    }

    #[inline(always)]
    fn find(self, table: __m512i, index: __m512i) -> __m512i {
        values!(_mm512_shuffle_epi8(table, index))
    }

    #[inline(always)]
    fn interleave(self, [u0, v0]: [__m512i; 2], [u1, v1]: [__m512i; 2]) -> __m512i {
        // Blended first, since each blend then is part of the look-up before it.
        const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
        let (u, v) =
            values!((_mm512_mask_blend_epi8(ODD, u0, u1), _mm512_mask_blend_epi8(ODD, v0, v1)));
        self.xor(u, v)
    }

    #[inline(always)]
    fn turn_8(self, a: __m512i) -> __m512i {
        values!(_mm512_ror_epi32::<8>(a))
    }

    #[inline(always)]
    fn turn_16(self, a: __m512i) -> __m512i {
        values!(_mm512_ror_epi32::<16>(a))
    }
}

cpufeatures::new!(has_avx512bw, "avx512f", "avx512bw");
