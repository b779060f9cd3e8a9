//! Paying with points.

use kcp_codec::{
    ClientAddress, Fields, KstDateTime, Literal, Name, OrderId, TransactionId, Won, WonOrZero,
};
use kcp_transport::{Error, api::Call};

use super::{LEFT, Member};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, TNO, classify},
    batch::Buyer,
    merchant::Identity,
    operation::{Effect, On, PgApi, sealed::Sealed},
    texts::GoodsName,
};

/// Pays an order with points alone (`pt_txtype` `91200000`, `pt_paycode` `04`).
#[doc(alias = "91200000")]
#[derive(Debug)]
pub struct PayPoints {
    member: Member,
    order: OrderId,
    amount: Won,
    goods: Option<GoodsName>,
    buyer: Buyer,
    address: Option<ClientAddress>,
}

impl PayPoints {
    /// A payment of `amount` points for `order`.
    #[must_use]
    pub fn new(member: Member, order: OrderId, amount: Won) -> Self {
        Self { member, order, amount, goods: None, buyer: Buyer::new(), address: None }
    }

    /// With the goods' name (`good_name`), up to 100 bytes.
    #[must_use]
    pub fn with_goods(self, goods: GoodsName) -> Self {
        Self { goods: Some(goods), ..self }
    }

    /// With the buyer.
    #[must_use]
    pub fn with_buyer(self, buyer: Buyer) -> Self {
        Self { buyer, ..self }
    }

    /// With the buyer's address (`cust_ip`).
    #[must_use]
    pub fn with_client_address(self, address: ClientAddress) -> Self {
        Self { address: Some(address), ..self }
    }
}

/// A payment with points.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PaidPoints {
    /// KCP's number (`tno`). Store it: no cancel and no re-approval without it.
    pub transaction: TransactionId,
    /// The order, as it was asked.
    pub order: OrderId,
    /// Points paid (`pnt_amount`), as they were asked.
    pub amount: Won,
    /// Points left (`rsv_pnt`), if the answer says.
    pub left: Option<WonOrZero>,
    /// The approval number (`pnt_app_no`), up to twelve digits.
    pub approval_no: Option<String>,
    /// When (`pnt_app_time`), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for PayPoints {}

impl Operation for PayPoints {
    type Answer = PaidPoints;

    const NAME: &'static str = "kcp points pay";

    fn read(&self, answer: &Answer) -> Outcome<PaidPoints> {
        classify(answer, &DONE, |answer| self.paid(answer), None)
    }
}

impl Effect for PayPoints {}

impl On<PgApi> for PayPoints {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call = self
            .member
            .call(who, Literal::new("91200000"), self.amount, self.order, self.address)
            .with(Name::from_static("pt_paycode"), &Literal::new("04"))
            .with(Name::from_static("pt_mny"), &self.amount)
            .with_some(Name::from_static("good_name"), self.goods.as_ref());
        Ok(self.buyer.onto(call))
    }
}

impl PayPoints {
    fn paid(&self, answer: &Answer) -> Result<PaidPoints, UnknownCause> {
        let transaction = answer.required(TNO)?;
        let amount: Won = answer.required(PNT_AMOUNT)?;
        if amount != self.amount {
            return Err(UnknownCause::AmountDiffers {
                asked: self.amount.into(),
                answered: amount.into(),
            });
        }
        // The guide's answer names no order; one that does must name this one.
        if answer.names_an_order() {
            answer.same_order(self.order)?;
        }
        Ok(PaidPoints {
            transaction,
            order: self.order,
            amount,
            left: answer.info(LEFT),
            approval_no: answer.text(APPROVAL_NO),
            approved_at: answer.info(Name::from_static("pnt_app_time")),
            fields: answer.fields().clone(),
        })
    }
}

pub(super) const PNT_AMOUNT: Name = Name::from_static("pnt_amount");
pub(super) const APPROVAL_NO: Name = Name::from_static("pnt_app_no");
