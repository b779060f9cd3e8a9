//! Starting and stopping a gateway, and looking into it while it runs.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use getrandom::SysRng;
use kcp_crypto::GatewayPrivateKey;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    AccountLayout, Accounts, Agreement, BookView, Clock, Faults, Members, Merchants, SystemClock,
    WindowError, WindowReturn,
    gateway::{Gateway, serve},
};

/// A running gateway on loopback. Dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    gateway: Shared,
    task: JoinHandle<()>,
}

struct Shared(Arc<Gateway>);

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
            patience: PATIENCE,
        }
    }

    /// Plays the payment window: a customer agrees, and the shop gets what it needs for its approval.
    ///
    /// # Errors
    /// [`WindowError::UnknownSite`] for a merchant that the gateway does not know; [`WindowError::Random`] when the
    /// operating system gives no random bytes.
    pub fn window(&self, agreement: impl Into<Agreement>) -> Result<WindowReturn, WindowError> {
        let Shared(gateway) = &self.gateway;
        let public = gateway.key.public_key();
        gateway.state().windows.open(agreement.into(), &gateway.merchants, &public, &*gateway.clock)
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

    /// The gateway's public key as a merchant gets it: PKCS#1 PEM, the contents of `pub.key`.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        self.gateway.0.key.public_key().to_pkcs1_pem()
    }

    /// Stops listening and ends every connection, and waits until that is done.
    pub async fn stop(mut self) {
        self.task.abort();
        // Ends as cancelled, which is what was asked for.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway(..)")
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
        if !self.address.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.address));
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
            state: std::sync::Mutex::default(),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&gateway)));
        tracing::info!(%address, "gateway listens");
        Ok(Simulator { address, gateway: Shared(gateway), task })
    }
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
    /// No key was given, and none could be made.
    #[error("no key could be made")]
    NoKey,
    /// An address that other machines reach. This gateway is for one desk.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
}

/// How long KCP's gateway waits is unknown; three seconds is long for a client and short for a person.
const PATIENCE: Duration = Duration::from_secs(3);
