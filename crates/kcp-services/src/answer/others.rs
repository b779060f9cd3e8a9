//! What the other methods' answers add: bank transfer, mobile phone, points, gift certificate (`seed 002 §5`,
//! `seed 003 §8`). Institutions leave fields out, so every one may be absent.

use std::fmt;

use kcp_codec::{BankCode, Name, WonOrZero};

use super::Answer;

/// A bank transfer's part of an approval.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TransferAnswer {
    /// The bank (`bank_code`).
    pub bank: Option<BankCode>,
    /// The bank's name (`bank_name`), up to 20 bytes.
    pub bank_name: Option<String>,
    /// The part that was transferred (`bk_mny`), in won.
    pub amount: Option<WonOrZero>,
    /// The approval number of a cash receipt (`cash_authno`), nine digits.
    pub receipt_approval_no: Option<String>,
    /// KCP's number of a cash receipt (`cash_no`), fourteen digits.
    pub receipt_no: Option<String>,
}

impl TransferAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            bank: answer.info(Name::from_static("bank_code")),
            bank_name: answer.text(Name::from_static("bank_name")),
            amount: answer.info(Name::from_static("bk_mny")),
            receipt_approval_no: answer.text(Name::from_static("cash_authno")),
            receipt_no: answer.text(Name::from_static("cash_no")),
        }
    }
}

/// A mobile phone payment's part of an approval. The number is personal, so it is not printed.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct MobileAnswer {
    /// The carrier (`commid`): `SKT`, `KTF`, `LGT` and others.
    pub carrier: Option<String>,
    /// The phone's number (`mobile_no`), up to eleven digits.
    pub number: Option<String>,
    /// Whether goods or content were sold (`van_id`): `ES01` goods, `ES02` content.
    pub kind: Option<String>,
}

impl MobileAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            carrier: answer.text(Name::from_static("commid")),
            number: answer.text(Name::from_static("mobile_no")),
            kind: answer.text(Name::from_static("van_id")),
        }
    }
}

impl fmt::Debug for MobileAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MobileAnswer")
            .field("carrier", &self.carrier)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A point payment's part of an approval.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PointsAnswer {
    /// Points paid (`pnt_amount`).
    pub amount: Option<WonOrZero>,
    /// Whose points (`pnt_issue`): `SCWB`, `SCSK`.
    pub issuer: Option<String>,
    /// The approval number (`pnt_app_no`), up to 20 bytes.
    pub approval_no: Option<String>,
    /// Points earned or used (`add_pnt`).
    pub added: Option<WonOrZero>,
    /// Points that can be used (`use_pnt`).
    pub usable: Option<WonOrZero>,
    /// Points in all (`rsv_pnt`).
    pub total: Option<WonOrZero>,
}

impl PointsAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            amount: answer.info(Name::from_static("pnt_amount")),
            issuer: answer.text(Name::from_static("pnt_issue")),
            approval_no: answer.text(Name::from_static("pnt_app_no")),
            added: answer.info(Name::from_static("add_pnt")),
            usable: answer.info(Name::from_static("use_pnt")),
            total: answer.info(Name::from_static("rsv_pnt")),
        }
    }
}

/// A gift certificate's part of an approval.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GiftAnswer {
    /// The part that was paid so (`tk_mny`), in won.
    pub amount: Option<WonOrZero>,
    /// Whose certificates (`tk_van_code`): `SCBL`, `SCCL` and others.
    pub operator: Option<String>,
    /// The approval number (`tk_app_no`), up to 20 bytes.
    pub approval_no: Option<String>,
}

impl GiftAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            amount: answer.info(Name::from_static("tk_mny")),
            operator: answer.text(Name::from_static("tk_van_code")),
            approval_no: answer.text(Name::from_static("tk_app_no")),
        }
    }
}

/// What an easy-pay wallet adds to a card's answer (`https.md §2`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EasyPayAnswer {
    /// The wallet (`card_other_pay_type`), as it came: `OT13` Kakao, `OT16` Naver and others.
    pub wallet: Option<String>,
    /// The part that the card paid (`card_mny`), in won; zero when a coupon paid all. Only the approval's amount counts
    /// as the total.
    pub card_part: Option<WonOrZero>,
    /// The part that a coupon paid (`coupon_mny`), in won.
    pub coupon_part: Option<WonOrZero>,
    /// The part that the wallet's own money or points paid (`easypoint_mny`), in won.
    pub money_part: Option<WonOrZero>,
    /// The part that Payco's points paid (`payco_point_mny`; the guide's example misspells it), in won.
    pub payco_points: Option<WonOrZero>,
}

impl EasyPayAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        let payco = ["payco_point_mny", "payco_poinf_mny"];
        Self {
            wallet: answer.text(Name::from_static("card_other_pay_type")),
            card_part: answer.info(Name::from_static("card_mny")),
            coupon_part: answer.info(Name::from_static("coupon_mny")),
            money_part: answer.info(Name::from_static("easypoint_mny")),
            payco_points: payco.into_iter().find_map(|name| answer.info(Name::from_static(name))),
        }
    }

    /// The wallet's name, if it is one that is known.
    #[must_use]
    pub fn wallet_name(&self) -> Option<&'static str> {
        Some(match self.wallet.as_deref()? {
            "OT01" => "Samsung Pay",
            "OT03" => "SSG Pay",
            "OT11" => "L.pay",
            "OT12" => "Payco",
            "OT13" => "Kakao Pay",
            "OT16" => "Naver Pay",
            "OT21" => "Apple Pay",
            "OT23" => "Toss Pay",
            _ => return None,
        })
    }
}
