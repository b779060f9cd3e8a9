//! The client for programs without an async runtime: the same operations, the same outcomes.
//!
//! ```
//! # use kcp_codec::{Fields, Separator, TraceNo};
//! # use kcp_transport::legacy::{Credentials, Exchange, Message, Proof, Reply};
//! # struct Gateway;
//! # impl Exchange for Gateway {
//! #     async fn exchange(&self, _: &Credentials, _: TraceNo, _: &Message) -> Result<Reply, kcp_transport::Error> {
//! #         let answer = b"res_cd=0000\x1ftno=20261121000001";
//! #         Ok(Reply::new(Fields::read(answer, Separator::Unit).unwrap(), Proof::Sealed))
//! #     }
//! # }
//! # use kcp_services::channel::OverSocket;
//! # let gateway = OverSocket(Gateway);
//! # let now = || kcp_codec::KstDateTime::parse("20261121221400").unwrap();
//! use kcp_codec::{SiteCode, SiteKey, TransactionId};
//! use kcp_services::{Merchant, Outcome, blocking::Client, modify::Cancel};
//! use kcp_transport::Environment;
//!
//! let site_key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
//! let merchant = Merchant::new(Environment::Test, SiteCode::parse("T0000")?, site_key)?;
//! let client = Client::without_ledger(merchant, gateway, now)?;
//! match client.perform(Cancel::new(TransactionId::parse("20261121000001")?)) {
//!     Outcome::Approved(done) => println!("cancelled: {:?}", done.answer().transaction),
//!     Outcome::Declined(no) => println!("refused: {}", no.code()),
//!     Outcome::NotSent(error) => println!("nothing was sent, try again: {error}"),
//!     Outcome::Unknown(what) => println!("ask before trying again: {what}"),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Not for a thread that is inside a tokio runtime, one of `spawn_blocking` among them: there every call is
//! [`Outcome::NotSent`] with [`Cause::InsideRuntime`], and the async [`Client`](crate::Client) is at hand, from a
//! thread that may block through `Handle::block_on`. Making and dropping a client is allowed anywhere.

use std::{fmt, future::Future, io, sync::Arc};

use kcp_codec::KstDateTime;
use kcp_transport::{Cause, Error};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{Effect, Merchant, On, Outcome, Query, channel::Channel};

/// A merchant's client over one way to the gateway, for threads that may block.
///
/// It has a runtime of its own, on one thread, which lives as long as the last clone. Several threads may call at once;
/// each waits for its own outcome.
#[derive(Clone)]
pub struct Client<X> {
    client: crate::Client<X>,
    runtime: Arc<OwnRuntime>,
}

/// The operating system gave no thread, or nothing to wait for connections with.
#[derive(Debug, thiserror::Error)]
#[error("the runtime of the blocking client does not start")]
#[non_exhaustive]
pub struct NotStarted(#[source] io::Error);

impl<X: Channel> Client<X> {
    /// A client that keeps no ledger, as [`Client::without_ledger`](crate::Client::without_ledger) has it.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn without_ledger(
        merchant: Merchant,
        channel: X,
        now: impl Fn() -> KstDateTime + Send + Sync + 'static,
    ) -> Result<Self, NotStarted> {
        Self::over(crate::Client::without_ledger(merchant, channel, now))
    }

    /// A client that does what an async one does.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn over(client: crate::Client<X>) -> Result<Self, NotStarted> {
        let client = client.signing_here();
        Ok(Self { client, runtime: Arc::new(OwnRuntime::start()?) })
    }

    /// Asks something that changes nothing. May be asked again, whatever came back.
    pub fn ask<Q: Query + On<X::Wire> + Sync>(&self, query: &Q) -> Outcome<Q::Answer> {
        self.runtime.run(self.client.ask(query))
    }

    /// Does something that moves money or an entitlement, once. The operation is used up: after
    /// [`Outcome::Unknown`] there is nothing left to send again.
    pub fn perform<E: Effect + On<X::Wire> + Sync>(&self, effect: E) -> Outcome<E::Answer> {
        self.runtime.run(self.client.perform(effect))
    }

    /// The merchant.
    #[must_use]
    pub const fn merchant(&self) -> &Merchant {
        self.client.merchant()
    }
}

impl<X: fmt::Debug> fmt::Debug for Client<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

/// A runtime that drives connections on a thread of its own, so that one that is done with closes by itself. The
/// attempts themselves run on the threads of those who call.
struct OwnRuntime(Option<Runtime>);

impl OwnRuntime {
    fn start() -> Result<Self, NotStarted> {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(1).thread_name("kcp-blocking").enable_all();
        builder.build().map(|runtime| Self(Some(runtime))).map_err(NotStarted)
    }

    /// Waits for an attempt, or refuses to where waiting would stop somebody else's work, perhaps the gateway's own.
    fn run<A>(&self, attempt: impl Future<Output = Outcome<A>>) -> Outcome<A> {
        let outside = Handle::try_current().is_err_and(|error| error.is_missing_context());
        match &self.0 {
            Some(runtime) if outside => runtime.block_on(attempt),
            _ => Error::refused(Cause::InsideRuntime).into(),
        }
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        // Nothing runs any more that would have to be waited for, and inside a runtime nobody may wait.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
