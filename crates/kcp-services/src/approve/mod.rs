//! Approving what a buyer did in the payment window, and what an approval is.

mod pay_type;

pub use pay_type::PayType;

use std::net::Ipv4Addr;

use kcp_codec::{
    ClientAddress, Decode, FieldError, Fields, KstDateTime, Literal, Name, OrderId, Reason,
    TransactionId, WindowText, Won,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use crate::{
    Operation, Outcome, ResultCode, UnknownCause,
    answer::{
        AMOUNT, APP_TIME, Answer, CODE_AND_MESSAGE, CardAnswer, EasyPayAnswer, GiftAnswer,
        MobileAnswer, PointsAnswer, Rules, TNO, TransferAnswer, VirtualAccountAnswer, classify,
    },
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Approves a payment that the buyer authenticated in the window (`seed 002 §3`, `legacy.md §3.3`).
///
/// Amount, order and method come from the shop's own records, never from the return post: KCP compares them with
/// what the window showed and answers 8059 if somebody changed them.
#[derive(Clone, Debug)]
pub struct ApproveWindow {
    window: Authenticated,
    order: OrderId,
    amount: Won,
    method: PayType,
    address: Option<ClientAddress>,
}

impl ApproveWindow {
    /// An approval of `amount` won for `order` by `method`, with the window's `enc_data` and `enc_info`.
    #[must_use]
    pub fn new(
        enc_data: WindowText,
        enc_info: WindowText,
        order: OrderId,
        amount: Won,
        method: PayType,
    ) -> Self {
        let window = Authenticated::new(enc_data, enc_info);
        Self { window, order, amount, method, address: None }
    }

    /// With the transaction code (`tran_cd`) that the window handed over; by default `00100000`.
    #[must_use]
    pub fn with_tran_code(self, tran_cd: TranCode) -> Self {
        Self { window: Authenticated { tran_cd, ..self.window }, ..self }
    }

    /// With the buyer's address (`cust_ip`), which goes into the trace number.
    #[must_use]
    pub fn with_client_address(self, address: ClientAddress) -> Self {
        Self { address: Some(address), ..self }
    }
}

/// What the window encrypted, and the code to send it under.
#[derive(Clone, Debug)]
pub(crate) struct Authenticated {
    pub(crate) tran_cd: TranCode,
    pub(crate) enc_data: WindowText,
    pub(crate) enc_info: WindowText,
}

impl Authenticated {
    pub(crate) const fn new(enc_data: WindowText, enc_info: WindowText) -> Self {
        Self { tran_cd: TranCode::PAY, enc_data, enc_info }
    }

    /// The PG-API's approval (`seed 003 §6`), before anything is compared.
    pub(crate) fn call(&self, who: &Identity<'_>) -> Call {
        let text = |text: &'_ WindowText| String::from_utf8_lossy(text.as_bytes()).into_owned();
        who.start(Path::Payment)
            .with_text(
                Name::from_static("tran_cd"),
                &String::from_utf8_lossy(self.tran_cd.as_bytes()),
            )
            .with_text(Name::from_static("enc_data"), &text(&self.enc_data))
            .with_text(Name::from_static("enc_info"), &text(&self.enc_info))
    }
}

/// A payment that KCP approved. For a virtual account: an account that was issued, not a payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Approval {
    /// KCP's number (`tno`). Store it before anything else: no cancel without it.
    pub transaction: TransactionId,
    /// The order (`order_no`), as it was asked.
    pub order: OrderId,
    /// The amount (`amount`) in won, as it was asked. The only total that counts: card and coupon parts inform.
    pub amount: Won,
    /// The method (`pay_method`), as it was asked; or a wallet's money where a card was asked.
    pub method: PayType,
    /// When it was approved (`app_time`; mobile, gift and points have names of their own), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// What the method adds.
    pub detail: Detail,
    /// Every field of the answer, those among them that this library does not know.
    pub fields: Fields,
}

/// What a method adds to an approval.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Detail {
    /// A card payment, boxed because it says most.
    Card(Box<CardAnswer>),
    /// A wallet's own money or points.
    EasyPay(EasyPayAnswer),
    /// A gift certificate.
    Gift(GiftAnswer),
    /// A mobile phone payment.
    Mobile(MobileAnswer),
    /// Points.
    Points(PointsAnswer),
    /// A bank transfer.
    Transfer(TransferAnswer),
    /// An issued virtual account.
    VirtualAccount(VirtualAccountAnswer),
}

impl Sealed for ApproveWindow {}

impl Operation for ApproveWindow {
    type Answer = Approval;

    const NAME: &'static str = "kcp approve";

    fn address(&self) -> Option<Ipv4Addr> {
        self.address.map(ClientAddress::get)
    }

