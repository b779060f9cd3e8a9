//! The wrapped key beside other implementations, byte by byte, and the padding it is made with.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::{Dry, noise, run};
use kcp_crypto::{
    GatewayPublicKey, KeyError, SessionKey, WrapError,
    rand_core::{TryCryptoRng, TryRng},
};

/// A source that gives known bytes in order, then fails.
struct Script(Vec<u8>);

impl TryRng for Script {
    type Error = Dry;

    fn try_next_u32(&mut self) -> Result<u32, Dry> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Dry> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Dry> {
        if self.0.len() < dst.len() {
            return Err(Dry);
        }
        dst.copy_from_slice(&self.0.drain(..dst.len()).collect::<Vec<_>>());
        Ok(())
    }
}

impl TryCryptoRng for Script {}

/// Bytes that look random, none of them zero.
fn padding(seed: u64, len: usize) -> Vec<u8> {
    noise(seed, len).iter().map(|byte| (*byte).max(1)).collect()
}

fn session(seed: u64) -> SessionKey {
    SessionKey::new(noise(seed, 32).try_into().unwrap())
}

/// The padded block, as RFC 8017, 7.2.1 writes it down.
fn block(padding: &[u8], key: &SessionKey) -> Vec<u8> {
    [&[0, 2][..], padding, &[0], key.expose()].concat()
}

/// A modulus of `bits` bits that looks random and is odd.
fn modulus(bits: usize) -> Vec<u8> {
    let mut modulus = noise(bits as u64, bits.div_ceil(8));
    let spare = modulus.len() * 8 - bits;
    modulus[0] = (modulus[0] | 0x80) >> spare;
    *modulus.last_mut().unwrap() |= 1;
    modulus
}

/// PKCS#1 PEM of a key's numbers.
fn pem(modulus: &[u8], exponent: &[u8]) -> String {
    use base64ct::Encoding;
    use pkcs1::{RsaPublicKeyRef, UintRef};
    use pkcs8::der::Encode;

    let key = RsaPublicKeyRef {
        modulus: UintRef::new(modulus).unwrap(),
        public_exponent: UintRef::new(exponent).unwrap(),
    };
    let base64 = base64ct::Base64::encode_string(&key.to_der().unwrap());
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    let base64 = lines.join("\n");
    format!("-----BEGIN RSA PUBLIC KEY-----\n{base64}\n-----END RSA PUBLIC KEY-----\n")
}

const F4: &[u8] = &[1, 0, 1];

/// Sizes at and beside the widths that the arithmetic has.
const SIZES: [usize; 9] = [1024, 1025, 1031, 1032, 2048, 2049, 3072, 3073, 4096];

#[cfg(feature = "gateway")]
#[test]
fn every_size_and_exponent_wraps_as_the_rsa_crate_does() {
    use kcp_crypto::rand_core::UnwrapErr;
    use rsa::{Pkcs1v15Encrypt, RsaPublicKey, pkcs1::DecodeRsaPublicKey};

    for bits in SIZES {
        for exponent in [&[3][..], &[17], F4, &[1, 0xff, 0xff, 0xff, 0xff]] {
            let text = pem(&modulus(bits), exponent);
            let (ours, theirs) =
                (GatewayPublicKey::from_pem(&text).unwrap(), RsaPublicKey::from_pkcs1_pem(&text));
            let drawn = padding(bits as u64, bits.div_ceil(8) - 35);
            let key = session(bits as u64);
            let envelope = ours.envelope(&mut Script(drawn.clone()), &key).unwrap();
            let mut source = UnwrapErr(Script(drawn));
            let want = theirs.unwrap().encrypt(&mut source, Pkcs1v15Encrypt, key.expose()).unwrap();
            assert_eq!(envelope[23..], want, "{bits} bits, exponent {exponent:?}");
        }
    }
}

#[test]
fn many_keys_wrap_as_openssl_does_without_its_padding() {
    let test = "many_keys_wrap_as_openssl_does_without_its_padding";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pub.pem");
    for bits in SIZES {
        let text = pem(&modulus(bits), F4);
        std::fs::write(&file, &text).unwrap();
        let drawn = padding(7, bits.div_ceil(8) - 35);
        let key = session(bits as u64);
        let args = "rsautl -encrypt -raw -pubin -inkey";
        let mut args: Vec<&str> = args.split(' ').collect();
        args.push(file.to_str().unwrap());
        // `rsautl` reads SPKI, so the key is written anew by OpenSSL itself.
        let convert = ["rsa", "-RSAPublicKey_in", "-pubout"];
        let Some(spki) = run(test, "openssl", &convert, text.as_bytes()) else { return };
        std::fs::write(&file, spki).unwrap();
        let Some(want) = run(test, "openssl", &args, &block(&drawn, &key)) else { return };
        let ours = GatewayPublicKey::from_pem(&text).unwrap();
        let envelope = ours.envelope(&mut Script(drawn), &key).unwrap();
        assert_eq!(envelope[23..], want, "{bits} bits");
    }
}

