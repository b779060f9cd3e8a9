//! Registering a trade before the mobile window opens (`seed 003 §3`).

use kcp_codec::{Fields, Name, OrderId, WebUrl, Won};
use kcp_transport::{
    Environment, Error, PayUrl,
    api::{Call, Path},
};

use super::{WindowMethod, options::Price};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, Rules, classify},
    merchant::Identity,
    operation::{On, PgApi, Query, sealed::Sealed},
    texts::GoodsName,
};

/// Registers an order for the mobile window. Nothing moves, so it may be asked again.
///
/// `M` is the unit of its amount: [`Won`], or [`Cents`](kcp_codec::Cents) of a dollar. The registration itself does not
/// say which; the form does.
#[derive(Clone, Debug)]
pub struct RegisterTrade<M = Won> {
    environment: Environment,
    order: OrderId,
    amount: M,
    goods: GoodsName,
    method: WindowMethod,
    return_url: WebUrl,
}

impl<M: Price> RegisterTrade<M> {
    /// An order for the window of `environment`, which answers to `return_url` (`Ret_URL`). Keep order, amount and
    /// method: the approval is made from them, not from what comes back.
    #[must_use]
    pub const fn new(
        environment: Environment,
        order: OrderId,
        amount: M,
        goods: GoodsName,
        method: WindowMethod,
        return_url: WebUrl,
    ) -> Self {
        Self { environment, order, amount, goods, method, return_url }
    }
}

/// A registered trade, with what the mobile form needs of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Registered<M = Won> {
    /// The key that the form carries (`approvalKey` here, `approval_key` there).
    pub approval_key: String,
    /// Where the form goes (`PayUrl`); one of the hosts of the environment.
    pub pay_url: PayUrl,
    /// KCP's trace number (`traceNo`).
    pub trace_no: Option<String>,
    pub(super) order: OrderId,
    pub(super) amount: M,
    pub(super) goods: GoodsName,
    pub(super) method: WindowMethod,
    pub(super) return_url: WebUrl,
    /// Every field of the answer.
    pub fields: Fields,
}

impl<M: Price> Sealed for RegisterTrade<M> {}

impl<M: Price> Operation for RegisterTrade<M> {
    type Answer = Registered<M>;

    const NAME: &'static str = "kcp register";

    fn read(&self, answer: &Answer) -> Outcome<Registered<M>> {
        classify(answer, &RULES, |answer| self.registered(answer), None)
    }
}

impl<M: Price> Query for RegisterTrade<M> {}

impl<M: Price> On<PgApi> for RegisterTrade<M> {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(who
            .start(Path::Register)
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_mny"), &self.amount)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("pay_method"), &self.method.mobile())
            .with(WebUrl::NAME, &self.return_url))
    }
}

impl<M: Price> RegisterTrade<M> {
    fn registered(&self, answer: &Answer) -> Result<Registered<M>, UnknownCause> {
        let approval_key = answer.needed_text(Name::from_static("approvalKey"))?;
        let pay_url = answer.needed_text(Name::from_static("PayUrl"))?;
        let pay_url =
            PayUrl::parse(&self.environment, &pay_url).map_err(|_| UnknownCause::UntrustedUrl)?;
        Ok(Registered {
            approval_key,
            pay_url,
            trace_no: answer.text(Name::from_static("traceNo")),
            order: self.order,
            amount: self.amount,
            goods: self.goods.clone(),
            method: self.method,
            return_url: self.return_url.clone(),
            fields: answer.fields().clone(),
        })
    }
}

/// This answer has names of its own (`https.md §2`).
const RULES: Rules =
    Rules { success: &[b"0000"], names: (Name::from_static("Code"), Name::from_static("Message")) };
