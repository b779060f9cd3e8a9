//! Where KCP is: every host and port, in one value.

use std::{fmt, net::SocketAddr};

use kcp_codec::SiteCode;

use crate::SenderList;

/// Which KCP a shop talks to. One value decides every host, so that test and production cannot be mixed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Environment {
    /// Hosts of the caller's: a relay, or a KCP environment that this library does not know. Any site code goes.
    Custom(Hosts),
    /// KCP's real service.
    Production,
    /// A simulator on this machine. Nothing but loopback is reached.
    Simulator {
        /// Where its gateway listens.
        gateway: SocketAddr,
        /// Where its PG-API listens, if it does.
        pg_api: Option<SocketAddr>,
    },
    /// KCP's test service. Mobile payments made there are charged for real (`seed 002 §4-5`).
    Test,
}

/// A host and a port.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Endpoint {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

impl Endpoint {
    /// A host and a port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// The hosts of one environment.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Hosts {
    /// The legacy socket gateway (`seed 000 §2.1.1`).
    pub gateway: Endpoint,
    /// The HTTPS PG-API (`seed 003 §3`, `https.md §1`).
    pub pg_api: Endpoint,
    /// The PC payment window's script (`seed 003 §4.2`).
    pub window_script: String,
    /// The script of the AX-HUB window, for pages in EUC-KR (`seed 002 §1`).
    pub hub_script: String,
    /// The script of the AX-HUB window, for pages in UTF-8 (`seed 002 §1`).
    pub hub_script_utf8: String,
    /// Hosts on which the mobile payment window may be, each as it stands in a URL, with its port if that is not 443
    /// (`https.md §1`). See [`PayUrl`](crate::PayUrl).
    pub windows: Vec<String>,
    /// Where receipts are shown (`seed 002 §7`).
    pub receipts: Endpoint,
    /// Where cash receipts are shown (`seed 002 §7`). In the test service the host is that of the other
    /// receipts, as merchants' pages have it; the guides name the real one alone.
    pub cash_receipts: Endpoint,
    /// From where notices come (`https.md §10`): the lists that are in force now.
    pub notice_senders: Vec<SenderList>,
}

impl Hosts {
    /// Hosts with a gateway of the caller's and everything else as in KCP's test service.
    #[must_use]
    pub fn with_gateway(gateway: Endpoint) -> Self {
        Self { gateway, ..Self::test() }
    }

    fn test() -> Self {
        Self {
            gateway: Endpoint::new("testpaygw.kcp.co.kr", 8090),
            pg_api: Endpoint::new("stg-spl.kcp.co.kr", 443),
            window_script: "https://testspay.kcp.co.kr/plugin/kcp_spay_hub.js".into(),
            hub_script: "https://pay.kcp.co.kr/plugin/payplus_test.js".into(),
            hub_script_utf8: "https://pay.kcp.co.kr/plugin/payplus_test_un.js".into(),
            windows: vec!["testsmpay.kcp.co.kr".into()],
            receipts: Endpoint::new("testadmin8.kcp.co.kr", 443),
            cash_receipts: Endpoint::new("testadmin8.kcp.co.kr", 443),
            notice_senders: vec![SenderList::TEST_2026],
        }
    }

    fn production() -> Self {
        Self {
            gateway: Endpoint::new("paygw.kcp.co.kr", 8090),
            pg_api: Endpoint::new("spl.kcp.co.kr", 443),
            window_script: "https://spay.kcp.co.kr/plugin/kcp_spay_hub.js".into(),
            hub_script: "https://pay.kcp.co.kr/plugin/payplus.js".into(),
            hub_script_utf8: "https://pay.kcp.co.kr/plugin/payplus_un.js".into(),
            windows: vec!["smpay.kcp.co.kr".into(), "rsmpay.kcp.co.kr".into()],
            receipts: Endpoint::new("admin8.kcp.co.kr", 443),
            cash_receipts: Endpoint::new("admin.kcp.co.kr", 443),
            notice_senders: vec![SenderList::PRODUCTION_2026],
        }
    }
}

/// KCP's public test merchants: general, escrow, automatic payment, identity (`https.md §11`).
pub const TEST_SITES: [&str; 6] = ["T0000", "T0007", "A52Q7", "AO0QE", "AO7F3", "S6186"];

