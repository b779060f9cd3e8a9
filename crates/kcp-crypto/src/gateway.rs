//! The private half: opens key envelopes as the gateway does. For simulators and tests.

use alloc::{string::String, vec::Vec};
use core::fmt;

use der::Decode;
use pkcs1::RsaPrivateKeyRef;
use pkcs8::PrivateKeyInfoRef;
use rand_core::TryCryptoRng;
use rsa::{
    BoxedUint, Pkcs1v15Encrypt, RsaPrivateKey,
    pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey, LineEnding},
};
use subtle::ConstantTimeEq;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    DoesNotOpen, GatewayPublicKey, Has160, KeyError, SessionKey,
    key_wrap::{HEAD_LEN, KEY_SLOT, MARK, MAX_EXPONENT, bits_of, check_bits, check_exponent},
    pem,
    rng::{Draw, Metered, Muted},
};

/// A gateway's RSA private key.
///
/// Opening is not blinded and `rsa` carries RUSTSEC-2023-0071: an attacker who can send many
/// envelopes and time the answers learns session keys. Loopback and tests only. Wiped on drop,
/// never printed.
#[derive(Clone)]
pub struct GatewayPrivateKey {
    key: RsaPrivateKey,
    public: GatewayPublicKey,
    pem: Zeroizing<String>,
}

impl GatewayPrivateKey {
    /// The size of KCP's own key, in bits. (legacy.md §4.3)
    pub const BITS: usize = 1024;