#[cfg(feature = "gateway")]
#[test]
fn zeros_in_the_padding_are_replaced_by_what_is_drawn_next() {
    use kcp_crypto::GatewayPrivateKey;

    let private = GatewayPrivateKey::generate(&mut common::Noise(3), 1024).unwrap();
    let public = private.public_key();
    let mut want = padding(5, 93);
    let mut drawn = want.clone();
    // Three zeros; of the sixteen bytes drawn for them the second is zero again.
    for (at, byte) in [(0, 11), (40, 22), (92, 33)] {
        (drawn[at], want[at]) = (0, byte);
    }
    let mut spare = vec![99; 32];
    (spare[0], spare[1], spare[2]) = (11, 0, 33);
    spare[16] = 22;
    drawn.extend(spare);
    let key = session(1);
    let made = public.envelope(&mut Script(drawn.clone()), &key).unwrap();
    let same = public.envelope(&mut Script(want), &key).unwrap();
    assert_eq!(made, same);
    // The source ends in the middle of a further draw.
    drawn.truncate(93 + 31);
    assert_eq!(public.envelope(&mut Script(drawn), &key), Err(WrapError::Draw(Dry)));
}

#[test]
fn a_source_that_is_stuck_is_given_up_after_a_bounded_number_of_bytes() {
    let public = GatewayPublicKey::from_pem(&pem(&modulus(1024), F4)).unwrap();
    let mut source = Script(vec![0; 100_000]);
    let mut out = b"head".to_vec();
    let refused = public.envelope_into(&mut source, &session(1), &mut out);
    assert_eq!(refused, Err(WrapError::Stuck));
    assert_eq!(out, b"head");
    assert!(100_000 - source.0.len() < 4096, "{} bytes left", source.0.len());
}

#[test]
fn a_failing_source_leaves_no_byte_of_the_key_behind() {
    let public = GatewayPublicKey::from_pem(&pem(&modulus(1024), F4)).unwrap();
    let mut out = Vec::with_capacity(public.envelope_len());
    let key = SessionKey::new([0xa7; 32]);
    let refused = public.envelope_into(&mut Script(Vec::new()), &key, &mut out);
    assert_eq!(refused, Err(WrapError::Draw(Dry)));
    out.resize(public.envelope_len(), 0);
    assert!(!out.windows(4).any(|bytes| bytes == [0xa7; 4]));
}

#[test]
fn moduli_that_are_even_small_or_without_their_top_bit_are_named() {
    let mut even = modulus(1024);
    even[127] &= 0xfe;
    let mut small = modulus(1024);
    small[0] &= 0x7f;
    small[0] |= 0x40;
    for (modulus, want) in [
        (even, KeyError::Malformed),
        (small, KeyError::TooSmall { bits: 1023 }),
        (modulus(512), KeyError::TooSmall { bits: 512 }),
        (vec![3], KeyError::TooSmall { bits: 2 }),
        (modulus(4097), KeyError::TooLarge { bits: 4097 }),
    ] {
        assert_eq!(GatewayPublicKey::from_pem(&pem(&modulus, F4)), Err(want));
    }
}

#[cfg(feature = "gateway")]
#[test]
fn what_is_wrapped_under_a_modulus_that_differs_in_one_bit_does_not_open() {
    use kcp_crypto::{DoesNotOpen, GatewayPrivateKey};
    use rsa::{RsaPublicKey, pkcs1::DecodeRsaPublicKey, traits::PublicKeyParts};

    let private = GatewayPrivateKey::generate(&mut common::Noise(8), 1024).unwrap();
    let text = private.public_key().to_pkcs1_pem();
    let right = RsaPublicKey::from_pkcs1_pem(&text).unwrap().n_bytes().to_vec();
    for bit in [1, 9, 500, 1022] {
        let mut wrong = right.clone();
        wrong[127 - bit / 8] ^= 1 << (bit % 8);
        let wrong = GatewayPublicKey::from_pem(&pem(&wrong, F4)).unwrap();
        let envelope = wrong.envelope(&mut common::Noise(1), &session(1)).unwrap();
        assert_eq!(private.open_envelope(&envelope), Err(DoesNotOpen), "bit {bit}");
    }
}
