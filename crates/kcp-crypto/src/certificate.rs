//! The merchant's service certificate: `kcp_cert_info`, its dates, and the key it belongs to.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use base64ct::{Base64, Encoding};
use der::{Decode, Encode};
use spki::SubjectPublicKeyInfoRef;
use x509_cert::Certificate;

use crate::{PemError, PublicKey, pem};

/// Days before its end from which a certificate counts as expiring: time enough to have a new one
/// issued at the partner site and rolled out.
pub const EXPIRY_WARNING_DAYS: u64 = 30;

/// The certificate KCP issued to the shop (`KCP_AUTH_<site_cd>_CERT.pem`). (https.md §1)
///
/// It goes as text into every request, and authenticates an approval all by itself: nothing else
/// of the request is signed (https.md §0.3). It is public all the same; its private key is not.
/// Nobody's signature on it is checked here.
///
/// ```
/// # const CERTIFICATE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/npki_certificate.pem"));
/// # const KEY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/npki_derived.pem"));
/// use kcp_crypto::{PrivateKey, ServiceCertificate, Validity};
///
/// let certificate = ServiceCertificate::from_pem(CERTIFICATE)?;
/// assert!(certificate.matches(&PrivateKey::from_encrypted_pem(KEY, b"changeit")?));
/// let in_2100 = 4_102_444_800;
/// assert_eq!(certificate.validity_at(in_2100), Validity::Expired);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct ServiceCertificate {
    der: Vec<u8>,
    issuer: String,
    subject: String,
    serial: String,
    not_before: u64,
    not_after: u64,
    public: Option<PublicKey>,
}

impl ServiceCertificate {
    /// Loads exactly one PEM block `CERTIFICATE`, in lines (LF or CRLF) or in the one-line form of
    /// [`Self::kcp_cert_info`].
    ///
    /// # Errors
    /// [`CertificateError`], which says what the text is instead. A private key is looked for
    /// first, since it must never be sent.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        let blocks = pem::blocks(text)?;
        if blocks.iter().any(|block| block.label.ends_with("PRIVATE KEY")) {
            return Err(CertificateError::PrivateKey);
        }
        match blocks.as_slice() {
            [block] if block.label == "CERTIFICATE" => Self::from_der(block.der()?.to_vec()),
            [_] => Err(CertificateError::WrongLabel),
            [] => Err(PemError::Missing.into()),
            several => Err(PemError::Several { count: several.len() }.into()),
        }
    }

    fn from_der(der: Vec<u8>) -> Result<Self, CertificateError> {
        let malformed = |_| CertificateError::Malformed;
        let certificate = Certificate::from_der(&der).map_err(malformed)?;
        let signed = certificate.tbs_certificate();
        let spki = signed.subject_public_key_info().to_der().map_err(malformed)?;
        let spki = SubjectPublicKeyInfoRef::from_der(&spki).map_err(malformed)?;
        let serial = signed.serial_number().as_bytes();
        Ok(Self {
            issuer: signed.issuer().to_string(),
            subject: signed.subject().to_string(),
            serial: hex(serial),
            not_before: signed.validity().not_before.to_unix_duration().as_secs(),
            not_after: signed.validity().not_after.to_unix_duration().as_secs(),
            public: PublicKey::from_spki(&spki).map_err(malformed)?,
            der,
        })
    }

    /// The certificate as requests carry it: PEM without line ends, markers and the blanks inside
    /// them kept. (https.md §5)
    #[must_use]
    pub fn kcp_cert_info(&self) -> String {
        let base64 = Base64::encode_string(&self.der);
        [BEGIN, base64.as_str(), END].concat()
    }

    /// Where `unix_seconds` lies in the certificate's time. There is no clock here.
    ///
    /// KCP's widely copied sample certificate ended on 2026-06-28 (https.md §0.2), so ask at
    /// start-up.
    #[must_use]
    pub const fn validity_at(&self, unix_seconds: u64) -> Validity {
        if unix_seconds < self.not_before {
            return Validity::NotYet;
        }
        let Some(seconds_left) = self.not_after.checked_sub(unix_seconds) else {
            return Validity::Expired;
        };
        let days_left = seconds_left / SECONDS_A_DAY;
        if days_left <= EXPIRY_WARNING_DAYS {
            Validity::ExpiresSoon { days_left }
        } else {
            Validity::Valid { days_left }
        }
    }

    /// Whether the certificate is for this key: a [`crate::PrivateKey`], a `SigningKey` or a
    /// [`PublicKey`]. A certificate of another algorithm than RSA matches none.
    #[must_use]
    pub fn matches(&self, key: &impl AsRef<PublicKey>) -> bool {
        self.public.as_ref() == Some(key.as_ref())
    }

    /// The certified key, when it is an RSA key.
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.public.as_ref()
    }

    /// Who the certificate is for, in the notation of RFC 4514.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Who issued it, in the notation of RFC 4514.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The serial number in capital hexadecimal, as `openssl x509 -serial` prints it.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The first second of its time, in seconds since 1970.
    #[must_use]
    pub const fn not_before(&self) -> u64 {
        self.not_before
    }

    /// The last second of its time, in seconds since 1970.
    #[must_use]
    pub const fn not_after(&self) -> u64 {
        self.not_after
    }

    /// The certificate's DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }
}

impl fmt::Debug for ServiceCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceCertificate")
            .field("subject", &self.subject)
            .field("serial", &self.serial)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

/// Where a moment lies in a certificate's time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition
pub enum Validity {
    /// Over.
    Expired,
    /// Within, but no more than [`EXPIRY_WARNING_DAYS`] whole days are left.
    ExpiresSoon {
        /// Whole days left; zero on the last day.
        days_left: u64,
    },
    /// Not begun.
    NotYet,
    /// Within.
    Valid {
        /// Whole days left.
        days_left: u64,
    },
}

/// Why a certificate was not loaded. Holds counts, never a byte of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Not the structure of an X.509 certificate.
    #[error("the certificate is damaged")]
    Malformed,
    /// Not exactly one PEM block, or not a well-formed one.
    #[error(transparent)]
    Pem(#[from] PemError),
    /// A private key stands in the text. It would have been sent to KCP with every request.
    #[error("this is a private key: give the certificate, and keep this one secret")]
    PrivateKey,
    /// PEM, but of something else, such as a public key or a request.
    #[error("the PEM label is not CERTIFICATE")]
    WrongLabel,
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";
const SECONDS_A_DAY: u64 = 24 * 60 * 60;
