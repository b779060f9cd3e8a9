//! Private keys: what loads is what stands in the file.

use alloc::vec::Vec;

use super::tlv::{self, Tlv};
use crate::{
    PrivateKey, PrivateKeyError, pem,
    private_key::{LIMITS, Limits},
};

/// Any text as a key file, and any bytes as the DER in one of each kind. Loading takes little work and says the same of
/// every form; a key that loads has the size and exponent that a slow reader finds in it, and a text that loads has one
/// block. `changeit` opens what is encrypted.
pub fn parse_private_key(data: &[u8]) {
    from_der(data);
    if let Ok(text) = str::from_utf8(data) {
        from_text(text);
    }
}

/// Whether a key file loads, encrypted or not.
#[must_use]
pub fn takes_private_key(data: &[u8]) -> bool {
    let from_text = |text: &str| {
        PrivateKey::from_pem(text).or_else(|_| PrivateKey::from_encrypted_pem(text, PASSPHRASE))
    };
    str::from_utf8(data).is_ok_and(|text| from_text(text).is_ok())
        || PrivateKey::from_encrypted_der(data, PASSPHRASE, &LIMITS).is_ok()
        || armoured(data).is_ok()
}

fn armoured(der: &[u8]) -> Result<PrivateKey, PrivateKeyError> {
    PrivateKey::from_pem(&pem::write("PRIVATE KEY", der))
        .or_else(|_| PrivateKey::from_pem(&pem::write("RSA PRIVATE KEY", der)))
}

fn from_text(text: &str) {
    #[cfg(feature = "gateway")]
    let _ = crate::GatewayPrivateKey::from_pem(text);
    let blocks = pem::blocks(text);
    let info = PrivateKey::inspect(text);
    // The passphrase costs as much work as the file asks for, so only a file that asks for little gets it.
    let opened = match blocks.as_deref() {
        Ok([block]) if block.label == "ENCRYPTED PRIVATE KEY" => block
            .der()
            .map_err(PrivateKeyError::from)
            .and_then(|der| PrivateKey::from_encrypted_der(&der, PASSPHRASE, &LITTLE)),
        _ => Err(PrivateKeyError::PassphraseUnneeded),
    };
    let loaded = PrivateKey::from_pem(text);
    if let Ok(key) = &loaded {
        assert_eq!(info.as_ref().ok().and_then(|info| info.bits()), Some(key.bits()));
        assert!(opened.is_err(), "a key in the clear that a passphrase opens");
    }
    if opened.is_ok() {
        assert_eq!(loaded.as_ref().err(), Some(&PrivateKeyError::PassphraseMissing));
        assert!(
            info.is_ok_and(|info| info.encryption().is_some_and(|scheme| scheme.is_supported()))
        );
    }
    if loaded.is_ok() || opened.is_ok() {
        assert_eq!(text.matches("-----BEGIN ").count(), 1, "one block, and no other");
        assert_eq!(text.matches("-----END ").count(), 1);
    }
}

fn from_der(der: &[u8]) {
    let (pkcs8, pkcs1) = (pem::write("PRIVATE KEY", der), pem::write("RSA PRIVATE KEY", der));
    if let Ok(key) = PrivateKey::from_pem(&pkcs8) {
        let numbers = inner(der).and_then(tlv::of);
        is_what_stands_there(&key, numbers);
        let again = inner(der).map(|der| PrivateKey::from_pem(&pem::write("RSA PRIVATE KEY", der)));
        assert!(
            again.is_some_and(
                |again| again.is_ok_and(|again| again.public_key() == key.public_key())
            )
        );
    }
    if let Ok(key) = PrivateKey::from_pem(&pkcs1) {
        is_what_stands_there(&key, tlv::of(der));
        damaged_do_not_load(der);
    }
    if let Ok(key) = PrivateKey::from_encrypted_der(der, PASSPHRASE, &LITTLE) {
        assert!((PrivateKey::MIN_BITS..=PrivateKey::MAX_BITS).contains(&key.bits()));
        // One passphrase opens it, and no other.
        assert!(PrivateKey::from_encrypted_der(der, b"change it", &LITTLE).is_err());
        let info = PrivateKey::inspect(&pem::write("ENCRYPTED PRIVATE KEY", der));
        let rounds = info.ok().and_then(|info| info.encryption()?.iterations()).unwrap_or_default();
        assert!((1..=LITTLE.iterations).contains(&rounds), "{rounds} rounds");
        // It does not open where less work is allowed than it asks for.
        let less = Limits { iterations: rounds - 1, scrypt_memory: 1 };
        assert!(PrivateKey::from_encrypted_der(der, PASSPHRASE, &less).is_err(), "more work");
    }
}

/// The PKCS#1 key inside a PKCS#8 one.
fn inner(der: &[u8]) -> Option<&[u8]> {
    match tlv::of(der)?.as_slice() {
        [_, Tlv { tag: 0x30, .. }, Tlv { tag: 0x04, value }, ..] => Some(value),
        _ => None,
    }
}

/// A key of another version, with an even exponent, or with bytes behind it does not load.
fn damaged_do_not_load(der: &[u8]) {
    let numbers = tlv::of(der).unwrap_or_default();
    for (number, bit) in [(0, 1), (2, 1)] {
        let place = numbers.get(number).and_then(|number| tlv::end_in(der, number));
        let mut other = der.to_vec();
        if let Some(byte) = place.and_then(|at| other.get_mut(at)) {
            *byte ^= bit;
        }
        assert!(PrivateKey::from_pem(&pem::write("RSA PRIVATE KEY", &other)).is_err());
    }
    let longer = [der, &[0]].concat();
    assert!(PrivateKey::from_pem(&pem::write("RSA PRIVATE KEY", &longer)).is_err());
}

/// Version, modulus and exponent, read by hand.
fn is_what_stands_there(key: &PrivateKey, numbers: Option<Vec<Tlv<'_>>>) {
    let numbers = numbers.unwrap_or_default();
    let [version, modulus, exponent, rest @ ..] = numbers.as_slice() else {
        panic!("a key that loads is no list of numbers");
    };
    assert_eq!((version.value, rest.len()), (&[0][..], 6), "two primes, nine numbers");
    assert_eq!(tlv::bits(modulus), Some(key.bits()));
    assert!((PrivateKey::MIN_BITS..=PrivateKey::MAX_BITS).contains(&key.bits()));
    let exponent = exponent.value.iter().fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    assert!(exponent % 2 == 1 && (3..1 << 33).contains(&exponent), "an exponent that is refused");
    let spki = key.public_key().as_spki_der();
    assert!(tlv::contains(spki, modulus.value), "the public half is another key's");
}

const PASSPHRASE: &[u8] = b"changeit";

/// What a file may ask for here: some milliseconds, and 1 MiB.
const LITTLE: Limits = Limits { iterations: 2048, scrypt_memory: 1 << 20 };
