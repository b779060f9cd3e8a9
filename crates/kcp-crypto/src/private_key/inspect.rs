//! What a key file is, told without its passphrase.

use der::Decode;
use pkcs1::RsaPrivateKeyRef;
use pkcs8::PrivateKeyInfoRef;
use spki::AlgorithmIdentifierRef;

use super::{
    File, PrivateKey, PrivateKeyError,
    scheme::{EncryptedInfo, Kdf, NpkiIv, Scheme},
};
use crate::{
    key_wrap::bits_of,
    oid::{self, Oid},
    pem,
};

/// What a key file is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyInfo {
    algorithm: Option<&'static str>,
    bits: Option<usize>,
    encryption: Option<Encryption>,
}

impl KeyInfo {
    /// The key's algorithm, such as `"RSA"`; `None` while it is encrypted.
    #[must_use]
    pub const fn algorithm(&self) -> Option<&'static str> {
        self.algorithm
    }

    /// Bits of an RSA key's modulus; `None` while it is encrypted.
    #[must_use]
    pub const fn bits(&self) -> Option<usize> {
        self.bits
    }

    /// What encrypts it; `None` when nothing does.
    #[must_use]
    pub const fn encryption(&self) -> Option<&Encryption> {
        self.encryption.as_ref()
    }
}

/// What encrypts a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Encryption {
    name: &'static str,
    oid: Option<Oid>,
    derivation: Option<&'static str>,
    prf: Option<&'static str>,
    iterations: Option<u64>,
    is_supported: bool,
}

impl Encryption {
    /// The cipher of PBES2, such as `"AES-256-CBC"`, or the name of an older scheme.
    ///
    /// For what is not supported, the part that is not.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What the file calls [`Self::name`]. OpenSSL's traditional encryption has no identifier.
    #[must_use]
    pub const fn oid(&self) -> Option<Oid> {
        self.oid
    }

    /// How the passphrase becomes a key: `"PBKDF2"`, `"scrypt"`, `"PKCS#12"` or `"PBKDF1"`.
    #[must_use]
    pub const fn derivation(&self) -> Option<&'static str> {
        self.derivation
    }

    /// PBKDF2's pseudo-random function: `"HMAC-SHA1"` or `"HMAC-SHA256"`.
    #[must_use]
    pub const fn prf(&self) -> Option<&'static str> {
        self.prf
    }

    /// How often the derivation goes round; for scrypt its cost `N`.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        self.iterations
    }

    /// Whether [`PrivateKey::from_encrypted_pem`] knows it. A file may still ask for too much
    /// work.
    #[must_use]
    pub const fn is_supported(&self) -> bool {
        self.is_supported
    }

    fn read(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Self, PrivateKeyError> {
        let scheme = match Scheme::read(algorithm) {
            Ok(scheme) => scheme,
            Err(PrivateKeyError::Unsupported { name, oid }) => {
                return Ok(Self { oid: Some(oid), ..Self::unsupported(name) });
            }
            Err(other) => return Err(other),
        };
        let (oid, derivation, prf, iterations) = match scheme {
            Scheme::Npki { pbe, iv } => {
                let oid = match iv {
                    NpkiIv::Derived => oid::PBE_SHA1_SEED,
                    NpkiIv::Fixed => oid::SEED_CBC,
                };
                (oid, "PBKDF1", None, pbe.iterations)
            }
            Scheme::Pbes2 { kdf: Kdf::Pbkdf2 { iterations, prf, .. }, cipher, .. } => {
                (cipher.oid(), "PBKDF2", Some(prf.name()), iterations)
            }
            Scheme::Pbes2 { kdf: Kdf::Scrypt { n, .. }, cipher, .. } => {
                (cipher.oid(), "scrypt", None, n)
            }
            Scheme::Pkcs12(pbe) => (oid::PBE_SHA1_3DES, "PKCS#12", None, pbe.iterations),
        };
        let oid = Oid::from(oid);
        Ok(Self {
            name: oid.name().unwrap_or(oid::UNKNOWN),
            oid: Some(oid),
            derivation: Some(derivation),
            prf,
            iterations: Some(iterations),
            is_supported: true,
        })
    }

    const fn unsupported(name: &'static str) -> Self {
        Self { name, oid: None, derivation: None, prf: None, iterations: None, is_supported: false }
    }
}

impl PrivateKey {
    /// Says what a key file is, as far as that can be told without its passphrase.
    ///
    /// Keys that do not load are described too: of another algorithm, of a small size, or under
    /// encryption that is not supported.
    ///
    /// # Errors
    /// [`PrivateKeyError`] when the text is no key file, or a damaged one.
    pub fn inspect(text: &str) -> Result<KeyInfo, PrivateKeyError> {
        let blocks = pem::blocks(text)?;
        let malformed = |_| PrivateKeyError::Malformed;
        match File::of(&blocks) {
            Ok(File::Encrypted(block)) => {
                let der = block.der()?;
                let info = EncryptedInfo::from_der(&der).map_err(malformed)?;
                let encryption = Some(Encryption::read(&info.algorithm)?);
                Ok(KeyInfo { algorithm: None, bits: None, encryption })
            }
            Ok(File::Pkcs1(block)) => inspect_rsa(&block.der()?),
            Ok(File::Pkcs8(block)) => {
                let der = block.der()?;
                let info = PrivateKeyInfoRef::from_der(&der).map_err(malformed)?;
                if info.algorithm.oid == pkcs1::ALGORITHM_OID {
                    return inspect_rsa(info.private_key.as_bytes());
                }
                let name = Oid::from(info.algorithm.oid).name().unwrap_or(oid::UNKNOWN);
                Ok(KeyInfo { algorithm: Some(name), bits: None, encryption: None })
            }
            Err(PrivateKeyError::NotRsa { name }) => {
                Ok(KeyInfo { algorithm: Some(name), bits: None, encryption: None })
            }
            Err(PrivateKeyError::Traditional) => {
                let encryption = Some(Encryption::unsupported(TRADITIONAL));
                Ok(KeyInfo { algorithm: None, bits: None, encryption })
            }
            Err(other) => Err(other),
        }
    }
}

fn inspect_rsa(der: &[u8]) -> Result<KeyInfo, PrivateKeyError> {
    let numbers = RsaPrivateKeyRef::from_der(der).map_err(|_| PrivateKeyError::Malformed)?;
    let bits = Some(bits_of(&numbers.modulus));
    Ok(KeyInfo { algorithm: Some("RSA"), bits, encryption: None })
}

const TRADITIONAL: &str = "OpenSSL's traditional encryption (Proc-Type: 4,ENCRYPTED)";
