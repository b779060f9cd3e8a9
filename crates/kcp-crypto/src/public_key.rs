//! The public half of a merchant's RSA key: what a private key and a certificate are matched by.

use alloc::vec::Vec;
use core::fmt;

use der::{Decode, Encode, Tag, asn1::BitStringRef};
use pkcs1::{RsaPublicKeyRef, UintRef};
use spki::SubjectPublicKeyInfoRef;

use crate::key_wrap;

/// An RSA public key in one written form, so that equal keys are equal bytes.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct PublicKey {
    spki: Vec<u8>,
    bits: usize,
}

impl PublicKey {
    /// Takes the two numbers; the sizes are for the caller to check.
    pub(crate) fn from_numbers(n: UintRef<'_>, e: UintRef<'_>) -> der::Result<Self> {
        let bits = key_wrap::bits_of(&n);
        let pkcs1 = RsaPublicKeyRef { modulus: n, public_exponent: e }.to_der()?;
        let spki = SubjectPublicKeyInfoRef {
            algorithm: pkcs1::ALGORITHM_ID,
            subject_public_key: BitStringRef::from_bytes(&pkcs1)?,
        }
        .to_der()?;
        Ok(Self { spki, bits })
    }

    /// Reads a `SubjectPublicKeyInfo`; `None` when the key is of another algorithm.
    pub(crate) fn from_spki(spki: &SubjectPublicKeyInfoRef<'_>) -> der::Result<Option<Self>> {
        if spki.algorithm.oid != pkcs1::ALGORITHM_OID {
            return Ok(None);
        }
        let key = spki.subject_public_key.as_bytes();
        let numbers = RsaPublicKeyRef::from_der(key.ok_or_else(|| Tag::BitString.value_error())?)?;
        Self::from_numbers(numbers.modulus, numbers.public_exponent).map(Some)
    }

    /// `SubjectPublicKeyInfo` DER, as `openssl pkey -pubout -outform DER` writes it.
    #[must_use]
    pub fn as_spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// Bits of the modulus.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.bits
    }
}

impl AsRef<Self> for PublicKey {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("bits", &self.bits).finish_non_exhaustive()
    }
}
