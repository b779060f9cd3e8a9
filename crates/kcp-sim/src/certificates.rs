//! Certificates: one for the server, signed by an authority made at the start, and one for each merchant.

use std::{fmt, fs, io, ops::RangeInclusive, path::Path, time::Duration};

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64ct::{Base64, Encoding as _};
use getrandom::SysRng;
use kcp_codec::{KstDateTime, SiteCode};
use pkcs8::{LineEnding, PrivateKeyInfoRef, pkcs5::pbes2};
use rand_core::TryRng;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
    date_time_ymd,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use zeroize::Zeroizing;

use crate::{Merchants, Refusal, clock::unix};

/// What a merchant gets from KCP's administration: a service certificate and its key (`https.md §4`).
#[derive(Clone)]
#[non_exhaustive]
pub struct ServiceIdentity {
    /// PEM with line breaks, as it is downloaded. Without them it is `kcp_cert_info`.
    pub certificate_pem: String,
    /// PKCS#8 PEM, not encrypted. [`Simulator::write_tls_dir`] writes it encrypted.
    ///
    /// [`Simulator::write_tls_dir`]: crate::Simulator::write_tls_dir
    pub private_key_pem: Zeroizing<String>,
    /// When the certificate begins to hold, by the simulator's clock: the day before it was made.
    pub valid_from: KstDateTime,
    /// The last second at which it holds, five years later.
    pub valid_until: KstDateTime,
}

impl fmt::Debug for ServiceIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceIdentity")
            .field("valid_from", &self.valid_from)
            .field("valid_until", &self.valid_until)
            .finish_non_exhaustive()
    }
}

/// Everything that was issued at the start.
pub(crate) struct Certificates {
    ca_pem: String,
    server: (CertificateDer<'static>, PrivateKeyDer<'static>),
    services: Vec<Service>,
}

/// A merchant's certificate, as the gateway has it.
pub(crate) struct Service {
    site: SiteCode,
    identity: ServiceIdentity,
    certificate: Vec<u8>,
    public_key: Vec<u8>,
    valid: RangeInclusive<i64>,
}

/// A certificate or a key could not be made. Says nothing about why: the libraries' words may quote keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct NotMade;

impl<E: std::error::Error> From<E> for NotMade {
    fn from(_: E) -> Self {
        Self
    }
}

impl Certificates {
    /// Makes all of them. Takes a second or so: each merchant gets an RSA key.
    pub(crate) fn make(merchants: &Merchants, now: KstDateTime) -> Result<Self, NotMade> {
        let tls = authority("kcp-sim TLS authority", KeyPair::generate()?)?;
        let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
        params.distinguished_name = named("kcp-sim");
        // The client's clock looks at this one, and it may be anywhere.
        (params.not_before, params.not_after) =
            (date_time_ymd(2020, 1, 1), date_time_ymd(2049, 12, 31));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let server = params.signed_by(&key, &tls)?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();

        let issuer = authority("kcp-sim service authority", rsa()?)?;
        let services = merchants
            .sites()
            .zip(1..)
            .map(|(site, number)| Service::issue(site, number, now, &issuer))
            .collect::<Result<_, _>>()?;
        Ok(Self { ca_pem: tls.pem(), server: (server.der().clone(), key), services })
    }

    pub(crate) fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    pub(crate) fn server(&self) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let (certificate, key) = &self.server;
        (certificate.clone(), key.clone_key())
    }

    pub(crate) fn of(&self, site: SiteCode) -> Option<&ServiceIdentity> {
        self.services.iter().find(|service| service.site == site).map(|service| &service.identity)
    }

    /// Checks `kcp_cert_info`: issued here, to this site, and valid now.
    pub(crate) fn check(
        &self,
        site: SiteCode,
        text: &[u8],
        now: KstDateTime,
    ) -> Result<&Service, Refusal> {
        let certificate = unwrap_pem(text).ok_or(Refusal::BAD_CERTIFICATE)?;
        let issued =
            |service: &&Service| service.site == site && service.certificate == certificate;
        let service = self.services.iter().find(issued).ok_or(Refusal::OTHER_CERTIFICATE)?;
        if !service.valid.contains(&unix(now)) {
            return Err(Refusal::EXPIRED_CERTIFICATE);
        }
        Ok(service)
    }

    /// Writes `ca.pem`, and per merchant `<SITE>-cert.pem` and `<SITE>-key.pem`.
    pub(crate) fn write(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        fs::write(dir.join("ca.pem"), &self.ca_pem)?;
        for Service { site, identity, .. } in &self.services {
            fs::write(dir.join(format!("{site}-cert.pem")), &identity.certificate_pem)?;
            let pem = encrypted(&identity.private_key_pem)
                .map_err(|NotMade| io::Error::other("the key could not be encrypted"))?;
            write_private(&dir.join(format!("{site}-key.pem")), pem.as_bytes())?;
        }
        Ok(())
    }
}

