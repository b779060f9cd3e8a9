//! What a point payment's answer adds.

use kcp_codec::{KstDateTime, Name, OperatorCode, WonOrZero};

use super::{Answer, ReceiptPart};

/// A point payment's part of an approval (`seed 002 §5`, `seed 003 §8`). Institutions leave fields out, so every one
/// may be absent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PointsAnswer {
    /// Points paid (`pnt_amount`), in won.
    pub amount: Option<WonOrZero>,
    /// Whose points (`pnt_issue`): `SCWB`, `SCSK`.
    pub issuer: Option<OperatorCode>,
    /// The approval number (`pnt_app_no`), up to 20 bytes.
    pub approval_no: Option<String>,
    /// When the operator approved (`pnt_app_time`), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// Points earned or used (`add_pnt`).
    pub added: Option<WonOrZero>,
    /// Points that can be used (`use_pnt`).
    pub usable: Option<WonOrZero>,
    /// Points in all (`rsv_pnt`).
    pub total: Option<WonOrZero>,
    /// What became of a cash receipt (`pnt_receipt_gubn` and its kin).
    pub receipt: ReceiptPart,
}

impl PointsAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            amount: answer.info(Name::from_static("pnt_amount")),
            issuer: answer.info(Name::from_static("pnt_issue")),
            approval_no: answer.text(Name::from_static("pnt_app_no")),
            approved_at: answer.info(Name::from_static("pnt_app_time")),
            added: answer.info(Name::from_static("add_pnt")),
            usable: answer.info(Name::from_static("use_pnt")),
            total: answer.info(Name::from_static("rsv_pnt")),
            receipt: ReceiptPart::read(answer, &["pnt_receipt_gubn", "cash_yn"]),
        }
    }

    /// Whether the answer says anything of points: in a payment by points and card, whether there were any.
    pub(crate) fn is_told(answer: &Answer) -> bool {
        ["pnt_issue", "pnt_app_no"].into_iter().any(|name| answer.states(Name::from_static(name)))
    }
}
