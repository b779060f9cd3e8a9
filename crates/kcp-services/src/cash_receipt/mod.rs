//! Cash receipts for money that was taken otherwise (`https.md §2`, `legacy.md §3.6`).

use kcp_codec::{
    FieldError, Fields, KstDateTime, Literal, Name, OrderId, Reason, Text, Won, WonOrZero,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
};

use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    merchant::Identity,
    operation::{Effect, On, PgApi, sealed::Sealed},
};

/// Registers a cash receipt. How one is cancelled over HTTPS is unknown.
#[derive(Clone, Debug)]
pub struct RegisterReceipt {
    order: OrderId,
    goods: Text<100>,
    buyer: Text<40>,
    received_at: KstDateTime,
    purpose: Purpose,
    id: Text<20>,
    total: Won,
    supply: WonOrZero,
    tax: WonOrZero,
    service: WonOrZero,
}

/// What the buyer uses a receipt for (`tr_code`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Purpose {
    /// A business's expenses, `1`.
    Business,
    /// A private person's income deduction, `0`.
    Personal,
}

impl RegisterReceipt {
    /// A receipt of `total` won, `tax` of it value-added tax, for money received at `received_at` (`trad_time`) from
    /// whom `id` names (`id_info`, up to 20 bytes: a telephone, card or business number).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `amt_tax` if the tax is more than the total.
    #[allow(clippy::too_many_arguments)] // a receipt without any of these is none
    pub fn new(
        order: OrderId,
        goods: Text<100>,
        buyer: Text<40>,
        received_at: KstDateTime,
        purpose: Purpose,
        id: Text<20>,
        total: Won,
        tax: WonOrZero,
    ) -> Result<Self, FieldError> {
        let refuse = |_| FieldError::new(Name::from_static("amt_tax"), Reason::OutOfRange);
        let supply = total.get().checked_sub(tax.get()).ok_or(()).map_err(refuse)?;
        let supply = WonOrZero::new(supply)?;
        let service = WonOrZero::ZERO;
        Ok(Self { order, goods, buyer, received_at, purpose, id, total, supply, tax, service })
    }
}

/// A registered receipt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegisteredReceipt {
    /// KCP's number of the receipt (`cash_no`).
    pub cash_no: String,
    /// The tax office's approval number (`receipt_no`), if it is there already.
    pub receipt_no: Option<String>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for RegisterReceipt {}

impl Operation for RegisterReceipt {
    type Answer = RegisteredReceipt;

    const NAME: &'static str = "kcp receipt cash";

    fn read(&self, answer: &Answer) -> Outcome<RegisteredReceipt> {
        let yes = |answer: &Answer| {
            let missing = FieldError::new(CASH_NO, Reason::Missing);
            Ok(RegisteredReceipt {
                cash_no: answer.text(CASH_NO).ok_or(UnknownCause::Unreadable(missing))?,
                receipt_no: answer.text(Name::from_static("receipt_no")),
                fields: answer.fields().clone(),
            })
        };
        classify(answer, &DONE, |answer, _| yes(answer), None)
    }
}

impl Effect for RegisterReceipt {}

impl On<PgApi> for RegisterReceipt {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let purpose = match self.purpose {
            Purpose::Business => Literal::new("1"),
            Purpose::Personal => Literal::new("0"),
        };
        Ok(who
            .start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("CASH"))
            .with(Name::from_static("user_type"), &Literal::new("PGNW"))
            .with(Name::from_static("trad_time"), &self.received_at)
            .with(Name::from_static("tr_code"), &purpose)
            .with(Name::from_static("id_info"), &self.id)
            .with(Name::from_static("amt_tot"), &self.total)
            .with(Name::from_static("amt_sup"), &self.supply)
            .with(Name::from_static("amt_svc"), &self.service)
            .with(Name::from_static("amt_tax"), &self.tax)
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("buyr_name"), &self.buyer)
            .with(Name::from_static("corp_type"), &Literal::new("0")))
    }
}

const CASH_NO: Name = Name::from_static("cash_no");
