//! What an approval is, and what it has to agree with.

use kcp_codec::{FieldError, Fields, KstDateTime, Name, OrderId, Reason, TransactionId, Won};
use tracing::warn;

use super::PayType;
use crate::{
    Outcome, UnknownCause,
    answer::{
        AMOUNT, APP_TIME, Agreement, Answer, CODE_AND_MESSAGE, CardAnswer, EasyPayAnswer,
        GiftAnswer, MobileAnswer, Parts, PointsAnswer, Rules, TNO, TransferAnswer,
        VirtualAccountAnswer, classify,
    },
    modify::{Escrow, Standing, Undo},
};

/// A payment that KCP approved. For a virtual account: an account that was issued, not a payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Approval {
    /// KCP's number (`tno`). Store it before anything else: no cancel without it.
    pub transaction: TransactionId,
    /// The order (`order_no`), as it was asked.
    pub order: OrderId,
    /// The amount (`amount`) in won, as it was asked. The only total that counts: [`Approval::parts`] inform.
    pub amount: Won,
    /// The method (`pay_method`), as it was asked; or a wallet's money where a card was asked.
    pub method: PayType,
    /// When it was approved, Korean time: `app_time`, or the method's own name for it (`hp_app_time`, `tk_app_time`,
    /// `pnt_app_time`).
    pub approved_at: Option<KstDateTime>,
    /// What the method adds.
    pub detail: Detail,
    /// What a second method adds: a card beside points, or points beside a card, where the buyer paid with both
    /// (`complex_pnt_yn`, `seed 002 §2`). `amount` has to be the total of both; public samples of the socket channel
    /// add `pnt_amount` to it, so an answer whose `amount` is the card's part alone ends as
    /// [`UnknownCause::AmountDiffers`]: look the payment up.
    pub beside: Option<Detail>,
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

impl Approval {
    /// What the amount was paid with, as far as the answer says, and whether that adds up.
    #[must_use]
    pub fn parts(&self) -> Parts {
        Parts::read(&self.fields, self.amount)
    }

    /// The card, of a payment by card or by points and card.
    #[must_use]
    pub fn card(&self) -> Option<&CardAnswer> {
        self.details().find_map(|detail| match detail {
            Detail::Card(card) => Some(&**card),
            _ => None,
        })
    }

    /// The points, of a payment by points or by points and card.
    #[must_use]
    pub fn points(&self) -> Option<&PointsAnswer> {
        self.details().find_map(|detail| match detail {
            Detail::Points(points) => Some(points),
            _ => None,
        })
    }

    /// Whether the payment is under escrow (`escw_yn`). An answer that does not say so speaks of an ordinary payment;
    /// KCP refuses an ordinary cancel of an escrow payment, so a wrong guess moves nothing.
    #[must_use]
    pub fn escrow(&self) -> Escrow {
        match self.fields.get(Name::from_static("escw_yn")) {
            Some(b"Y") => Escrow::Yes,
            _ => Escrow::No,
        }
    }

    /// What takes this payment back right after its approval: nothing was cancelled yet, nothing was delivered, and
    /// nobody has paid into an issued account. [`Undo::of`] knows the cases that come later.
    #[must_use]
    pub fn undo(&self) -> Undo {
        let standing = match self.method {
            PayType::VirtualAccount => Standing::Issued,
            _ => Standing::Paid,
        };
        Undo::of(self.transaction, self.method, self.escrow(), standing)
    }

    fn details(&self) -> impl Iterator<Item = &Detail> {
        [&self.detail].into_iter().chain(&self.beside)
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
        classify(answer, &rules, |answer| self.agree(answer), None)
    }

    /// Everything that the money depends on, in the order in which a person would look.
    fn agree(self, answer: &Answer) -> Result<Approval, UnknownCause> {
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
        if Parts::read(answer.fields(), amount).agreement() == Agreement::Differ {
            // Informs only (`seed 003 §8`): the total is right, so the payment stands.
            warn!("the parts of the approved amount do not add up to it");
        }
        Ok(Approval {
            transaction,
            order: self.order,
            amount,
            method,
            approved_at: APPROVAL_TIMES.into_iter().find_map(|name| answer.info(name)),
            detail: Detail::of(method, answer),
            beside: Detail::beside(method, answer),
            fields: answer.fields().clone(),
        })
    }
}

impl Detail {
    fn of(method: PayType, answer: &Answer) -> Self {
        match method {
            PayType::Card => Self::Card(Box::new(CardAnswer::read(answer))),
            PayType::Gift => Self::Gift(GiftAnswer::read(answer)),
            PayType::Mobile => Self::Mobile(MobileAnswer::read(answer)),
            PayType::Points => Self::Points(PointsAnswer::read(answer)),
            PayType::Transfer => Self::Transfer(TransferAnswer::read(answer)),
            PayType::VirtualAccount => Self::VirtualAccount(VirtualAccountAnswer::read(answer)),
            PayType::KakaoMoney
            | PayType::NaverPoints
            | PayType::PaycoPoints
            | PayType::SsgMoney
            | PayType::TossMoney => Self::EasyPay(EasyPayAnswer::read(answer)),
        }
    }

    /// Points and card are the two that KCP lets a buyer join.
    fn beside(method: PayType, answer: &Answer) -> Option<Self> {
        match method {
            PayType::Card if PointsAnswer::is_told(answer) => {
                Some(Self::of(PayType::Points, answer))
            }
            PayType::Points if CardAnswer::is_told(answer) => Some(Self::of(PayType::Card, answer)),
            _ => None,
        }
    }
}

impl PayType {
    /// The answer's total. Points name it otherwise (`seed 002 §5`), and so do wallets (`https.md §2`); that name is a
    /// part's too, so it is the total only where the answer has no other part.
    fn amount(self, answer: &Answer) -> Result<Won, UnknownCause> {
        let part = match self {
            Self::Points => PNT_AMOUNT,
            wallet if wallet.is_wallet() => EASYPOINT_MNY,
            _ => return answer.required(AMOUNT),
        };
        if answer.states(AMOUNT) {
            return answer.required(AMOUNT);
        }
        let amount = answer.required(part)?;
        match Parts::read(answer.fields(), amount).agreement() {
            Agreement::Differ => {
                Err(UnknownCause::Unreadable(FieldError::new(AMOUNT, Reason::Missing)))
            }
            _ => Ok(amount),
        }
    }
}

/// Since May 2026 an issued virtual account answers V000 (`https.md §0`); older gateways answer 0000.
pub(crate) const ISSUED: Rules = Rules { success: &[b"V000", b"0000"], names: CODE_AND_MESSAGE };

const PAY_METHOD: Name = Name::from_static("pay_method");
const EASYPOINT_MNY: Name = Name::from_static("easypoint_mny");
const PNT_AMOUNT: Name = Name::from_static("pnt_amount");
pub(crate) const APPROVAL_TIMES: [Name; 4] = [
    APP_TIME,
    Name::from_static("hp_app_time"),
    Name::from_static("tk_app_time"),
    Name::from_static("pnt_app_time"),
];
