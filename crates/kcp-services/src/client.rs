//! Where an operation, a way to the gateway and a merchant meet.

use std::{fmt, sync::Arc};

use kcp_codec::KstDateTime;
use kcp_transport::Error;
use tracing::Instrument;

use crate::{
    Effect, Merchant, Outcome, Query,
    answer::Answer,
    channel::{Channel, Trace},
    operation::{On, Wire as _},
    signing::Place,
    spans,
};

/// A merchant's client over one way to the gateway.
///
/// It makes one attempt for each call and remembers none of them. The ways of `kcp-transport` need a tokio runtime with
/// I/O and time enabled; what the PG-API wants signed is signed on a thread of that runtime which may block.
///
/// A program without a runtime uses `blocking::Client` (feature `blocking`), one with a stack of tower's uses
/// `service::Attempts` (feature `tower`).
#[derive(Clone)]
pub struct Client<X> {
    merchant: Merchant,
    channel: X,
    now: Arc<dyn Fn() -> KstDateTime + Send + Sync>,
    signing: Place,
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
        Self { merchant, channel, now: Arc::new(now), signing: Place::Aside }
    }

    /// The same client on threads that may block, where it signs for itself.
    #[cfg(feature = "blocking")]
    pub(crate) fn signing_here(self) -> Self {
        Self { signing: Place::Here, ..self }
    }

    /// Asks something that changes nothing. May be asked again, whatever came back.
    pub async fn ask<Q: Query + On<X::Wire> + Sync>(&self, query: &Q) -> Outcome<Q::Answer> {
        self.call(query).await
    }

    /// Does something that moves money or an entitlement, once. The operation is used up: after
    /// [`Outcome::Unknown`] there is nothing left to send again.
    ///
    /// Dropping the future does not take back what was sent. Whoever may be interrupted runs it in a task of its
    /// own, as `service::Attempts` does.
    pub async fn perform<E: Effect + On<X::Wire> + Sync>(&self, effect: E) -> Outcome<E::Answer> {
        self.call(&effect).await
    }

    /// The merchant.
    #[must_use]
    pub const fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// One attempt, in its span.
    pub(crate) async fn call<O: On<X::Wire> + Sync>(&self, operation: &O) -> Outcome<O::Answer> {
        let span = spans::attempt::<O>(self.merchant.site());
        let answer = self.answer(operation).instrument(span.clone()).await;
        let outcome = match answer {
            Ok(answer) => span.in_scope(|| operation.read(&answer)),
            Err(error) => error.into(),
        };
        spans::record(&span, &outcome);
        outcome
    }

    async fn answer<O: On<X::Wire> + Sync>(&self, operation: &O) -> Result<Answer, Error> {
        let trace = Trace::new((self.now)(), operation.address());
        let signed = match operation.target(self.merchant.site()) {
            Some(target) => self.merchant.sign(target, self.signing).await,
            None => None,
        };
        let request = X::Wire::who(&self.merchant, trace.now, signed)
            .and_then(|who| operation.write(&who))?;
        self.channel.carry(&self.merchant, trace, &request).await
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
