//! Where an operation, a way to the gateway and a merchant meet.

use std::{fmt, sync::Arc};

use kcp_codec::{KstDateTime, TraceNo};
use kcp_transport::legacy::Exchange;
use tracing::{Instrument, info_span};

use crate::{Effect, Merchant, Operation, Outcome, Query};

/// A merchant's client over one way to the gateway.
///
/// It makes one attempt for each call and remembers none of them.
#[derive(Clone)]
pub struct Client<X> {
    merchant: Merchant,
    exchange: X,
    now: Arc<dyn Fn() -> KstDateTime + Send + Sync>,
}

impl<X: Exchange> Client<X> {
    /// A client that keeps no ledger: two calls with one order are two attempts, and an attempt whose process dies
    /// is forgotten. `now` is the clock, in Korean time; it only makes trace numbers.
    #[must_use]
    pub fn without_ledger(
        merchant: Merchant,
        exchange: X,
        now: impl Fn() -> KstDateTime + Send + Sync + 'static,
    ) -> Self {
        Self { merchant, exchange, now: Arc::new(now) }
    }

    /// Asks something that changes nothing. May be asked again, whatever came back.
    pub async fn ask<Q: Query + Sync>(&self, query: &Q) -> Outcome<Q::Answer> {
        self.call(query).await
    }

    /// Does something that moves money or an entitlement, once. The operation is used up: after
    /// [`Outcome::Unknown`] there is nothing left to send again.
    ///
    /// Dropping the future does not take back what was sent. Whoever may be interrupted runs it in a task of its
    /// own.
    pub async fn perform<E: Effect + Sync>(&self, effect: E) -> Outcome<E::Answer> {
        self.call(&effect).await
    }

    /// The merchant.
    #[must_use]
    pub const fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    async fn call<O: Operation + Sync>(&self, operation: &O) -> Outcome<O::Answer> {
        let span = info_span!("kcp", otel.name = O::NAME, kcp.site_cd = %self.merchant.site());
        let trace_no = TraceNo::new(self.merchant.site(), (self.now)(), operation.address());
        let message = operation.message();
        let reply = self
            .exchange
            .exchange(self.merchant.credentials(), trace_no, &message)
            .instrument(span)
            .await;
        match reply {
            Ok(reply) => operation.read(&reply),
            Err(error) => error.into(),
        }
    }
}

impl<X: fmt::Debug> fmt::Debug for Client<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("merchant", &self.merchant)
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
    }
}
