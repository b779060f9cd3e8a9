//! Why a private key was not loaded. Loading explains itself, apart from what a passphrase opens.

use crate::{PemError, oid::Oid};

/// Why a private key was not loaded.
///
/// Holds names, sizes and counts, never a byte of the key or of the passphrase.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PrivateKeyError {
    /// A certificate where its private key belongs.
    #[error("this is a certificate: give the private key that belongs to it")]
    Certificate,
    /// The public exponent is even, below 3 or above 2^33 - 1.
    #[error("the public exponent is not an odd number from 3 to 2^33 - 1")]
    Exponent,
    /// The file asks for more work than [`crate::PrivateKey`] says it does.
    #[error("opening the key would take more {resource} than is allowed")]
    Limit {
        /// What there would be too much of.
        resource: &'static str,
    },
    /// Not the structure that the label promises.
    #[error("the key's contents do not match its label")]
    Malformed,
    /// A private key, but of another algorithm.
    #[error("an RSA key is needed, and this key is of {name}")]
    NotRsa {
        /// The algorithm.
        name: &'static str,
    },
    /// The key is encrypted and no passphrase was given.
    #[error("the private key is encrypted: its passphrase is needed")]
    PassphraseMissing,
    /// The key is not encrypted, though a passphrase was given: somebody takes it for protected.
    #[error("a passphrase was given, but the private key is not encrypted")]
    PassphraseUnneeded,
    /// The passphrase does not open the key.
    #[error("the passphrase is wrong")]
    PassphraseWrong,
    /// Not exactly one PEM block, or not a well-formed one.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// A public key where a private key belongs.
    #[error("this is a public key: a private key is needed")]
    PublicKey,
    /// The modulus is longer than 4096 bits.
    #[error("the key has {bits} bits, more than 4096")]
    TooLarge {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The modulus is shorter than 2048 bits.
    #[error("the key has {bits} bits, fewer than 2048")]
    TooSmall {
        /// Bits of the modulus.
        bits: usize,
    },
    /// OpenSSL's traditional encryption, of before PKCS#8: `Proc-Type: 4,ENCRYPTED`.
    #[error(
        "the private key has OpenSSL's traditional encryption (Proc-Type: 4,ENCRYPTED), which is not supported: convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW`"
    )]
    Traditional,
    /// Encrypted by a scheme that is known and not supported, or not known.
    #[error(
        "the private key is encrypted with {name} ({oid}), which is not supported: convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW`, where OpenSSL 3 may also need `-provider legacy -provider default`"
    )]
    Unsupported {
        /// The scheme's, cipher's, derivation's or pseudo-random function's name.
        name: &'static str,
        /// What the file calls it.
        oid: Oid,
    },
    /// PEM, but of something else.
    #[error("the PEM label names no private key that is understood here")]
    WrongLabel,
}
