//! What encrypts a key: the ASN.1 of PBES2, PKCS#12 PBE and NPKI's PBE.
//!
//! Types of our own, since RustCrypto's refuse SEED, ARIA and PKCS#12 PBE before they could be
//! named.

use der::{
    Sequence,
    asn1::{AnyRef, ObjectIdentifier, OctetStringRef},
};
use spki::AlgorithmIdentifierRef;

use super::PrivateKeyError;
use crate::oid::{self, Oid};

/// How a key is encrypted.
#[derive(Clone, Copy)]
pub(super) enum Scheme<'a> {
    /// NPKI's PBE with SHA-1 and SEED-CBC.
    Npki { pbe: Pbe<'a>, iv: NpkiIv },
    /// RFC 8018 §6.2.
    Pbes2 { kdf: Kdf<'a>, cipher: Cipher, iv: &'a [u8] },
    /// PKCS#12 PBE with SHA-1 and 3-key triple DES. (RFC 7292, appendix C)
    Pkcs12(Pbe<'a>),
}

/// Salt and iterations of the schemes older than PBES2.
#[derive(Clone, Copy, Sequence)]
pub(super) struct Pbe<'a> {
    salt: &'a OctetStringRef,
    pub(super) iterations: u64,
}

impl<'a> Pbe<'a> {
    pub(super) fn salt(&self) -> &'a [u8] {
        self.salt.as_bytes()
    }
}

/// Where NPKI's initial vector comes from.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum NpkiIv {
    /// From the derived key: 1.2.410.200004.1.15.
    Derived,
    /// One for everybody: 1.2.410.200004.1.4 as the scheme itself.
    Fixed,
}

/// How PBES2 makes a key from a passphrase.
#[derive(Clone, Copy)]
pub(super) enum Kdf<'a> {
    Pbkdf2 { salt: &'a [u8], iterations: u64, prf: Prf },
    Scrypt { salt: &'a [u8], n: u64, r: u64, p: u64 },
}

/// PBKDF2's pseudo-random function.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Prf {
    HmacSha1,
    HmacSha256,
}

/// PBES2's cipher, always in CBC.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    DesEde3,
    Seed,
}

impl<'a> Scheme<'a> {
    /// Reads an algorithm identifier.
    pub(super) fn read(algorithm: &AlgorithmIdentifierRef<'a>) -> Result<Self, PrivateKeyError> {
        let parameters = algorithm.parameters;
        match algorithm.oid {
            oid::PBES2 => Self::read_pbes2(parameters),
            oid::PBE_SHA1_3DES => Ok(Self::Pkcs12(decode(parameters)?)),
            oid::PBE_SHA1_SEED => Ok(Self::Npki { pbe: decode(parameters)?, iv: NpkiIv::Derived }),
            oid::SEED_CBC => Ok(Self::Npki { pbe: decode(parameters)?, iv: NpkiIv::Fixed }),
            other => Err(unsupported(other)),
        }
    }

    fn read_pbes2(parameters: Option<AnyRef<'a>>) -> Result<Self, PrivateKeyError> {
        let Pbes2Parameters { kdf, encryption } = decode(parameters)?;
        let cipher = Cipher::read(encryption.oid)?;
        let iv: &OctetStringRef = decode(encryption.parameters)?;
        let kdf = Kdf::read(&kdf, cipher)?;
        Ok(Self::Pbes2 { kdf, cipher, iv: iv.as_bytes() })
    }
}

impl<'a> Kdf<'a> {
    fn read(
        algorithm: &AlgorithmIdentifierRef<'a>,
        cipher: Cipher,
    ) -> Result<Self, PrivateKeyError> {
        let (kdf, key_length) = match algorithm.oid {
            oid::PBKDF2 => {
                let read: Pbkdf2Parameters<'a> = decode(algorithm.parameters)?;
                let prf = match read.prf.map(|prf| prf.oid) {
                    // RFC 8018, appendix A.2: the default.
                    None | Some(oid::HMAC_SHA1) => Prf::HmacSha1,
                    Some(oid::HMAC_SHA256) => Prf::HmacSha256,
                    Some(other) => return Err(unsupported(other)),
                };
                let (salt, iterations) = (read.salt.as_bytes(), read.iterations);
                (Self::Pbkdf2 { salt, iterations, prf }, read.key_length)
            }
            oid::SCRYPT => {
                let read: ScryptParameters<'a> = decode(algorithm.parameters)?;
                let ScryptParameters { salt, n, r, p, key_length } = read;
                (Self::Scrypt { salt: salt.as_bytes(), n, r, p }, key_length)
            }
            other => return Err(unsupported(other)),
        };
        if key_length.is_some_and(|len| usize::from(len) != cipher.key_len()) {
            return Err(PrivateKeyError::Malformed);
        }
        Ok(kdf)
    }
}

impl Prf {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
        }
    }
}

impl Cipher {
    fn read(oid: ObjectIdentifier) -> Result<Self, PrivateKeyError> {
        [Self::Aes128, Self::Aes192, Self::Aes256, Self::DesEde3, Self::Seed]
            .into_iter()
            .find(|cipher| cipher.oid() == oid)
            .ok_or_else(|| unsupported(oid))
    }

    pub(super) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Aes128 => oid::AES_128_CBC,
            Self::Aes192 => oid::AES_192_CBC,
            Self::Aes256 => oid::AES_256_CBC,
            Self::DesEde3 => oid::DES_EDE3_CBC,
            Self::Seed => oid::SEED_CBC,
        }
    }

    pub(super) const fn key_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Seed => 16,
            Self::Aes192 | Self::DesEde3 => 24,
            Self::Aes256 => 32,
        }
    }
}

/// PKCS#8 `EncryptedPrivateKeyInfo`. (RFC 5958 §3)
#[derive(Sequence)]
pub(super) struct EncryptedInfo<'a> {
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) data: &'a OctetStringRef,
}

/// `PBES2-params`. (RFC 8018, appendix A.4)
#[derive(Sequence)]
pub(super) struct Pbes2Parameters<'a> {
    pub(super) kdf: AlgorithmIdentifierRef<'a>,
    pub(super) encryption: AlgorithmIdentifierRef<'a>,
}

/// `PBKDF2-params` with a given salt. (RFC 8018, appendix A.2)
#[derive(Sequence)]
pub(super) struct Pbkdf2Parameters<'a> {
    pub(super) salt: &'a OctetStringRef,
    pub(super) iterations: u64,
    #[asn1(optional = "true")]
    pub(super) key_length: Option<u16>,
    #[asn1(optional = "true")]
    pub(super) prf: Option<AlgorithmIdentifierRef<'a>>,
}

/// `scrypt-params`. (RFC 7914 §7)
#[derive(Sequence)]
struct ScryptParameters<'a> {
    salt: &'a OctetStringRef,
    n: u64,
    r: u64,
    p: u64,
    #[asn1(optional = "true")]
    key_length: Option<u16>,
}

/// Reads parameters that must be there.
fn decode<'a, T>(parameters: Option<AnyRef<'a>>) -> Result<T, PrivateKeyError>
where
    T: der::DecodeValue<'a, Error = der::Error> + der::FixedTag + 'a,
{
    parameters.and_then(|parameters| parameters.decode_as().ok()).ok_or(PrivateKeyError::Malformed)
}

fn unsupported(oid: ObjectIdentifier) -> PrivateKeyError {
    let oid = Oid::from(oid);
    PrivateKeyError::Unsupported { name: oid.name().unwrap_or(oid::UNKNOWN), oid }
}
