//! The other side: checks `kcp_sign_data` as KCP does. For simulators and tests.

use alloc::vec;
use core::fmt;

use base64ct::{Base64, Encoding};
use der::Decode;
use digest::Digest;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::Sha256;
use spki::SubjectPublicKeyInfoRef;

use super::Target;
use crate::{PemError, PrivateKey, PublicKey, ServiceCertificate, pem};

/// A merchant's public key, as KCP has it.
///
/// Computed by the `rsa` crate whatever signs: a second opinion on AWS-LC's signatures. Only
/// public numbers are worked on, so RUSTSEC-2023-0071 does not matter here.
#[derive(Clone)]
pub struct VerifyingKey {
    key: RsaPublicKey,
    public: PublicKey,
}

impl VerifyingKey {
    /// Takes a certificate's key. The certificate's dates and issuer are the caller's to check.
    ///
    /// # Errors
    /// [`VerifyingKeyError::NotRsa`], [`VerifyingKeyError::Size`], [`VerifyingKeyError::Malformed`].
    pub fn from_certificate(certificate: &ServiceCertificate) -> Result<Self, VerifyingKeyError> {
        Self::from_public(certificate.public_key().ok_or(VerifyingKeyError::NotRsa)?)
    }

    /// Loads one PEM block `PUBLIC KEY`.
    ///
    /// # Errors
    /// [`VerifyingKeyError`], which says what the text is instead.
    pub fn from_spki_pem(text: &str) -> Result<Self, VerifyingKeyError> {
        match pem::blocks(text)?.as_slice() {
            [block] if block.label == "PUBLIC KEY" => Self::from_spki_der(&block.der()?),
            [_] => Err(VerifyingKeyError::WrongLabel),
            [] => Err(PemError::Missing.into()),
            several => Err(PemError::Several { count: several.len() }.into()),
        }
    }

    /// Loads `SubjectPublicKeyInfo` DER.
    ///
    /// # Errors
    /// [`VerifyingKeyError::NotRsa`], [`VerifyingKeyError::Size`], [`VerifyingKeyError::Malformed`].
    pub fn from_spki_der(der: &[u8]) -> Result<Self, VerifyingKeyError> {
        let public = SubjectPublicKeyInfoRef::from_der(der)
            .and_then(|spki| PublicKey::from_spki(&spki))
            .map_err(|_| VerifyingKeyError::Malformed)?;
        Self::from_public(&public.ok_or(VerifyingKeyError::NotRsa)?)
    }

    fn from_public(public: &PublicKey) -> Result<Self, VerifyingKeyError> {
        let bits = public.bits();
        if !(PrivateKey::MIN_BITS..=PrivateKey::MAX_BITS).contains(&bits) {
            return Err(VerifyingKeyError::Size { bits });
        }
        SubjectPublicKeyInfoRef::from_der(public.as_spki_der())
            .ok()
            .and_then(|spki| RsaPublicKey::try_from(spki).ok())
            .map(|key| Self { key, public: public.clone() })
            .ok_or(VerifyingKeyError::Malformed)
    }

    /// Checks a signature over a target: standard base64, padded, without line breaks.
    ///
    /// # Errors
    /// [`DoesNotVerify`], whatever was wrong.
    pub fn verify(&self, target: &Target, base64: &str) -> Result<(), DoesNotVerify> {
        let mut buffer = vec![0; base64.len() / 4 * 3];
        let signature = Base64::decode(base64, &mut buffer).map_err(|_| DoesNotVerify)?;
        let hash = Sha256::digest(target.as_bytes());
        self.key.verify(Pkcs1v15Sign::new::<Sha256>(), &hash, signature).map_err(|_| DoesNotVerify)
    }

    /// The key itself.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }
}

impl AsRef<PublicKey> for VerifyingKey {
    fn as_ref(&self) -> &PublicKey {
        &self.public
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("bits", &self.public.bits()).finish()
    }
}

/// A signature that does not belong to the target under this key. Says nothing about why.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("does not verify")]
#[allow(clippy::exhaustive_structs)] // complete by definition: it has nothing to say
pub struct DoesNotVerify;

/// Why a public key was not loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyingKeyError {
    /// Not the structure of a public key, or numbers that make none.
    #[error("the public key is damaged")]
    Malformed,
    /// A key of another algorithm.
    #[error("not an RSA key")]
    NotRsa,
    /// Not one PEM block.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// Fewer than 2048 or more than 4096 bits.
    #[error("the key has {bits} bits, where 2048 to 4096 belong")]
    Size {
        /// Bits of the modulus.
        bits: usize,
    },
    /// PEM of something else than a public key.
    #[error("the PEM label is not PUBLIC KEY")]
    WrongLabel,
}
