//! Asking what became of a payment (`/std/inquery`, `https.md §2`).

use kcp_codec::{Fields, KstDateTime, Name, OrderId, SiteCode, TransactionId, Won, WonOrZero};
use kcp_crypto::Target;
use kcp_transport::{
    Cause, Error,
    api::{Call, Path},
};

use crate::{
    Operation, Outcome, UnknownCause,
    answer::{AMOUNT, Answer, DONE, ORDER_NO, TNO, classify},
    approve::{APPROVAL_TIMES, PAY_TYPE, PayType},
    merchant::Identity,
    operation::{On, PgApi, Query, sealed::Sealed},
};

/// Asks for the state of a payment by its transaction number. KCP knows no question by order number.
///
/// Signed over site, transaction and method; KCP's own pages disagree on the last part, and every working client
/// signs the method (`https.md §0`).
#[doc(alias = "inquery")]
#[derive(Clone, Copy, Debug)]
pub struct Inquire {
    transaction: TransactionId,
    method: PayType,
}

impl Inquire {
    /// A question about `transaction`, which was paid by `method`.
    #[must_use]
    pub const fn new(transaction: TransactionId, method: PayType) -> Self {
        Self { transaction, method }
    }
}

/// What KCP has about a payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inquired {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// The order (`order_no`).
    pub order: OrderId,
    /// What was paid (`amount`), in won.
    pub amount: Won,
    /// What can still be cancelled (`rem_mny` or the method's own name), in won, if the answer says.
    pub remaining: Option<WonOrZero>,
    /// Where the payment stands.
    pub state: TradeState,
    /// When it was approved, Korean time.
    pub approved_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

/// Where a payment stands (`stat_ca_cd` and its kin).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TradeState {
    /// `STSR`: approved, nothing cancelled.
    Approved,
    /// `STSC`: cancelled as a whole.
    Cancelled,
    /// A state of KCP's that this library does not know, as it came.
    Other(String),
    /// `STPC`: cancelled in part.
    PartlyCancelled,
}

impl Sealed for Inquire {}

impl Operation for Inquire {
    type Answer = Inquired;

    const NAME: &'static str = "kcp inquire";

    fn read(&self, answer: &Answer) -> Outcome<Inquired> {
        classify(answer, &DONE, |answer| self.inquired(answer), None)
    }
}

impl Query for Inquire {}

impl On<PgApi> for Inquire {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let target = self.target(who.site).ok_or_else(|| Error::refused(Cause::Signature))?;
        Ok(who
            .start(Path::Inquiry)
            .with_text(Name::from_static("kcp_sign_data"), who.sign(&target)?.as_base64())
            .with(TransactionId::NAME, &self.transaction)
            .with(PAY_TYPE, &self.method.literal()))
    }

    fn target(&self, site: SiteCode) -> Option<Target> {
        Target::inquire(site.as_str(), self.transaction.as_str(), self.method.code()).ok()
    }
}

impl Inquire {
    fn inquired(&self, answer: &Answer) -> Result<Inquired, UnknownCause> {
        // Some answers leave the number out; one that names another is about something else.
        answer.same_if_told(TNO, &self.transaction)?;
        let state = STATES.into_iter().find_map(|name| answer.text(name));
        Ok(Inquired {
            transaction: self.transaction,
            order: answer.required(ORDER_NO)?,
            amount: answer.required(AMOUNT)?,
            remaining: REMAINING.into_iter().find_map(|name| answer.info(name)),
            state: match state.as_deref() {
                Some("STSR") => TradeState::Approved,
                Some("STSC") => TradeState::Cancelled,
                Some("STPC") => TradeState::PartlyCancelled,
                other => TradeState::Other(other.unwrap_or_default().to_owned()),
            },
            approved_at: APPROVAL_TIMES.into_iter().find_map(|name| answer.info(name)),
            fields: answer.fields().clone(),
        })
    }
}

const STATES: [Name; 4] = [
    Name::from_static("stat_ca_cd"),
    Name::from_static("stat_bk_cd"),
    Name::from_static("stat_hp_cd"),
    Name::from_static("shop_status"),
];

const REMAINING: [Name; 3] = [
    Name::from_static("rem_mny"),
    Name::from_static("bk_rem_mny"),
    Name::from_static("hp_rem_mny"),
];
