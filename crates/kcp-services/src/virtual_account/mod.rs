//! Issuing a virtual account without the window (`https.md §2`).

use kcp_codec::{
    BankCode, Fields, KstDateTime, Literal, Name, OrderId, Text, TransactionId, Won, Word,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
};

use crate::{
    Operation, Outcome, UnknownCause,
    answer::{AMOUNT, Answer, TNO, VirtualAccountAnswer, classify},
    approve::{CURRENCY, ISSUED, KRW},
    batch::Buyer,
    fields::max_bytes,
    merchant::Identity,
    operation::{Effect, On, PgApi, sealed::Sealed},
    texts::GoodsName,
};

/// The name on an account (`va_name`), up to 20 bytes by this library's limit; no source gives KCP's.
#[doc(alias = "va_name")]
pub type Depositor = Text<{ max_bytes("virtual_account_issue", "va_name") }>;

/// The number that a cash receipt is made out to (`va_taxno`), up to 20 bytes.
#[doc(alias = "va_taxno")]
pub type TaxNumber = Word<{ max_bytes("virtual_account_issue", "va_taxno") }>;

/// Issues an account for one order (`va_txtype` `41100000`). Issued is not paid: the deposit is told in a notice.
#[doc(alias = "41100000")]
#[derive(Clone, Debug)]
pub struct IssueAccount {
    order: OrderId,
    amount: Won,
    bank: BankCode,
    depositor: Depositor,
    pay_until: KstDateTime,
    goods: GoodsName,
    buyer: Buyer,
    receipt: Option<ReceiptRequest>,
}

/// A cash receipt to be made with the deposit. Both parts or none: one alone is refused by KCP with 8308.
#[derive(Clone, Debug)]
pub struct ReceiptRequest {
    purpose: Literal,
    id: TaxNumber,
}

impl ReceiptRequest {
    /// For a private person's income deduction (`va_receipt_gubn` `0`), with their number (`va_taxno`).
    #[must_use]
    pub const fn personal(id: TaxNumber) -> Self {
        Self { purpose: Literal::new("0"), id }
    }

    /// For a business's expenses (`va_receipt_gubn` `1`), with its number (`va_taxno`).
    #[must_use]
    pub const fn business(id: TaxNumber) -> Self {
        Self { purpose: Literal::new("1"), id }
    }
}

impl IssueAccount {
    /// An account at `bank` for `amount` won of `order`, in `depositor`'s name (`va_name`, up to 20 bytes), to be paid
    /// until `pay_until` (`va_date`), for `goods` (up to 100 bytes).
    #[must_use]
    pub fn new(
        order: OrderId,
        amount: Won,
        bank: BankCode,
        depositor: Depositor,
        pay_until: KstDateTime,
        goods: GoodsName,
    ) -> Self {
        Self {
            order,
            amount,
            bank,
            depositor,
            pay_until,
            goods,
            buyer: Buyer::new(),
            receipt: None,
        }
    }

    /// With the buyer.
    #[must_use]
    pub fn with_buyer(self, buyer: Buyer) -> Self {
        Self { buyer, ..self }
    }

    /// With a cash receipt.
    #[must_use]
    pub fn with_receipt(self, receipt: ReceiptRequest) -> Self {
        Self { receipt: Some(receipt), ..self }
    }
}

/// An issued account.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IssuedAccount {
    /// KCP's number (`tno`). Notices about deposits name it.
    pub transaction: TransactionId,
    /// The order, as it was asked.
    pub order: OrderId,
    /// What is to be paid, as it was asked.
    pub amount: Won,
    /// The account.
    pub account: VirtualAccountAnswer,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for IssueAccount {}

impl Operation for IssueAccount {
    type Answer = IssuedAccount;

    const NAME: &'static str = "kcp vaccount issue";

    fn read(&self, answer: &Answer) -> Outcome<IssuedAccount> {
        classify(answer, &ISSUED, |answer| self.issued(answer), None)
    }
}

impl Effect for IssueAccount {}

impl On<PgApi> for IssueAccount {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call = who
            .start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("VCNT"))
            .with(AMOUNT, &self.amount)
            .with(CURRENCY, &KRW)
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("va_txtype"), &Literal::new("41100000"))
            .with(Name::from_static("va_mny"), &self.amount)
            .with(Name::from_static("va_bankcode"), &self.bank.prefixed())
            .with(Name::from_static("va_name"), &self.depositor)
            .with(Name::from_static("va_date"), &self.pay_until)
            .with_some(
                Name::from_static("va_receipt_gubn"),
                self.receipt.as_ref().map(|receipt| &receipt.purpose),
            )
            .with_some(
                Name::from_static("va_taxno"),
                self.receipt.as_ref().map(|receipt| &receipt.id),
            );
        Ok(self.buyer.onto(call))
    }
}

impl IssueAccount {
    fn issued(&self, answer: &Answer) -> Result<IssuedAccount, UnknownCause> {
        let transaction = answer.required(TNO)?;
        // KCP's description of this answer has neither amount nor order; what is there has to agree.
        if answer.states(AMOUNT) {
            let answered: Won = answer.required(AMOUNT)?;
            if answered != self.amount {
                return Err(UnknownCause::AmountDiffers {
                    asked: self.amount.into(),
                    answered: answered.into(),
                });
            }
        }
        if answer.names_an_order() {
            answer.same_order(self.order)?;
        }
        answer.required::<kcp_codec::AccountNumber>(Name::from_static("account"))?;
        Ok(IssuedAccount {
            transaction,
            order: self.order,
            amount: self.amount,
            account: VirtualAccountAnswer::read(answer),
            fields: answer.fields().clone(),
        })
    }
}
