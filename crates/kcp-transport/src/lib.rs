//! How bytes reach NHN KCP and come back, and what is known when they do not.
//!
//! Every exchange ends in one of three ways, and the difference is whether money may have moved:
//!
//! - a reply, [`legacy::Reply`] or [`api::Reply`]: KCP's own answer, sealed with a key that only this request carried,
//!   or come over TLS from a server with KCP's certificate;
//! - an [`Error`] with [`Delivery::NotSent`]: not one byte of the request left this machine, sending again is safe;
//! - an [`Error`] with [`Delivery::Unknown`]: bytes left and no whole, authentic answer came. Ask or cancel, never
//!   send again.
//!
//! Nothing here retries, follows a redirect, uses a proxy or keeps a connection. A request is one buffer, written in one
//! piece.
//!
//! Two ways lead to the legacy gateway, behind one trait, [`legacy::Exchange`]: [`legacy::Gateway`] speaks the
//! socket protocol itself, [`module::Module`] starts the vendor's `pp_cli` for each request. [`api::Https`] leads to
//! the PG-API, behind [`api::Exchange`].
//!
//! Every exchange has a span, `kcp exchange`, with OpenTelemetry's field names; a [`WireLog`] says more, and neither
//! holds a value of a field. [`Cause::as_str`] gives `error.type`.
//!
//! | field | socket | PG-API | module |
//! |---|---|---|---|
//! | `otel.name` | `kcp exchange` | `POST` and the path | `kcp module` |
//! | `otel.kind` | `client` | `client` | `client` |
//! | `otel.status_code` | `ERROR` without an answer | the same | the same |
//! | `error.type` | the cause, without an answer | the same, or the HTTP status | the same |
//! | `server.address`, `server.port` | the gateway's | the PG-API's | the gateway's |
//! | `network.peer.address`, `network.peer.port` | once connected | once answered | |
//! | `network.transport` | `tcp` | `tcp` | |
//! | `network.protocol.name`, `network.protocol.version` | | `http`, `1.1` | |
//! | `http.request.method`, `http.request.body.size` | | `POST`, bytes | |
//! | `http.response.status_code`, `http.response.body.size` | | of the answer, bytes | |
//! | `url.full`, `url.scheme` | | host and path, `https` | |
//! | `process.executable.name`, `process.exit.code` | | | the program, its end |
//! | `kcp.tx_cd` | the transaction code | | the transaction code |
//! | `kcp.delivery` | `not_sent` or `unknown`, without an answer | the same | the same |
//!
//! The socket protocol was read off the vendor's public client on loopback, not promised by KCP, and no KCP host was
//! ever contacted. The protocol has no TLS: site key and order data cross the network in the clear
//! (`legacy.md §4.6`).

pub mod api;
mod delivery;
mod environment;
mod error;
pub mod legacy;
mod loopback;
pub mod module;
mod network;
mod pay_url;
mod senders;
mod wire_log;

pub use delivery::Delivery;
pub use environment::{Endpoint, Environment, Hosts, TEST_SITES, WrongEnvironment};
pub use error::{Cause, Error};
pub use loopback::Reach;
pub use network::{BadNetwork, Network};
pub use pay_url::{PayUrl, UntrustedUrl};
pub use senders::SenderList;
pub use wire_log::{WireEntry, WireLog};

#[doc(no_inline)]
pub use kcp_crypto::{GatewayPublicKey, KeyError};

/// Entry points for the fuzz targets and the corpus replay test. Not a stable interface.
#[doc(hidden)]
pub mod fuzzing {
    pub use crate::{api::fuzz_json as decode_json, legacy::fuzz_answer as decode_answer};
}
