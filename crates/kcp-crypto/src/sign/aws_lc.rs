//! The default backend: AWS-LC.

use alloc::{vec, vec::Vec};

use aws_lc_rs::{rand::SystemRandom, rsa::KeyPair, signature::RSA_PKCS1_SHA256};

use super::SignError;
use crate::PrivateKey;

pub(super) struct Key(KeyPair);

impl Key {
    pub(super) fn load(key: &PrivateKey) -> Result<Self, SignError> {
        KeyPair::from_der(key.as_pkcs1_der()).map(Self).map_err(|_| SignError::Inconsistent)
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        // Any other length makes aws-lc-rs panic.
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            // The random source is not used: AWS-LC has its own.
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SignError::Failed)?;
        Ok(signature)
    }
}
