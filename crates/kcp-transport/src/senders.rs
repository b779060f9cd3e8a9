//! From where KCP sends notices: every published list, with its date and its source.

use std::{
    borrow::Cow,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use crate::Network;

/// Addresses from which KCP sends notices, as one source stated them at one time.
///
/// Notices carry no signature, so the sender's address is the first thing that is asked of one. KCP has moved before,
/// and a shop that knows the old list alone refuses every real deposit (`reliability.md §0`): watch the refusals, and
/// replace the list by configuration when KCP announces another.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SenderList {
    /// What the list is called: `production-2026`, for example.
    pub name: Cow<'static, str>,
    /// When it was stated, as exactly as is known: a year, or a day.
    pub stated: Cow<'static, str>,
    /// Who stated it.
    pub source: Cow<'static, str>,
    /// The addresses.
    pub networks: Cow<'static, [Network]>,
}

impl SenderList {
    /// The test service's list now: one address.
    pub const TEST_2026: Self = Self::published(
        "test-2026",
        "2026",
        "KCP's developer portal, webhook page and questions (https.md §10)",
        &[v4(210, 122, 176, 144)],
    );

    /// The real service's list now: two addresses.
    pub const PRODUCTION_2026: Self = Self::published(
        "production-2026",
        "2026",
        "KCP's developer portal, webhook page and questions (https.md §10)",
        &[v4(103, 215, 144, 173), v4(103, 215, 144, 174)],
    );

    /// An address of the real service that a widely used shop program lets in besides [`SenderList::PRODUCTION_2026`],
    /// and that no statement of KCP's is known for. Not among the defaults.
    pub const PRODUCTION_2026_REPORTED: Self = Self::published(
        "production-2026-reported",
        "2026-09",
        "gnuboard5, settle_kcp_common.php (https.md §10)",
        &[v4(210, 122, 72, 173)],
    );

    /// The test service's list before the present one. Obsolete.
    pub const TEST_2019: Self = Self::published(
        "test-2019",
        "2019",
        "older shop programs (https.md §10)",
        &[v4(210, 122, 73, 58)],
    );

    /// The real service's list of the time when KCP moved its machines: old and new ones. Obsolete.
    pub const PRODUCTION_2019: Self = Self::published(
        "production-2019",
        "2019-04-02",
        "gnuboard5, settle_kcp_common.php (legacy.md §5)",
        &[
            v4(203, 238, 36, 160),
            v4(203, 238, 36, 161),
            v4(203, 238, 36, 173),
            v4(203, 238, 36, 178),
            v4(103, 215, 144, 173),
            v4(103, 215, 144, 174),
            v4(103, 215, 145, 30),
        ],
    );

    /// The test service's list in the AX-HUB guide. Obsolete.
    pub const TEST_2012: Self = Self::published(
        "test-2012",
        "2012",
        "AX-HUB guide (seed 002 §6)",
        &[v4(203, 238, 36, 17), v4(203, 238, 36, 58)],
    );

    /// The real service's list in the AX-HUB guide. Obsolete.
    pub const PRODUCTION_2012: Self = Self::published(
        "production-2012",
        "2012",
        "AX-HUB guide (seed 002 §6)",
        &[v4(203, 238, 36, 173), v4(203, 238, 36, 178)],
    );

    /// This machine: where a simulator sends from.
    pub const LOOPBACK: Self = Self::published(
        "loopback",
        "always",
        "this machine",
        &[
            Network::range(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
            Network::host(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        ],
    );

    /// Every list above, newest first.
    pub const PRESETS: [Self; 8] = [
        Self::TEST_2026,
        Self::PRODUCTION_2026,
        Self::PRODUCTION_2026_REPORTED,
        Self::TEST_2019,
        Self::PRODUCTION_2019,
        Self::TEST_2012,
        Self::PRODUCTION_2012,
        Self::LOOPBACK,
    ];

    /// A list of the caller's. `stated` is when its source said so, `source` who did.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        stated: impl Into<String>,
        source: impl Into<String>,
        networks: impl IntoIterator<Item = Network>,
    ) -> Self {
        Self {
            name: Cow::Owned(name.into()),
            stated: Cow::Owned(stated.into()),
            source: Cow::Owned(source.into()),
            networks: networks.into_iter().collect(),
        }
    }

    /// The preset of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::PRESETS.into_iter().find(|list| list.name == name)
    }

    /// Whether a machine is on the list.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    const fn published(
        name: &'static str,
        stated: &'static str,
        source: &'static str,
        networks: &'static [Network],
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            stated: Cow::Borrowed(stated),
            source: Cow::Borrowed(source),
            networks: Cow::Borrowed(networks),
        }
    }
}

/// Name, date and addresses on one line, for a start-up message.
impl fmt::Display for SenderList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}):", self.name, self.stated)?;
        self.networks.iter().try_for_each(|network| write!(f, " {network}"))
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> Network {
    Network::host(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn every_preset_is_found_by_a_name_of_its_own_and_says_when_and_who() {
        let names: BTreeSet<_> = SenderList::PRESETS.iter().map(|list| list.name.clone()).collect();
        assert_eq!(names.len(), SenderList::PRESETS.len());
        for list in SenderList::PRESETS {
            assert_eq!(SenderList::named(&list.name), Some(list.clone()));
            assert!(
                !list.stated.is_empty() && !list.source.is_empty() && !list.networks.is_empty()
            );
        }
        assert_eq!(SenderList::named("production"), None);
    }

    #[test]
    fn the_present_lists_and_the_guide_s_share_no_address() {
        for (now, then) in [
            (SenderList::TEST_2026, SenderList::TEST_2012),
            (SenderList::PRODUCTION_2026, SenderList::PRODUCTION_2012),
        ] {
            assert!(now.networks.iter().all(|network| !then.networks.contains(network)));
        }
        assert!(SenderList::PRODUCTION_2026.contains(at("103.215.144.174")));
        assert!(!SenderList::PRODUCTION_2026.contains(at("203.238.36.173")));
        assert!(!SenderList::PRODUCTION_2026.contains(at("210.122.176.144")));
        assert!(SenderList::TEST_2026.contains(at("210.122.176.144")));
    }

    #[test]
    fn the_real_service_s_list_of_2019_has_both_generations() {
        for network in SenderList::PRODUCTION_2012
            .networks
            .iter()
            .chain(SenderList::PRODUCTION_2026.networks.iter())
        {
            assert!(SenderList::PRODUCTION_2019.networks.contains(network), "{network}");
        }
    }

    #[test]
    fn a_list_is_shown_with_its_date() {
        assert_eq!(
            SenderList::PRODUCTION_2026.to_string(),
            "production-2026 (2026): 103.215.144.173 103.215.144.174"
        );
        let own = SenderList::new("own", "2027-01-01", "a letter", ["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(own.to_string(), "own (2027-01-01): 10.0.0.0/8");
        assert!(own.contains(at("10.9.8.7")));
    }
}
