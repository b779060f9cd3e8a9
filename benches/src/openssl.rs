//! The system's OpenSSL, prepared as well as its interface allows: ciphers fetched once, contexts and keys reused.

use std::sync::OnceLock;

use anyhow::{Context as _, Result, anyhow};
use openssl::{
    cipher::Cipher,
    cipher_ctx::CipherCtx,
    hash::MessageDigest,
    pkey::{PKey, Private, Public},
    pkey_ctx::PkeyCtx,
    provider::Provider,
    rand::rand_bytes,
    rsa::{Padding, Rsa},
    sign::Signer,
};

/// Its name and version.
#[must_use]
pub fn version() -> &'static str {
    openssl::version::version()
}

/// SEED-CBC under one key, without padding.
pub struct Seed {
    context: CipherCtx,
    iv: [u8; 16],
    out: Vec<u8>,
}

impl Seed {
    /// For encrypting messages of `len` bytes.
    ///
    /// # Errors
    /// An OpenSSL whose legacy provider is missing.
    pub fn encryptor(key: &[u8; 16], iv: [u8; 16], len: usize) -> Result<Self> {
        let mut context = CipherCtx::new()?;
        context.encrypt_init(Some(cipher()?), Some(key), Some(&iv))?;
        context.set_padding(false);
        Ok(Self { context, iv, out: vec![0; len + 16] })
    }

    /// For decrypting messages of `len` bytes.
    ///
    /// # Errors
    /// As [`Seed::encryptor`].
    pub fn decryptor(key: &[u8; 16], iv: [u8; 16], len: usize) -> Result<Self> {
        let mut context = CipherCtx::new()?;
        context.decrypt_init(Some(cipher()?), Some(key), Some(&iv))?;
        context.set_padding(false);
        Ok(Self { context, iv, out: vec![0; len + 16] })
    }

    /// One message from the initial vector on; the schedule of the key stays.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn encrypt(&mut self, message: &[u8]) -> Result<&[u8]> {
        self.context.encrypt_init(None, None, Some(&self.iv))?;
        let len = self.context.cipher_update(message, Some(&mut self.out))?;
        Ok(self.out.get(..len).unwrap_or_default())
    }

    /// As [`Seed::encrypt`], back.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn decrypt(&mut self, message: &[u8]) -> Result<&[u8]> {
        self.context.decrypt_init(None, None, Some(&self.iv))?;
        let len = self.context.cipher_update(message, Some(&mut self.out))?;
        Ok(self.out.get(..len).unwrap_or_default())
    }

    /// One message under a key of its own, as a request is sealed: PKCS#7 padding, context reused.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn seal(&mut self, key: &[u8; 16], iv: &[u8; 16], message: &[u8]) -> Result<&[u8]> {
        self.context.encrypt_init(Some(cipher()?), Some(key), Some(iv))?;
        self.context.set_padding(true);
        self.out.resize(message.len() + 32, 0);
        let len = self.context.cipher_update(message, Some(&mut self.out))?;
        let rest = self.out.get_mut(len..).unwrap_or_default();
        let len = len + self.context.cipher_final(rest)?;
        Ok(self.out.get(..len).unwrap_or_default())
    }
}

/// RSA's public operation with PKCS#1 v1.5 padding.
pub struct Wrap {
    rsa: Rsa<Public>,
    context: PkeyCtx<Public>,
    out: Vec<u8>,
}

impl Wrap {
    /// Under a public key, PKCS#1 PEM.
    ///
    /// # Errors
    /// A text that is no key.
    pub fn new(pem: &str) -> Result<Self> {
        let rsa = Rsa::public_key_from_pem_pkcs1(pem.as_bytes())?;
        let key = PKey::from_rsa(rsa.clone())?;
        let mut context = PkeyCtx::new(&key)?;
        context.encrypt_init()?;
        context.set_rsa_padding(Padding::PKCS1)?;
        let out = vec![0; rsa.size().try_into()?];
        Ok(Self { rsa, context, out })
    }

    /// `RSA_public_encrypt`: the shortest way, which OpenSSL 3 calls deprecated.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn low(&mut self, key: &[u8]) -> Result<&[u8]> {
        self.rsa.public_encrypt(key, &mut self.out, Padding::PKCS1)?;
        Ok(&self.out)
    }

    /// `EVP_PKEY_encrypt` with a context that is reused: the way that OpenSSL 3 recommends.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn evp(&mut self, key: &[u8]) -> Result<&[u8]> {
        self.context.encrypt(key, Some(&mut self.out))?;
        Ok(&self.out)
    }
}

/// A gateway's private key.
pub struct Unwrap(Rsa<Private>);

impl Unwrap {
    /// Makes a key of 1024 bits.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn generate() -> Result<Self> {
        Ok(Self(Rsa::generate(1024)?))
    }

    /// Its public half, PKCS#1 PEM.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn public_pem(&self) -> Result<String> {
        Ok(String::from_utf8(self.0.public_key_to_pem_pkcs1()?)?)
    }

    /// Opens what was wrapped.
    ///
    /// # Errors
    /// OpenSSL's own, and a session key that has not 32 bytes.
    pub fn open(&self, wrapped: &[u8]) -> Result<[u8; 32]> {
        let mut out = [0; 128];
        let len = self.0.private_decrypt(wrapped, &mut out, Padding::PKCS1)?;
        out.get(..len).unwrap_or_default().try_into().context("no session key")
    }
}

/// A key that signs with SHA-256 and PKCS#1 v1.5 padding.
pub struct Sign(PKey<Private>);

impl Sign {
    /// A private key, PKCS#8 PEM, under `passphrase`.
    ///
    /// # Errors
    /// A text that does not open.
    pub fn new(pem: &str, passphrase: &[u8]) -> Result<Self> {
        Ok(Self(PKey::private_key_from_pem_passphrase(pem.as_bytes(), passphrase)?))
    }

    /// Signs.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn sign(&self, text: &[u8]) -> Result<Vec<u8>> {
        let mut signer = Signer::new(MessageDigest::sha256(), &self.0)?;
        Ok(signer.sign_oneshot_to_vec(text)?)
    }
}

/// Thirty-two bytes of OpenSSL's random source: a key and an initial vector.
///
/// # Errors
/// OpenSSL's own.
pub fn draw() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    rand_bytes(&mut bytes)?;
    Ok(bytes)
}

/// SEED-CBC, fetched once: fetching takes longer than a message does.
fn cipher() -> Result<&'static Cipher> {
    // SEED is in the legacy provider; the others stay as they are.
    static CIPHER: OnceLock<Option<(Provider, Cipher)>> = OnceLock::new();
    let fetched = CIPHER.get_or_init(|| {
        let legacy = Provider::try_load(None, "legacy", true).ok()?;
        Some((legacy, Cipher::fetch(None, "SEED-CBC", None).ok()?))
    });
    let (_, cipher) = fetched
        .as_ref()
        .ok_or_else(|| anyhow!("{} has no SEED-CBC", version()))
        .context("its legacy provider is a part of Debian's libssl3")?;
    Ok(cipher)
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("openssl::Seed")
    }
}

impl std::fmt::Debug for Sign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("openssl::Sign")
    }
}

impl std::fmt::Debug for Unwrap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("openssl::Unwrap")
    }
}

impl std::fmt::Debug for Wrap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("openssl::Wrap")
    }
}
