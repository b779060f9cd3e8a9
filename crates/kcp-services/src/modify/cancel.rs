//! Cancelling a whole payment.

use std::net::Ipv4Addr;

use kcp_codec::{Fields, KstDateTime, Literal, Name, SiteCode, TransactionId, WonOrZero};
use kcp_crypto::Target;
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{Change, change_options};
use crate::{
    Operation, Outcome,
    answer::{Answer, TNO, classify_about},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Cancels a payment that was not cancelled in part before (`mod_type` `STSC`, `seed 002 §4`): by card, bank transfer,
/// mobile phone, points or gift certificate. What was cancelled does not come back.
///
/// An escrow payment is cancelled by [`CancelEscrow`](super::CancelEscrow), a paid virtual account by
/// [`RefundAccount`](super::RefundAccount); [`Undo`](super::Undo) knows which.
///
/// After a partial cancel the rest is another [`PartialCancel`](super::PartialCancel); KCP answers 8040 to this one.
#[doc(alias = "STSC")]
#[derive(Clone, Debug)]
pub struct Cancel {
    change: Change,
}

impl Cancel {
    /// A cancel of the whole of `transaction`.
    #[must_use]
    pub fn new(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction) }
    }
}

change_options!(Cancel);

/// A cancelled payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancelled {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Whether an earlier cancel did it (8133 and its kin) and this one had nothing left to do. One of the kin, 8734, is
    /// worded as the refusal of a payment whose parts were cancelled: if a part should be left, look it up.
    pub earlier: bool,
    /// When (`canc_time`), Korean time.
    pub cancelled_at: Option<KstDateTime>,
    /// KCP's number of the change (`mod_seq_no`), if it came.
    pub sequence: Option<String>,
    /// The part whose cash receipt is not cancelled with it (`app_cash_receipt_mny`, `https.md §2`), in won: more than
    /// zero, and the receipt is still to be cancelled.
    pub receipt_left: Option<WonOrZero>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Cancelled {
    /// What a cancel of a whole payment answers, whichever kind of cancel it was.
    pub(super) fn classify(answer: &Answer, transaction: TransactionId) -> Outcome<Self> {
        let told = |earlier, cancelled_at| Self {
            transaction,
            earlier,
            cancelled_at,
            sequence: answer.text(Name::from_static("mod_seq_no")),
            receipt_left: answer.info(RECEIPT_LEFT),
            fields: answer.fields().clone(),
        };
        let yes = |answer: &Answer| Ok(told(false, cancel_time(answer)));
        classify_about(answer, (TNO, &transaction), yes, Some(told(true, None)))
    }
}

impl Sealed for Cancel {}

impl Operation for Cancel {
    type Answer = Cancelled;

    const NAME: &'static str = "kcp cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Cancelled> {
        Cancelled::classify(answer, self.change.transaction)
    }
}

impl Effect for Cancel {}

impl On<Socket> for Cancel {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(KIND, |fields| fields))
    }
}

impl On<PgApi> for Cancel {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        self.change.call(who, KIND)
    }

    fn target(&self, site: SiteCode) -> Option<Target> {
        self.change.target(site, KIND)
    }
}

const KIND: Literal = Literal::new("STSC");

pub(super) fn cancel_time(answer: &Answer) -> Option<KstDateTime> {
    answer.first(&["canc_time", "mod_time"])
}

pub(super) const RECEIPT_LEFT: Name = Name::from_static("app_cash_receipt_mny");
