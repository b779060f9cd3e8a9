//! The client as a [`tower_service::Service`], with layers that know what an outcome is.
//!
//! [`Attempts`] makes a service of a [`Client`](crate::Client). Its answer is always an [`Outcome`] and its error does
//! not exist, so nothing between it and the shop can lose what is known about the money.
//!
//! ```
//! # use kcp_codec::{Fields, Separator, TraceNo};
//! # use kcp_transport::legacy::{Credentials, Exchange, Message, Proof, Reply};
//! # struct Gateway;
//! # impl Exchange for Gateway {
//! #     async fn exchange(&self, _: &Credentials, _: TraceNo, _: &Message) -> Result<Reply, kcp_transport::Error> {
//! #         let answer = b"res_cd=0000\x1ftno=20261121000001";
//! #         Ok(Reply::new(Fields::read(answer, Separator::Unit).unwrap(), Proof::Sealed))
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use kcp_services::{Client, Merchant, channel::OverSocket};
//! # let now = || kcp_codec::KstDateTime::parse("20261121221400").unwrap();
//! # let site_key = kcp_codec::SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
//! # let site = kcp_codec::SiteCode::parse("T0000")?;
//! # let merchant = Merchant::new(kcp_transport::Environment::Test, site, site_key)?;
//! # let client = Client::without_ledger(merchant, OverSocket(Gateway), now);
//! use std::time::Duration;
//!
//! use kcp_codec::TransactionId;
//! use kcp_services::{modify::Cancel, service::{Attempts, ConcurrencyLayer, DeadlineLayer, TraceLayer}};
//! use tower::{ServiceBuilder, ServiceExt};
//!
//! let kcp = ServiceBuilder::new()
//!     .layer(TraceLayer::new())
//!     .layer(DeadlineLayer::new(Duration::from_secs(90)))
//!     .layer(ConcurrencyLayer::new(64))
//!     .service(Attempts::new(client));
//! let Ok(outcome) = kcp.oneshot(Cancel::new(TransactionId::parse("20261121000001")?)).await;
//! assert!(outcome.approved().is_some());
//! # Ok(()) }
//! ```
//!
//! # What the layers promise
//!
//! - **Nothing is cut off.** From the first poll on an attempt runs in a task of its own. Whoever drops its future stops
//!   waiting and ends nothing: the request is written to its end, the answer is read, and the attempt's span tells the
//!   outcome. A future that is never polled sends nothing. The attempt itself ends by the deadlines of its channel.
//! - **No doubt becomes a no.** A [`DeadlineLayer`] that stops waiting says [`Outcome::Unknown`] with
//!   [`Cause::Deadline`], never that nothing was sent. An attempt whose task was ended with its runtime is
//!   [`Cause::Interrupted`], and as unknown.
//! - **What was not begun is not sent.** A [`ConcurrencyLayer`] that is full answers [`Outcome::NotSent`] with
//!   [`Cause::Busy`] at once. Its places are held by attempts, not by those who wait: put it inside the deadline, as
//!   above.
//! - **Nothing is sent twice.** There is no layer that retries, and none of another crate belongs here: an operation is
//!   used up by the call, and after [`Outcome::Unknown`] only an inquiry or a cancel is right.
//!
//! Layers of tower that delay a call before it is made (its rate and concurrency limits, its buffer) are safe around
//! these. Those that race or repeat calls (retry, hedge) are not.

mod attempts;
mod concurrency;
mod deadline;
mod traced;

pub use attempts::Attempts;
pub use concurrency::{Concurrency, ConcurrencyLayer};
pub use deadline::{Deadline, DeadlineLayer};
pub use traced::{TraceLayer, Traced};

use std::{convert::Infallible, future::Future, pin::Pin};

use kcp_transport::{Cause, Error};
use tokio::runtime::Handle;
use tracing::Instrument;

use crate::Outcome;

/// What every service here answers.
type Answering<A> = Pin<Box<dyn Future<Output = Result<Outcome<A>, Infallible>> + Send>>;

/// Runs an attempt in a task of its own from the first poll on, and waits for it. Dropping the wait ends nothing.
async fn detached<A: Send + 'static>(
    attempt: impl Future<Output = Result<Outcome<A>, Infallible>> + Send + 'static,
) -> Result<Outcome<A>, Infallible> {
    let Ok(runtime) = Handle::try_current() else {
        return Ok(Error::refused(Cause::NoRuntime).into());
    };
    match runtime.spawn(attempt.in_current_span()).await {
        Ok(outcome) => outcome,
        // How far it had come, nobody can say.
        Err(_) => Ok(Error::lost(Cause::Interrupted).into()),
    }
}
