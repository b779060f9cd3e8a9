//! Every backend of SEED that this processor has, against the naive twin, `kisaseed` and OpenSSL.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]
#![allow(clippy::print_stderr)]

mod common;

use cipher_0_4::{BlockEncrypt as _, KeyInit as _};
use common::{RFC4269, hex_array, noise, run};
use kcp_crypto::{
    Seed128,
    cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, KeyInit, KeyIvInit},
    fuzzing::{
        NaiveSeed128, all_backends, cbc_decrypt_with, cbc_encrypt_many_with, cbc_encrypt_with,
        decrypt_blocks_with, diff_seed, encrypt_blocks_with, g_with, naive_g, round_keys,
        seed_with,
    },
    seed::{Backend, Message, cbc_decrypt, cbc_encrypt, cbc_encrypt_many},
};
use proptest::prelude::*;

type Block = [u8; 16];

/// More than four times what the widest backend works on at once.
const MOST: usize = 200;

/// The backends that can be tested here. They are named, and so are those that cannot be.
fn backends(test: &str) -> Vec<Backend> {
    for missing in all_backends().filter(|it| !Backend::available().any(|have| have == *it)) {
        let elsewhere = cfg!(target_arch = "aarch64") != (missing == Backend::Neon);
        if elsewhere {
            eprintln!("{test}: {} is for another family of processors", missing.name());
        } else {
            eprintln!("SKIPPED {test}: this processor has no {}", missing.name());
        }
    }
    let available: Vec<Backend> = Backend::available().collect();
    eprintln!(
        "TESTED {test}: {}",
        available.iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")
    );
    available
}

fn block(from: u64) -> Block {
    noise(from, 16).try_into().unwrap()
}

fn blocks(from: u64, count: usize) -> Vec<Block> {
    noise(from, 16 * count).as_chunks().0.to_vec()
}

/// CBC by another author's SEED.
fn theirs(key: &Block, iv: &Block, blocks: &[Block]) -> Vec<Block> {
    let (seed, mut chain) = (kisaseed::SEED::new(&(*key).into()), *iv);
    let sealed = blocks.iter().map(|block| {
        let mut mixed = std::array::from_fn::<_, 16, _>(|i| chain[i] ^ block[i]).into();
        seed.encrypt_block(&mut mixed);
        chain = mixed.into();
        chain
    });
    sealed.collect()
}

#[test]
fn every_backend_passes_rfc4269() {
    let vectors: [[Block; 3]; 4] = RFC4269.map(|vector| vector.map(hex_array));
    for backend in backends("every_backend_passes_rfc4269") {
        for [key, plain, sealed] in vectors {
            let seed = seed_with(backend, &key);
            let mut blocks = [plain; 50];
            encrypt_blocks_with(backend, &seed, &mut blocks);
            assert_eq!(blocks, [sealed; 50], "{backend:?}");
            decrypt_blocks_with(backend, &seed, &mut blocks);
            assert_eq!(blocks, [plain; 50], "{backend:?}");
        }
    }
}

#[test]
fn every_byte_passes_both_boxes_in_every_lane() {
    for backend in backends("every_byte_passes_both_boxes_in_every_lane") {
        for position in 0..4 {
            for first in 0..=255_u8 {
                // Lane n has `first + n`, so every lane has had every byte in the end.
                let words: Vec<u32> = (0..32)
                    .map(|lane: u8| {
                        let mut bytes = [!first, lane, first.rotate_left(3), 7];
                        bytes[position] = first.wrapping_add(lane);
                        u32::from_le_bytes(bytes)
                    })
                    .collect();
                let mut ours: [[u32; 2]; 16] =
                    std::array::from_fn(|i| [words[2 * i], words[2 * i + 1]]);
                g_with(backend, &mut ours);
                for (lane, (ours, word)) in ours.as_flattened().iter().zip(words).enumerate() {
                    assert_eq!(
                        *ours,
                        G.with(|g| g.of(word)),
                        "{backend:?}, lane {lane}, {word:#x}"
                    );
                }
            }
        }
    }
}

/// The naive function G, which is slow, with what it said before.
struct Remembered(std::cell::RefCell<std::collections::HashMap<u32, u32>>);

thread_local! {
    static G: Remembered = Remembered(std::cell::RefCell::default());
}

