//! How long a caller waits, which says nothing about the money.

use std::{
    convert::Infallible,
    task::{Context, Poll},
    time::Duration,
};

use kcp_transport::{Cause, Error};
use tokio::{runtime::Handle, time::timeout};
use tower_layer::Layer;
use tower_service::Service;

use super::{Answering, detached};
use crate::{Operation, Outcome};

/// Stops waiting after a while, with [`Outcome::Unknown`] and [`Cause::Deadline`]. The attempt goes on to its end.
///
/// Give it more time than the channel's own [`Deadlines`](kcp_transport::legacy::Deadlines), which end an attempt and
/// know whether it was sent: this one is for what stands around it, a queue for instance. It can only say that it does
/// not know.
#[derive(Clone, Copy, Debug)]
pub struct DeadlineLayer {
    limit: Duration,
}

impl DeadlineLayer {
    /// A limit that begins with the first poll.
    #[must_use]
    pub const fn new(limit: Duration) -> Self {
        Self { limit }
    }
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Deadline<S> {
        Deadline { inner, limit: self.limit }
    }
}

/// What a [`DeadlineLayer`] makes of a service. Needs a tokio runtime with time enabled.
#[derive(Clone, Debug)]
pub struct Deadline<S> {
    inner: S,
    limit: Duration,
}

impl<S, O> Service<O> for Deadline<S>
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
        let (limit, attempt) = (self.limit, self.inner.call(operation));
        Box::pin(async move {
            if Handle::try_current().is_err() {
                return Ok(Error::refused(Cause::NoRuntime).into());
            }
            // In a task of its own whatever the service inside does, so that letting go of it here cuts nothing off.
            match timeout(limit, detached(attempt)).await {
                Ok(outcome) => outcome,
                Err(_) => Ok(Error::lost(Cause::Deadline).into()),
            }
        })
    }
}
