//! Paying again after a cancel, with another amount.

use kcp_codec::{Fields, Literal, Name, OrderId, SiteCode, Text, TransactionId, Won};
use kcp_crypto::Target;
use kcp_transport::{Error, api::Call};

use super::pay::{APPROVAL_NO, PNT_AMOUNT};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, TNO, classify},
    fields::max_bytes,
    merchant::Identity,
    modify::{Change, change_options},
    operation::{Effect, On, PgApi, sealed::Sealed},
};

/// The goods' name of a new approval (`mod_ordr_goods`), up to 50 bytes (`seed 004 §2.4`).
#[doc(alias = "mod_ordr_goods")]
pub type ReapprovedGoods = Text<{ max_bytes("points_reapprove", "mod_ordr_goods") }>;

/// Approves a payment anew for `amount` (`mod_type` `STRA`, `seed 004 §2.4`). Money moves, so it takes an order number
/// of its own and is never repeated by itself.
#[doc(alias = "STRA")]
#[derive(Debug)]
pub struct Reapprove {
    change: Change,
    amount: Won,
    order: OrderId,
    goods: Option<ReapprovedGoods>,
}

impl Reapprove {
    /// A new approval of `amount` points (`mod_mny`) in place of `transaction`, under `order` (`mod_ordr_idxx`).
    #[must_use]
    pub const fn new(transaction: TransactionId, amount: Won, order: OrderId) -> Self {
        Self { change: Change::of(transaction), amount, order, goods: None }
    }

    /// With the goods' name (`mod_ordr_goods`), up to 50 bytes.
    #[must_use]
    pub fn with_goods(self, goods: ReapprovedGoods) -> Self {
        Self { goods: Some(goods), ..self }
    }
}

change_options!(Reapprove);

/// A new approval.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reapproved {
    /// KCP's number (`tno`). The guide does not say whether it is the old one or a new one; keep this one.
    pub transaction: TransactionId,
    /// Points paid (`pnt_amount`), as they were asked.
    pub amount: Won,
    /// The approval number (`pnt_app_no`), up to twelve digits.
    pub approval_no: Option<String>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for Reapprove {}

impl Operation for Reapprove {
    type Answer = Reapproved;

    const NAME: &'static str = "kcp points reapprove";

    fn read(&self, answer: &Answer) -> Outcome<Reapproved> {
        classify(answer, &DONE, |answer| self.reapproved(answer), None)
    }
}

impl Effect for Reapprove {}

impl On<PgApi> for Reapprove {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call = self.change.call(who, KIND)?;
        Ok(call
            .with(Name::from_static("mod_mny"), &self.amount)
            .with(Name::from_static("mod_ordr_idxx"), &self.order)
            .with_some(Name::from_static("mod_ordr_goods"), self.goods.as_ref()))
    }

    fn target(&self, site: SiteCode) -> Option<Target> {
        self.change.target(site, KIND)
    }
}

const KIND: Literal = Literal::new("STRA");

impl Reapprove {
    fn reapproved(&self, answer: &Answer) -> Result<Reapproved, UnknownCause> {
        let transaction = answer.required(TNO)?;
        let amount: Won = answer.required(PNT_AMOUNT)?;
        if amount != self.amount {
            return Err(UnknownCause::AmountDiffers {
                asked: self.amount.into(),
                answered: amount.into(),
            });
        }
        Ok(Reapproved {
            transaction,
            amount,
            approval_no: answer.text(APPROVAL_NO),
            fields: answer.fields().clone(),
        })
    }
}
