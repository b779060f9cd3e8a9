//! Notices: what KCP posts to a shop's own address when something happens without the shop (`seed 002 §6`).
//!
//! A notice goes to the address that the merchant registered ([`NoticeUrl`]). Until the answer says 0000 it is sent
//! again, ten times in all.

mod answer;
mod fields;
mod office;
mod post;
mod script;
mod url;

use kcp_codec::{OrderId, SiteCode, TransactionId};

pub(crate) use self::{
    fields::Event,
    office::{Office, Schedule, deliver},
};
pub use self::{
    script::{NoticeFault, NoticeFaults},
    url::{NoticeUrl, NoticeUrlError, OrderSpelling},
};

/// What a notice is about (`tx_cd`; `legacy.md §5`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum NoticeKind {
    /// `TX05`: an escrow payment was cancelled before its delivery.
    CancelledAtOnce,
    /// `TX06`: an escrow payment was cancelled after a hold.
    Cancelled,
    /// `TX03`: the goods of an escrow payment are on their way.
    DeliveryStarted,
    /// `TX00`: a deposit into a virtual account, or its reversal (`op_cd=13`).
    Deposit,
    /// `TX02`: the customer confirmed the purchase, or refused it (`st_cd=N`).
    Purchase,
    /// `TX01`: a virtual account was refunded.
    Refund,
    /// `TX07`: an account was given up that nobody paid into.
    Released,
    /// `TX08`: a safe payment by mobile phone.
    SafePayment,
    /// `TX04`: the settlement of an escrow payment is held.
    SettlementHeld,
}

impl NoticeKind {
    /// KCP's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CancelledAtOnce => "TX05",
            Self::Cancelled => "TX06",
            Self::DeliveryStarted => "TX03",
            Self::Deposit => "TX00",
            Self::Purchase => "TX02",
            Self::Refund => "TX01",
            Self::Released => "TX07",
            Self::SafePayment => "TX08",
            Self::SettlementHeld => "TX04",
        }
    }
}

/// A notice, and what came of it so far.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// The merchant.
    pub site: SiteCode,
    /// The payment.
    pub tno: TransactionId,
    /// The merchant's order number.
    pub order: OrderId,
    /// The number that a deposit and its reversal share (`noti_id`); empty for the other kinds.
    pub id: String,
    /// `50` or `18` for a deposit, `13` for its reversal (`op_cd`); empty for the other kinds.
    pub operation: &'static str,
    /// Where it stands.
    pub state: NoticeState,
    /// What each attempt was answered, in order.
    pub attempts: Vec<NoticeAnswer>,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NoticeState {
    /// The shop answered 0000.
    Accepted,
    /// Ten attempts, and no 0000.
    GivenUp,
    /// The merchant has registered no address, so nothing was sent (`seed 002 §6`).
    NowhereToSend,
    /// On its way, or to be sent again.
    Waiting,
}

/// What one attempt was answered.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NoticeAnswer {
    /// 0000.
    Accepted,
    /// A whole answer that is something else.
    Refused {
        /// Its status.
        status: u16,
        /// The result that it names, at most 40 bytes; empty where it names none.
        result: String,
    },
    /// No connection, or no whole answer in time, or more than 64 KiB.
    Silent,
}
