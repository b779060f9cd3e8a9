//! The connector, and the fence around it: tests, benches and the demo reach loopback and nothing else.

use std::{
    env,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, timeout_at},
};

use crate::{Cause, Endpoint, Environment, Error};

/// Which addresses may be connected to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reach {
    /// Any address.
    Anywhere,
    /// `127.0.0.0/8` and `::1`. A name other than `localhost` is not even resolved.
    LoopbackOnly,
}

impl Reach {
    /// What an environment allows: loopback for a simulator, and for everything while the environment variable
    /// `KCP_LOOPBACK_ONLY` is set to anything but `0`.
    #[must_use]
    pub fn of(environment: &Environment) -> Self {
        let fenced = env::var_os("KCP_LOOPBACK_ONLY").is_some_and(|value| value != "0");
        if fenced || matches!(environment, Environment::Simulator { .. }) {
            Self::LoopbackOnly
        } else {
            Self::Anywhere
        }
    }

    fn admits(self, address: IpAddr) -> bool {
        match self {
            Self::Anywhere => true,
            Self::LoopbackOnly => address.is_loopback(),
        }
    }

    /// Whether a host may be asked for at all, before any name is resolved.
    pub(crate) fn admits_host(self, host: &str) -> bool {
        match (self, host.parse()) {
            (Self::Anywhere, _) => true,
            (Self::LoopbackOnly, Ok(address)) => self.admits(address),
            (Self::LoopbackOnly, Err(_)) => host == "localhost",
        }
    }
}

/// Opens a connection. Every failure here means that nothing was sent.
pub(crate) async fn connect(
    endpoint: &Endpoint,
    reach: Reach,
    limit: Duration,
) -> Result<TcpStream, Error> {
    let deadline = Instant::now() + limit;
    let addresses = match timeout_at(deadline, lookup(&endpoint.host, endpoint.port, reach)).await {
        Ok(addresses) => addresses?,
        Err(_) => return Err(Error::not_sent(Cause::Resolve)),
    };
    let mut last = Error::not_sent(Cause::NotConnected);
    for address in addresses {
        match timeout_at(deadline, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // One request in a few segments: waiting for an acknowledgement would only add delay.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(error)) => last = Error::not_sent(Cause::NotConnected).with_io(error),
            Err(_) => return Err(Error::not_sent(Cause::NotConnected)),
        }
    }
    Err(last)
}

/// The addresses of a host, all of them inside the fence.
pub(crate) async fn lookup(host: &str, port: u16, reach: Reach) -> Result<Vec<SocketAddr>, Error> {
    if !reach.admits_host(host) {
        return Err(Error::not_sent(Cause::NotLoopback));
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let found = lookup_host((host, port))
        .await
        .map_err(|error| Error::not_sent(Cause::Resolve).with_io(error))?;
    let addresses: Vec<_> = found.collect();
    if addresses.iter().all(|address| reach.admits(address.ip())) {
        Ok(addresses)
    } else {
        Err(Error::not_sent(Cause::NotLoopback))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Delivery;

    async fn cause(host: &str) -> Cause {
        let error = connect(&Endpoint::new(host, 9), Reach::LoopbackOnly, Duration::from_secs(5))
            .await
            .unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        error.cause()
    }

    #[tokio::test]
    async fn the_fence_holds_for_addresses_and_names() {
        for host in [
            "192.0.2.1",
            "10.0.0.1",
            "0.0.0.0",
            "::",
            "2001:db8::1",
            "testpaygw.kcp.co.kr",
            "localhost.example",
        ] {
            assert_eq!(cause(host).await, Cause::NotLoopback, "{host}");
        }
    }

    #[tokio::test]
    async fn a_closed_port_is_a_refused_connection() {
        assert_eq!(cause("127.0.0.1").await, Cause::NotConnected);
    }

    #[test]
    fn cargo_puts_up_the_fence_for_every_environment() {
        // `.cargo/config.toml` sets the variable for whatever cargo runs, this test among it.
        assert_eq!(Reach::of(&Environment::Production), Reach::LoopbackOnly);
        assert_eq!(Reach::of(&Environment::Test), Reach::LoopbackOnly);
    }
}