impl Service {
    fn issue(
        site: SiteCode,
        number: u32,
        now: KstDateTime,
        issuer: &CertifiedIssuer<'_, KeyPair>,
    ) -> Result<Self, NotMade> {
        let from = unix(now).saturating_sub(DAY).max(0);
        let until = from + FIVE_YEARS;
        let key = rsa()?;
        let mut params = CertificateParams::default();
        // KCP's numbers are the day and eight digits (`https.md §0`).
        let number = format!("{:04}{:02}{:02}{number:08}", now.year(), now.month(), now.day());
        params.distinguished_name = named(&number);
        // A number made from the key is shorter now and then, and so would be every request.
        params.serial_number = Some(number.parse::<u64>()?.into());
        params.distinguished_name.push(DnType::OrganizationalUnitName, site.as_str());
        params.not_before = date_time_ymd(1970, 1, 1) + seconds(from);
        params.not_after = date_time_ymd(1970, 1, 1) + seconds(until);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, issuer)?;
        Ok(Self {
            site,
            identity: ServiceIdentity {
                certificate_pem: certificate.pem().replace("\r\n", "\n"),
                private_key_pem: Zeroizing::new(key.serialize_pem().replace("\r\n", "\n")),
                valid_from: KstDateTime::from_unix(from)?,
                valid_until: KstDateTime::from_unix(until)?,
            },
            certificate: certificate.der().to_vec(),
            public_key: key.public_key_raw().to_vec(),
            valid: from..=until,
        })
    }

    /// Checks `kcp_sign_data`: SHA256withRSA, PKCS#1 v1.5, Base64 with padding and without breaks (`https.md §3`).
    pub(crate) fn verify(&self, target: &str, text: &[u8]) -> Result<(), Refusal> {
        if text.is_empty() {
            return Err(Refusal::NO_SIGNATURE);
        }
        let signature = std::str::from_utf8(text)
            .ok()
            .and_then(|text| Base64::decode_vec(text).ok())
            .ok_or(Refusal::BAD_SIGNATURE)?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public_key)
            .verify(target.as_bytes(), &signature)
            .map_err(|_| Refusal::BAD_SIGNATURE)
    }
}

fn authority(name: &str, key: KeyPair) -> Result<CertifiedIssuer<'static, KeyPair>, NotMade> {
    let mut params = CertificateParams::default();
    params.distinguished_name = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) =
        (date_time_ymd(2020, 1, 1), date_time_ymd(2049, 12, 31));
    Ok(CertifiedIssuer::self_signed(params, key)?)
}

fn rsa() -> Result<KeyPair, NotMade> {
    Ok(KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?)
}

fn named(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "KR");
    name.push(DnType::OrganizationName, "kcp-sim");
    name.push(DnType::CommonName, common);
    name
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(count.unsigned_abs())
}

/// What stands between the markers. Line breaks may be there or not; a blank may stand in the markers only.
fn unwrap_pem(text: &[u8]) -> Option<Vec<u8>> {
    let text: String =
        std::str::from_utf8(text).ok()?.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let inner = text.strip_prefix("-----BEGIN CERTIFICATE-----")?;
    Base64::decode_vec(inner.strip_suffix("-----END CERTIFICATE-----")?).ok()
}

/// PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC. Which algorithm KCP's own files have is unknown (`https.md §4`).
fn encrypted(pem: &str) -> Result<Zeroizing<String>, NotMade> {
    let (_, der) = pkcs8::SecretDocument::from_pem(pem)?;
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    SysRng.try_fill_bytes(&mut salt)?;
    SysRng.try_fill_bytes(&mut iv)?;
    let params = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &salt, iv)
        .map_err(|_| NotMade)?;
    let key: PrivateKeyInfoRef<'_> = der.decode_msg().map_err(|_| NotMade)?;
    let key = key.encrypt_with_params(params, PASS_PHRASE)?;
    Ok(key.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)?)
}

/// Writes a file that only its owner reads, also where it replaces one that others read.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(path)?, bytes)
}

/// Names of this machine that other machines do not reach.
const NAMES: [&str; 3] = ["127.0.0.1", "::1", "localhost"];

/// The pass phrase of KCP's samples (`https.md §4`).
const PASS_PHRASE: &str = "changeit";

/// What OpenSSL does by itself. The key signs test money only.
const ROUNDS: u32 = 2_048;

const DAY: i64 = 86_400;
const FIVE_YEARS: i64 = (5 * 365 + 1) * DAY;

#[cfg(test)]
mod tests;
