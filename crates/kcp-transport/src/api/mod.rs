//! The HTTPS channel, KCP's PG-API: one flat JSON object out, one back, each over a connection of its own
//! (`https.md §1`).
//!
//! ```
//! use kcp_codec::{Name, OrderId, Won};
//! use kcp_transport::api::{Call, Path};
//!
//! let call = Call::new(Path::Payment)
//!     .with(Name::from_static("ordr_no"), &OrderId::parse("TEST1234")?)
//!     .with(Name::from_static("ordr_mony"), &Won::new(1_004)?);
//! assert_eq!(call.json().as_str(), r#"{"ordr_no":"TEST1234","ordr_mony":"1004"}"#);
//! # Ok::<(), kcp_codec::FieldError>(())
//! ```

mod call;
mod failure;
mod gate;
mod https;
mod json;
mod reply;

pub use call::Call;
pub use https::Https;
pub use reply::Reply;

#[doc(no_inline)]
pub use crate::legacy::{ANSWER_LIMIT, Deadlines};

use std::future::Future;

use crate::Error;

/// What is asked for: where a call goes (`https.md §1`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Path {
    /// Payment from server to server: points, batch payment, virtual accounts, cash receipts.
    Hub,
    /// Inquiry about one transaction. KCP spells it `inquery`.
    Inquiry,
    /// Cancel, partial cancel, re-approval.
    Modify,
    /// Approval of what the payment window authenticated, and issue of a batch key.
    Payment,
    /// Registration of an order, before the mobile window opens.
    Register,
}

impl Path {
    /// The path as it stands in the URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hub => "/gw/hub/v1/payment",
            Self::Inquiry => "/std/inquery",
            Self::Modify => "/gw/mod/v1/cancel",
            Self::Payment => "/gw/enc/v1/payment",
            Self::Register => "/std/tradeReg/register",
        }
    }
}

/// A way to the PG-API: one call out, one reply back, or the verdict on what became of it.
///
/// At most one attempt is made. The future may be dropped, but what was sent by then stays sent.
pub trait Exchange {
    /// Makes `call` and waits for its reply.
    ///
    /// # Errors
    /// [`Error`] with its [`Delivery`](crate::Delivery).
    fn exchange(&self, call: &Call) -> impl Future<Output = Result<Reply, Error>> + Send;
}
