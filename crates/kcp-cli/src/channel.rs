//! Which way a request goes: the native client, or the vendor's module.

use kcp_codec::TraceNo;
use kcp_transport::{
    Error,
    legacy::{Credentials, Exchange, Gateway, Message, Reply},
    module::Module,
};

/// A way to the gateway, chosen by the settings.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Channel {
    /// The native client.
    Gateway(Gateway),
    /// The vendor's module as a child process.
    Module(Module),
}

impl Exchange for Channel {
    async fn exchange(
        &self,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<Reply, Error> {
        match self {
            Self::Gateway(gateway) => gateway.exchange(who, trace_no, message).await,
            Self::Module(module) => module.exchange(who, trace_no, message).await,
        }
    }
}
