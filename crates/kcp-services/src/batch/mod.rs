//! Charging a registered card: automatic payment with a batch key.

mod key;

pub use key::{BatchKeyDeleted, BatchKeyIssued, DeleteBatchKey, IssueBatchKey};

use std::net::Ipv4Addr;

use kcp_codec::{
    BatchKey, ClientAddress, FieldError, Fields, Group, GroupId, Instalments, Literal, Name,
    OrderId, Reason, Won,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use crate::{
    Operation, Outcome,
    answer::Answer,
    approve::{Approval, Asked, CURRENCY, KRW, PayType},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
    texts::{BuyerMail, BuyerName, BuyerPhone, GoodsName},
};

/// Charges a registered card (`card_tx_type` `11511000`, `legacy.md §3.2`).
#[doc(alias = "11511000")]
#[derive(Clone, Debug)]
pub struct ChargeBatch {
    group: GroupId,
    key: BatchKey,
    order: OrderId,
    amount: Won,
    instalments: Instalments,
    goods: Option<GoodsName>,
    buyer: Buyer,
    address: Option<ClientAddress>,
}

/// Who buys. Every part may be left out. Names and numbers are personal, so only lengths are printed.
#[derive(Clone, Debug, Default)]
pub struct Buyer {
    name: Option<BuyerName>,
    phone: Option<BuyerPhone>,
    mobile: Option<BuyerPhone>,
    mail: Option<BuyerMail>,
}

impl Buyer {
    /// Nobody in particular.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a name (`buyr_name`), up to 30 bytes (`seed 002 §2`, `seed 003 §8`, `seed 004 §2.3`).
    #[must_use]
    pub fn with_name(self, name: BuyerName) -> Self {
        Self { name: Some(name), ..self }
    }

    /// With a telephone number (`buyr_tel1`), up to 20 bytes.
    #[must_use]
    pub fn with_phone(self, phone: BuyerPhone) -> Self {
        Self { phone: Some(phone), ..self }
    }

    /// With a mobile number (`buyr_tel2`), up to 20 bytes.
    #[must_use]
    pub fn with_mobile(self, mobile: BuyerPhone) -> Self {
        Self { mobile: Some(mobile), ..self }
    }

    /// The parts of a PG-API call, which has no place for a fixed telephone.
    pub(crate) fn onto(&self, call: Call) -> Call {
        call.with_some(Name::from_static("buyr_name"), self.name.as_ref())
            .with_some(Name::from_static("buyr_mail"), self.mail.as_ref())
            .with_some(Name::from_static("buyr_tel2"), self.mobile.as_ref())
    }

    /// With a mail address (`buyr_mail`), up to 50 bytes (`seed 002 §2`, `seed 003 §8`, `seed 004 §2.3`).
    #[must_use]
    pub fn with_mail(self, mail: BuyerMail) -> Self {
        Self { mail: Some(mail), ..self }
    }
}

impl ChargeBatch {
    /// A charge of `amount` won for `order` on the card that `key` of `group` stands for, all at once.
    #[must_use]
    pub fn new(group: GroupId, key: BatchKey, order: OrderId, amount: Won) -> Self {
        let instalments = Instalments::NONE;
        Self {
            group,
            key,
            order,
            amount,
            instalments,
            goods: None,
            buyer: Buyer::new(),
            address: None,
        }
    }

    /// Over several months, from 50,000 won on (`seed 002`, questions and answers).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `quota` if the amount is smaller.
    pub fn with_instalments(self, instalments: Instalments) -> Result<Self, FieldError> {
        if instalments != Instalments::NONE && self.amount.get() < Instalments::MIN_AMOUNT {
            return Err(FieldError::new(Instalments::NAME, Reason::OutOfRange));
        }
        Ok(Self { instalments, ..self })
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

impl Sealed for ChargeBatch {}

impl Operation for ChargeBatch {
    type Answer = Approval;

    const NAME: &'static str = "kcp charge";

    fn address(&self) -> Option<Ipv4Addr> {
        self.address.map(ClientAddress::get)
    }

    fn read(&self, answer: &Answer) -> Outcome<Approval> {
        Asked { order: self.order, amount: self.amount, method: PayType::Card }.classify(answer)
    }
}

impl Effect for ChargeBatch {}

impl On<Socket> for ChargeBatch {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let common = Fields::new()
            .with(Name::from_static("amount"), &self.amount)
            .with(CURRENCY, &KRW)
            .with_some(ClientAddress::NAME, self.address.as_ref())
            .with(Name::from_static("escw_mod"), &NO);
        let card = Fields::new()
            .with(Name::from_static("card_mny"), &self.amount)
            .with(Name::from_static("card_tx_type"), &BATCH_PAYMENT)
            .with(Instalments::NAME, &self.instalments)
            .with(GroupId::NAME, &self.group)
            .with(BatchKey::NAME, &self.key);
        let order = Fields::new()
            .with(OrderId::NAME, &self.order)
            .with_some(Name::from_static("good_name"), self.goods.as_ref())
            .with(Name::from_static("good_mny"), &self.amount)
            .with_some(Name::from_static("buyr_name"), self.buyer.name.as_ref())
            .with_some(Name::from_static("buyr_tel1"), self.buyer.phone.as_ref())
            .with_some(Name::from_static("buyr_tel2"), self.buyer.mobile.as_ref())
            .with_some(Name::from_static("buyr_mail"), self.buyer.mail.as_ref());
        let payment = Group::payment(&[
            (Name::from_static("common"), common),
            (Name::from_static("card"), card),
        ]);
        Ok(Message::new(TranCode::PAY, [payment, Group::order(&order)]))
    }
}

impl On<PgApi> for ChargeBatch {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call = who
            .start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("CARD"))
            .with(Name::from_static("amount"), &self.amount)
            .with(Name::from_static("card_mny"), &self.amount)
            .with(CURRENCY, &KRW)
            .with(Instalments::NAME, &self.instalments)
            .with(OrderId::NAME, &self.order)
            .with_some(Name::from_static("good_name"), self.goods.as_ref())
            .with(Name::from_static("card_tx_type"), &BATCH_PAYMENT)
            .with(BatchKey::NAME, &self.key)
            .with(GroupId::NAME, &self.group)
            .with_some(ClientAddress::NAME, self.address.as_ref());
        Ok(self.buyer.onto(call))
    }
}

/// No escrow.
const NO: Literal = Literal::new("N");

/// Payment with a batch key.
const BATCH_PAYMENT: Literal = Literal::new("11511000");
