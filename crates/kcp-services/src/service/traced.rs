//! A span around a call, from the caller's side.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use tower_layer::Layer;
use tower_service::Service;
use tracing::Instrument;

use super::Answering;
use crate::{Operation, Outcome, spans};

/// Opens a span `kcp call` around each call: what the caller was told, refusals for lack of room and given-up waits
/// among it. The span of the attempt is inside it and may outlive it.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct TraceLayer;

impl TraceLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl<S> Layer<S> for TraceLayer {
    type Service = Traced<S>;

    fn layer(&self, inner: S) -> Traced<S> {
        Traced { inner }
    }
}

/// What a [`TraceLayer`] makes of a service.
#[derive(Clone, Debug)]
pub struct Traced<S> {
    inner: S,
}

impl<S, O> Service<O> for Traced<S>
where
    O: Operation,
    O::Answer: Send + 'static,
    S: Service<O, Response = Outcome<O::Answer>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Outcome<O::Answer>;
    type Error = Infallible;
    type Future = Answering<O::Answer>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, operation: O) -> Self::Future {
        let span = spans::call::<O>();
        let attempt = span.in_scope(|| self.inner.call(operation));
        Box::pin(async move {
            let Ok(outcome) = attempt.instrument(span.clone()).await;
            spans::record(&span, &outcome);
            Ok(outcome)
        })
    }
}
