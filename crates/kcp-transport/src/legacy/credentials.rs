//! Who sends: site code and site key, as they stand in the head of a request.

use std::fmt;

use kcp_codec::{Field, SiteCode, SiteKey};
use zeroize::Zeroizing;

use crate::{Cause, Error};

/// The merchant's code and key, and the name of the program that sends. Prints the code only.
#[derive(Clone)]
pub struct Credentials {
    user_agent: Vec<u8>,
    site_cd: Vec<u8>,
    site_key: Zeroizing<Vec<u8>>,
}

impl Credentials {
    /// A merchant.
    #[must_use]
    pub fn new(site: SiteCode, key: &SiteKey) -> Self {
        let mut site_key = Vec::new();
        key.write(&mut site_key);
        Self {
            user_agent: USER_AGENT.to_vec(),
            site_cd: site.as_str().as_bytes().to_vec(),
            site_key: site_key.into(),
        }
    }

    /// With another `User-Agent`. Whether the gateway looks at it is unknown (`legacy.md §4.8`); by default it says
    /// `kcp-transport` and the version, and claims to be nobody else.
    ///
    /// # Errors
    /// [`Cause::ForbiddenValue`] for anything but 1 to 64 bytes of visible ASCII.
    pub fn with_user_agent(self, user_agent: &str) -> Result<Self, Error> {
        let visible = user_agent.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || user_agent.is_empty() || user_agent.len() > 64 {
            return Err(Error::not_sent(Cause::ForbiddenValue));
        }
        Ok(Self { user_agent: user_agent.as_bytes().to_vec(), ..self })
    }

    /// Whatever another program was configured with, for the drop-in module: the vendor's checks nothing
    /// (`legacy.md §2.1`), so the gateway's own refusal is what a shop expects to see.
    ///
    /// # Errors
    /// [`Cause::ForbiddenValue`] for a control byte, which could add a line to the head of the request.
    pub fn verbatim(site_cd: &[u8], site_key: &[u8]) -> Result<Self, Error> {
        if [site_cd, site_key].iter().any(|value| value.iter().any(u8::is_ascii_control)) {
            return Err(Error::not_sent(Cause::ForbiddenValue));
        }
        Ok(Self {
            user_agent: USER_AGENT.to_vec(),
            site_cd: site_cd.to_vec(),
            site_key: Zeroizing::new(site_key.to_vec()),
        })
    }

    pub(crate) fn user_agent(&self) -> &[u8] {
        &self.user_agent
    }

    pub(crate) fn site_cd(&self) -> &[u8] {
        &self.site_cd
    }

    pub(crate) fn site_key(&self) -> &[u8] {
        &self.site_key
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.site_cd.escape_ascii())
    }
}

const USER_AGENT: &[u8] = concat!("kcp-transport/", env!("CARGO_PKG_VERSION")).as_bytes();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_key_adds_no_header() {
        assert!(Credentials::verbatim(b"T0000", b"key\r\nenc_info: x").is_err());
        assert!(Credentials::verbatim(b"T0000\n", b"key").is_err());
        assert!(Credentials::verbatim(b"", b"").is_ok());
    }

    #[test]
    fn a_program_has_a_name_of_one_line() {
        let who = || Credentials::verbatim(b"T0000", b"key").unwrap();
        assert_eq!(
            who().with_user_agent("pp_cli_214_exec").unwrap().user_agent(),
            b"pp_cli_214_exec"
        );
        for name in ["", "a b", "a\r\nx: y", &"a".repeat(65)] {
            assert!(who().with_user_agent(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn the_key_is_not_printed() {
        let who = Credentials::new(
            SiteCode::parse("T0000").unwrap(),
            &SiteKey::parse("3grptw1.zW0GSo__").unwrap(),
        );
        assert_eq!(format!("{who:?}"), "Credentials(T0000)");
    }
}
