//! Cancelling a cash receipt, as a whole or in part.

use kcp_codec::{FieldError, Fields, Group, KstDateTime, Literal, Won, WonOrZero};
use kcp_transport::{
    Error,
    legacy::{Message, TranCode},
};

use super::{Named, ReceiptId, Told};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, classify_about},
    modify::Sums,
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// Cancels a cash receipt (`07020000`, `mod_type` `STSC`), or a part of it (`STPC`) (`legacy.md §3.6`).
///
/// Socket only: how a receipt is cancelled over HTTPS is in no source.
#[doc(alias = "07020000")]
#[derive(Clone, Debug)]
pub struct CancelReceipt {
    named: Named,
    part: Option<Sums>,
}

impl CancelReceipt {
    /// A cancel of `receipt` (`mod_value`), which was registered with the time `traded_at` (`trad_time`).
    #[must_use]
    pub const fn new(receipt: ReceiptId, traded_at: KstDateTime) -> Self {
        Self { named: Named { receipt, traded_at }, part: None }
    }

    /// Of `amount` (`mod_mny`) only, out of the `remaining` won (`rem_mny`) that it said before.
    ///
    /// # Errors
    /// [`OutOfRange`](kcp_codec::Reason::OutOfRange) of `mod_mny` if `amount` is more than `remaining`.
    pub fn with_part(self, amount: Won, remaining: Won) -> Result<Self, FieldError> {
        Ok(Self { part: Some(Sums::new(amount, remaining)?), ..self })
    }
}

/// A receipt that was cancelled, as a whole or in part.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CancelledReceipt {
    /// KCP's number of the receipt (`cash_no`), as it was asked. An answer that names another is
    /// [`UnknownCause::TransactionDiffers`]; [`QueryReceipt`](super::QueryReceipt) tells.
    pub cash_no: ReceiptId,
    /// Whether an earlier cancel did it and this one had nothing left to do. Never of a part. No source says how KCP
    /// answers then: the codes of payments (8133 and its kin) are taken to hold for receipts.
    pub earlier: bool,
    /// What the receipt still says after a part, in won; after the whole nothing.
    pub remaining: WonOrZero,
    /// The tax office's number (`receipt_no`), if it is there already.
    pub receipt_no: Option<String>,
    /// When (`app_time`), Korean time.
    pub cancelled_at: Option<KstDateTime>,
    /// How far it is (`reg_stat`), as it came.
    pub status: Option<String>,
    /// The same in KCP's words (`reg_desc`). Not trusted: escape it before showing it.
    pub status_text: Option<String>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for CancelReceipt {}

impl Operation for CancelReceipt {
    type Answer = CancelledReceipt;

    const NAME: &'static str = "kcp receipt cancel";

    fn read(&self, answer: &Answer) -> Outcome<CancelledReceipt> {
        let told = |earlier| {
            let Told { receipt_no, at, status, status_text } = Told::read(answer);
            CancelledReceipt {
                cash_no: self.named.receipt.clone(),
                earlier,
                remaining: self.part.map(|part| part.left()).unwrap_or_default(),
                receipt_no,
                cancelled_at: at,
                status,
                status_text,
                fields: answer.fields().clone(),
            }
        };
        let yes = |answer: &Answer| -> Result<CancelledReceipt, UnknownCause> {
            // No source shows amounts in this answer; what is there has to agree.
            self.part.map_or(Ok(()), |part| part.answered_if_told(answer))?;
            Ok(told(false))
        };
        let earlier = self.part.is_none().then(|| told(true));
        classify_about(answer, (ReceiptId::NAME, &self.named.receipt), yes, earlier)
    }
}

impl Effect for CancelReceipt {}

impl On<Socket> for CancelReceipt {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let fields = match &self.part {
            None => self.named.fields(Literal::new("STSC"))?,
            Some(part) => part.onto(self.named.fields(Literal::new("STPC"))?),
        };
        Ok(Message::new(TranCode::RECEIPT_CANCEL, [Group::payment(&[]), Group::modify(&fields)]))
    }
}
