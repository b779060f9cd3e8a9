//! A running gateway: looking into it, opening its window, stopping it.

mod customer;

use std::{fmt, io, net::SocketAddr, path::Path, sync::Arc};

use kcp_codec::SiteCode;
use tokio::task::JoinHandle;

use crate::{
    Agreement, BookView, Builder, Faults, ServiceIdentity, WindowError, WindowReturn,
    gateway::Gateway, pg_api::PgApi,
};

/// A running gateway on loopback. Dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    gateway: Shared<Gateway>,
    task: JoinHandle<()>,
    pg_api: Option<Shared<PgApi>>,
    pg_api_task: Option<JoinHandle<()>>,
    notices: JoinHandle<()>,
}

struct Shared<T>(Arc<T>);

impl Simulator {
    /// A gateway to be started.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(
        address: SocketAddr,
        (gateway, task): (Arc<Gateway>, JoinHandle<()>),
        pg_api: Option<(Arc<PgApi>, JoinHandle<()>)>,
        notices: JoinHandle<()>,
    ) -> Self {
        let (pg_api, pg_api_task) = pg_api.unzip();
        let (gateway, pg_api) = (Shared(gateway), pg_api.map(Shared));
        Self { address, gateway, task, pg_api, pg_api_task, notices }
    }

    /// Plays the payment window: a customer agrees, and the shop gets what it needs for its approval on either channel.
    ///
    /// # Errors
    /// [`WindowError::UnknownSite`] for a merchant that the gateway does not know; [`WindowError::Random`] when the
    /// operating system gives no random bytes.
    pub fn window(&self, agreement: impl Into<Agreement>) -> Result<WindowReturn, WindowError> {
        let Shared(gateway) = &self.gateway;
        let public = gateway.key.public_key();
        gateway.state().windows.open(agreement.into(), &gateway.merchants, &public, &*gateway.clock)
    }

    /// What a member has left in points.
    #[must_use]
    pub fn points(&self, id: &str) -> Option<u64> {
        self.gateway.0.state().members.points(id)
    }

    /// The book as it stands now.
    #[must_use]
    pub fn book(&self) -> BookView {
        let state = self.gateway.0.state();
        state.book.view().with_notices(state.notices.notices())
    }

    /// What is to go wrong.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.gateway.0.faults
    }

    /// Where the gateway listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the PG-API listens, if it was asked for.
    #[must_use]
    pub fn pg_api_address(&self) -> Option<SocketAddr> {
        self.pg_api.as_ref().map(|Shared(api)| api.address)
    }

    /// The authority that a client of the PG-API must trust, in PEM. It is made at the start.
    #[must_use]
    pub fn ca_pem(&self) -> Option<String> {
        self.pg_api.as_ref().map(|Shared(api)| api.certificates.ca_pem().to_owned())
    }

    /// The service certificate of a merchant and its key. They are made at the start.
    #[must_use]
    pub fn service_certificate(&self, site: SiteCode) -> Option<ServiceIdentity> {
        self.pg_api.as_ref().and_then(|Shared(api)| api.certificates.of(site)).cloned()
    }

    /// Writes what a shop's configuration points at: `ca.pem`, and for each merchant `<SITE>-cert.pem` and
    /// `<SITE>-key.pem`. The key is encrypted PKCS#8 (PBES2, AES-256) with the pass phrase of KCP's samples, `changeit`,
    /// and only its owner reads it. The folder is made if it is not there; files that are there are replaced.
    ///
    /// # Errors
    /// What the file system says; [`io::ErrorKind::Unsupported`] where no PG-API runs.
    pub fn write_tls_dir(&self, dir: &Path) -> io::Result<()> {
        let Some(Shared(api)) = &self.pg_api else {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "no PG-API runs"));
        };
        api.certificates.write(dir)
    }

    /// The gateway's public key as a merchant gets it: PKCS#1 PEM, the contents of `pub.key`.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        self.gateway.0.key.public_key().to_pkcs1_pem()
    }

    /// Stops listening and ends every connection and every repeat of a notice, and waits until that is done.
    pub async fn stop(mut self) {
        self.abort();
        // They end as cancelled, which is what was asked for.
        let _ = (&mut self.task).await;
        let _ = (&mut self.notices).await;
        if let Some(task) = &mut self.pg_api_task {
            let _ = task.await;
        }
    }
}

impl Simulator {
    fn abort(&self) {
        self.task.abort();
        self.notices.abort();
        if let Some(task) = &self.pg_api_task {
            task.abort();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.abort();
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared(..)")
    }
}
