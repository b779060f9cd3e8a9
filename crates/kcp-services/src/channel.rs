//! How a client reaches KCP: a way of `kcp-transport`, and what it needs to know about the merchant.

use std::{future::Future, net::Ipv4Addr};

use kcp_codec::{KstDateTime, TraceNo};
use kcp_transport::{
    Cause, Error,
    api::{self, Https},
    legacy::{self, Gateway},
    module::Module,
};

use crate::{
    Merchant,
    answer::{Answer, Encoding},
    operation::{PgApi, Socket, Wire},
};

/// A way to KCP on one wire. [`Gateway`], [`Module`] and [`Https`] are ways; one of your own goes into [`OverSocket`]
/// or [`OverApi`].
pub trait Channel {
    /// The wire that it speaks.
    type Wire: Wire;

    /// Sends a request once and waits for its answer.
    #[doc(hidden)]
    fn carry(
        &self,
        merchant: &Merchant,
        trace: Trace,
        request: &<Self::Wire as Wire>::Request,
    ) -> impl Future<Output = Result<Answer, Error>> + Send;
}

/// What a trace number is made of.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Trace {
    pub now: KstDateTime,
    pub address: Option<Ipv4Addr>,
}

impl Trace {
    pub(crate) const fn new(now: KstDateTime, address: Option<Ipv4Addr>) -> Self {
        Self { now, address }
    }
}

/// A socket way of your own.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs)] // a wrapper, to be opened and closed
pub struct OverSocket<X>(pub X);

/// A PG-API way of your own.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs)] // a wrapper, to be opened and closed
pub struct OverApi<X>(pub X);

impl<X: legacy::Exchange + Sync> Channel for OverSocket<X> {
    type Wire = Socket;

    async fn carry(
        &self,
        merchant: &Merchant,
        trace: Trace,
        request: &legacy::Message,
    ) -> Result<Answer, Error> {
        over_socket(&self.0, merchant, trace, request).await
    }
}

impl<X: api::Exchange + Sync> Channel for OverApi<X> {
    type Wire = PgApi;

    async fn carry(&self, _: &Merchant, _: Trace, request: &api::Call) -> Result<Answer, Error> {
        over_api(&self.0, request).await
    }
}

/// A way of `kcp-transport` is a channel as it stands.
macro_rules! channel {
    ($type:ty, $wire:ty, |$way:ident, $merchant:ident, $trace:ident, $request:ident| $carry:expr) => {
        impl Channel for $type {
            type Wire = $wire;

            async fn carry(
                &self,
                $merchant: &Merchant,
                $trace: Trace,
                $request: &<$wire as Wire>::Request,
            ) -> Result<Answer, Error> {
                let $way = self;
                $carry.await
            }
        }
    };
}

channel!(Gateway, Socket, |way, who, trace, message| over_socket(way, who, trace, message));
channel!(Module, Socket, |way, who, trace, message| over_socket(way, who, trace, message));
channel!(Https, PgApi, |way, _who, _trace, call| over_api(way, call));

async fn over_socket(
    way: &(impl legacy::Exchange + Sync),
    merchant: &Merchant,
    trace: Trace,
    message: &legacy::Message,
) -> Result<Answer, Error> {
    let who = merchant.credentials().ok_or_else(|| Error::refused(Cause::Credentials))?;
    let trace_no = TraceNo::new(merchant.site(), trace.now, trace.address);
    let reply = way.exchange(who, trace_no, message).await?;
    Ok(Answer::new(reply.fields, Encoding::EucKr))
}

async fn over_api(way: &(impl api::Exchange + Sync), call: &api::Call) -> Result<Answer, Error> {
    let reply = way.exchange(call).await?;
    Ok(Answer::new(reply.fields, Encoding::Utf8))
}
