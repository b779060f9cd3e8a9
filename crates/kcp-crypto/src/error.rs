//! Why a key was not loaded. Loading may explain itself; opening never does.

/// Why a key was not loaded or made.
///
/// Holds sizes and kinds, never a byte of the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The pass phrase has to be taken off first: `openssl rsa -in key.pem -out open.pem`.
    #[error("the private key is encrypted: remove its pass phrase first")]
    Encrypted,
    /// The public exponent is even, below 3 or above 2^33 - 1.
    #[error("the public exponent is not an odd number from 3 to 2^33 - 1")]
    Exponent,
    /// The numbers of a private key do not belong together.
    #[error("the private key's numbers do not belong together")]
    Inconsistent,
    /// PEM with a known label, but not the structure that the label promises.
    #[error("the key's contents do not match its label")]
    Malformed,
    /// No `-----BEGIN ...-----` block, no end to it, or no base64 inside.
    #[error("not a PEM file")]
    NotPem,
    /// A key, but of another algorithm.
    #[error("not an RSA encryption key")]
    NotRsa,
    /// A private key where the gateway's public key belongs. Treat it as exposed.
    #[error("this is a private key: give the gateway's public key, and keep this one secret")]
    PrivateKey,
    /// A public key where a private key belongs.
    #[error("this is a public key: a private key is needed")]
    PublicKey,
    /// The modulus is longer than 4096 bits.
    #[error("the key has {bits} bits, more than 4096")]
    TooLarge {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The modulus is shorter than 1024 bits.
    #[error("the key has {bits} bits, fewer than 1024")]
    TooSmall {
        /// Bits of the modulus.
        bits: usize,
    },
    /// PEM, but of something else, such as a certificate.
    #[error("the PEM label names no key that is understood here")]
    WrongLabel,
}
