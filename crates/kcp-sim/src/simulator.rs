//! Starting and stopping a gateway, and looking into it while it runs.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use getrandom::SysRng;
use kcp_codec::{SiteCode, TransactionId};
use kcp_crypto::GatewayPrivateKey;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    AccountLayout, Accounts, Agreement, BookView, Clock, Faults, Members, Merchants, Payment,
    Refusal, ServiceIdentity, SystemClock, WindowError, WindowReturn,
    certificates::Certificates,
    gateway::{Gateway, State, serve},
    pg_api::{self, PgApi, acceptor},
};

/// A running gateway on loopback. Dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    gateway: Shared<Gateway>,
    task: JoinHandle<()>,
    pg_api: Option<Shared<PgApi>>,
    pg_api_task: Option<JoinHandle<()>>,
}

struct Shared<T>(Arc<T>);

impl Simulator {
    /// A gateway to be started.
    #[must_use]
    pub fn builder() -> Builder {
        Builder {
            key: None,
            merchants: Merchants::builtin(),
            clock: Box::new(SystemClock::new()),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            layout: AccountLayout::DEFAULT,
            accounts: Accounts::builtin(),
            members: Members::builtin(),
            pg_api: None,
            patience: PATIENCE,
        }
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

    /// Plays a customer who pays into a virtual account.
    ///
    /// # Errors
    /// [`Refusal::NO_PAYMENT`] for a number that no payment has; [`Refusal::ALREADY_PAID`] for an account that does not
    /// wait for its deposit.
    pub fn deposit(&self, tno: TransactionId) -> Result<Payment, Refusal> {
        self.gateway.0.state().book.deposit(tno)
    }

    /// What a member has left in points.
    #[must_use]
    pub fn points(&self, id: &str) -> Option<u64> {
        self.gateway.0.state().members.points(id)
    }

    /// The book as it stands now.
    #[must_use]
    pub fn book(&self) -> BookView {
        self.gateway.0.state().book.view()
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

    /// Stops listening and ends every connection, and waits until that is done.
    pub async fn stop(mut self) {
        self.abort();
        // They end as cancelled, which is what was asked for.
        let _ = (&mut self.task).await;
        if let Some(task) = &mut self.pg_api_task {
            let _ = task.await;
        }
    }
}

impl Simulator {
    fn abort(&self) {
        self.task.abort();
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

/// A gateway that has not started yet.
pub struct Builder {
    key: Option<GatewayPrivateKey>,
    merchants: Merchants,
    clock: Box<dyn Clock>,
    address: SocketAddr,
    layout: AccountLayout,
    accounts: Accounts,
    members: Members,
    pg_api: Option<SocketAddr>,
    patience: Duration,
}

impl Builder {
    /// The gateway's private key. Without one, a new key of KCP's size is made at the start.
    #[must_use]
    pub fn key(mut self, key: GatewayPrivateKey) -> Self {
        self.key = Some(key);
        self
    }

    /// The merchants. Without them, [`Merchants::builtin`].
    #[must_use]
    pub fn merchants(mut self, merchants: Merchants) -> Self {
        self.merchants = merchants;
        self
    }

    /// The clock. Without one, the machine's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Where to listen: a loopback address, `127.0.0.1` and any free port if left out.
    #[must_use]
    pub const fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// The record of account verifications, which is unknown at KCP.
    #[must_use]
    pub const fn account_layout(mut self, layout: AccountLayout) -> Self {
        self.layout = layout;
        self
    }

    /// The accounts to verify. Without them, [`Accounts::builtin`].
    #[must_use]
    pub fn accounts(mut self, accounts: Accounts) -> Self {
        self.accounts = accounts;
        self
    }

    /// The members who have points. Without them, [`Members::builtin`].
    #[must_use]
    pub fn members(mut self, members: Members) -> Self {
        self.members = members;
        self
    }

    /// Starts the PG-API too, at a loopback address. Without this only the gateway runs.
    #[must_use]
    pub const fn pg_api(mut self, address: SocketAddr) -> Self {
        self.pg_api = Some(address);
        self
    }

    /// How long a connection may stay silent before it is told 7504: three seconds if left out.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Starts listening. Runs on the runtime of the caller, which must have its I/O and time drivers on.
    ///
    /// # Errors
    /// [`StartError`]; nothing runs then.
    pub async fn start(self) -> Result<Simulator, StartError> {
        for address in [Some(self.address), self.pg_api].into_iter().flatten() {
            if !address.ip().is_loopback() {
                return Err(StartError::NotLoopback(address));
            }
        }
        let key = match self.key {
            Some(key) => key,
            // Takes long enough to hold up a runtime.
            None => tokio::task::spawn_blocking(|| {
                GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS)
            })
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(StartError::NoKey)?,
        };
        let listener = TcpListener::bind(self.address).await.map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        let gateway = Arc::new(Gateway {
            key,
            merchants: self.merchants,
            clock: self.clock,
            layout: self.layout,
            accounts: self.accounts,
            faults: Faults::default(),
            patience: self.patience,
            state: State { members: self.members, ..State::default() }.into(),
        });
        let pg_api = match self.pg_api {
            Some(address) => Some(start_pg_api(address, &gateway).await?),
            None => None,
        };
        let task = tokio::spawn(serve(listener, Arc::clone(&gateway)));
        tracing::info!(%address, "gateway listens");
        let (pg_api, pg_api_task) = pg_api.unzip();
        Ok(Simulator { address, gateway: Shared(gateway), task, pg_api, pg_api_task })
    }
}

async fn start_pg_api(
    address: SocketAddr,
    gateway: &Arc<Gateway>,
) -> Result<(Shared<PgApi>, JoinHandle<()>), StartError> {
    let of_gateway = Arc::clone(gateway);
    // Takes as long as the gateway's key, for each merchant.
    let certificates = tokio::task::spawn_blocking(move || {
        Certificates::make(&of_gateway.merchants, of_gateway.clock.now())
    })
    .await
    .ok()
    .and_then(Result::ok)
    .map(Arc::new)
    .ok_or(StartError::NoCertificate)?;
    let acceptor = acceptor(&certificates).map_err(|_| StartError::NoCertificate)?;
    let listener = TcpListener::bind(address).await.map_err(StartError::Bind)?;
    let address = listener.local_addr().map_err(StartError::Bind)?;
    let api = Arc::new(PgApi { gateway: Arc::clone(gateway), certificates, address });
    let task = tokio::spawn(pg_api::serve(listener, acceptor, Arc::clone(&api)));
    tracing::info!(%address, "PG-API listens");
    Ok((Shared(api), task))
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("address", &self.address)
            .field("merchants", &self.merchants)
            .finish_non_exhaustive()
    }
}

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is taken, or not this machine's.
    #[error("the address cannot be listened on")]
    Bind(#[source] io::Error),
    /// No certificate could be made for the PG-API.
    #[error("no certificate could be made")]
    NoCertificate,
    /// No key was given, and none could be made.
    #[error("no key could be made")]
    NoKey,
    /// An address that other machines reach. This gateway is for one desk.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
}

/// How long KCP's gateway waits is unknown; three seconds is long for a client and short for a person.
const PATIENCE: Duration = Duration::from_secs(3);