impl Remembered {
    fn of(&self, word: u32) -> u32 {
        *self.0.borrow_mut().entry(word).or_insert_with(|| naive_g(word))
    }
}

#[test]
fn every_length_agrees_with_the_naive_twin_at_every_alignment() {
    let (key, iv, plain) = (block(1), block(2), blocks(3, MOST));
    let (naive, mut chain) = (NaiveSeed128::new(key), iv);
    // A message's beginning is sealed as the message is, so one answer serves all lengths.
    let sealed: Vec<Block> = plain
        .iter()
        .map(|block| {
            chain = naive.encrypt(std::array::from_fn(|i| chain[i] ^ block[i]));
            chain
        })
        .collect();
    for backend in backends("every_length_agrees_with_the_naive_twin") {
        let seed = seed_with(backend, &key);
        for len in 1..=MOST {
            // No block is aligned to more than a byte, at fifteen lengths of sixteen.
            let start = len % 16;
            let mut bytes = vec![0xee; start + 16 * len + 16];
            bytes[start..][..16 * len].copy_from_slice(sealed[..len].as_flattened());
            let (ours, after) = bytes[start..].as_chunks_mut().0.split_at_mut(len);
            cbc_decrypt_with(backend, &seed, &iv, ours);
            assert_eq!(ours, &plain[..len], "{backend:?}, {len} blocks");
            cbc_encrypt_with(backend, &seed, &iv, ours);
            assert_eq!(ours, &sealed[..len], "{backend:?}, {len} blocks");
            assert_eq!(after[0], [0xee; 16], "{backend:?} writes behind {len} blocks");
        }
    }
}

#[test]
fn many_messages_of_all_lengths_are_each_their_own() {
    for backend in backends("many_messages_of_all_lengths_are_each_their_own") {
        for count in [0, 1, 2, 5, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 100] {
            let keys: Vec<Block> = (0..count).map(|i| block(1000 + i)).collect();
            let seeds: Vec<_> = keys.iter().map(|key| seed_with(backend, key)).collect();
            let ivs: Vec<Block> = (0..count).map(|i| block(2000 + i)).collect();
            // Lengths of 0 to 22 blocks in no order, some equal.
            let plain: Vec<_> = (0..count).map(|i| blocks(i, (i * 31 % 23) as usize)).collect();
            // Each message on its own alignment.
            let mut bytes: Vec<Vec<u8>> = plain
                .iter()
                .enumerate()
                .map(|(i, plain)| [&vec![0; i % 16], plain.as_flattened()].concat())
                .collect();
            let mut messages: Vec<_> = bytes
                .iter_mut()
                .enumerate()
                .map(|(i, bytes)| {
                    Message::new(&seeds[i], ivs[i], bytes[i % 16..].as_chunks_mut().0)
                })
                .collect();
            cbc_encrypt_many_with(backend, &mut messages);
            for (i, (bytes, plain)) in bytes.iter().zip(&plain).enumerate() {
                let sealed = theirs(&keys[i], &ivs[i], plain);
                assert_eq!(bytes[i % 16..], *sealed.as_flattened(), "{backend:?}, {i} of {count}");
            }
        }
    }
}

#[test]
fn every_backend_agrees_with_openssl() {
    let test = "every_backend_agrees_with_openssl";
    let backends = backends(test);
    for (round, len) in [1, 3, 16, 44, 48, 49, MOST].into_iter().enumerate() {
        let (key, iv, plain) = (block(50 + round as u64), block(60), blocks(70, len));
        let [key_hex, iv_hex] =
            [key, iv].map(|bytes| format!("{:032x}", u128::from_be_bytes(bytes)));
        let args = "enc -seed-cbc -nopad -provider legacy -provider default -K";
        let args: Vec<_> = args.split(' ').chain([&*key_hex, "-iv", &*iv_hex]).collect();
        let Some(sealed) = run(test, "openssl", &args, plain.as_flattened()) else { return };
        for backend in backends.iter().copied() {
            let seed = seed_with(backend, &key);
            let mut ours: Vec<Block> = sealed.as_chunks().0.to_vec();
            cbc_decrypt_with(backend, &seed, &iv, &mut ours);
            assert_eq!(ours, plain, "{backend:?}, {len} blocks");
            // Every lane has the same message: every lane is compared.
            let mut copies = vec![plain.clone(); 50];
            let mut messages: Vec<_> =
                copies.iter_mut().map(|copy| Message::new(&seed, iv, copy)).collect();
            cbc_encrypt_many_with(backend, &mut messages);
            for copy in &copies {
                assert_eq!(copy.as_flattened(), sealed, "{backend:?}, {len} blocks");
            }
        }
    }
}

