//! What the client is made of: whom it trusts, where it resolves names, and all that is switched off.

use std::net::IpAddr;

use reqwest::{
    Certificate, Client, Url,
    dns::{Addrs, Name as HostName, Resolve, Resolving},
    redirect, retry, tls,
};

use crate::{Cause, Endpoint, Error, Reach, loopback::lookup};

/// Whose signature counts under a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Trust {
    /// What the operating system trusts, and nobody can add to it.
    System,
    /// What the operating system trusts, and roots of the caller's.
    SystemAndGiven,
    /// Roots of the caller's alone.
    Given,
}

/// The HTTP client with everything switched off that could send a request twice or somewhere else.
pub(super) fn client(trust: Trust, roots: &[Certificate], reach: Reach) -> Result<Client, Error> {
    let builder = Client::builder()
        .user_agent(concat!("kcp-transport/", env!("CARGO_PKG_VERSION")))
        .https_only(true)
        .http1_only()
        .pool_max_idle_per_host(0)
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never())
        .no_proxy()
        .tls_version_min(tls::Version::TLS_1_2)
        .dns_resolver(Resolver(reach));
    let roots = roots.iter().cloned();
    let builder = match trust {
        Trust::System => builder,
        Trust::SystemAndGiven => builder.tls_certs_merge(roots),
        Trust::Given => builder.tls_certs_only(roots),
    };
    builder.build().map_err(untrusted)
}

pub(super) fn untrusted(error: reqwest::Error) -> Error {
    Error::not_sent(Cause::Trust).with_http(error)
}

/// The URL of an endpoint, if it says the same to a reader of URLs.
pub(super) fn base(endpoint: &Endpoint) -> Result<Url, Error> {
    let refused = || Error::not_sent(Cause::Resolve);
    let url = Url::parse(&format!("https://{endpoint}/")).map_err(|_| refused())?;
    let same = url.host().is_some_and(|host| match host {
        url::Host::Domain(name) => name == endpoint.host,
        url::Host::Ipv4(address) => endpoint.host.parse() == Ok(IpAddr::V4(address)),
        url::Host::Ipv6(address) => endpoint.host.parse() == Ok(IpAddr::V6(address)),
    });
    let whole = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let port = url.port_or_known_default() == Some(endpoint.port);
    let nobody = url.username().is_empty() && url.password().is_none();
    if same && whole && port && nobody { Ok(url) } else { Err(refused()) }
}

/// Resolves names inside the fence.
#[derive(Debug)]
struct Resolver(Reach);

impl Resolve for Resolver {
    fn resolve(&self, name: HostName) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            // The port of the URL takes the place of this one.
            let addresses = lookup(name.as_str(), 0, reach).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
