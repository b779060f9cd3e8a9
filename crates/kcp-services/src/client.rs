//! Where an operation, a way to the gateway and a merchant meet.

use std::{fmt, sync::Arc};

use kcp_codec::KstDateTime;
use tracing::{Instrument, info_span};

use crate::{
    Effect, Merchant, Outcome, Query,
    channel::{Channel, Trace},
    operation::{On, Wire as _},
};

/// A merchant's client over one way to the gateway.
///
/// It makes one attempt for each call and remembers none of them.
#[derive(Clone)]
pub struct Client<X> {
    merchant: Merchant,
    channel: X,
    now: Arc<dyn Fn() -> KstDateTime + Send + Sync>,
}

impl<X: Channel> Client<X> {
    /// A client that keeps no ledger: two calls with one order are two attempts, and an attempt whose process dies
    /// is forgotten. `now` is the clock, in Korean time: it makes trace numbers and looks at the certificate's dates.
    #[must_use]
    pub fn without_ledger(
        merchant: Merchant,
        channel: X,
        now: impl Fn() -> KstDateTime + Send + Sync + 'static,
    ) -> Self {
        Self { merchant, channel, now: Arc::new(now) }
    }

    /// Asks something that changes nothing. May be asked again, whatever came back.
    pub async fn ask<Q: Query + On<X::Wire> + Sync>(&self, query: &Q) -> Outcome<Q::Answer> {
        self.call(query).await
    }

    /// Does something that moves money or an entitlement, once. The operation is used up: after
    /// [`Outcome::Unknown`] there is nothing left to send again.
    ///
    /// Dropping the future does not take back what was sent. Whoever may be interrupted runs it in a task of its
    /// own.
    pub async fn perform<E: Effect + On<X::Wire> + Sync>(&self, effect: E) -> Outcome<E::Answer> {
        self.call(&effect).await
    }

    /// The merchant.
    #[must_use]
    pub const fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    async fn call<O: On<X::Wire> + Sync>(&self, operation: &O) -> Outcome<O::Answer> {
        let span = info_span!("kcp", otel.name = O::NAME, kcp.site_cd = %self.merchant.site());
        let trace = Trace::new((self.now)(), operation.address());
        let request =
            match X::Wire::who(&self.merchant, trace.now).and_then(|who| operation.write(&who)) {
                Ok(request) => request,
                Err(error) => return error.into(),
            };
        match self.channel.carry(&self.merchant, trace, &request).instrument(span).await {
            Ok(answer) => operation.read(&answer),
            Err(error) => error.into(),
        }
    }
}

impl<X: fmt::Debug> fmt::Debug for Client<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("merchant", &self.merchant)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}
