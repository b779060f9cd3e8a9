//! The gateway's public key, and the envelope that carries a session key to the gateway.

use alloc::{string::String, vec::Vec};
use core::fmt;

use rand_core::TryCryptoRng;
use rsa::{
    Pkcs1v15Encrypt, RsaPublicKey,
    pkcs1::{self, EncodeRsaPublicKey, LineEnding, RsaPublicKeyRef, UintRef},
    pkcs8::{SubjectPublicKeyInfoRef, der::Decode},
    traits::{PaddingScheme, PublicKeyParts},
};

pub use crate::error::KeyError;
use crate::{
    Has160, SessionKey, pem,
    rng::{Draw, Metered},
};

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
    key: RsaPublicKey,
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

    /// Loads PKCS#1 `RSAPublicKey` DER.
    fn from_pkcs1_der(der: &[u8]) -> Result<Self, KeyError> {
        let parts = RsaPublicKeyRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        check_size(&parts.modulus)?;
        check_exponent(&parts.public_exponent)?;
        Self::from_rsa(RsaPublicKey::try_from(parts).map_err(|_| KeyError::Malformed)?)
    }

    /// Keeps the two written forms beside the key, so that giving them out cannot fail.
    pub(crate) fn from_rsa(key: RsaPublicKey) -> Result<Self, KeyError> {
        let der = key.to_pkcs1_der().map_err(|_| KeyError::Malformed)?;
        let pem = key.to_pkcs1_pem(LineEnding::LF).map_err(|_| KeyError::Malformed)?;
        Ok(Self { key, pem, fingerprint: Has160::hash(der.as_bytes()) })
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
    /// Allocates nothing under a key of 1024 bits when `out` has the room. After an error `out`
    /// holds what it held before.
    ///
    /// # Errors
    /// Those of [`Self::envelope`].
    pub fn envelope_into<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
        key: &SessionKey,
        out: &mut Vec<u8>,
    ) -> Result<(), WrapError<R::Error>> {
        let mut metered = Metered::new(rng, PADDING_BUDGET);
        let wrapped = Pkcs1v15Encrypt.encrypt(&mut metered, &self.key, key.expose());
        match metered.into_failure() {
            Some(Draw::Failed(error)) => return Err(WrapError::Draw(error)),
            Some(Draw::Stuck) => return Err(WrapError::Stuck),
            None => {}
        }
        let wrapped = wrapped.map_err(|_| WrapError::Refused)?;

        out.reserve(self.envelope_len());
        out.push(MARK);
        out.extend_from_slice(&Has160::hash(key.expose()));
        out.extend_from_slice(&KEY_SLOT);
        out.extend_from_slice(&wrapped);
        Ok(())
    }

    /// Bytes of an envelope: 151 under a key of 1024 bits, 23 more than the modulus in general.
    #[must_use]
    pub fn envelope_len(&self) -> usize {
        HEAD_LEN + self.bits().div_ceil(8)
    }

    /// Bits of the modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        // At most MAX_BITS, so the conversion holds on every target.
        usize::try_from(self.key.n().bits_vartime()).unwrap_or(usize::MAX)
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
        self.key == other.key
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

/// Checks a modulus's length.
pub(crate) fn check_size(modulus: &UintRef<'_>) -> Result<(), KeyError> {
    check_bits(bits_of(modulus))
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

/// Checks a public exponent: odd, from 3 to the `rsa` crate's limit.
pub(crate) fn check_exponent(exponent: &UintRef<'_>) -> Result<(), KeyError> {
    let bytes = exponent.as_bytes();
    if bytes.len() > 8 {
        return Err(KeyError::Exponent);
    }
    let value = bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
    if value % 2 == 0 || !(3..=RsaPublicKey::MAX_PUB_EXPONENT).contains(&value) {
        return Err(KeyError::Exponent);
    }
    Ok(())
}

/// First byte of every envelope. (legacy.md §4.3)
pub(crate) const MARK: u8 = b'S';
/// Mark, hash and slot, in bytes.
pub(crate) const HEAD_LEN: usize = 23;
/// Bytes that may be drawn for one padding: the longest is 477, and one byte in 256 is drawn again.
const PADDING_BUDGET: usize = 8192;
