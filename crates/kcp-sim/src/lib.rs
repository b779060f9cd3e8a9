//! NHN KCP on one desk: the legacy socket gateway and the HTTPS PG-API, with one book of money.
//!
//! The gateway listens on loopback, opens sealed requests, checks them against the book and answers sealed. The
//! PG-API ([`Builder::pg_api`]) takes JSON with a service certificate, and answers from the same book. Both are a second
//! opinion on the wire: they share only the text and the cryptography with the client, never its rules. What happens
//! without the shop, a deposit for example ([`Simulator::deposit`]), is posted to the address that its merchant
//! registered ([`NoticeUrl`]).
//!
//! ```
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! use kcp_sim::Simulator;
//!
//! let gateway = Simulator::builder().start().await?;
//! // Point a client at `address` with this key as its `pub.key`, charge, and look into the book.
//! assert!(gateway.public_key_pem().starts_with("-----BEGIN RSA PUBLIC KEY-----"));
//! assert!(gateway.address().ip().is_loopback());
//! assert_eq!(gateway.book().approvals(), 0);
//! gateway.stop().await;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does was read from the guides and public code (`legacy.md`, `https.md`, `seed 000` to
//! `004`). It was never held
//! against KCP's own gateway: a client that passes here has passed a rehearsal. Which code is given when stands at
//! [`Refusal`]; what can be made to go wrong, at [`Fault`] and [`NoticeFault`].
//!
//! Start at [`Simulator::builder`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod account;
mod agreement;
mod book;
mod builder;
mod cards;
mod certificates;
mod clock;
mod extras;
mod faults;
mod gateway;
mod generated;
mod members;
mod merchant;
mod notice;
mod pg_api;
mod refusal;
mod simulator;
mod window;

pub use account::{AccountLayout, Accounts};
pub use agreement::{Agreement, CardRegistration};
pub use book::{BookView, CashReceipt, Deposit, DepositEntry, EscrowStage, Payment, PaymentState};
pub use builder::{Builder, StartError};
pub use certificates::ServiceIdentity;
pub use clock::{Clock, ManualClock, SystemClock};
pub use extras::{CardKind, EasyPay, Extras, InterestFree, ReceiptUse};
pub use faults::{Fault, Faults, Framing};
pub use members::Members;
pub use merchant::{Environment, Merchant, Merchants, MerchantsError};
pub use notice::{
    Notice, NoticeAnswer, NoticeFault, NoticeFaults, NoticeKind, NoticeState, NoticeUrl,
    NoticeUrlError, OrderSpelling,
};
pub use refusal::Refusal;
pub use simulator::Simulator;
pub use window::{Authentication, PayMethod, WindowError, WindowReturn};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
