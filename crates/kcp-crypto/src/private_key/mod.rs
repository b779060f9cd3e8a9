//! A merchant's private key: loading it from whatever PEM KCP or OpenSSL wrote, and writing it anew.

use alloc::vec::Vec;
use core::fmt;

use der::Decode;
use pkcs1::{RsaPrivateKeyRef, Version};
use pkcs8::PrivateKeyInfoRef;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    PemError, PublicKey,
    key_wrap::check_exponent,
    oid::{self, Oid},
    pem::{self, Armour},
};

mod derive;
mod error;
mod inspect;
mod npki;
mod open;
mod pkcs12;
mod scheme;
mod seal;

pub use error::PrivateKeyError;
pub use inspect::{Encryption, KeyInfo};
pub(crate) use open::{LIMITS, Limits};
pub use seal::SealError;

/// The private key that belongs to a [`crate::ServiceCertificate`]
/// (`KCP_AUTH_<site_cd>_PRIKEY.pem`). (https.md §1 and §4)
///
/// KCP issues an RSA key of 2048 bits as PKCS#8 in PEM, under a passphrase the merchant chose, and
/// documents nowhere which scheme encrypts it. So every scheme is read that KCP's samples can have
/// written:
///
/// | Scheme | Named |
/// |---|---|
/// | none | PKCS#8 `PRIVATE KEY`, and the older PKCS#1 `RSA PRIVATE KEY` |
/// | PBES2, PBKDF2 with HMAC-SHA1 or HMAC-SHA256 | AES-128, AES-192, AES-256, DES-EDE3 and SEED, in CBC |
/// | PBES2, scrypt | the same ciphers |
/// | PKCS#12 PBE | SHA-1 and 3-key triple DES |
/// | NPKI's PBE | SHA-1 and SEED-CBC, the two forms that Korean certificates came in |
///
/// Everything else is refused by name and object identifier, with the command that converts it.
///
/// The numbers are wiped on drop and never printed; `Debug` shows the size alone. Whether they
/// belong together is for `SigningKey::new` to find out.
///
/// # Cost
/// A file says itself how much work its passphrase takes. At most [`Self::MAX_ITERATIONS`]
/// iterations are done, and scrypt gets at most [`Self::MAX_SCRYPT_MEMORY`] bytes and four times
/// that in reads; a file that asks for more is refused before any work.
///
/// ```
/// # const FILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/npki_derived.pem"));
/// use kcp_crypto::{PrivateKey, PrivateKeyError};
///
/// let info = PrivateKey::inspect(FILE)?;
/// assert_eq!(info.encryption().map(|scheme| scheme.name()), Some("pbeWithSHA1AndSEED-CBC"));
///
/// let key = PrivateKey::from_encrypted_pem(FILE, b"changeit")?;
/// assert_eq!(key.bits(), 2048);
/// let wrong = PrivateKey::from_encrypted_pem(FILE, b"change it");
/// assert_eq!(wrong.err(), Some(PrivateKeyError::PassphraseWrong));
/// # Ok::<(), PrivateKeyError>(())
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    pkcs1: Zeroizing<Vec<u8>>,
    public: PublicKey,
}

impl PrivateKey {
    /// Shortest modulus accepted, in bits: KCP's own size, and the least that is safe to sign with.
    pub const MIN_BITS: usize = 2048;
    /// Longest modulus accepted, in bits: a bound on the time a signature takes.
    pub const MAX_BITS: usize = 4096;
    /// Most iterations of PBKDF2 or of a PBE: a few seconds. OpenSSL writes 2048 unless told
    /// otherwise, and advice for people's passwords stays near one million.
    pub const MAX_ITERATIONS: u64 = 10_000_000;
    /// Most memory for scrypt, in bytes: sixteen times what OpenSSL asks for.
    pub const MAX_SCRYPT_MEMORY: u64 = 256 << 20;
    /// Iterations of PBKDF2 in what [`Self::to_encrypted_pem`] writes: OWASP's figure for
    /// HMAC-SHA256 (2023). Opening takes some tenths of a second, once at start-up.
    pub const ITERATIONS: u32 = 600_000;

    /// Loads an unencrypted key: one PEM block `PRIVATE KEY` or `RSA PRIVATE KEY`.
    ///
    /// LF and CRLF line ends, and text around the block, are accepted.
    ///
    /// # Errors
    /// [`PrivateKeyError`], which says what the text is instead;
    /// [`PrivateKeyError::PassphraseMissing`] for an encrypted key.
    pub fn from_pem(text: &str) -> Result<Self, PrivateKeyError> {
        let blocks = pem::blocks(text)?;
        match File::of(&blocks)? {
            File::Encrypted(_) => Err(PrivateKeyError::PassphraseMissing),
            File::Pkcs1(block) => Self::from_pkcs1_der(&block.der()?),
            File::Pkcs8(block) => Self::from_pkcs8_der(&block.der()?),
        }
    }

