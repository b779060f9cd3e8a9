//! What a shop wants done through NHN KCP: typed requests, typed answers, and what is known about the money.
//!
//! An operation is a plain value. [`Client`] is the only place where an operation, a way to the gateway and a
//! merchant meet. What comes back is an [`Outcome`]: approved, declined, not sent, or unknown, and every one of the
//! four has to be handled.
//!
//! ```no_run
//! use kcp_codec::{KstDateTime, SiteCode, SiteKey, TransactionId};
//! use kcp_services::{Client, Merchant, Outcome, modify::Cancel};
//! use kcp_transport::{Environment, legacy::Gateway};
//!
//! # async fn cancel(public_key: kcp_transport::GatewayPublicKey, now: fn() -> KstDateTime) -> Result<(), Box<dyn std::error::Error>> {
//! let site_key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
//! let merchant = Merchant::new(Environment::Test, SiteCode::parse("T0000")?, site_key)?;
//! let gateway = Gateway::new(merchant.environment(), public_key);
//! let client = Client::without_ledger(merchant, gateway, now);
//! match client.perform(Cancel::new(TransactionId::parse("20261121000001")?)).await {
//!     Outcome::Approved(done) => println!("cancelled: {:?}", done.answer()),
//!     Outcome::Declined(no) => println!("refused: {}", no.code()),
//!     Outcome::NotSent(error) => println!("nothing was sent, try again: {error}"),
//!     Outcome::Unknown(what) => println!("ask before trying again: {what}"),
//! }
//! # Ok(()) }
//! ```
//!
//! # Three ways to call it
//!
//! - [`Client`], async, on tokio.
//! - `blocking::Client` (feature `blocking`), its twin for programs without a runtime. Inside one it refuses, before
//!   anything is sent.
//! - `service::Attempts` (feature `tower`), the client as a `tower::Service`, with layers for concurrency, deadline and
//!   tracing that keep the four outcomes apart.
//!
//! # Spans
//!
//! Each attempt is a span `kcp`, each call through `service::TraceLayer` a span `kcp call` around it, and each exchange a
//! span `kcp exchange` inside it, described in [`kcp_transport`]. No field ever holds a key, a card or account number, a
//! name, an order or an amount.
//!
//! | field of `kcp` and `kcp call` | value |
//! |---|---|
//! | `otel.name` | the operation, [`Operation::NAME`]: `kcp cancel` |
//! | `otel.kind` | `internal` |
//! | `otel.status_code` | `ERROR` for what was not sent or is unknown |
//! | `error.type` | why, one word: [`UnknownCause::as_str`] |
//! | `kcp.site_cd` | the site code; of `kcp` only |
//! | `kcp.outcome` | `approved`, `declined`, `not_sent` or `unknown` |
//! | `kcp.res_cd` | KCP's code, if an authentic answer had one |
//!
//! # What it does not do
//!
//! This crate keeps nothing: a process that dies between sending and storing the answer leaves a payment that nobody
//! knows about. Whoever approves payments with it needs a durable record of each attempt before it is made.

pub mod account;
pub mod answer;
pub mod approve;
pub mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod cash_receipt;
pub mod channel;
mod client;
pub mod codes;
pub mod fields;
#[doc(hidden)]
pub mod fuzzing;
mod generated;
pub mod inquiry;
mod merchant;
pub mod modify;
pub mod notice;
mod operation;
mod outcome;
pub mod points;
pub mod receipt;
pub mod result;
#[cfg(feature = "tower")]
pub mod service;
mod signing;
mod spans;
pub mod texts;
pub mod virtual_account;
pub mod window;

pub use client::Client;
pub use merchant::{KeyMismatch, Merchant};
pub use operation::{Effect, On, Operation, PgApi, Query, Socket, Wire};
pub use outcome::{Approved, Decline, NotSent, Outcome, Unknown, UnknownCause};
pub use result::{Class, ResultCode};
