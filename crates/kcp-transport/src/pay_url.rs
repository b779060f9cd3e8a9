//! The address of the mobile payment window, checked before a customer is sent there.

use std::fmt;

use url::{Position, Url};

use crate::Environment;

/// The address of a payment window (`PayUrl` of a registration's answer), on a host that belongs to the environment.
///
/// It stays as it came, byte for byte.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PayUrl(String);

/// An address of a payment window that nobody is sent to. Names the rule, not the address.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum UntrustedUrl {
    /// A host, or a host and port, that is not one of the environment's windows, letter for letter.
    ForeignHost,
    /// Not a URL, or one that two readers could understand in two ways.
    Malformed,
    /// Something else than `https`.
    NotHttps,
}

impl PayUrl {
    /// Checks the address of a payment window against [`Hosts::windows`](crate::Hosts::windows).
    ///
    /// # Errors
    /// [`UntrustedUrl`], for anything that a browser might read differently as well: a user name, a backslash, a
    /// blank, a host in other letters.
    pub fn parse(environment: &Environment, text: &str) -> Result<Self, UntrustedUrl> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte);
        if !text.bytes().all(plain) {
            return Err(UntrustedUrl::Malformed);
        }
        let Some(rest) = text.strip_prefix("https://") else { return Err(UntrustedUrl::NotHttps) };
        // Read by eye and read as a browser does: both must find the same host.
        let url = Url::parse(text).map_err(|_| UntrustedUrl::Malformed)?;
        let seen = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let read = &url[Position::BeforeHost..Position::AfterPort];
        let known = environment.hosts().windows.iter().any(|window| window == seen);
        if known && seen == read {
            Ok(Self(text.to_owned()))
        } else {
            Err(UntrustedUrl::ForeignHost)
        }
    }

    /// The address as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a page in UTF-8 posts its form instead, with the window's own address in the field `PayUrl`: the window
    /// itself reads EUC-KR (`https.md §7`).
    #[must_use]
    pub fn encoding_filter(&self) -> String {
        let path = self.0.split(['?', '#']).next().unwrap_or_default();
        // The last slash of the path, not one of those in `https://`.
        let folder = match path.rsplit_once('/') {
            Some((folder, _)) if folder.len() > "https:/".len() => folder,
            _ => path,
        };
        format!("{folder}/jsp/encodingFilter/encodingFilter.jsp")
    }
}

impl fmt::Display for UntrustedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForeignHost => "the payment window is not on one of the environment's hosts",
            Self::Malformed => "the payment window's address is not a plain URL",
            Self::NotHttps => "the payment window's address is not https",
        })
    }
}

impl std::error::Error for UntrustedUrl {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> UntrustedUrl {
        PayUrl::parse(&Environment::Production, text).expect_err(text)
    }

    fn simulator(address: &str) -> Environment {
        let address = address.parse().unwrap();
        Environment::Simulator { gateway: address, pg_api: Some(address) }
    }

    #[test]
    fn each_environment_has_its_windows() {
        let real = "https://rsmpay.kcp.co.kr/pay/mobileGW.kcp";
        let test = "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp";
        assert_eq!(PayUrl::parse(&Environment::Production, real).unwrap().as_str(), real);
        assert!(PayUrl::parse(&Environment::Production, "https://smpay.kcp.co.kr/").is_ok());
        assert!(PayUrl::parse(&Environment::Test, test).is_ok());
        assert_eq!(refused(test), UntrustedUrl::ForeignHost);
        assert!(PayUrl::parse(&Environment::Test, real).is_err());
    }

    #[test]
    fn a_simulator_s_window_is_where_its_pg_api_is() {
        let here = simulator("127.0.0.1:4321");
        assert!(PayUrl::parse(&here, "https://127.0.0.1:4321/pay/mobileGW.kcp").is_ok());
        for text in ["https://127.0.0.1/", "https://127.0.0.1:4322/", "https://localhost:4321/"] {
            assert_eq!(PayUrl::parse(&here, text), Err(UntrustedUrl::ForeignHost), "{text}");
        }
        assert!(PayUrl::parse(&simulator("[::1]:4321"), "https://[::1]:4321/x").is_ok());
        let none = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
        assert!(PayUrl::parse(&none, "https://127.0.0.1:0/").is_err());
    }

