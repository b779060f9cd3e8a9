//! Who sells: the site code, the environment it belongs to, and what each wire asks for.

use std::{fmt, sync::Arc};

use kcp_codec::{KstDateTime, Name, SiteCode, SiteKey};
use kcp_crypto::{ServiceCertificate, Signature, SigningKey, Target, Validity};
use kcp_transport::{
    Cause, Environment, Error, WrongEnvironment,
    api::{Call, Path},
    legacy::Credentials,
};

use crate::signing::{self, Place, Signed};

/// A merchant in its environment. Prints its code and environment only.
#[derive(Clone)]
pub struct Merchant {
    environment: Environment,
    site: SiteCode,
    credentials: Option<Credentials>,
    /// With it the one line that it is in a request (`kcp_cert_info`), written once.
    certificate: Option<(ServiceCertificate, Arc<str>)>,
    key: Option<Arc<SigningKey>>,
}

/// A certificate or key that does not go with the merchant's other half.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the signing key is not the one that the service certificate was issued for")]
#[non_exhaustive]
pub struct KeyMismatch;

impl Merchant {
    /// A merchant with a site key, which the socket channel asks for. `T0000` in production, or a real merchant's
    /// code in the test service, does not build.
    ///
    /// # Errors
    /// [`WrongEnvironment`].
    pub fn new(
        environment: Environment,
        site: SiteCode,
        key: SiteKey,
    ) -> Result<Self, WrongEnvironment> {
        let credentials = Some(Credentials::new(site, &key));
        Ok(Self { credentials, ..Self::bare(environment, site)? })
    }

    /// A merchant with a service certificate (`kcp_cert_info`), which the PG-API asks for (`seed 003 §2`).
    ///
    /// # Errors
    /// [`WrongEnvironment`], as [`Merchant::new`].
    pub fn with_service_certificate(
        environment: Environment,
        site: SiteCode,
        certificate: ServiceCertificate,
    ) -> Result<Self, WrongEnvironment> {
        Ok(Self::bare(environment, site)?.and_certificate(certificate))
    }

    /// A merchant who shows the payment window and sends nothing: forms ([`window`](crate::window)) and addresses need
    /// no secret. Whatever a client of this merchant is asked to send is refused before sending.
    ///
    /// # Errors
    /// [`WrongEnvironment`], as [`Merchant::new`].
    pub fn without_secrets(
        environment: Environment,
        site: SiteCode,
    ) -> Result<Self, WrongEnvironment> {
        Self::bare(environment, site)
    }

    fn bare(environment: Environment, site: SiteCode) -> Result<Self, WrongEnvironment> {
        environment.admit(site)?;
        Ok(Self { environment, site, credentials: None, certificate: None, key: None })
    }

    /// With a site key too, for both channels.
    #[must_use]
    pub fn and_site_key(self, key: &SiteKey) -> Self {
        Self { credentials: Some(Credentials::new(self.site, key)), ..self }
    }

    /// With a service certificate too, for both channels.
    #[must_use]
    pub fn and_certificate(self, certificate: ServiceCertificate) -> Self {
        let line = certificate.kcp_cert_info().into();
        Self { certificate: Some((certificate, line)), ..self }
    }

    /// With the private key of the certificate, which signs changes and inquiries (`kcp_sign_data`).
    ///
    /// # Errors
    /// [`KeyMismatch`] if there is a certificate and the key is not its.
    pub fn and_signing_key(self, key: SigningKey) -> Result<Self, KeyMismatch> {
        match self.certificate() {
            Some(certificate) if !certificate.matches(&key) => Err(KeyMismatch),
            _ => Ok(Self { key: Some(Arc::new(key)), ..self }),
        }
    }

    /// With another `User-Agent` on its socket requests; see [`Credentials::with_user_agent`].
    ///
    /// # Errors
    /// [`Error`] for anything but 1 to 64 bytes of visible ASCII.
    pub fn with_user_agent(self, user_agent: &str) -> Result<Self, Error> {
        let credentials =
            self.credentials.map(|who| who.with_user_agent(user_agent)).transpose()?;
        Ok(Self { credentials, ..self })
    }

    /// Where this merchant's requests go.
    #[must_use]
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The site code (`site_cd`).
    #[must_use]
    pub const fn site(&self) -> SiteCode {
        self.site
    }

    /// The service certificate, if there is one.
    #[must_use]
    pub const fn certificate(&self) -> Option<&ServiceCertificate> {
        match &self.certificate {
            Some((certificate, _)) => Some(certificate),
            None => None,
        }
    }

    /// A signature that an operation will ask for, made at `place`. Without a key there is none, and
    /// the operation says so.
    pub(crate) async fn sign(&self, target: Target, place: Place) -> Option<Signed> {
        let signature = signing::sign(self.key.as_ref()?, target, place).await.ok()?;
        Some(Signed::new(target, signature))
    }

    pub(crate) const fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// What a PG-API request says about the merchant. A certificate that is out of its time is not sent.
    pub(crate) fn identity(
        &self,
        now: KstDateTime,
        signed: Option<Signed>,
    ) -> Result<Identity<'_>, Error> {
        let (certificate, line) =
            self.certificate.as_ref().ok_or_else(|| Error::refused(Cause::Certificate))?;
        // A clock before 1970 is before any certificate too.
        match certificate.validity_at(u64::try_from(now.to_unix()).unwrap_or_default()) {
            Validity::Valid { .. } | Validity::ExpiresSoon { .. } => {}
            _ => return Err(Error::refused(Cause::Certificate)),
        }
        Ok(Identity { site: self.site, certificate: line, key: self.key.as_deref(), signed })
    }
}

/// The merchant as a PG-API request names it.
#[doc(hidden)]
#[derive(Debug)]
#[allow(unnameable_types)] // operations are sealed, so nobody outside has a use for its name
pub struct Identity<'a> {
    pub(crate) site: SiteCode,
    certificate: &'a str,
    key: Option<&'a SigningKey>,
    signed: Option<Signed>,
}

impl Identity<'_> {
    /// A call that says who is calling.
    pub(crate) fn start(&self, path: Path) -> Call {
        Call::new(path)
            .with(SiteCode::NAME, &self.site)
            .with_text(Name::from_static("kcp_cert_info"), self.certificate)
    }

    /// The signature of a target (`kcp_sign_data`), made now unless it was made before.
    pub(crate) fn sign(&self, target: &Target) -> Result<Signature, Error> {
        if let Some(signature) = self.signed.as_ref().and_then(|signed| signed.of(target)) {
            return Ok(signature.clone());
        }
        let key = self.key.ok_or_else(|| Error::refused(Cause::Signature))?;
        key.sign(target).map_err(|_| Error::refused(Cause::Signature))
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merchant")
            .field("site", &self.site)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_and_production_do_not_mix_and_the_key_is_not_printed() {
        let key = || SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
        let site = |text| SiteCode::parse(text).unwrap();
        assert!(Merchant::new(Environment::Production, site("T0000"), key()).is_err());
        assert!(Merchant::new(Environment::Test, site("B1234"), key()).is_err());
        let merchant = Merchant::new(Environment::Test, site("T0000"), key()).unwrap();
        assert!(!format!("{merchant:?}").contains("3grptw1"));
    }
}
