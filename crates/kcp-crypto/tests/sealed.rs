//! Sealed messages: what opens, and that nothing else does.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::{Dry, Failing, enc2, hex_array, hex_of, noise, reference};
use kcp_crypto::{
    DoesNotOpen, Has160, Seed128, SessionKey,
    cipher::{Array, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit},
    open, seal, seal_into, seal_tail, sealed_len,
};
use proptest::prelude::*;

fn key() -> SessionKey {
    SessionKey::new(noise(11, 32).try_into().unwrap())
}

/// Opens the cipher alone, padding and hash left on.
fn raw(key: &SessionKey, sealed: &[u8]) -> Vec<u8> {
    let (seed, iv) = key.expose().split_at(16);
    let mut plain = sealed.to_vec();
    let (blocks, rest) = Array::slice_as_chunks_mut(&mut plain);
    assert!(rest.is_empty());
    cbc::Decryptor::<Seed128>::new_from_slices(seed, iv).unwrap().decrypt_blocks(blocks);
    plain
}

/// Seals bytes as they are: for messages that no honest sender makes.
fn forge(key: &SessionKey, mut plain: Vec<u8>) -> Vec<u8> {
    let (seed, iv) = key.expose().split_at(16);
    let (blocks, rest) = Array::slice_as_chunks_mut(&mut plain);
    assert!(rest.is_empty());
    cbc::Encryptor::<Seed128>::new_from_slices(seed, iv).unwrap().encrypt_blocks(blocks);
    plain
}

#[test]
fn a_message_is_sealed_where_it_lies_as_anywhere_else() {
    for len in 0..100 {
        let message = noise(3, len);
        let mut buffer = Vec::with_capacity(5 + sealed_len(len));
        buffer.extend_from_slice(b"head ");
        buffer.extend_from_slice(&message);
        let place = buffer.as_ptr();
        seal_tail(&key(), &mut buffer, 5);
        assert_eq!(buffer, [&b"head "[..], &seal(&key(), &message)].concat(), "{len}");
        assert_eq!(buffer.as_ptr(), place, "{len}");
    }
    let mut short = b"abc".to_vec();
    seal_tail(&key(), &mut short, 9);
    assert_eq!(short, [&b"abc"[..], &seal(&key(), b"")].concat());
}

#[test]
fn every_sealed_message_of_the_reference_opens_and_seals_to_itself() {
    let reference = reference();
    let values = reference["sealed"].as_array().unwrap();
    assert!(values.len() >= 11);
    for value in values {
        let bytes = [hex_of(value, "key_hex"), hex_of(value, "iv_hex")].concat();
        let key = SessionKey::new(bytes.try_into().unwrap());
        let (message, sealed) =
            (hex_of(value, "message_hex"), enc2(value["text"].as_str().unwrap()));
        assert_eq!(seal(&key, &message), sealed);
        assert_eq!(*open(&key, &sealed).unwrap(), message);
    }
}

#[test]
fn hash_message_and_padding_stand_in_that_order_and_padding_is_1_to_16() {
    let mut pads = [false; 17];
    for len in 0..64 {
        let message = noise(len as u64, len);
        let sealed = seal(&key(), &message);
        let plain = raw(&key(), &sealed);
        let pad = plain[plain.len() - 1];
        assert!((1..=16).contains(&pad), "{len}");
        assert_eq!(plain.len(), 20 + len + usize::from(pad));
        assert_eq!(plain[..20], Has160::hash(&message));
        assert_eq!(plain[20..20 + len], message);
        assert!(plain[20 + len..].iter().all(|byte| *byte == pad));
        pads[usize::from(pad)] = true;
    }
    assert!(pads[1..].iter().all(|seen| *seen));
}

#[test]
fn sealing_into_a_buffer_appends_what_sealing_gives_and_moves_nothing_that_has_room() {
    for len in 0..64 {
        let message = noise(len as u64, len);
        assert_eq!(sealed_len(len), seal(&key(), &message).len(), "{len}");
        let mut out = Vec::with_capacity(9 + sealed_len(len));
        out.extend_from_slice(b"enc_data=");
        let place = out.as_ptr();
        seal_into(&key(), &message, &mut out);
        assert_eq!(out, [b"enc_data=", &seal(&key(), &message)[..]].concat());
        assert_eq!(out.as_ptr(), place);
        // Without room it grows.
        let mut tight = b"enc_data=".to_vec();
        seal_into(&key(), &message, &mut tight);
        assert_eq!(tight, out);
    }
}

#[test]
fn the_empty_message_opens() {
    let sealed = seal(&key(), b"");
    assert_eq!(sealed.len(), 32);
    assert_eq!(*open(&key(), &sealed).unwrap(), b"");
}

