//! The gateway's public key, and the envelope that carries a session key to the gateway.

use alloc::{string::String, vec::Vec};
use core::fmt;

use der::{Decode, Encode};
use pkcs1::{RsaPublicKeyRef, UintRef};
use rand_core::TryCryptoRng;
use spki::SubjectPublicKeyInfoRef;

pub use crate::error::KeyError;
use crate::{Has160, SessionKey, pem};

mod padding;
mod power;

/// The slot of the gateway's key, two ASCII digits in every envelope seen. (legacy.md §4.3)
pub const KEY_SLOT: [u8; 2] = *b"00";

/// The gateway's RSA public key: KCP's `pub.key`, which a merchant gets with the module.
///
/// It is the only thing that tells the gateway from an impostor, and nothing in the file proves
/// it: keep it where only the shop's administrator can write. This project ships none.
///
/// ```
/// # const PUB_KEY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/test_gateway.pub.pem"));
/// use kcp_crypto::{GatewayPublicKey, SessionKey};
///
/// let gateway = GatewayPublicKey::from_pem(PUB_KEY)?;
/// let key = SessionKey::draw(&mut getrandom::SysRng)?;
/// let envelope = gateway.envelope(&mut getrandom::SysRng, &key)?;
/// assert_eq!(envelope.len(), 151);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[doc(alias = "pub.key")]
pub struct GatewayPublicKey {
    power: power::Power,
    bits: usize,
    pem: String,
    fingerprint: [u8; 20],
}

impl GatewayPublicKey {
    /// Shortest modulus accepted, in bits: KCP's own size. (legacy.md §4.3)
    pub const MIN_BITS: usize = 1024;
    /// Longest modulus accepted, in bits: a bound on the time an envelope takes.
    pub const MAX_BITS: usize = 4096;

    /// Loads a key from PEM: PKCS#1 (`RSA PUBLIC KEY`) or SPKI (`PUBLIC KEY`).
    ///
    /// LF and CRLF line ends, and text around the block, are accepted. 1024 to 4096 bits, an odd
    /// public exponent from 3 to 2^33 - 1.
    ///
    /// # Errors
    /// [`KeyError`], which says what the text is instead.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = pem::first_block(text).map_err(|error| match error {
            // Only private keys are ever encrypted.
            KeyError::Encrypted => KeyError::PrivateKey,
            other => other,
        })?;
        match block.label {
            "RSA PUBLIC KEY" => Self::from_pkcs1_der(&block.der),
            "PUBLIC KEY" => {
                let info = SubjectPublicKeyInfoRef::from_der(&block.der)
                    .map_err(|_| KeyError::Malformed)?;
                if info.algorithm.oid != pkcs1::ALGORITHM_OID {
                    return Err(KeyError::NotRsa);
                }
                let der = info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?;
                Self::from_pkcs1_der(der)
            }
            label if label.ends_with("PRIVATE KEY") => Err(KeyError::PrivateKey),
            label if label.ends_with("PUBLIC KEY") => Err(KeyError::NotRsa),
            _ => Err(KeyError::WrongLabel),
        }
    }

    /// Loads PKCS#1 `RSAPublicKey` DER, and prepares all that an envelope needs of it.
    pub(crate) fn from_pkcs1_der(der: &[u8]) -> Result<Self, KeyError> {
        let numbers = RsaPublicKeyRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let bits = bits_of(&numbers.modulus);
        check_bits(bits)?;
        let exponent = check_exponent(&numbers.public_exponent)?;
        let power = power::Power::new(numbers.modulus.as_bytes(), exponent);
        let der = numbers.to_der().map_err(|_| KeyError::Malformed)?;
        Ok(Self {
            power: power.ok_or(KeyError::Malformed)?,
            bits,
            pem: pem::write("RSA PUBLIC KEY", &der),
            fingerprint: Has160::hash(&der),
        })
    }

    /// Wraps a session key for the gateway: `enc_info` and `enc_key`, before their text coding.
    ///
    /// `"S"`, HAS-160 of the session key (20 bytes), the key slot (2), then the session key under
    /// RSA with PKCS#1 v1.5 padding, type 2: 151 bytes under a key of 1024 bits, 23 more than the
    /// modulus in general. Every call draws new padding. (legacy.md §4.3)
    ///
    /// # Errors
    /// [`WrapError::Draw`] when the random source fails, [`WrapError::Stuck`] when it keeps
    /// answering with zeros.
    pub fn envelope<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        key: &SessionKey,
    ) -> Result<Vec<u8>, WrapError<R::Error>> {
        let mut envelope = Vec::new();
        self.envelope_into(rng, key, &mut envelope)?;
        Ok(envelope)
    }

    /// Appends to `out` what [`Self::envelope`] gives, [`Self::envelope_len`] bytes of it.
    ///
    /// Allocates nothing when `out` has the room. After an error `out` holds what it held before.
    ///
    /// # Errors
    /// Those of [`Self::envelope`].
    pub fn envelope_into<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        key: &SessionKey,
        out: &mut Vec<u8>,
    ) -> Result<(), WrapError<R::Error>> {
        let start = out.len();
        out.reserve(self.envelope_len());
        out.push(MARK);
        out.extend_from_slice(&Has160::hash(key.expose()));
        out.extend_from_slice(&KEY_SLOT);
        out.resize(start + self.envelope_len(), 0);

        let (_, block) = out.split_at_mut(start + HEAD_LEN);
        match padding::fill(block, rng, key) {
            Ok(()) => {
                // The power takes the key's place, so no copy of the key is left behind.
                self.power.raise(block);
                Ok(())
            }
            Err(error) => {
                out.truncate(start);
                Err(error)
            }
        }
    }

    /// Bytes of an envelope: 151 under a key of 1024 bits, 23 more than the modulus in general.
    #[must_use]
    pub const fn envelope_len(&self) -> usize {
        HEAD_LEN + self.bits.div_ceil(8)
    }

    /// Bits of the modulus.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.bits
    }

    /// HAS-160 of the PKCS#1 DER: to compare with another copy of the file, by a person.
    #[must_use]
    pub const fn fingerprint(&self) -> [u8; 20] {
        self.fingerprint
    }

    /// PKCS#1 PEM (`RSA PUBLIC KEY`) with LF line ends, whichever form was loaded.
    #[must_use]
    pub fn to_pkcs1_pem(&self) -> String {
        self.pem.clone()
    }
}

