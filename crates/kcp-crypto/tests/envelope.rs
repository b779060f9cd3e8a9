//! Key envelopes: what opens, what does not, and what a broken random source does.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]
#![cfg(feature = "gateway")]

mod common;

use std::sync::LazyLock;

use common::{Dry, Failing, Noise, Zeros};
use kcp_crypto::{
    DoesNotOpen, GatewayPrivateKey, GatewayPublicKey, Has160, KeyError, SessionKey, WrapError,
    gateway::GenerateError, key_wrap::KEY_SLOT,
};

static GATEWAY: LazyLock<GatewayPrivateKey> = LazyLock::new(|| {
    GatewayPrivateKey::generate(&mut getrandom::SysRng, GatewayPrivateKey::BITS).unwrap()
});

fn key() -> SessionKey {
    SessionKey::draw(&mut getrandom::SysRng).unwrap()
}

fn envelope(key: &SessionKey) -> Vec<u8> {
    GATEWAY.public_key().envelope(&mut getrandom::SysRng, key).unwrap()
}

#[test]
fn an_envelope_opens_to_the_same_key() {
    for _ in 0..20 {
        let key = key();
        assert_eq!(GATEWAY.open_envelope(&envelope(&key)), Ok(key));
    }
}

#[test]
fn an_envelope_is_mark_hash_slot_and_modulus_length() {
    let key = key();
    let envelope = envelope(&key);
    assert_eq!(envelope.len(), 151);
    assert_eq!(envelope[0], b'S');
    assert_eq!(envelope[1..21], Has160::hash(key.expose()));
    assert_eq!(envelope[21..23], KEY_SLOT);
}

#[test]
fn an_envelope_into_a_buffer_is_appended_and_moves_nothing_that_has_room() {
    let (key, public) = (key(), GATEWAY.public_key());
    let mut out = Vec::with_capacity(4 + public.envelope_len());
    out.extend_from_slice(b"head");
    let place = out.as_ptr();
    public.envelope_into(&mut Noise(7), &key, &mut out).unwrap();
    assert_eq!(out.as_ptr(), place);
    assert_eq!(out[..4], *b"head");
    assert_eq!(out[4..], public.envelope(&mut Noise(7), &key).unwrap());
    assert_eq!(out.len() - 4, public.envelope_len());

    let refused = public.envelope_into(&mut Failing { left: 0 }, &key, &mut out);
    assert_eq!(refused, Err(WrapError::Draw(Dry)));
    assert_eq!(out.len(), 4 + public.envelope_len(), "an error leaves the buffer alone");
}

#[test]
fn two_envelopes_of_one_key_differ_and_both_open() {
    let key = key();
    let (one, two) = (envelope(&key), envelope(&key));
    assert_eq!(one[..23], two[..23]);
    assert_ne!(one[23..], two[23..]);
    assert_eq!(GATEWAY.open_envelope(&one), GATEWAY.open_envelope(&two));
}

#[test]
fn any_flipped_bit_keeps_it_shut() {
    let envelope = envelope(&key());
    for bit in 0..envelope.len() * 8 {
        // Mark, hash and slot whole; of the 1024 bits of RSA every seventh.
        if bit >= 23 * 8 && bit % 7 != 0 {
            continue;
        }
        let mut other = envelope.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(GATEWAY.open_envelope(&other), Err(DoesNotOpen), "bit {bit}");
    }
}

#[test]
fn any_cut_or_addition_keeps_it_shut() {
    let envelope = envelope(&key());
    for len in 0..envelope.len() {
        assert_eq!(GATEWAY.open_envelope(&envelope[..len]), Err(DoesNotOpen), "{len}");
    }
    let longer = [&envelope[..], &[0]].concat();
    assert_eq!(GATEWAY.open_envelope(&longer), Err(DoesNotOpen));
}

#[test]
fn another_slot_or_mark_keeps_it_shut() {
    let envelope = envelope(&key());
    for (at, byte) in [(0, b's'), (0, b'A'), (0, 0), (21, b'1'), (22, b'1'), (22, b' ')] {
        let mut other = envelope.clone();
        other[at] = byte;
        assert_eq!(GATEWAY.open_envelope(&other), Err(DoesNotOpen), "{byte} at {at}");
    }
}

