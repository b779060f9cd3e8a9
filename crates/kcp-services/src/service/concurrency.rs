//! No more attempts at once than are allowed, and a plain word to whoever comes on top.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use kcp_transport::{Cause, Error};
use tokio::sync::Semaphore;
use tower_layer::Layer;
use tower_service::Service;

use super::{Answering, detached};
use crate::{Operation, Outcome};

/// Lets so many attempts run at once through all the services that it makes, and refuses the next one with
/// [`Outcome::NotSent`] and [`Cause::Busy`].
///
/// A place is taken until the attempt has ended, whether or not anybody waits for it.
#[derive(Clone, Debug)]
pub struct ConcurrencyLayer {
    places: Arc<Semaphore>,
}

impl ConcurrencyLayer {
    /// At most `attempts` at once; with zero, none at all. More than [`Semaphore::MAX_PERMITS`] are as many as that.
    #[must_use]
    pub fn new(attempts: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(attempts.min(Semaphore::MAX_PERMITS))) }
    }
}

impl<S> Layer<S> for ConcurrencyLayer {
    type Service = Concurrency<S>;

    fn layer(&self, inner: S) -> Concurrency<S> {
        Concurrency { inner, places: Arc::clone(&self.places) }
    }
}

/// What a [`ConcurrencyLayer`] makes of a service. Clones share the places.
#[derive(Clone, Debug)]
pub struct Concurrency<S> {
    inner: S,
    places: Arc<Semaphore>,
}

impl<S, O> Service<O> for Concurrency<S>
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
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Box::pin(async { Ok(Error::refused(Cause::Busy).into()) });
        };
        let attempt = self.inner.call(operation);
        Box::pin(detached(async move {
            let outcome = attempt.await;
            drop(place);
            outcome
        }))
    }
}