    /// Loads an unencrypted key from PEM: PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`).
    ///
    /// The same sizes and line ends as [`GatewayPublicKey::from_pem`].
    ///
    /// # Errors
    /// [`KeyError`], which says what the text is instead; an encrypted key is
    /// [`KeyError::Encrypted`].
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let block = pem::first_block(text)?;
        match block.label {
            "RSA PRIVATE KEY" => Self::from_pkcs1_der(&block.der),
            "PRIVATE KEY" => {
                let info =
                    PrivateKeyInfoRef::from_der(&block.der).map_err(|_| KeyError::Malformed)?;
                if info.algorithm.oid != pkcs1::ALGORITHM_OID {
                    return Err(KeyError::NotRsa);
                }
                Self::from_pkcs1_der(info.private_key.as_bytes())
            }
            label if label.ends_with("PRIVATE KEY") => Err(KeyError::NotRsa),
            label if label.ends_with("PUBLIC KEY") => Err(KeyError::PublicKey),
            _ => Err(KeyError::WrongLabel),
        }
    }

    /// Makes a new key of `bits` bits, public exponent 65537; [`Self::BITS`] is KCP's size.
    ///
    /// # Errors
    /// [`GenerateError::Size`] unless 1024 to 4096 bits are asked for, [`GenerateError::Draw`]
    /// and [`GenerateError::Stuck`] when the random source fails; no key is made then.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        rng: &mut R,
        bits: usize,
    ) -> Result<Self, GenerateError<R::Error>> {
        check_bits(bits).map_err(GenerateError::Size)?;
        let mut muted = Muted { metered: Metered::new(rng, GENERATE_DRAWS * bits), count: 0 };
        let key = RsaPrivateKey::new(&mut muted, bits);
        match muted.metered.into_failure() {
            Some(Draw::Failed(error)) => return Err(GenerateError::Draw(error)),
            Some(Draw::Stuck) => return Err(GenerateError::Stuck),
            None => {}
        }
        key.map_err(|_| KeyError::Inconsistent)
            .and_then(Self::from_rsa)
            .map_err(GenerateError::Refused)
    }

    /// Takes a key from its numbers, big-endian: modulus `n`, public exponent `e`, private
    /// exponent `d`. The primes are found from them; `e` must be above 65536 for that.
    ///
    /// # Errors
    /// [`KeyError::TooSmall`], [`KeyError::TooLarge`], [`KeyError::Exponent`], and
    /// [`KeyError::Inconsistent`] when the numbers do not belong together.
    pub fn from_components(n: &[u8], e: u64, d: &[u8]) -> Result<Self, KeyError> {
        let (n, d) = (without_zeros(n), without_zeros(d));
        let modulus = pkcs1::UintRef::new(n).map_err(|_| KeyError::Inconsistent)?;
        check_bits(bits_of(&modulus))?;
        if e.is_multiple_of(2) || !(65_537..=MAX_EXPONENT).contains(&e) {
            return Err(KeyError::Exponent);
        }
        // An exponent that is even, nothing or above the modulus belongs to no key.
        let odd = |bytes: &[u8]| bytes.last().is_some_and(|byte| byte % 2 == 1);
        if !odd(n) || !odd(d) || (d.len(), d) >= (n.len(), n) {
            return Err(KeyError::Inconsistent);
        }
        let bits = u32::try_from(n.len() * 8).map_err(|_| KeyError::Inconsistent)?;
        let number = |bytes: &[u8]| {
            BoxedUint::from_be_slice(bytes, bits).map_err(|_| KeyError::Inconsistent)
        };
        RsaPrivateKey::from_components(number(n)?, e.into(), number(d)?, Vec::new())
            .map_err(|_| KeyError::Inconsistent)
            .and_then(Self::from_rsa)
    }

    /// Loads PKCS#1 `RSAPrivateKey` DER.
    fn from_pkcs1_der(der: &[u8]) -> Result<Self, KeyError> {
        let parts = RsaPrivateKeyRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        check_bits(bits_of(&parts.modulus))?;
        check_exponent(&parts.public_exponent)?;
        let key = RsaPrivateKey::try_from(parts).map_err(|_| KeyError::Inconsistent)?;
        Self::from_rsa(key)
    }

    /// Keeps the written form and the public half, so that giving them out cannot fail.
    fn from_rsa(key: RsaPrivateKey) -> Result<Self, KeyError> {
        let pem = key.to_pkcs1_pem(LineEnding::LF).map_err(|_| KeyError::Inconsistent)?;
        let public = key.to_public_key().to_pkcs1_der().map_err(|_| KeyError::Inconsistent)?;
        let public = GatewayPublicKey::from_pkcs1_der(public.as_bytes())?;
        Ok(Self { key, public, pem })
    }

    /// Opens an envelope that [`GatewayPublicKey::envelope`] made for this key.
    ///
    /// `rsa` answers bad padding with other bytes instead of an error; the hash in the envelope
    /// tells. (legacy.md §4.3)
    ///
    /// # Errors
    /// [`DoesNotOpen`], whatever was wrong: mark, length, slot, RSA, or the hash of the key.
    pub fn open_envelope(&self, envelope: &[u8]) -> Result<SessionKey, DoesNotOpen> {
        let (head, wrapped) = envelope.split_first_chunk::<HEAD_LEN>().ok_or(DoesNotOpen)?;
        let [mark, hash @ .., slot0, slot1] = head;
        if *mark != MARK || [*slot0, *slot1] != KEY_SLOT {
            return Err(DoesNotOpen);
        }
        let opened = self.key.decrypt(Pkcs1v15Encrypt, wrapped).map_err(|_| DoesNotOpen)?;
        let opened = Zeroizing::new(opened);
        let bytes: &[u8; SessionKey::LEN] =
            opened.as_slice().try_into().map_err(|_| DoesNotOpen)?;
        if bool::from(Has160::hash(bytes).ct_eq(hash)) {
            Ok(SessionKey::new(*bytes))
        } else {
            Err(DoesNotOpen)
        }
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> GatewayPublicKey {
        self.public.clone()
    }

    /// PKCS#1 PEM (`RSA PRIVATE KEY`) with LF line ends, wiped on drop.
    #[must_use]
    pub fn to_pkcs1_pem(&self) -> Zeroizing<String> {
        self.pem.clone()
    }
}

impl ZeroizeOnDrop for GatewayPrivateKey {}

impl fmt::Debug for GatewayPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayPrivateKey").field("public", &self.public).finish_non_exhaustive()
    }
}

/// Why no key was made. `E` is the random source's own error.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError<E> {
    /// The random source failed.
    #[error("the random source failed")]
    Draw(#[source] E),
    /// The numbers that were found make no key. Not seen; asking again is safe.
    #[error("no key was found")]
    Refused(#[source] KeyError),
    /// Fewer than 1024 or more than 4096 bits were asked for.
    #[error("no key is made in this size")]
    Size(#[source] KeyError),
    /// So much was drawn from the random source that it cannot be random.
    #[error("the random source is stuck")]
    Stuck,
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.split_at(zeros).1
}

/// Bytes that may be drawn for one key, per bit of it. A search takes one draw per prime, together
/// an eighth of a byte per bit, and seldom a second; this allows sixteen searches.
const GENERATE_DRAWS: usize = 2;