/// A test merchant at the real service, or a real one at the test service. KCP would answer 3014 or 8001
/// (`seed 002`, questions and answers).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WrongEnvironment {
    /// A real merchant's code against the test service.
    RealSiteInTest,
    /// A test merchant's code against the real service.
    TestSiteInProduction,
}

impl fmt::Display for WrongEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RealSiteInTest => {
                "this site code is not one of KCP's test merchants, and the environment is test"
            }
            Self::TestSiteInProduction => {
                "this site code is a test merchant's, and the environment is production"
            }
        })
    }
}

impl std::error::Error for WrongEnvironment {}

impl Environment {
    /// Every host of this environment.
    #[must_use]
    pub fn hosts(&self) -> Hosts {
        match self {
            Self::Custom(hosts) => hosts.clone(),
            Self::Production => Hosts::production(),
            Self::Simulator { gateway, pg_api } => {
                let at =
                    |address: SocketAddr| Endpoint::new(address.ip().to_string(), address.port());
                let windows = pg_api.map(|address| at(address).to_string());
                // Port 0 is refused by every machine: what is not there is not reached.
                let pg_api = pg_api.map_or_else(|| Endpoint::new("127.0.0.1", 0), at);
                Hosts {
                    gateway: at(*gateway),
                    receipts: pg_api.clone(),
                    cash_receipts: pg_api.clone(),
                    notice_senders: vec![SenderList::LOOPBACK],
                    pg_api,
                    window_script: String::new(),
                    hub_script: String::new(),
                    hub_script_utf8: String::new(),
                    windows: windows.into_iter().collect(),
                }
            }
            Self::Test => Hosts::test(),
        }
    }

    /// Checks that a merchant belongs here.
    ///
    /// # Errors
    /// [`WrongEnvironment`] for a test merchant in production or the reverse. The simulator and custom hosts take
    /// any merchant.
    pub fn admit(&self, site: SiteCode) -> Result<(), WrongEnvironment> {
        let test = TEST_SITES.contains(&site.as_str());
        match self {
            Self::Production if test => Err(WrongEnvironment::TestSiteInProduction),
            Self::Test if !test => Err(WrongEnvironment::RealSiteInTest),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> SiteCode {
        SiteCode::parse(text).unwrap()
    }

    #[test]
    fn test_and_production_share_no_host() {
        let (test, real) = (Environment::Test.hosts(), Environment::Production.hosts());
        assert_eq!(test.gateway.to_string(), "testpaygw.kcp.co.kr:8090");
        assert_eq!(real.gateway.to_string(), "paygw.kcp.co.kr:8090");
        assert_ne!(test.pg_api, real.pg_api);
        assert_ne!(test.window_script, real.window_script);
        assert_ne!(test.hub_script, real.hub_script);
        assert_ne!(test.hub_script_utf8, real.hub_script_utf8);
        assert_ne!(test.receipts, real.receipts);
        assert_ne!(test.cash_receipts, real.cash_receipts);
        assert!(test.notice_senders.iter().all(|list| !real.notice_senders.contains(list)));
        assert!(test.windows.iter().all(|host| !real.windows.contains(host)));
    }

    #[test]
    fn a_test_merchant_is_not_admitted_to_production_nor_the_reverse() {
        assert_eq!(
            Environment::Production.admit(site("T0000")),
            Err(WrongEnvironment::TestSiteInProduction)
        );
        assert_eq!(Environment::Test.admit(site("B1234")), Err(WrongEnvironment::RealSiteInTest));
        assert_eq!(Environment::Test.admit(site("T0000")), Ok(()));
        assert_eq!(Environment::Production.admit(site("B1234")), Ok(()));
        let here = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
        assert_eq!(here.admit(site("B1234")), Ok(()));
    }

    #[test]
    fn a_simulator_has_no_host_but_its_own() {
        let hosts = Environment::Simulator {
            gateway: ([127, 0, 0, 1], 4321).into(),
            pg_api: Some(([127, 0, 0, 1], 4321).into()),
        }
        .hosts();
        for endpoint in [hosts.gateway, hosts.pg_api, hosts.receipts, hosts.cash_receipts] {
            assert_eq!(endpoint.to_string(), "127.0.0.1:4321");
        }
        assert_eq!(hosts.notice_senders, [SenderList::LOOPBACK]);
        assert_eq!([hosts.window_script, hosts.hub_script, hosts.hub_script_utf8], ["", "", ""]);
        assert_eq!(hosts.windows, ["127.0.0.1:4321"]);
    }
}
