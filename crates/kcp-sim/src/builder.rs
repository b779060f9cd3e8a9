//! Starting a gateway, and its PG-API where it is asked for.

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
    AccountLayout, Accounts, Clock, Faults, Members, Merchants, NoticeUrl, Simulator, SystemClock,
    certificates::Certificates,
    gateway::{Gateway, State, serve},
    notice::{Schedule, deliver},
    pg_api::{self, PgApi, acceptor},
};

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
    notice_url: Option<NoticeUrl>,
    notices: Schedule,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            key: None,
            merchants: Merchants::builtin(),
            clock: Box::new(SystemClock::new()),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            layout: AccountLayout::DEFAULT,
            accounts: Accounts::builtin(),
            members: Members::builtin(),
            pg_api: None,
            patience: PATIENCE,
            notice_url: None,
            notices: Schedule { interval: NOTICE_INTERVAL, patience: NOTICE_PATIENCE },
        }
    }

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
    ///
    /// Paths, all `POST`: `/std/tradeReg/register`, `/gw/enc/v1/payment`, `/gw/hub/v1/payment`, `/gw/mod/v1/cancel`,
    /// `/std/inquery`, and two that KCP does not have. `/pay/window` gives what a customer's click would bring
    /// (`approval_key`, or `site_cd`, `ordr_idxx`, `good_mny` and `pay_method`); `/pay/deposit` pays into a virtual account
    /// (`tno`; if wanted `ipgm_mnyx`, `remitter`, and `op_cd` 18 or 13). A registration's `PayUrl`, and the filter for
    /// pages in UTF-8 beside it, take a phone's form as `/pay/window` does. Each connection carries one request.
    ///
    /// What KCP's guides leave open is decided so:
    /// - Who asks is checked first (`site_cd`, then `kcp_cert_info`), then the signature, then the rest. A refusal is
    ///   status 200 with `res_cd`; a registration's is `Code` and `Message`.
    /// - A re-approval (`STRA`) approves points under a new number, for as much as was paid or less, once. A payment that
    ///   is not cancelled yet is cancelled by it.
    /// - A virtual account is refunded (`STHD`, `STPD`) once somebody paid into it ([`Simulator::deposit`]); the account
    ///   to refund to must be one of [`Accounts`]. Until then a cancel (`STSC`) gives it up.
    /// - Points and gift cards are cancelled whole; points go back to their member.
    /// - Escrow has its changes on the socket (`STE1` to `STE5`, `STE9`); here a payment in escrow is not cancelled.
    /// - Points that a customer pays with in the window are nobody's of [`Members`].
    #[must_use]
    pub const fn pg_api(mut self, address: SocketAddr) -> Self {
        self.pg_api = Some(address);
        self
    }

    /// Where every merchant takes its notices. Without this, and without [`Simulator::register_notice_url`], nothing is
    /// sent.
    #[must_use]
    pub fn notice_url(mut self, url: NoticeUrl) -> Self {
        self.notice_url = Some(url);
        self
    }

    /// How long to wait before a notice that was not accepted is sent again: a minute if left out. KCP sends ten times
    /// within 24 hours (`seed 002 §6`); at which times is unknown, and a day is too long for a desk.
    #[must_use]
    pub const fn notice_interval(mut self, interval: Duration) -> Self {
        self.notices.interval = interval;
        self
    }

    /// How long one attempt at a notice may take, the answer included: ten seconds if left out. KCP's limit is unknown.
    #[must_use]
    pub const fn notice_patience(mut self, patience: Duration) -> Self {
        self.notices.patience = patience;
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
        let office = gateway.state().notices.clone();
        if let Some(url) = self.notice_url {
            office.register_for_all(url);
        }
        let pg_api = match self.pg_api {
            Some(address) => Some(start_pg_api(address, &gateway).await?),
            None => None,
        };
        let task = tokio::spawn(serve(listener, Arc::clone(&gateway)));
        let notices = tokio::spawn(deliver(office, self.notices));
        tracing::info!(%address, "gateway listens");
        Ok(Simulator::new(address, (gateway, task), pg_api, notices))
    }
}

async fn start_pg_api(
    address: SocketAddr,
    gateway: &Arc<Gateway>,
) -> Result<(Arc<PgApi>, JoinHandle<()>), StartError> {
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
    Ok((api, task))
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

/// Between two attempts at a notice.
const NOTICE_INTERVAL: Duration = Duration::from_secs(60);

/// For one attempt at a notice: long for a shop on the same machine, short for whoever waits behind it.
const NOTICE_PATIENCE: Duration = Duration::from_secs(10);