#[test]
fn any_flipped_bit_keeps_it_shut() {
    for len in [0, 11, 12, 13, 60] {
        let sealed = seal(&key(), &noise(5, len));
        for bit in 0..sealed.len() * 8 {
            let mut other = sealed.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key(), &other), Err(DoesNotOpen), "{len} bytes, bit {bit}");
        }
    }
}

#[test]
fn any_flipped_bit_of_the_key_keeps_it_shut() {
    let sealed = seal(&key(), &noise(5, 60));
    for bit in 0..256 {
        let mut other = *key().expose();
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&SessionKey::new(other), &sealed), Err(DoesNotOpen), "bit {bit}");
    }
}

#[test]
fn any_cut_or_addition_keeps_it_shut() {
    let sealed = seal(&key(), &noise(5, 100));
    for len in 0..sealed.len() {
        assert_eq!(open(&key(), &sealed[..len]), Err(DoesNotOpen), "first {len}");
    }
    for start in 1..sealed.len() {
        assert_eq!(open(&key(), &sealed[start..]), Err(DoesNotOpen), "from {start}");
    }
    for more in 1..40 {
        let longer = [&sealed[..], &noise(6, more)].concat();
        assert_eq!(open(&key(), &longer), Err(DoesNotOpen), "{more} more");
    }
}

#[test]
fn padding_that_pkcs7_does_not_know_keeps_it_shut_under_a_right_hash() {
    // 20 bytes of hash and 12 of message and padding, then a whole block more.
    for (name, tail) in [
        ("zero", vec![0; 12]),
        ("seventeen", vec![17; 28]),
        ("255", vec![255; 12]),
        ("one byte of it wrong", [vec![9], vec![12; 11]].concat()),
        ("its second byte wrong", [vec![12], vec![9], vec![12; 10]].concat()),
        ("its last byte but one wrong", [vec![12; 10], vec![9, 12]].concat()),
        ("over the hash", vec![13; 12]),
    ] {
        // Right for every reading of the padding that could be tempting.
        for message in 0..=tail.len() {
            let plain = [&Has160::hash(&tail[..message])[..], &tail].concat();
            let sealed = forge(&key(), plain);
            let want =
                tail[message..].iter().all(|byte| usize::from(*byte) == tail.len() - message)
                    && (1..=16).contains(&(tail.len() - message));
            assert_eq!(open(&key(), &sealed).is_ok(), want, "{name}, message of {message}");
        }
    }
}

#[test]
fn all_padding_and_no_hash_keeps_it_shut() {
    assert_eq!(open(&key(), &forge(&key(), vec![16; 16])), Err(DoesNotOpen));
    assert_eq!(open(&key(), &forge(&key(), vec![16; 32])), Err(DoesNotOpen));
}

#[test]
fn a_drawn_key_is_what_the_source_gave_and_a_dry_source_gives_none() {
    let mut full = Failing { left: 32 };
    assert_eq!(SessionKey::draw(&mut full).unwrap().expose()[..], noise(0, 32));
    for left in 0..32 {
        assert_eq!(SessionKey::draw(&mut Failing { left }), Err(Dry), "{left}");
    }
}

#[test]
fn refusal_has_one_message_and_no_cause() {
    use std::error::Error;

    assert_eq!(DoesNotOpen.to_string(), "does not open");
    assert!(DoesNotOpen.source().is_none());
}

#[test]
fn a_key_is_its_cipher_key_then_its_vector() {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&hex_array::<16>("000102030405060708090a0b0c0d0e0f"));
    let sealed = seal(&SessionKey::new(bytes), b"");
    // The first block is only the hash under the cipher, since the vector is zero.
    let mut block = Array::try_from(&Has160::hash(b"")[..16]).unwrap();
    let seed = Seed128::new_from_slice(&bytes[..16]).unwrap();
    BlockCipherEncrypt::encrypt_block(&seed, &mut block);
    assert_eq!(sealed[..16], block[..]);
}

proptest! {
    #[test]
    fn what_is_sealed_opens(
        key: [u8; 32],
        message in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let key = SessionKey::new(key);
        let sealed = seal(&key, &message);
        prop_assert_eq!(sealed.len() % 16, 0);
        prop_assert!((21..=36).contains(&(sealed.len() - message.len())));
        prop_assert_eq!(&*open(&key, &sealed).unwrap(), &message);
    }

    #[test]
    fn noise_does_not_open(key: [u8; 32], bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(open(&SessionKey::new(key), &bytes), Err(DoesNotOpen));
    }
}
