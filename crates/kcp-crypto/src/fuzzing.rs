//! Entry points for the fuzz targets, the corpus replay and the benches. Not a stable interface.

pub use crate::seed::{doors::*, naive::NaiveSeed128};
use crate::{
    GatewayPublicKey, PrivateKey, PrivateKeyError, Seed128, ServiceCertificate, SessionKey, open,
    private_key::Limits, seal,
};

/// SEED's round keys, for the vectors of RFC 4269, appendix B.
#[must_use]
pub const fn round_keys(seed: &Seed128) -> &[[u32; 2]; 16] {
    seed.round_keys()
}

/// Key (16 bytes) and blocks (16 each): every backend here and naive SEED agree, in every mode.
///
/// # Panics
/// When they do not.
pub fn diff_seed(data: &[u8]) {
    crate::seed::diff::seed(data);
}

/// Key (32 bytes) and anything: opening never panics, and what opens seals back to itself.
///
/// # Panics
/// When it does not.
pub fn decode_sealed(data: &[u8]) {
    let Some((key, rest)) = data.split_first_chunk::<32>() else { return };
    let key = SessionKey::new(*key);
    if let Ok(message) = open(&key, rest) {
        assert_eq!(seal(&key, &message), rest);
    }
}

/// All of opening that works on secrets: whether it fits (1 or 0), and the message's length if so.
///
/// For `cargo xtask ct`, which must see that neither decides about anything before it is told.
#[must_use]
pub fn open_undecided(key: &SessionKey, sealed: &[u8]) -> Option<(u8, usize)> {
    crate::sealed::examine(key, sealed).map(|found| (found.fits.unwrap_u8(), found.len))
}

/// Key (32 bytes) and a message: sealing opens to the same message.
///
/// # Panics
/// When it does not.
pub fn roundtrip_sealed(data: &[u8]) {
    let Some((key, message)) = data.split_first_chunk::<32>() else { return };
    let key = SessionKey::new(*key);
    let opened = open(&key, &seal(&key, message));
    assert_eq!(opened.as_ref().map(|plain| plain.as_slice()), Ok(message));
}

/// Any text: loading a public key never panics, and what loads writes itself out and loads again.
///
/// # Panics
/// When it does not.
pub fn decode_public_key(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    if let Ok(key) = GatewayPublicKey::from_pem(text) {
        assert_eq!(GatewayPublicKey::from_pem(&key.to_pkcs1_pem()), Ok(key));
    }
}

/// Any text: loading a private key never panics.
#[cfg(feature = "gateway")]
pub fn decode_private_key(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let _ = crate::GatewayPrivateKey::from_pem(text);
}

/// Any text or DER, which `changeit` may open: loading an encrypted private key never panics and
/// takes little work, and what a text is said to be is what it loads as.
///
/// # Panics
/// When it does not.
pub fn decode_private_key_encrypted(data: &[u8]) {
    const PASSPHRASE: &[u8] = b"changeit";
    const LIMITS: Limits = Limits { iterations: 4096, scrypt_memory: 1 << 20 };

    let _ = PrivateKey::from_encrypted_der(data, PASSPHRASE, &LIMITS);
    let Ok(text) = core::str::from_utf8(data) else { return };
    let info = PrivateKey::inspect(text);
    match PrivateKey::from_pem(text) {
        Ok(key) => assert_eq!(info.ok().and_then(|info| info.bits()), Some(key.bits())),
        Err(PrivateKeyError::PassphraseMissing) => {
            if let Ok([block]) = crate::pem::blocks(text).as_deref()
                && let Ok(der) = block.der()
            {
                let opened = PrivateKey::from_encrypted_der(&der, PASSPHRASE, &LIMITS);
                assert!(opened.is_err() || info.is_ok());
            }
        }
        Err(_) => {}
    }
}

/// Any text: loading a certificate never panics, and its one-line form loads as the same.
///
/// # Panics
/// When it does not.
pub fn decode_certificate(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    if let Ok(certificate) = ServiceCertificate::from_pem(text) {
        let again = ServiceCertificate::from_pem(&certificate.kcp_cert_info());
        assert_eq!(again.as_ref(), Ok(&certificate));
    }
}
