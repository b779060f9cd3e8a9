//! Registering a cash receipt.

use kcp_codec::{
    FieldError, Fields, Group, KstDateTime, Literal, Name, OrderId, Reason, TransactionId, Won,
    WonOrZero,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use super::{Comment, DepositNotice, HolderNumber, Purpose, ReceiptId, Seller, Told};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
    texts::{BuyerMail, BuyerName, BuyerPhone, GoodsName},
};

/// Registers a cash receipt (`legacy.md §3.6`, `https.md §2`).
///
/// The PG-API's fields are known for a merchant who sells by himself and took the money elsewhere; there the names of
/// [`RegisterReceipt::with_seller`] and [`RegisterReceipt::with_payment`] are the socket's, which nobody has confirmed.
#[doc(alias = "07010000")]
#[doc(alias = "rcpt_data")]
#[doc(alias = "id_info")]
#[doc(alias = "trad_time")]
#[derive(Clone, Debug)]
pub struct RegisterReceipt {
    order: OrderId,
    goods: GoodsName,
    buyer: BuyerName,
    phone: Option<BuyerPhone>,
    mail: Option<BuyerMail>,
    comment: Option<Comment>,
    received_at: KstDateTime,
    purpose: Purpose,
    id: HolderNumber,
    total: Won,
    supply: WonOrZero,
    tax: WonOrZero,
    service: WonOrZero,
    paid: Option<PaidBy>,
    seller: Option<Seller>,
}

/// How the money came that a receipt is for (`pay_type`).
#[doc(alias = "pay_type")]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PaidBy {
    /// `PAXX`: not through KCP.
    Elsewhere,
    /// `PABK`: by a bank transfer of this number (`pay_trade_no`).
    Transfer(TransactionId),
    /// `PAVC`: into a virtual account.
    VirtualAccount {
        /// The account's number at KCP (`pay_trade_no`).
        transaction: TransactionId,
        /// What the deposit's notice calls itself (`pay_tx_id`), up to 20 bytes.
        notice: DepositNotice,
    },
}

impl PaidBy {
    fn onto(&self, fields: Fields) -> Fields {
        match self {
            Self::Elsewhere => fields.with(PAY_TYPE, &Literal::new("PAXX")),
            Self::Transfer(transaction) => {
                fields.with(PAY_TYPE, &Literal::new("PABK")).with(PAY_TRADE_NO, transaction)
            }
            Self::VirtualAccount { transaction, notice } => fields
                .with(PAY_TYPE, &Literal::new("PAVC"))
                .with(PAY_TRADE_NO, transaction)
                .with(Name::from_static("pay_tx_id"), notice),
        }
    }
}

impl RegisterReceipt {
    /// A receipt of `total` won, `tax` of it value-added tax, for money received at `received_at` (`trad_time`) from
    /// whom `id` names (`id_info`, up to 20 bytes: a telephone, card or business number). Keep `received_at`: a cancel
    /// names it again.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `amt_tax` if the tax is more than the total.
    #[allow(clippy::too_many_arguments)] // a receipt without any of these is none
    pub fn new(
        order: OrderId,
        goods: GoodsName,
        buyer: BuyerName,
        received_at: KstDateTime,
        purpose: Purpose,
        id: HolderNumber,
        total: Won,
        tax: WonOrZero,
    ) -> Result<Self, FieldError> {
        let supply = less(total.into(), tax, "amt_tax")?;
        Ok(Self {
            order,
            goods,
            buyer,
            phone: None,
            mail: None,
            comment: None,
            received_at,
            purpose,
            id,
            total,
            supply,
            tax,
            service: WonOrZero::ZERO,
            paid: None,
            seller: None,
        })
    }

    /// With a service charge (`amt_svc`) in the total, which is neither supply nor tax.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `amt_svc` if tax and charge are more than the total.
    pub fn with_service(self, service: WonOrZero) -> Result<Self, FieldError> {
        let supply = less(less(self.total.into(), self.tax, "amt_tax")?, service, "amt_svc")?;
        Ok(Self { supply, service, ..self })
    }

    /// With how the money came; on the socket it is taken for `PAXX` otherwise.
    #[must_use]
    pub fn with_payment(self, paid: PaidBy) -> Self {
        Self { paid: Some(paid), ..self }
    }

    /// With the seller on the merchant's marketplace who the receipt is made out by (`corp_type` `1`).
    #[must_use]
    pub fn with_seller(self, seller: Seller) -> Self {
        Self { seller: Some(seller), ..self }
    }

    /// With the buyer's telephone number (`buyr_tel1`), up to 20 bytes. Socket only: the PG-API has no place for it.
    #[must_use]
    pub fn with_phone(self, phone: BuyerPhone) -> Self {
        Self { phone: Some(phone), ..self }
    }

