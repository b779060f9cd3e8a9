//! AVX2: eight blocks to a group, two groups at once.
// The processor's own instructions are what this file is for.
#![allow(unsafe_code)]

use core::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_and_si256, _mm256_blendv_epi8,
    _mm256_broadcastsi128_si256, _mm256_loadu_si256, _mm256_loadu2_m128i, _mm256_set1_epi8,
    _mm256_set1_epi16, _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_srli_epi32,
    _mm256_storeu_si256, _mm256_storeu2_m128i, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64,
    _mm256_unpacklo_epi32, _mm256_unpacklo_epi64, _mm256_xor_si256,
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
        // SAFETY: no intrinsic in a `values!` takes a pointer, so all that they ask for is AVX2. Each
        // use is in a method of `Avx2`, which only `detect` makes, where the processor has AVX2.
        unsafe { $call }
    };
}

/// Proof that the processor has AVX2.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

/// Blocks to a group.
const LANES: usize = 8;

/// Groups at once: three would not fit sixteen registers.
const GROUPS: usize = 2;

impl Avx2 {
    /// Asks the processor.
    pub(super) fn detect() -> Option<Self> {
        has_avx2::get().then_some(Self(()))
    }

    /// Turns four vectors of whole blocks into four of equal words, and back.
    #[inline(always)]
    fn transpose(self, [a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
        let ab = values!([_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b)]);
        let cd = values!([_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d)]);
        values!([
            _mm256_unpacklo_epi64(ab[0], cd[0]),
            _mm256_unpackhi_epi64(ab[0], cd[0]),
            _mm256_unpacklo_epi64(ab[1], cd[1]),
            _mm256_unpackhi_epi64(ab[1], cd[1]),
        ])
    }
}

impl Kernel<LANES, GROUPS> for Avx2 {
    fn g(self, words: &mut RoundKeys) {
        #[target_feature(enable = "avx2")]
        fn inside(machine: Avx2, words: &mut RoundKeys) {
            vector::g(machine, words);
        }
        // SAFETY: a safe function that needs AVX2, of which `self` is proof.
        unsafe { inside(self, words) }
    }

    fn crypt(self, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "avx2")]
        fn inside(machine: Avx2, keys: &RoundKeys, way: Direction, groups: &mut [[Block; LANES]]) {
            vector::crypt::<_, LANES, GROUPS>(machine, keys, way, groups);
        }
        // SAFETY: a safe function that needs AVX2, of which `self` is proof.
        unsafe { inside(self, keys, way, groups) }
    }

    fn encrypt_lanes(self, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
        #[target_feature(enable = "avx2")]
        fn inside(machine: Avx2, keys: &[LaneKeys<LANES>], groups: &mut [[Block; LANES]]) {
            vector::encrypt_lanes::<_, LANES, GROUPS>(machine, keys, groups);
        }
        // SAFETY: a safe function that needs AVX2, of which `self` is proof.
        unsafe { inside(self, keys, groups) }
    }
}

impl Machine<LANES> for Avx2 {
    type Words = __m256i;

    #[inline(always)]
    fn splat(self, word: u32) -> __m256i {
        values!(_mm256_set1_epi32(word.cast_signed()))
    }

    #[inline(always)]
    fn table(self, table: &Table) -> __m256i {
        // SAFETY: sixteen readable bytes, at any alignment.
        let half = unsafe { _mm_loadu_si128(table.as_ptr().cast()) };
        values!(_mm256_broadcastsi128_si256(half))
    }

    #[inline(always)]
    fn read(self, words: &[u32; LANES]) -> __m256i {
        // SAFETY: AVX2 is there (`self`); 32 readable bytes, at any alignment.
        unsafe { _mm256_loadu_si256(words.as_ptr().cast()) }
    }

    #[inline(always)]
    fn write(self, vector: __m256i, words: &mut [u32; LANES]) {
        // SAFETY: AVX2 is there (`self`); 32 writable bytes, at any alignment.
        unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), vector) }
    }

    #[inline(always)]
    fn read_blocks(self, [b0, b1, b2, b3, b4, b5, b6, b7]: &[Block; LANES]) -> [__m256i; 4] {
        let mut vectors = [self.splat(0); 4];
        let pairs = [(b0, b4), (b1, b5), (b2, b6), (b3, b7)];
        for (vector, (low, high)) in vectors.iter_mut().zip(pairs) {
            let (low, high) = (low.as_ptr().cast(), high.as_ptr().cast());
            // SAFETY: AVX2 is there (`self`); twice sixteen readable bytes, at any alignment.
            let pair = unsafe { _mm256_loadu2_m128i(high, low) };
            *vector = self.find(pair, self.table(&BIG_ENDIAN));
        }
        self.transpose(vectors)
    }

    #[inline(always)]
    fn write_blocks(self, words: [__m256i; 4], blocks: &mut [Block; LANES]) {
        let [b0, b1, b2, b3, b4, b5, b6, b7] = blocks;
        let pairs = [(b0, b4), (b1, b5), (b2, b6), (b3, b7)];
        for (vector, (low, high)) in self.transpose(words).into_iter().zip(pairs) {
            let pair = self.find(vector, self.table(&BIG_ENDIAN));
            let (low, high) = (low.as_mut_ptr().cast(), high.as_mut_ptr().cast());
            // SAFETY: AVX2 is there (`self`); twice sixteen writable bytes, at any alignment.
            unsafe { _mm256_storeu2_m128i(high, low, pair) }
        }
    }

    #[inline(always)]
    fn add(self, a: __m256i, b: __m256i) -> __m256i {
        values!(_mm256_add_epi32(a, b))
    }

    #[inline(always)]
    fn and(self, a: __m256i, b: __m256i) -> __m256i {
        values!(_mm256_and_si256(a, b))
    }

    #[inline(always)]
    fn xor(self, a: __m256i, b: __m256i) -> __m256i {
        values!(_mm256_xor_si256(a, b))
    }

    #[inline(always)]
    fn nibbles(self, a: __m256i) -> [__m256i; 2] {
        let mask = values!(_mm256_set1_epi8(0x0f));
        [self.and(a, mask), self.and(values!(_mm256_srli_epi32::<4>(a)), mask)]
    }

    #[inline(always)]
    fn find(self, table: __m256i, index: __m256i) -> __m256i {
        values!(_mm256_shuffle_epi8(table, index))
    }

    #[inline(always)]
    fn interleave(self, [u0, v0]: [__m256i; 2], [u1, v1]: [__m256i; 2]) -> __m256i {
        let (even, odd) = (self.xor(u0, v0), self.xor(u1, v1));
        values!(_mm256_blendv_epi8(even, odd, _mm256_set1_epi16(!0xff)))
    }

    #[inline(always)]
    fn turn_8(self, a: __m256i) -> __m256i {
        self.find(a, self.table(&TURN_8))
    }

    #[inline(always)]
    fn turn_16(self, a: __m256i) -> __m256i {
        self.find(a, self.table(&TURN_16))
    }
}

cpufeatures::new!(has_avx2, "avx2");
