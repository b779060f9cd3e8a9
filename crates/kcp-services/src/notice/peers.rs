//! Who may send notices.

use std::{fmt, net::IpAddr};

use kcp_transport::{Environment, SenderList};

/// The machines that notices are taken from: one or more lists of addresses, each with its date and its source.
///
/// A value, not a global: to take another list while the program runs, make another [`Receiver`](super::Receiver) and
/// put it in the place of the old one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peers(Vec<SenderList>);

impl Peers {
    /// The lists that are in force in an environment.
    #[must_use]
    pub fn of(environment: &Environment) -> Self {
        Self(environment.hosts().notice_senders)
    }

    /// The caller's lists, and no others.
    #[must_use]
    pub fn new(lists: impl IntoIterator<Item = SenderList>) -> Self {
        lists.into_iter().fold(Self(Vec::new()), Self::with_list)
    }

    /// With one list more, or in the place of the one of the same name.
    #[must_use]
    pub fn with_list(mut self, list: SenderList) -> Self {
        match self.0.iter_mut().find(|known| known.name == list.name) {
            Some(known) => *known = list,
            None => self.0.push(list),
        }
        self
    }

    /// The list that a machine is on; `None` for a stranger.
    #[must_use]
    pub fn list_of(&self, address: IpAddr) -> Option<&SenderList> {
        self.0.iter().find(|list| list.contains(address))
    }

    /// The lists.
    #[must_use]
    pub fn lists(&self) -> &[SenderList] {
        &self.0
    }
}

/// The lists with their dates and addresses, for a start-up message.
impl fmt::Display for Peers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (at, list) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "; " };
            write!(f, "{comma}{list}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(peers: &Peers, address: &str) -> Option<String> {
        peers.list_of(address.parse().unwrap()).map(|list| list.name.to_string())
    }

    #[test]
    fn an_environment_takes_its_own_senders_and_no_others() {
        let (test, real) = (Peers::of(&Environment::Test), Peers::of(&Environment::Production));
        assert_eq!(name_of(&test, "210.122.176.144").as_deref(), Some("test-2026"));
        assert_eq!(name_of(&real, "103.215.144.173").as_deref(), Some("production-2026"));
        assert_eq!(name_of(&real, "::ffff:103.215.144.174").as_deref(), Some("production-2026"));
        for stranger in ["210.122.176.144", "203.238.36.173", "127.0.0.1", "103.215.144.175", "::1"]
        {
            assert_eq!(name_of(&real, stranger), None, "{stranger}");
        }
        let here = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
        assert!(name_of(&Peers::of(&here), "127.0.0.1").is_some());
        assert!(name_of(&Peers::of(&here), "103.215.144.173").is_none());
    }

    #[test]
    fn a_list_is_added_or_replaced_by_its_name() {
        let moved = SenderList::new(
            "production-2026",
            "2027-03-01",
            "KCP's letter",
            ["192.0.2.0/28".parse().unwrap()],
        );
        let peers = Peers::of(&Environment::Production)
            .with_list(moved)
            .with_list(SenderList::PRODUCTION_2012);
        assert_eq!(peers.lists().len(), 2);
        assert_eq!(name_of(&peers, "192.0.2.15").as_deref(), Some("production-2026"));
        assert_eq!(name_of(&peers, "103.215.144.173"), None);
        assert_eq!(name_of(&peers, "203.238.36.178").as_deref(), Some("production-2012"));
        assert_eq!(
            peers.to_string(),
            "production-2026 (2027-03-01): 192.0.2.0/28; \
             production-2012 (2012): 203.238.36.173 203.238.36.178"
        );
        assert_eq!(Peers::new([]).to_string(), "nobody");
    }
}
