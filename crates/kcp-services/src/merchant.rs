//! Who sells: code, key and the environment that they belong to.

use std::fmt;

use kcp_codec::{SiteCode, SiteKey};
use kcp_transport::{Environment, Error, WrongEnvironment, legacy::Credentials};

/// A merchant in its environment. Prints everything but the key.
#[derive(Clone)]
pub struct Merchant {
    environment: Environment,
    site: SiteCode,
    credentials: Credentials,
}

impl Merchant {
    /// A merchant. `T0000` in production, or a real merchant's code in the test service, does not build.
    ///
    /// # Errors
    /// [`WrongEnvironment`].
    pub fn new(
        environment: Environment,
        site: SiteCode,
        key: SiteKey,
    ) -> Result<Self, WrongEnvironment> {
        environment.admit(site)?;
        let credentials = Credentials::new(site, &key);
        Ok(Self { environment, site, credentials })
    }

    /// With another `User-Agent` on its requests; see [`Credentials::with_user_agent`].
    ///
    /// # Errors
    /// [`Error`] for anything but 1 to 64 bytes of visible ASCII.
    pub fn with_user_agent(self, user_agent: &str) -> Result<Self, Error> {
        let credentials = self.credentials.with_user_agent(user_agent)?;
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

    pub(crate) const fn credentials(&self) -> &Credentials {
        &self.credentials
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