    /// With the buyer's mail address (`buyr_mail`), up to 50 bytes.
    #[must_use]
    pub fn with_mail(self, mail: BuyerMail) -> Self {
        Self { mail: Some(mail), ..self }
    }

    /// With a comment (`comment`), up to 100 bytes by this library's limit; no source gives KCP's. Socket only: the PG-API
    /// has no place for it.
    #[must_use]
    pub fn with_comment(self, comment: Comment) -> Self {
        Self { comment: Some(comment), ..self }
    }

    /// The receipt's own fields, which have the same names on both channels.
    fn receipt(&self) -> Fields {
        Fields::new()
            .with(Name::from_static("user_type"), &Literal::new("PGNW"))
            .with(Name::from_static("trad_time"), &self.received_at)
            .with(Name::from_static("tr_code"), &self.purpose.literal())
            .with(Name::from_static("id_info"), &self.id)
            .with(Name::from_static("amt_tot"), &self.total)
            .with(Name::from_static("amt_sup"), &self.supply)
            .with(Name::from_static("amt_svc"), &self.service)
            .with(Name::from_static("amt_tax"), &self.tax)
    }

    fn seller(&self, fields: Fields) -> Fields {
        match &self.seller {
            Some(seller) => seller.onto(fields),
            None => Seller::nobody_else(fields),
        }
    }
}

/// What is left of `whole` without `part`, or an error of the part's field.
fn less(whole: WonOrZero, part: WonOrZero, name: &'static str) -> Result<WonOrZero, FieldError> {
    match whole.get().checked_sub(part.get()) {
        Some(rest) => WonOrZero::new(rest),
        None => Err(FieldError::new(Name::from_static(name), Reason::OutOfRange)),
    }
}

/// A registered receipt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegisteredReceipt {
    /// KCP's number of the receipt (`cash_no`).
    pub cash_no: ReceiptId,
    /// The tax office's approval number (`receipt_no`), if it is there already.
    pub receipt_no: Option<String>,
    /// When it was registered (`app_time`), Korean time.
    pub registered_at: Option<KstDateTime>,
    /// How far the registration is (`reg_stat`), as it came; no source lists the codes.
    pub status: Option<String>,
    /// The same in KCP's words (`reg_desc`). Not trusted: escape it before showing it.
    pub status_text: Option<String>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for RegisterReceipt {}

impl Operation for RegisterReceipt {
    type Answer = RegisteredReceipt;

    const NAME: &'static str = "kcp receipt cash";

    fn read(&self, answer: &Answer) -> Outcome<RegisteredReceipt> {
        let yes = |answer: &Answer| -> Result<RegisteredReceipt, UnknownCause> {
            let cash_no = answer.required(ReceiptId::NAME)?;
            // KCP's description of this answer has no order; one that does must name this one.
            if answer.names_an_order() {
                answer.same_order(self.order)?;
            }
            let Told { receipt_no, at, status, status_text } = Told::read(answer);
            let fields = answer.fields().clone();
            Ok(RegisteredReceipt {
                cash_no,
                receipt_no,
                registered_at: at,
                status,
                status_text,
                fields,
            })
        };
        classify(answer, &DONE, yes, None)
    }
}

impl Effect for RegisterReceipt {}

impl On<Socket> for RegisterReceipt {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let receipt = self.paid.as_ref().unwrap_or(&PaidBy::Elsewhere).onto(self.receipt());
        let order = Fields::new()
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("buyr_name"), &self.buyer)
            .with_some(Name::from_static("buyr_tel1"), self.phone.as_ref())
            .with_some(Name::from_static("buyr_mail"), self.mail.as_ref())
            .with_some(Name::from_static("comment"), self.comment.as_ref())
            .with_set(Name::from_static("rcpt_data"), &receipt)
            .with_set(Name::from_static("corp_data"), &self.seller(Fields::new()));
        Ok(Message::new(TranCode::RECEIPT, [Group::payment(&[]), Group::order(&order)]))
    }
}

impl On<PgApi> for RegisterReceipt {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let receipt = match &self.paid {
            Some(paid) => paid.onto(self.receipt()),
            None => self.receipt(),
        };
        Ok(who
            .start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("CASH"))
            .with_fields(&receipt)
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("buyr_name"), &self.buyer)
            .with_some(Name::from_static("buyr_mail"), self.mail.as_ref())
            .with_fields(&self.seller(Fields::new())))
    }
}

const PAY_TYPE: Name = Name::from_static("pay_type");
const PAY_TRADE_NO: Name = Name::from_static("pay_trade_no");
