//! Writes a private key anew, under encryption of today.

use alloc::{string::String, vec::Vec};

use cipher::{BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use der::{
    Encode,
    asn1::{AnyRef, OctetStringRef},
};
use pbkdf2::pbkdf2_hmac;
use pkcs8::PrivateKeyInfoRef;
use rand_core::TryCryptoRng;
use sha2::Sha256;
use spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use super::{
    PrivateKey,
    scheme::{EncryptedInfo, Pbes2Parameters, Pbkdf2Parameters},
};
use crate::{Secret, oid, pem};

impl PrivateKey {
    /// Writes the key as PKCS#8 `ENCRYPTED PRIVATE KEY`: PBES2 with AES-256-CBC and PBKDF2 of
    /// [`Self::ITERATIONS`] rounds of HMAC-SHA256, salt and initial vector drawn from `rng`.
    ///
    /// OpenSSL 1.0 and later reads it, and so does every language's usual library. Attributes
    /// that the key came with are left out. The encryption has no authenticity: who may write the
    /// file may damage the key, and `SigningKey::new` notices.
    ///
    /// # Errors
    /// [`SealError::Draw`] when the random source fails, [`SealError::EmptyPassphrase`].
    pub fn to_encrypted_pem<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        passphrase: &[u8],
    ) -> Result<String, SealError<R::Error>> {
        if passphrase.is_empty() {
            return Err(SealError::EmptyPassphrase);
        }
        let (mut salt, mut iv) = ([0; 16], [0; 16]);
        rng.try_fill_bytes(&mut salt).map_err(SealError::Draw)?;
        rng.try_fill_bytes(&mut iv).map_err(SealError::Draw)?;

        let mut key = Secret::<32>::zeroed();
        pbkdf2_hmac::<Sha256>(passphrase, &salt, Self::ITERATIONS, key.expose_mut());
        let mut data = self.to_pkcs8_der().map_err(|_| SealError::Refused)?;
        let len = data.len();
        // Room for padding, which is never more than a block.
        data.resize(len + iv.len(), 0);
        let data = cbc::Encryptor::<aes::Aes256>::new(key.expose().into(), &iv.into())
            .encrypt_padded::<Pkcs7>(&mut data, len)
            .map_err(|_| SealError::Refused)?;
        let der = encrypted_info(&salt, &iv, data).map_err(|_| SealError::Refused)?;
        Ok(pem::write("ENCRYPTED PRIVATE KEY", &der))
    }

    /// PKCS#8 `PrivateKeyInfo` DER, with room for a block more.
    fn to_pkcs8_der(&self) -> der::Result<Zeroizing<Vec<u8>>> {
        let info = PrivateKeyInfoRef {
            algorithm: pkcs1::ALGORITHM_ID,
            private_key: OctetStringRef::new(self.as_pkcs1_der())?,
            public_key: None,
        };
        let len = usize::try_from(info.encoded_len()?)?;
        let mut der = Zeroizing::new(Vec::with_capacity(len + 16));
        der.resize(len, 0);
        info.encode_to_slice(&mut der)?;
        Ok(der)
    }
}

/// Why a key was not written. `E` is the random source's own error.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError<E> {
    /// The random source failed. Nothing was written.
    #[error("the random source failed")]
    Draw(#[source] E),
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The key cannot be written. No key that loads cannot.
    #[error("the private key cannot be written")]
    Refused,
}

fn encrypted_info(salt: &[u8; 16], iv: &[u8; 16], data: &[u8]) -> der::Result<Vec<u8>> {
    let kdf = Pbkdf2Parameters {
        salt: OctetStringRef::new(salt)?,
        iterations: PrivateKey::ITERATIONS.into(),
        key_length: None,
        prf: Some(AlgorithmIdentifierRef { oid: oid::HMAC_SHA256, parameters: Some(AnyRef::NULL) }),
    }
    .to_der()?;
    let iv = OctetStringRef::new(iv)?.to_der()?;
    let scheme = Pbes2Parameters {
        kdf: algorithm(oid::PBKDF2, &kdf)?,
        encryption: algorithm(oid::AES_256_CBC, &iv)?,
    }
    .to_der()?;
    let data = OctetStringRef::new(data)?;
    EncryptedInfo { algorithm: algorithm(oid::PBES2, &scheme)?, data }.to_der()
}

fn algorithm(
    oid: der::asn1::ObjectIdentifier,
    parameters: &[u8],
) -> der::Result<AlgorithmIdentifierRef<'_>> {
    Ok(AlgorithmIdentifierRef { oid, parameters: Some(AnyRef::try_from(parameters)?) })
}