#[test]
fn key_schedules_agree_for_many_keys() {
    for backend in backends("key_schedules_agree_for_many_keys") {
        for i in 0..200 {
            let key = block(i);
            let ours = seed_with(backend, &key);
            assert_eq!(round_keys(&ours), round_keys(&seed_with(Backend::Scalar, &key)));
            if i < 20 {
                assert_eq!(round_keys(&ours), NaiveSeed128::new(key).round_keys(), "{backend:?}");
            }
        }
    }
}

#[test]
fn what_callers_use_is_what_the_backends_do() {
    for len in 0..=60 {
        let (key, iv, plain) = (block(5), block(6), blocks(7, len));
        let (seed, sealed) = (Seed128::new(&key.into()), theirs(&key, &iv, &plain));

        let mut ours = plain.clone();
        cbc_encrypt(&seed, &iv, &mut ours);
        assert_eq!(ours, sealed, "{len} blocks");
        cbc_decrypt(&seed, &iv, &mut ours);
        assert_eq!(ours, plain, "{len} blocks");
        cbc_encrypt_many(&mut [Message::new(&seed, iv, &mut ours)]);
        assert_eq!(ours, sealed, "{len} blocks");
        cbc::Decryptor::<Seed128>::new(&key.into(), &iv.into())
            .decrypt_blocks(Array::cast_slice_from_core_mut(&mut ours));
        assert_eq!(ours, plain, "{len} blocks");

        let one_by_one: Vec<Block> = plain
            .iter()
            .map(|block| {
                let mut block = (*block).into();
                seed.encrypt_block(&mut block);
                block.0
            })
            .collect();
        seed.encrypt_blocks(Array::cast_slice_from_core_mut(&mut ours));
        assert_eq!(ours, one_by_one, "{len} blocks");
        seed.decrypt_blocks(Array::cast_slice_from_core_mut(&mut ours));
        assert_eq!(ours, plain, "{len} blocks");
    }
}

#[test]
fn a_build_that_names_backends_gets_the_best_of_them() {
    let named = |name: &str| match name {
        "avx2" => [cfg!(kcp_seed_backend = "avx2"), cfg!(feature = "seed-avx2")],
        "avx512" => [cfg!(kcp_seed_backend = "avx512"), cfg!(feature = "seed-avx512")],
        "neon" => [cfg!(kcp_seed_backend = "neon"), cfg!(feature = "seed-neon")],
        "scalar" => [cfg!(kcp_seed_backend = "scalar"), cfg!(feature = "seed-scalar")],
        other => panic!("{other}"),
    };
    let any = |which: usize| all_backends().any(|backend| named(backend.name())[which]);
    let permitted = |backend: &Backend| {
        let [by_cfg, by_feature] = named(backend.name());
        if any(0) { by_cfg } else { by_feature || !any(1) }
    };
    assert_eq!(Some(Backend::best()), Backend::available().find(permitted));
}

#[test]
fn only_tables_are_not_constant_time_and_come_last() {
    let all: Vec<_> = Backend::available().collect();
    assert_eq!(all.last(), Some(&Backend::Scalar));
    assert_eq!(all.iter().filter(|backend| !backend.is_constant_time()).count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_backend_agrees_with_kisaseed(key: Block, iv: Block, seed: u64, len in 1_usize..70) {
        let plain = blocks(seed, len);
        let sealed = theirs(&key, &iv, &plain);
        for backend in Backend::available() {
            let seed = seed_with(backend, &key);
            let mut ours = sealed.clone();
            cbc_decrypt_with(backend, &seed, &iv, &mut ours);
            prop_assert_eq!(&ours, &plain, "{:?}", backend);
            cbc_encrypt_with(backend, &seed, &iv, &mut ours);
            prop_assert_eq!(&ours, &sealed, "{:?}", backend);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_fuzz_target_holds(data in proptest::collection::vec(any::<u8>(), 16..1024)) {
        diff_seed(&data);
    }
}
