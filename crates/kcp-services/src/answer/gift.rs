//! What a gift certificate's answer adds.

use kcp_codec::{KstDateTime, Name, OperatorCode, WonOrZero};

use super::Answer;

/// A gift certificate's part of an approval (`seed 002 §5`, `seed 003 §8`). Institutions leave fields out, so every
/// one may be absent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GiftAnswer {
    /// The part that was paid so (`tk_mny`), in won.
    pub amount: Option<WonOrZero>,
    /// Whose certificates (`tk_van_code`): `SCBL`, `SCCL` and others.
    pub operator: Option<OperatorCode>,
    /// The approval number (`tk_app_no`), up to 20 bytes.
    pub approval_no: Option<String>,
    /// When the operator approved (`tk_app_time`), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// The operator's own number of the order (`tk_order_id`), up to 70 bytes. It is not the shop's.
    pub operator_order: Option<String>,
}

impl GiftAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            amount: answer.info(Name::from_static("tk_mny")),
            operator: answer.info(Name::from_static("tk_van_code")),
            approval_no: answer.text(Name::from_static("tk_app_no")),
            approved_at: answer.info(Name::from_static("tk_app_time")),
            operator_order: answer.text(Name::from_static("tk_order_id")),
        }
    }
}
