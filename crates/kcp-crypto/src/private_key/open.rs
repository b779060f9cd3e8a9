//! Opens an encrypted key: derives, decrypts, takes the padding off.

use alloc::vec::Vec;

use cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit, block_padding::Pkcs7};
use der::Decode;
use zeroize::Zeroizing;

use super::{
    PrivateKey, PrivateKeyError, npki, pkcs12,
    scheme::{Cipher, EncryptedInfo, Scheme},
};
use crate::{Secret, Seed128};

/// How much work a file may ask for.
pub(crate) struct Limits {
    pub(crate) iterations: u64,
    pub(crate) scrypt_memory: u64,
}

/// What [`PrivateKey`] promises.
pub(crate) const LIMITS: Limits =
    Limits { iterations: PrivateKey::MAX_ITERATIONS, scrypt_memory: PrivateKey::MAX_SCRYPT_MEMORY };

/// Opens PKCS#8 `EncryptedPrivateKeyInfo` DER.
///
/// What comes out need not be a key: one wrong passphrase in 256 leaves good padding behind.
pub(super) fn open(
    der: &[u8],
    passphrase: &[u8],
    limits: &Limits,
) -> Result<Zeroizing<Vec<u8>>, PrivateKeyError> {
    let info = EncryptedInfo::from_der(der).map_err(|_| PrivateKeyError::Malformed)?;
    let data = Zeroizing::new(info.data.as_bytes().to_vec());
    match Scheme::read(&info.algorithm)? {
        Scheme::Npki { pbe, iv } => {
            let rounds = check_iterations(pbe.iterations, limits)?;
            let (key, iv) = npki::derive(passphrase, pbe.salt(), rounds, iv);
            decrypt::<Seed128>(key.expose(), iv.expose(), data)
        }
        Scheme::Pbes2 { kdf, cipher, iv } => {
            let mut key = Secret::<32>::zeroed();
            let (key, _) = key.expose_mut().split_at_mut(cipher.key_len());
            kdf.derive(passphrase, key, limits)?;
            match cipher {
                Cipher::Aes128 => decrypt::<aes::Aes128>(key, iv, data),
                Cipher::Aes192 => decrypt::<aes::Aes192>(key, iv, data),
                Cipher::Aes256 => decrypt::<aes::Aes256>(key, iv, data),
                Cipher::DesEde3 => decrypt::<des::TdesEde3>(key, iv, data),
                Cipher::Seed => decrypt::<Seed128>(key, iv, data),
            }
        }
        Scheme::Pkcs12(pbe) => {
            let rounds = check_iterations(pbe.iterations, limits)?;
            let (mut key, mut iv) = (Secret::<24>::zeroed(), Secret::<8>::zeroed());
            let salt = pbe.salt();
            pkcs12::derive(passphrase, salt, rounds, pkcs12::Purpose::Key, key.expose_mut());
            pkcs12::derive(passphrase, salt, rounds, pkcs12::Purpose::Iv, iv.expose_mut());
            decrypt::<des::TdesEde3>(key.expose(), iv.expose(), data)
        }
    }
}

/// Decrypts where it lies, in CBC with PKCS#7 padding.
fn decrypt<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    mut data: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, PrivateKeyError> {
    // Seen before any passphrase is tried, so it says nothing about one.
    if data.is_empty() || !data.len().is_multiple_of(C::block_size()) {
        return Err(PrivateKeyError::Malformed);
    }
    let len = cbc::Decryptor::<C>::new_from_slices(key, iv)
        .map_err(|_| PrivateKeyError::Malformed)?
        .decrypt_padded::<Pkcs7>(&mut data)
        .map_err(|_| PrivateKeyError::PassphraseWrong)?
        .len();
    data.truncate(len);
    Ok(data)
}

/// A number of iterations from one to the limit.
pub(super) fn check_iterations(iterations: u64, limits: &Limits) -> Result<u32, PrivateKeyError> {
    if iterations == 0 {
        return Err(PrivateKeyError::Malformed);
    }
    u32::try_from(iterations)
        .ok()
        .filter(|_| iterations <= limits.iterations)
        .ok_or(PrivateKeyError::Limit { resource: "iterations" })
}
