//! What KCP tells a shop by itself: deposits, refunds, escrow (`common_return`, the webhook).
//!
//! KCP posts a form, unsigned, from a few addresses, and posts it again up to ten times in a day until it is answered
//! with `0000` (`seed 002 §6`). [`Receiver`] asks where a post comes from, holds it to limits and reads it into a
//! [`Notice`]. It keeps nothing: notices repeat and overtake each other, and order and repeats are the business of
//! whoever stores them, by [`Notice::key`].
//!
//! ```
//! use kcp_codec::SiteCode;
//! use kcp_services::notice::{Event, Leg, Receiver};
//! use kcp_transport::Environment;
//!
//! let receiver = Receiver::new(&Environment::Test, SiteCode::parse("T0000")?)?;
//! let headers = [("Content-Type", &b"application/x-www-form-urlencoded"[..])];
//! let body = b"site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX00&tx_tm=20120101000000\
//!     &ipgm_mnyx=1004&op_cd=50&noti_id=08060404000000000004";
//! let answer = match receiver.receive("POST", "210.122.176.144".parse()?, headers, body) {
//!     Ok(notice) => {
//!         if let Event::Deposit(deposit) = &notice.event {
//!             assert_eq!((deposit.leg(), deposit.amount.get()), (Leg::Deposit, 1_004));
//!         }
//!         // Store it durably here, and only then:
//!         receiver.accepted()
//!     }
//!     Err(rejection) => receiver.refused(&rejection),
//! };
//! assert_eq!(answer.status, 200);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A notice is a claim: compare its amount with the order's, and ask by inquiry where that is possible, before goods
//! leave the house.

mod answer;
mod body;
mod deposit;
mod event;
mod key;
mod peers;
mod proxies;
mod receiver;
mod text;

pub(crate) use body::write as write_body;

pub use answer::{AnswerForm, NoticeAnswer};
pub use deposit::{Deposit, DepositAccount, Leg};
pub use event::{Delivery, Event, MobilePayment, Purchase, Refund};
#[doc(inline)]
pub use kcp_codec::field::{DepositCode, NoticeCode, NoticeId};
pub use key::{KeyPart, NoticeKey};
pub use peers::Peers;
pub use proxies::{Proxies, UnreadableHop};
pub use receiver::{Receiver, Refusal, Rejection};
pub use text::{NoticeCharset, NoticeText};

use std::fmt;

use kcp_codec::{
    Decode, FieldError, Fields, KstDateTime, Name, OrderId, Reason, SiteCode, TransactionId,
};

/// A notice, as one post said it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Notice {
    /// The merchant (`site_cd`).
    pub site: SiteCode,
    /// The payment that it is about (`tno`).
    pub transaction: TransactionId,
    /// The order that it is about, under either of its names (`order_no`, `ordr_no`).
    pub order: OrderId,
    /// What it is about (`tx_cd`), as it came.
    pub code: NoticeCode,
    /// When KCP was done with it (`tx_tm`), Korean time; `None` if it is not a time of fourteen digits.
    pub at: Option<KstDateTime>,
    /// What happened.
    pub event: Event,
    /// Every field of the post, those among them that this library does not know. Values are bytes as they came,
    /// with the form's escapes undone.
    pub fields: Fields,
}

/// A body that is no notice. Names the field, never its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NoticeError {
    /// A field is missing, repeated or makes no sense, or there are more than 200.
    Field(FieldError),
    /// `order_no` and `ordr_no` are both there, and name two orders.
    OrdersDiffer,
    /// More than [`Notice::MAX_BODY`] bytes.
    TooLarge,
}

impl Notice {
    /// Most bytes of a body: 64 KiB. A deposit has about 400.
    pub const MAX_BODY: usize = 64 * 1_024;

    /// Reads the body of a post, `application/x-www-form-urlencoded`, with its text in `charset`.
    ///
    /// Codes, numbers and amounts are ASCII and have to be right. Text for people has not: a name that does not
    /// decode keeps its bytes, and so does a date that is none. Where the post comes from is not asked here;
    /// [`Receiver::receive`] does.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub fn parse(body: &[u8], charset: NoticeCharset) -> Result<Self, NoticeError> {
        let fields = body::read(body)?;
        let code: NoticeCode = fields.required(NoticeCode::NAME)?;
        Ok(Self {
            site: fields.required(SiteCode::NAME)?,
            transaction: fields.required(TransactionId::NAME)?,
            order: order(&fields)?,
            code,
            at: info(&fields, Name::from_static("tx_tm")),
            event: Event::read(code, &fields, charset)?,
            fields,
        })
    }

    /// What two posts of the same thing have in common, and no other does.
    #[must_use]
    pub fn key(&self) -> NoticeKey {
        NoticeKey::of(self)
    }
}

/// The order, by the name of the AX-HUB guide's table or by that of every implementation (`legacy.md §5`).
fn order(fields: &Fields) -> Result<OrderId, NoticeError> {
    let (now, then): (Option<OrderId>, Option<OrderId>) =
        (fields.optional(ORDER_NO)?, fields.optional(ORDR_NO)?);
    match (now, then) {
        (Some(now), Some(then)) if now != then => Err(NoticeError::OrdersDiffer),
        (Some(order), _) | (None, Some(order)) => Ok(order),
        (None, None) => Err(FieldError::new(ORDER_NO, Reason::Missing).into()),
    }
}

/// A field that only informs. If it makes no sense it is left out, and stays among the fields: a strange date must not
/// turn away a deposit.
fn info<T: Decode>(fields: &Fields, name: Name) -> Option<T> {
    fields.optional(name).ok().flatten()
}

const ORDER_NO: Name = Name::from_static("order_no");
const ORDR_NO: Name = Name::from_static("ordr_no");

impl From<FieldError> for NoticeError {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(error) => write!(f, "the notice: {error}"),
            Self::OrdersDiffer => f.write_str("the notice: order_no and ordr_no name two orders"),
            Self::TooLarge => f.write_str("the notice is larger than 64 KiB"),
        }
    }
}

impl std::error::Error for NoticeError {}

#[cfg(test)]
mod tests;