    /// Loads an encrypted key: one PEM block `ENCRYPTED PRIVATE KEY`.
    ///
    /// The passphrase's bytes are taken as they are, except that PKCS#12 PBE wants UTF-16: there
    /// UTF-8 is converted, and what is not UTF-8 is read as Latin-1, as OpenSSL does.
    ///
    /// # Errors
    /// [`PrivateKeyError`], which says what the text is instead;
    /// [`PrivateKeyError::PassphraseWrong`] when the key does not open, whether its padding or its
    /// structure tells; [`PrivateKeyError::PassphraseUnneeded`] for a key that is not encrypted,
    /// since somebody believes it is.
    pub fn from_encrypted_pem(text: &str, passphrase: &[u8]) -> Result<Self, PrivateKeyError> {
        let blocks = pem::blocks(text)?;
        match File::of(&blocks)? {
            File::Encrypted(block) => Self::from_encrypted_der(&block.der()?, passphrase, &LIMITS),
            File::Pkcs1(_) | File::Pkcs8(_) => Err(PrivateKeyError::PassphraseUnneeded),
        }
    }

    /// Loads PKCS#8 `EncryptedPrivateKeyInfo` DER.
    pub(crate) fn from_encrypted_der(
        der: &[u8],
        passphrase: &[u8],
        limits: &Limits,
    ) -> Result<Self, PrivateKeyError> {
        let plain = open::open(der, passphrase, limits)?;
        Self::from_pkcs8_der(&plain).map_err(|error| match error {
            // What a wrong passphrase makes of a key is damaged in any way.
            PrivateKeyError::Malformed => PrivateKeyError::PassphraseWrong,
            other => other,
        })
    }

    /// Loads PKCS#8 `PrivateKeyInfo` DER. Attributes, as NPKI's keys have, are passed over.
    fn from_pkcs8_der(der: &[u8]) -> Result<Self, PrivateKeyError> {
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| PrivateKeyError::Malformed)?;
        let oid = info.algorithm.oid;
        if oid != pkcs1::ALGORITHM_OID {
            let oid = Oid::from(oid);
            return Err(PrivateKeyError::NotRsa { name: oid.name().unwrap_or(oid::UNKNOWN) });
        }
        Self::from_pkcs1_der(info.private_key.as_bytes())
    }

    /// Loads PKCS#1 `RSAPrivateKey` DER.
    fn from_pkcs1_der(der: &[u8]) -> Result<Self, PrivateKeyError> {
        let numbers = RsaPrivateKeyRef::from_der(der).map_err(|_| PrivateKeyError::Malformed)?;
        if numbers.version() != Version::TwoPrime {
            return Err(PrivateKeyError::Malformed);
        }
        let public = PublicKey::from_numbers(numbers.modulus, numbers.public_exponent)
            .map_err(|_| PrivateKeyError::Malformed)?;
        match public.bits() {
            bits if bits < Self::MIN_BITS => return Err(PrivateKeyError::TooSmall { bits }),
            bits if bits > Self::MAX_BITS => return Err(PrivateKeyError::TooLarge { bits }),
            _ => {}
        }
        check_exponent(&numbers.public_exponent).map_err(|_| PrivateKeyError::Exponent)?;
        Ok(Self { pkcs1: Zeroizing::new(der.to_vec()), public })
    }

    /// The public half, for [`crate::ServiceCertificate::matches`].
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Bits of the modulus.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.public.bits()
    }

    /// PKCS#1 `RSAPrivateKey` DER, for a backend.
    pub(crate) fn as_pkcs1_der(&self) -> &[u8] {
        &self.pkcs1
    }
}

impl AsRef<PublicKey> for PrivateKey {
    fn as_ref(&self) -> &PublicKey {
        &self.public
    }
}

impl ZeroizeOnDrop for PrivateKey {}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("bits", &self.bits()).finish()
    }
}

/// What kind of key file a text is.
enum File<'a> {
    Encrypted(&'a Armour<'a>),
    Pkcs1(&'a Armour<'a>),
    Pkcs8(&'a Armour<'a>),
}

impl<'a> File<'a> {
    /// Takes the one block; a block of something else is named.
    fn of(blocks: &'a [Armour<'a>]) -> Result<Self, PrivateKeyError> {
        let block = match blocks {
            [] => return Err(PemError::Missing.into()),
            [block] => block,
            several => return Err(PemError::Several { count: several.len() }.into()),
        };
        if block.is_traditionally_encrypted() {
            return Err(PrivateKeyError::Traditional);
        }
        match block.label {
            "ENCRYPTED PRIVATE KEY" => Ok(Self::Encrypted(block)),
            "PRIVATE KEY" => Ok(Self::Pkcs8(block)),
            "RSA PRIVATE KEY" => Ok(Self::Pkcs1(block)),
            "DSA PRIVATE KEY" => Err(PrivateKeyError::NotRsa { name: "DSA" }),
            "EC PRIVATE KEY" => Err(PrivateKeyError::NotRsa { name: "EC" }),
            label if label.ends_with("CERTIFICATE") => Err(PrivateKeyError::Certificate),
            label if label.ends_with("PUBLIC KEY") => Err(PrivateKeyError::PublicKey),
            _ => Err(PrivateKeyError::WrongLabel),
        }
    }
}
