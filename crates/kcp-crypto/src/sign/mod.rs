//! Signing: `kcp_sign_data`, SHA256withRSA over a [`Target`]. (https.md §3)

#[cfg(feature = "rsa-signing")]
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
use base64ct::{Base64, Encoding};

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
use crate::{PrivateKey, PublicKey};

#[cfg(feature = "aws-lc")]
mod aws_lc;
#[cfg(feature = "rsa-signing")]
mod rsa;
mod target;
#[cfg(feature = "gateway")]
mod verify;

pub use target::{Target, TargetError, TargetPart};
#[cfg(feature = "gateway")]
pub use verify::{DoesNotVerify, VerifyingKey, VerifyingKeyError};

/// A merchant's private key, ready to sign. 2048 to 4096 bits.
///
/// Signing takes about a millisecond of processor time; an async program does it on a thread that
/// may block. `Debug` prints the size alone. The numbers are wiped when the key is dropped: by
/// AWS-LC, which clears all memory it gives back, or by the `rsa` crate, whose intermediate
/// results are not all wiped.
///
/// With feature `aws-lc` (on by default) this is AWS-LC, in constant time and blinded with its own
/// random source. Feature `rsa-signing` is Rust alone: **not blinded**, and under
/// RUSTSEC-2023-0071, so keep it off machines where a stranger can time a signature. Both give the
/// same bytes.
///
/// ```
/// # const KEY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/npki_derived.pem"));
/// use kcp_crypto::{PrivateKey, SigningKey, Target};
///
/// let key = SigningKey::new(&PrivateKey::from_encrypted_pem(KEY, b"changeit")?)?;
/// let signature = key.sign(&Target::inquire("T0000", "20210719000000", "PACA")?)?;
/// assert_eq!(signature.as_base64().len(), 344);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
pub struct SigningKey {
    inner: Inner,
    public: PublicKey,
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
impl SigningKey {
    /// Prepares a key for signing, with AWS-LC where it is built in.
    ///
    /// # Errors
    /// [`SignError::Inconsistent`] when the key's numbers do not belong together.
    pub fn new(key: &PrivateKey) -> Result<Self, SignError> {
        Self::with_backend(key, Backend::default())
    }

    /// Prepares a key for signing with the backend of the caller's choice.
    ///
    /// # Errors
    /// [`SignError::Inconsistent`] when the key's numbers do not belong together.
    pub fn with_backend(key: &PrivateKey, backend: Backend) -> Result<Self, SignError> {
        let inner = match backend {
            #[cfg(feature = "aws-lc")]
            Backend::AwsLc => Inner::AwsLc(aws_lc::Key::load(key)?),
            #[cfg(feature = "rsa-signing")]
            Backend::Rsa => Inner::Rsa(Box::new(rsa::Key::load(key)?)),
        };
        Ok(Self { inner, public: key.public_key().clone() })
    }

    /// Signs: SHA-256, PKCS#1 v1.5. The same target gives the same signature every time.
    ///
    /// # Errors
    /// [`SignError::Failed`]; not seen with a key that loads.
    pub fn sign(&self, target: &Target) -> Result<Signature, SignError> {
        let bytes = match &self.inner {
            #[cfg(feature = "aws-lc")]
            Inner::AwsLc(key) => key.sign(target.as_bytes())?,
            #[cfg(feature = "rsa-signing")]
            Inner::Rsa(key) => key.sign(target.as_bytes())?,
        };
        Ok(Signature(Base64::encode_string(&bytes)))
    }

    /// The public half, for [`crate::ServiceCertificate::matches`].
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
impl AsRef<PublicKey> for SigningKey {
    fn as_ref(&self) -> &PublicKey {
        &self.public
    }
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("bits", &self.public.bits()).finish()
    }
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
enum Inner {
    #[cfg(feature = "aws-lc")]
    AwsLc(aws_lc::Key),
    #[cfg(feature = "rsa-signing")]
    Rsa(Box<rsa::Key>),
}

/// Who computes the signature.
#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Backend {
    /// AWS-LC.
    #[cfg(feature = "aws-lc")]
    #[default]
    AwsLc,
    /// The `rsa` crate.
    #[cfg(feature = "rsa-signing")]
    #[cfg_attr(not(feature = "aws-lc"), default)]
    Rsa,
}

/// A signature in the form of `kcp_sign_data`.
///
/// Whoever holds it can have the request done again, so `Debug` prints its length alone and
/// logs never hold it.
#[derive(Clone, Eq, PartialEq)]
#[doc(alias = "kcp_sign_data")]
pub struct Signature(String);

impl Signature {
    /// Standard base64 with padding and without line breaks. (https.md §3)
    #[must_use]
    pub fn as_base64(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature<{}>(..)", self.0.len())
    }
}

/// Why nothing was signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The backend failed. Nothing was made; asking again is safe.
    #[error("the signature could not be made")]
    Failed,
    /// The numbers of the private key do not belong together.
    #[error("the private key's numbers do not belong together")]
    Inconsistent,
}
