//! Whom a request comes from when machines of one's own stand in between.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use kcp_transport::Network;

/// The machines in front of the server that are trusted to say whom a request comes from.
///
/// Anybody may write `X-Forwarded-For`. It is read only if the connection itself comes from a trusted machine, and from
/// the right: each trusted machine vouches for the entry that it added, the last one, and the first entry from the
/// right that is not trusted is the sender. What stands left of it was written by the sender.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Proxies(Vec<Network>);

/// An entry of `X-Forwarded-For` that a trusted machine vouches for and that names no machine: `unknown`, a name, an
/// empty one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UnreadableHop;

impl Proxies {
    /// No machine in front: the header is never read.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The machines in front. Each of them may name any sender it likes, so name the machines and not the network that
    /// they stand in: whoever can send from a trusted address can pass for KCP.
    #[must_use]
    pub fn new(networks: impl IntoIterator<Item = Network>) -> Self {
        Self(networks.into_iter().collect())
    }

    /// Whom a request comes from: `peer` is who holds the connection, `lines` are the values of `X-Forwarded-For`, one
    /// for each line of that name, in order.
    ///
    /// Entries may be IPv4 or IPv6 addresses, the latter in brackets or not, with a port or without. If every entry is
    /// trusted, the first of them is the sender; without an entry it is `peer`.
    ///
    /// # Errors
    /// [`UnreadableHop`]. Whoever it was is not known, so the request is to be refused.
    pub fn sender<'h>(
        &self,
        peer: IpAddr,
        lines: impl IntoIterator<Item = &'h [u8], IntoIter: DoubleEndedIterator>,
    ) -> Result<IpAddr, UnreadableHop> {
        let mut sender = peer.to_canonical();
        for line in lines.into_iter().rev() {
            for entry in line.rsplit(|&byte| byte == b',') {
                if !self.trusts(sender) {
                    return Ok(sender);
                }
                sender = hop(entry).ok_or(UnreadableHop)?;
            }
        }
        Ok(sender)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

/// The machine that an entry names.
fn hop(entry: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(entry).ok()?.trim_matches([' ', '\t']);
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let address = text.parse().ok().or_else(with_port).or_else(bracketed)?;
    // `fe80::1%eth0` and its like name a machine only on the link where it stands.
    let scoped = text.contains('%');
    (!scoped).then(|| IpAddr::to_canonical(&address))
}

/// The machines, for a start-up message.
impl fmt::Display for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_first() {
            None => f.write_str("no proxy"),
            Some((first, rest)) => {
                write!(f, "{first}")?;
                rest.iter().try_for_each(|network| write!(f, " {network}"))
            }
        }
    }
}

impl fmt::Display for UnreadableHop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry of X-Forwarded-For that a trusted proxy added names no machine")
    }
}

impl std::error::Error for UnreadableHop {}

#[cfg(test)]
mod tests;
