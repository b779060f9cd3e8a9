//! Asking what became of a cash receipt.

use kcp_codec::{Fields, Group, KstDateTime, Literal};
use kcp_transport::{
    Error,
    legacy::{Message, TranCode},
};

use super::{Named, ReceiptId, Told};
use crate::{
    Operation, Outcome, Query, UnknownCause,
    answer::{Answer, classify_about},
    operation::{On, Socket, sealed::Sealed},
};

/// Asks for a cash receipt (`07030000`, `mod_type` `STSQ`, `legacy.md §3.6`). Socket only: no source has it over HTTPS.
#[doc(alias = "07030000")]
#[doc(alias = "STSQ")]
#[derive(Clone, Debug)]
pub struct QueryReceipt {
    named: Named,
}

impl QueryReceipt {
    /// A question for `receipt` (`mod_value`), which was registered with the time `traded_at` (`trad_time`).
    #[must_use]
    pub const fn new(receipt: ReceiptId, traded_at: KstDateTime) -> Self {
        Self { named: Named { receipt, traded_at } }
    }
}

/// What KCP has about a receipt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FoundReceipt {
    /// KCP's number of the receipt (`cash_no`), as it was asked.
    pub cash_no: ReceiptId,
    /// The tax office's approval number (`receipt_no`), if it is there already.
    pub receipt_no: Option<String>,
    /// When it was registered or changed last (`app_time`), Korean time.
    pub registered_at: Option<KstDateTime>,
    /// How far it is (`reg_stat`), as it came; no source lists the codes.
    pub status: Option<String>,
    /// The same in KCP's words (`reg_desc`). Not trusted: escape it before showing it.
    pub status_text: Option<String>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for QueryReceipt {}

impl Operation for QueryReceipt {
    type Answer = FoundReceipt;

    const NAME: &'static str = "kcp receipt query";

    fn read(&self, answer: &Answer) -> Outcome<FoundReceipt> {
        let yes = |answer: &Answer| -> Result<FoundReceipt, UnknownCause> {
            let Told { receipt_no, at, status, status_text } = Told::read(answer);
            Ok(FoundReceipt {
                cash_no: self.named.receipt.clone(),
                receipt_no,
                registered_at: at,
                status,
                status_text,
                fields: answer.fields().clone(),
            })
        };
        classify_about(answer, (ReceiptId::NAME, &self.named.receipt), yes, None)
    }
}

impl Query for QueryReceipt {}

impl On<Socket> for QueryReceipt {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let fields = self.named.fields(Literal::new("STSQ"))?;
        Ok(Message::new(TranCode::RECEIPT_QUERY, [Group::payment(&[]), Group::modify(&fields)]))
    }
}
