//! A client as a service: each call is one attempt in a task of its own.

use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use tower_service::Service;

use super::{Answering, detached};
use crate::{Client, On, Outcome, channel::Channel};

/// A [`Client`] as a service of every operation that its wire knows. Always ready; clones share the client.
pub struct Attempts<X> {
    client: Arc<Client<X>>,
}

impl<X: Channel> Attempts<X> {
    /// The service of a client.
    #[must_use]
    pub fn new(client: Client<X>) -> Self {
        Self { client: Arc::new(client) }
    }
}

impl<X, O> Service<O> for Attempts<X>
where
    X: Channel + Send + Sync + 'static,
    O: On<X::Wire> + Send + Sync + 'static,
    O::Answer: Send + 'static,
{
    type Response = Outcome<O::Answer>;
    type Error = Infallible;
    type Future = Answering<O::Answer>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, operation: O) -> Self::Future {
        let client = Arc::clone(&self.client);
        Box::pin(detached(async move { Ok(client.call(&operation).await) }))
    }
}

impl<X> Clone for Attempts<X> {
    fn clone(&self) -> Self {
        Self { client: Arc::clone(&self.client) }
    }
}

impl<X: fmt::Debug> fmt::Debug for Attempts<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Attempts").field(&self.client).finish()
    }
}