impl Eq for GatewayPublicKey {}

impl PartialEq for GatewayPublicKey {
    fn eq(&self, other: &Self) -> bool {
        // One written form for each key.
        self.pem == other.pem
    }
}

impl fmt::Debug for GatewayPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.fingerprint;
        f.debug_struct("GatewayPublicKey")
            .field("bits", &self.bits())
            .field("fingerprint", &format_args!("{a:02x}{b:02x}{c:02x}{d:02x}.."))
            .finish()
    }
}

/// Why no envelope was made. `E` is the random source's own error.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WrapError<E> {
    /// The random source failed. Nothing was made from what it gave before.
    #[error("the random source failed")]
    Draw(#[source] E),
    /// The key refused the session key. No key that loads does.
    #[error("the public key cannot wrap a session key")]
    Refused,
    /// The random source gives so many zeros that it cannot be random.
    #[error("the random source is stuck")]
    Stuck,
}

/// Bits of a number.
pub(crate) fn bits_of(number: &UintRef<'_>) -> usize {
    let bytes = number.as_bytes();
    let blank = bytes.first().map_or(0, |first| first.leading_zeros());
    let blank = usize::try_from(blank).unwrap_or_default();
    bytes.len().saturating_mul(8).saturating_sub(blank)
}

/// Checks a key's size in bits.
pub(crate) const fn check_bits(bits: usize) -> Result<(), KeyError> {
    if bits < GatewayPublicKey::MIN_BITS {
        return Err(KeyError::TooSmall { bits });
    }
    if bits > GatewayPublicKey::MAX_BITS {
        return Err(KeyError::TooLarge { bits });
    }
    Ok(())
}

/// Gives a public exponent that is odd and from 3 to [`MAX_EXPONENT`].
pub(crate) fn check_exponent(exponent: &UintRef<'_>) -> Result<u64, KeyError> {
    let bytes = exponent.as_bytes();
    if bytes.len() > 8 {
        return Err(KeyError::Exponent);
    }
    let value = bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    if value % 2 == 0 || !(3..=MAX_EXPONENT).contains(&value) {
        return Err(KeyError::Exponent);
    }
    Ok(value)
}

/// Greatest public exponent, 2^33 - 1: the `rsa` crate's limit, on which the simulator opens.
pub(crate) const MAX_EXPONENT: u64 = (1 << 33) - 1;
/// First byte of every envelope. (legacy.md §4.3)
pub(crate) const MARK: u8 = b'S';
/// Mark, hash and slot, in bytes.
pub(crate) const HEAD_LEN: usize = 23;