#[test]
fn another_key_s_envelope_and_bytes_above_the_modulus_keep_shut() {
    let other = GatewayPrivateKey::generate(&mut Noise(4), 1024).unwrap();
    let mut envelope = envelope(&key());
    assert_eq!(other.open_envelope(&envelope), Err(DoesNotOpen));
    envelope[23..].fill(0xff);
    assert_eq!(GATEWAY.open_envelope(&envelope), Err(DoesNotOpen));
    envelope[23..].fill(0);
    assert_eq!(GATEWAY.open_envelope(&envelope), Err(DoesNotOpen));
}

#[test]
fn a_wrapped_text_of_another_length_keeps_shut_even_under_its_right_hash() {
    use rsa::{Pkcs1v15Encrypt, RsaPublicKey, pkcs1::DecodeRsaPublicKey};

    let public = RsaPublicKey::from_pkcs1_pem(&GATEWAY.public_key().to_pkcs1_pem()).unwrap();
    for len in [0, 16, 31, 32, 33, 48, 64] {
        let bytes = common::noise(1, len);
        let wrapped = public.encrypt(&mut Noise(9), Pkcs1v15Encrypt, &bytes).unwrap();
        let envelope = [&b"S"[..], &Has160::hash(&bytes), b"00", &wrapped].concat();
        assert_eq!(GATEWAY.open_envelope(&envelope).is_ok(), len == 32, "{len} bytes");
    }
}

#[test]
fn a_dry_source_makes_no_envelope_and_its_error_comes_out() {
    // The padding of a 1024-bit key has 93 bytes.
    for left in [0, 1, 92] {
        let refused = GATEWAY.public_key().envelope(&mut Failing { left }, &key());
        assert_eq!(refused, Err(WrapError::Draw(Dry)), "{left}");
    }
    assert!(GATEWAY.public_key().envelope(&mut Failing { left: 1000 }, &key()).is_ok());
}

#[test]
fn a_source_of_zeros_ends_in_an_error_instead_of_hanging() {
    assert_eq!(GATEWAY.public_key().envelope(&mut Zeros, &key()), Err(WrapError::Stuck));
    let refused = GatewayPrivateKey::generate(&mut Zeros, 1024).err();
    assert_eq!(refused, Some(GenerateError::Stuck));
}

#[test]
fn a_dry_source_makes_no_key() {
    for left in [0, 10, 64, 100] {
        let refused = GatewayPrivateKey::generate(&mut Failing { left }, 1024).err();
        assert_eq!(refused, Some(GenerateError::Draw(Dry)), "{left}");
    }
}

#[test]
fn keys_are_made_in_the_size_asked_for_and_in_no_absurd_size() {
    for bits in [1024, 1025, 1536] {
        let made = GatewayPrivateKey::generate(&mut Noise(bits as u64), bits).unwrap();
        assert_eq!(made.public_key().bits(), bits);
        let key = key();
        let envelope = made.public_key().envelope(&mut Noise(1), &key).unwrap();
        assert_eq!(envelope.len(), 23 + bits.div_ceil(8));
        assert_eq!(made.open_envelope(&envelope), Ok(key));
    }
    for (bits, why) in [
        (0, KeyError::TooSmall { bits: 0 }),
        (1023, KeyError::TooSmall { bits: 1023 }),
        (4097, KeyError::TooLarge { bits: 4097 }),
        (usize::MAX, KeyError::TooLarge { bits: usize::MAX }),
    ] {
        let refused = GatewayPrivateKey::generate(&mut Noise(1), bits).err();
        assert_eq!(refused, Some(GenerateError::Size(why)));
    }
}

#[test]
fn written_keys_load_again() {
    let public = GATEWAY.public_key();
    let text = public.to_pkcs1_pem();
    assert!(text.starts_with("-----BEGIN RSA PUBLIC KEY-----\n"));
    assert_eq!(GatewayPublicKey::from_pem(&text).as_ref(), Ok(&public));
    let text = GATEWAY.to_pkcs1_pem();
    assert!(text.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    assert_eq!(GatewayPrivateKey::from_pem(&text).unwrap().public_key(), public);
}

#[test]
fn a_modulus_that_is_a_square_makes_no_key() {
    let refused = GatewayPrivateKey::from_pem(include_str!("vectors/square_modulus.pem"));
    assert_eq!(refused.unwrap_err(), KeyError::Inconsistent);
}
