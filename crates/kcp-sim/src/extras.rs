//! What a payment has besides its amount: coupons, points, wallets, kinds of card, receipts, escrow.

use kcp_codec::{BankCode, KstDateTime, WonOrZero};

/// What a payment has besides its amount. Which part belongs to which method stands at [`Agreement`](crate::Agreement).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Extras {
    /// The bank of a virtual account; KB if there is none.
    pub bank: Option<BankCode>,
    /// What kind of card it is.
    pub card: CardKind,
    /// Part of the amount that a coupon pays (`coupon_mny`).
    pub coupon: WonOrZero,
    /// The wallet that holds the card.
    pub easy_pay: Option<EasyPay>,
    /// Whether KCP holds the money until the customer confirms the purchase (`escw_yn`).
    pub escrow: bool,
    /// Who pays for instalments without interest.
    pub interest_free: Option<InterestFree>,
    /// Part of the amount that points pay (`pnt_amount`).
    pub points: WonOrZero,
    /// The cash receipt that the customer asked for.
    pub receipt: Option<ReceiptUse>,
    /// Until when a virtual account waits.
    pub until: Option<KstDateTime>,
}

/// What kind of card it is (`seed 003 §8`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum CardKind {
    /// A person's check card: `card_bin_type_02` is 1.
    Check,
    /// A company's credit card: `card_bin_type_01` is 1.
    Company,
    /// A check card of KakaoBank, an ISP card of KB's: `isp_issuer_cd` is KM90.
    KakaoBank,
    /// A check card of K bank, an ISP card of BC's: `isp_issuer_cd` is BC96.
    KBank,
    /// A person's credit card of KB's.
    #[default]
    Personal,
}

/// Who pays for instalments without interest (`noinf_type`, `seed 003 §8`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InterestFree {
    /// `CARD`: the card company, in an event of its own.
    Card,
    /// `SHOP`: the merchant.
    Shop,
}

impl InterestFree {
    /// KCP's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Shop => "SHOP",
        }
    }
}

/// What a cash receipt is for (`cash_tr_code`, `tr_code`, `va_receipt_gubn`; `seed 002 §5`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition: the law has these two
pub enum ReceiptUse {
    /// `1`: a company's proof of expense.
    Expense,
    /// `0`: a person's deduction from income.
    Income,
}

impl ReceiptUse {
    /// KCP's digit for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expense => "1",
            Self::Income => "0",
        }
    }

    /// The use with this digit.
    pub(crate) fn of(digit: &[u8]) -> Option<Self> {
        [Self::Expense, Self::Income].into_iter().find(|known| known.as_str().as_bytes() == digit)
    }
}

/// A wallet (`card_other_pay_type`; `https.md §2`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EasyPay {
    /// `OT21`.
    Apple,
    /// `OT13`.
    Kakao,
    /// `OT11`.
    LPay,
    /// `OT16`.
    Naver,
    /// `OT12`.
    Payco,
    /// `OT01`.
    Samsung,
    /// `OT03`.
    Ssg,
    /// `OT23`.
    Toss,
}

impl EasyPay {
    /// KCP's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "OT21",
            Self::Kakao => "OT13",
            Self::LPay => "OT11",
            Self::Naver => "OT16",
            Self::Payco => "OT12",
            Self::Samsung => "OT01",
            Self::Ssg => "OT03",
            Self::Toss => "OT23",
        }
    }
}
