//! SEED-128 against RFC 4269, its naive twin, `kisaseed` and OpenSSL.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::{RFC4269, hex, hex_array, noise, run};
use kcp_crypto::{
    Seed128,
    cipher::{
        Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit,
        KeyIvInit,
    },
    fuzzing::{NaiveSeed128, diff_seed, round_keys},
};
use proptest::prelude::*;

/// The round keys that RFC 4269 prints with B.1.
const ROUND_KEYS_B1: [[u32; 2]; 16] = [
    [0x7c8f_8c7e, 0xc737_a22c],
    [0xff27_6cdb, 0xa7ca_684a],
    [0x2f9d_01a1, 0x7004_9e41],
    [0xae59_b3c4, 0x4245_e90c],
    [0xa1d6_400f, 0xdbc1_394e],
    [0x8596_3508, 0x0c5f_1fcb],
    [0xb684_bda7, 0x61a4_aeae],
    [0xd17e_0741, 0xfee9_0aa1],
    [0x76cc_05d5, 0xe97a_7394],
    [0x50ac_6f92, 0x1b26_66e5],
    [0x65b7_904a, 0x8ec3_a7b3],
    [0x2f7e_2e22, 0xa2b1_21b9],
    [0x4d0b_fde4, 0x4e88_8d9b],
    [0x631c_8ddc, 0x4378_a6c4],
    [0x216a_f65f, 0x7878_c031],
    [0x7189_1150, 0x98b2_55b0],
];

/// The first round keys that RFC 4269 prints with B.2.
const ROUND_KEYS_B2: [[u32; 2]; 14] = [
    [0xc119_f584, 0x5ae0_33a0],
    [0x6294_7390, 0xa600_ad14],
    [0xf6f6_544e, 0x596c_4b49],
    [0xc1a3_de02, 0xce48_3c49],
    [0x5e74_2e6d, 0x7e25_163d],
    [0x8299_d2b4, 0x790a_46ce],
    [0xea67_d836, 0x55f3_54f2],
    [0xc473_29fb, 0xf50d_b634],
    [0x2bd3_0235, 0x5167_9ce6],
    [0xfa8d_6b76, 0xa9f3_7e02],
    [0x8b99_cc60, 0x0f60_92d4],
    [0xbdae_fcfa, 0x489c_2242],
    [0xf635_7c14, 0xcfcc_b126],
    [0xa0aa_6d85, 0xf8c1_0774],
];

fn seed(key: &str) -> Seed128 {
    Seed128::new(&hex_array(key).into())
}

#[test]
fn rfc4269_blocks_encrypt_and_decrypt() {
    for [key, plain, sealed] in RFC4269 {
        let mut block = hex_array(plain).into();
        seed(key).encrypt_block(&mut block);
        assert_eq!(block[..], hex(sealed), "encrypting under {key}");
        seed(key).decrypt_block(&mut block);
        assert_eq!(block[..], hex(plain), "decrypting under {key}");
    }
}

#[test]
fn rfc4269_round_keys_come_out() {
    assert_eq!(round_keys(&seed(RFC4269[0][0])), &ROUND_KEYS_B1);
    assert_eq!(round_keys(&seed(RFC4269[1][0]))[..14], ROUND_KEYS_B2);
}

#[test]
fn naive_twin_passes_the_rfc_too() {
    for [key, plain, sealed] in RFC4269 {
        let naive = NaiveSeed128::new(hex_array(key));
        assert_eq!(naive.encrypt(hex_array(plain)), hex_array(sealed));
        assert_eq!(naive.decrypt(hex_array(sealed)), hex_array(plain));
    }
}

#[test]
fn many_blocks_are_each_their_own() {
    let cipher = seed(RFC4269[2][0]);
    let data = noise(1, 16 * 9);
    let mut blocks: Vec<_> = data.chunks(16).map(|c| Array::try_from(c).unwrap()).collect();
    cipher.encrypt_blocks(&mut blocks);
    for (block, plain) in blocks.iter().zip(data.chunks(16)) {
        let mut one = Array::try_from(plain).unwrap();
        cipher.encrypt_block(&mut one);
        assert_eq!(*block, one);
    }
    cipher.decrypt_blocks(&mut blocks);
    assert_eq!(blocks.concat(), data);
}

#[test]
fn cbc_agrees_with_openssl_at_every_length_up_to_80_and_some_beyond() {
    let test = "cbc_agrees_with_openssl";
    for len in (0..=80).chain([255, 256, 1000, 4096, 30_719]) {
        let (key, iv, data) = (noise(7, 16), noise(8 + len as u64, 16), noise(9, len));
        let (key_hex, iv_hex) = (to_hex(&key), to_hex(&iv));
        let args = [
            "enc",
            "-seed-cbc",
            "-K",
            &key_hex,
            "-iv",
            &iv_hex,
            "-provider",
            "legacy",
            "-provider",
            "default",
        ];
        let Some(theirs) = run(test, "openssl", &args, &data) else { return };

        let pad = 16 - len % 16;
        let mut ours = data.clone();
        ours.resize(len + pad, pad as u8);
        let iv: [u8; 16] = iv.try_into().unwrap();
        let key: [u8; 16] = key.try_into().unwrap();
        let (blocks, _) = Array::slice_as_chunks_mut(&mut ours);
        cbc::Encryptor::<Seed128>::new(&key.into(), &iv.into()).encrypt_blocks(blocks);
        assert_eq!(ours, theirs, "{len} bytes");

        let (blocks, _) = Array::slice_as_chunks_mut(&mut ours);
        cbc::Decryptor::<Seed128>::new(&key.into(), &iv.into()).decrypt_blocks(blocks);
        assert_eq!(ours[..len], data, "{len} bytes back");
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Another author's SEED, of the `cipher` 0.4 generation.
mod theirs {
    use cipher_0_4::{BlockDecrypt, BlockEncrypt, KeyInit};
    use kisaseed::SEED;

    pub(super) fn both(key: [u8; 16], block: [u8; 16]) -> ([u8; 16], [u8; 16]) {
        let seed = SEED::new(&key.into());
        let (mut sealed, mut opened) = (block.into(), block.into());
        seed.encrypt_block(&mut sealed);
        seed.decrypt_block(&mut opened);
        (sealed.into(), opened.into())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_kisaseed(key: [u8; 16], block: [u8; 16]) {
        let ours = Seed128::new(&key.into());
        let (mut sealed, mut opened) = (block.into(), block.into());
        ours.encrypt_block(&mut sealed);
        ours.decrypt_block(&mut opened);
        prop_assert_eq!((sealed.0, opened.0), theirs::both(key, block));
    }
}

proptest! {
    #[test]
    fn agrees_with_its_naive_twin(data in proptest::collection::vec(any::<u8>(), 32..96)) {
        diff_seed(&data);
    }
}