    fn read(&self, answer: &Answer) -> Outcome<Approval> {
        Asked { order: self.order, amount: self.amount, method: self.method }.classify(answer)
    }
}

impl Effect for ApproveWindow {}

impl On<Socket> for ApproveWindow {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let order = Fields::new()
            .with(ORDR_MONY, &self.amount)
            .with(ORDR_NO, &self.order)
            .with(PAY_TYPE, &self.method.literal());
        Ok(Message::window(
            self.window.tran_cd,
            &self.window.enc_data,
            &self.window.enc_info,
            &order,
        ))
    }
}

impl On<PgApi> for ApproveWindow {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(self
            .window
            .call(who)
            .with(ORDR_MONY, &self.amount)
            .with(ORDR_NO, &self.order)
            .with(PAY_TYPE, &self.method.literal()))
    }
}

/// What an approval has to agree with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) order: OrderId,
    pub(crate) amount: Won,
    pub(crate) method: PayType,
}

impl Asked {
    pub(crate) fn classify(self, answer: &Answer) -> Outcome<Approval> {
        let rules =
            if self.method == PayType::VirtualAccount { ISSUED } else { crate::answer::DONE };
        classify(answer, &rules, |answer, code| self.agree(answer, code), None)
    }

    /// Everything that the money depends on, in the order in which a person would look.
    fn agree(self, answer: &Answer, _: ResultCode) -> Result<Approval, UnknownCause> {
        let transaction = answer.required(TNO)?;
        let method: PayType = answer.required(PAY_METHOD)?;
        let amount = method.amount(answer)?;
        if amount != self.amount {
            return Err(UnknownCause::AmountDiffers {
                asked: self.amount.into(),
                answered: amount.into(),
            });
        }
        if !method.agrees_with(self.method) {
            return Err(UnknownCause::MethodDiffers);
        }
        answer.same_order(self.order)?;
        Ok(Approval {
            transaction,
            order: self.order,
            amount,
            method,
            approved_at: APPROVAL_TIMES.into_iter().find_map(|name| answer.info(name)),
            detail: match method {
                PayType::Card => Detail::Card(Box::new(CardAnswer::read(answer))),
                PayType::Gift => Detail::Gift(GiftAnswer::read(answer)),
                PayType::Mobile => Detail::Mobile(MobileAnswer::read(answer)),
                PayType::Points => Detail::Points(PointsAnswer::read(answer)),
                PayType::Transfer => Detail::Transfer(TransferAnswer::read(answer)),
                PayType::VirtualAccount => {
                    Detail::VirtualAccount(VirtualAccountAnswer::read(answer))
                }
                PayType::KakaoMoney
                | PayType::NaverPoints
                | PayType::PaycoPoints
                | PayType::SsgMoney
                | PayType::TossMoney => Detail::EasyPay(EasyPayAnswer::read(answer)),
            },
            fields: answer.fields().clone(),
        })
    }
}

impl PayType {
    /// The answer's total. Points name it otherwise (`seed 002 §5`), and so do wallets (`https.md §2`).
    fn amount(self, answer: &Answer) -> Result<Won, UnknownCause> {
        let other = match self {
            Self::Points => Some(PNT_AMOUNT),
            wallet if wallet.is_wallet() => Some(EASYPOINT_MNY),
            _ => None,
        };
        match other {
            Some(other) if answer.fields().get(AMOUNT).is_none() => answer.required(other),
            _ => answer.required(AMOUNT),
        }
    }
}

/// Since May 2026 an issued virtual account answers V000 (`https.md §0`); older gateways answer 0000.
pub(crate) const ISSUED: Rules = Rules { success: &[b"V000", b"0000"], names: CODE_AND_MESSAGE };

/// The currency's name in requests.
pub(crate) const CURRENCY: Name = Name::from_static("currency");

/// Won, as direct payments and the PG-API name it (`legacy.md §3.2`).
pub(crate) const KRW: Literal = Literal::new("410");

const ORDR_MONY: Name = Name::from_static("ordr_mony");
const ORDR_NO: Name = Name::from_static("ordr_no");
pub(crate) const PAY_TYPE: Name = Name::from_static("pay_type");
const PAY_METHOD: Name = Name::from_static("pay_method");
const EASYPOINT_MNY: Name = Name::from_static("easypoint_mny");
const PNT_AMOUNT: Name = Name::from_static("pnt_amount");
pub(crate) const APPROVAL_TIMES: [Name; 4] = [
    APP_TIME,
    Name::from_static("hp_app_time"),
    Name::from_static("tk_app_time"),
    Name::from_static("pnt_app_time"),
];

impl Decode for PayType {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        Self::of_wire(bytes).ok_or_else(|| FieldError::new(field, Reason::BadByte { at: 0 }))
    }
}
