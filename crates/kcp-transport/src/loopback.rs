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
}

/// Opens a connection. Every failure here means that nothing was sent.
pub(crate) async fn connect(
    endpoint: &Endpoint,
    reach: Reach,
    limit: Duration,
) -> Result<TcpStream, Error> {
    let deadline = Instant::now() + limit;
    let addresses = resolve(endpoint, reach, deadline).await?;
    let mut last = Error::not_sent(Cause::NotConnected);
    for address in addresses {
        if !reach.admits(address.ip()) {
            return Err(Error::not_sent(Cause::NotLoopback));
        }
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

async fn resolve(
    endpoint: &Endpoint,
    reach: Reach,
    deadline: Instant,
) -> Result<Vec<SocketAddr>, Error> {
    if let Ok(address) = endpoint.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, endpoint.port)]);
    }
    if reach == Reach::LoopbackOnly && endpoint.host != "localhost" {
        return Err(Error::not_sent(Cause::NotLoopback));
    }
    let lookup = lookup_host((endpoint.host.as_str(), endpoint.port));
    match timeout_at(deadline, lookup).await {
        Ok(Ok(addresses)) => Ok(addresses.collect()),
        Ok(Err(error)) => Err(Error::not_sent(Cause::Resolve).with_io(error)),
        Err(_) => Err(Error::not_sent(Cause::Resolve)),
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