    #[test]
    fn no_other_host_passes_in_disguise() {
        for text in [
            "https://evil.example/pay/mobileGW.kcp",
            "https://smpay.kcp.co.kr@evil.example/",
            "https://user@smpay.kcp.co.kr/",
            "https://user:pass@smpay.kcp.co.kr/",
            "https://@smpay.kcp.co.kr/",
            "https://smpay.kcp.co.kr:443/",
            "https://smpay.kcp.co.kr:8443/",
            "https://smpay.kcp.co.kr:/",
            "https://smpay.kcp.co.kr./",
            "https://SMPAY.kcp.co.kr/",
            "https://smpay.kcp.co.kr.evil.example/",
            "https://evil-smpay.kcp.co.kr/",
            "https://kcp.co.kr/",
            "https://xn--smay-4ve.kcp.co.kr/",
            "https://a.smpay.kcp.co.kr/",
            "https://smpay%2ekcp.co.kr/",
            "https:///smpay.kcp.co.kr/",
            "https:////smpay.kcp.co.kr/",
            "https://evil.example/https://smpay.kcp.co.kr/",
            "https://evil.example?https://smpay.kcp.co.kr/",
            "https://evil.example#@smpay.kcp.co.kr/",
        ] {
            assert_eq!(refused(text), UntrustedUrl::ForeignHost, "{text}");
        }
    }

    #[test]
    fn what_two_readers_could_read_in_two_ways_is_no_url() {
        for text in [
            "https://evil.example\\@smpay.kcp.co.kr/",
            "https://smpay.kcp.co.kr\\@evil.example/",
            "https:\\\\smpay.kcp.co.kr/",
            " https://smpay.kcp.co.kr/",
            "https://smpay.kcp.co.kr/ ",
            "ht\ttps://smpay.kcp.co.kr/",
            "https://smpay.kcp.co.kr\n/",
            "https://smpay.kcp.co.kr/\0",
            "https://xn--smpay-9d.kcp.co.kr/",
            "https://sm\u{440}ay.kcp.co.kr/",
            "https://smpay\u{3002}kcp.co.kr/",
            "https://smpay.kcp.co.kr/\"><script>",
        ] {
            assert_eq!(refused(text), UntrustedUrl::Malformed, "{text}");
        }
    }

    #[test]
    fn a_window_that_a_browser_reads_otherwise_is_no_window() {
        let mut hosts = Environment::Test.hosts();
        hosts.windows = ["me@shop.example", "SHOP.example", "127.1", "shop.example:443", ""]
            .map(String::from)
            .into();
        for window in &hosts.windows {
            let here = Environment::Custom(hosts.clone());
            assert!(PayUrl::parse(&here, &format!("https://{window}/")).is_err(), "{window}");
        }
    }

    #[test]
    fn nothing_but_https() {
        for text in [
            "",
            "http://smpay.kcp.co.kr/",
            "HTTPS://smpay.kcp.co.kr/",
            "https:smpay.kcp.co.kr/",
            "https:/smpay.kcp.co.kr/",
            "//smpay.kcp.co.kr/",
            "smpay.kcp.co.kr/",
            "javascript:alert(1)//smpay.kcp.co.kr/",
        ] {
            assert_eq!(refused(text), UntrustedUrl::NotHttps, "{text}");
        }
    }

    #[test]
    fn the_encoding_filter_is_beside_the_window() {
        let filter =
            |text: &str| PayUrl::parse(&Environment::Production, text).unwrap().encoding_filter();
        for (url, want) in [
            ("/pay/mobileGW.kcp", "/pay"),
            ("/pay/mobileGW.kcp?back=/a/b", "/pay"),
            ("/pay/mobileGW.kcp#/a", "/pay"),
            ("/x", ""),
            ("/", ""),
            ("", ""),
            ("?a=/b", ""),
        ] {
            assert_eq!(
                filter(&format!("https://smpay.kcp.co.kr{url}")),
                format!("https://smpay.kcp.co.kr{want}/jsp/encodingFilter/encodingFilter.jsp")
            );
        }
    }

    proptest! {
        #[test]
        fn a_url_that_passes_leads_to_a_window(
            text in "(https://)?[a-z@:./\\\\?#%]{0,6}(smpay\\.kcp\\.co\\.kr)?[a-zA-Z0-9@:./\\\\?#%\\[\\]]{0,12}"
        ) {
            if PayUrl::parse(&Environment::Production, &text).is_ok() {
                let url = Url::parse(&text).unwrap();
                prop_assert_eq!(url.host_str(), Some("smpay.kcp.co.kr"));
                prop_assert_eq!((url.scheme(), url.port(), url.username()), ("https", None, ""));
            }
        }
    }
}
