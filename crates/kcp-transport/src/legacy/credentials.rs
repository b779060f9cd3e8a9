//! Who sends: site code and site key, as they stand in the head of a request.

use std::fmt;

use kcp_codec::{Field, SiteCode, SiteKey};
use zeroize::Zeroizing;

use crate::{Cause, Error};

/// The merchant's code and key. Prints the code only.
#[derive(Clone)]
pub struct Credentials {
    site_cd: Vec<u8>,
    site_key: Zeroizing<Vec<u8>>,
}

impl Credentials {
    /// A merchant.
    #[must_use]
    pub fn new(site: SiteCode, key: &SiteKey) -> Self {
        let mut site_key = Vec::new();
        key.write(&mut site_key);
        Self { site_cd: site.as_str().as_bytes().to_vec(), site_key: site_key.into() }
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
        Ok(Self { site_cd: site_cd.to_vec(), site_key: Zeroizing::new(site_key.to_vec()) })
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
    fn the_key_is_not_printed() {
        let who = Credentials::new(
            SiteCode::parse("T0000").unwrap(),
            &SiteKey::parse("3grptw1.zW0GSo__").unwrap(),
        );
        assert_eq!(format!("{who:?}"), "Credentials(T0000)");
    }
}
