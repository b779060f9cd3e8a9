//! What a bank transfer's answer adds.

use kcp_codec::{BankCode, KstDateTime, Name, VanCode, WonOrZero};

use super::{Answer, ReceiptPart};

/// A bank transfer's part of an approval (`seed 002 §5`, `seed 003 §8`). Institutions leave fields out, so every one
/// may be absent.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TransferAnswer {
    /// The bank (`bank_code`).
    pub bank: Option<BankCode>,
    /// The bank's name (`bank_name`), up to 20 bytes.
    pub bank_name: Option<String>,
    /// The part that was transferred (`bk_mny`), in won.
    pub amount: Option<WonOrZero>,
    /// Who carried the payment to the bank (`van_cd`): `VNKF`, the clearing institute.
    pub van: Option<VanCode>,
    /// When the money moved (`app_time`), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// Whether the payment is under escrow (`escw_yn`).
    pub escrow: Option<bool>,
    /// What became of a cash receipt (`bk_receipt_gubn` and its kin).
    pub receipt: ReceiptPart,
}

impl TransferAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            bank: answer.first(&["bank_code", "bankcode"]),
            bank_name: answer.first_text(&["bank_name", "bankname"]),
            amount: answer.info(Name::from_static("bk_mny")),
            van: answer.info(VanCode::NAME),
            approved_at: answer.info(KstDateTime::NAME),
            escrow: answer.yes_no("escw_yn"),
            receipt: ReceiptPart::read(answer, &["bk_receipt_gubn", "cash_yn"]),
        }
    }
}
