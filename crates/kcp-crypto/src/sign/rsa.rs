//! The backend in Rust alone: the `rsa` crate.

use alloc::vec::Vec;

use der::Decode;
use digest::Digest;
use pkcs1::RsaPrivateKeyRef;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::Sha256;

use super::SignError;
use crate::PrivateKey;

pub(super) struct Key(RsaPrivateKey);

impl Key {
    pub(super) fn load(key: &PrivateKey) -> Result<Self, SignError> {
        RsaPrivateKeyRef::from_der(key.as_pkcs1_der())
            .ok()
            .and_then(|numbers| RsaPrivateKey::try_from(numbers).ok())
            .map(Self)
            .ok_or(SignError::Inconsistent)
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.0
            .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
            .map_err(|_| SignError::Failed)
    }
}
