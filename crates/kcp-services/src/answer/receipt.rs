//! What an approval says of a cash receipt that was asked for in the window.

use kcp_codec::Name;

use super::Answer;
use crate::cash_receipt::{Purpose, ReceiptId};

/// The cash receipt of an approval (`seed 002 §5`, `seed 003 §8`). Every part may be absent.
#[doc(alias = "cash_yn")]
#[doc(alias = "cash_authno")]
#[doc(alias = "bk_receipt_gubn")]
#[doc(alias = "pnt_receipt_gubn")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ReceiptPart {
    /// Whether one was registered (`cash_yn`, `bk_receipt_gubn`, `pnt_receipt_gubn`): `Y` or `N`. The guide's table
    /// types the last two as digits and its text says letters; a digit is left out.
    pub registered: Option<bool>,
    /// The tax office's approval number (`cash_authno`), nine digits.
    pub approval_no: Option<String>,
    /// KCP's number of the receipt (`cash_no`), by which it is cancelled.
    pub number: Option<ReceiptId>,
    /// What the buyer uses it for (`cash_tr_code`).
    pub purpose: Option<Purpose>,
}

impl ReceiptPart {
    /// `flags` are the names under which the method says whether there is one.
    pub(crate) fn read(answer: &Answer, flags: &[&'static str]) -> Self {
        Self {
            registered: flags.iter().find_map(|name| answer.yes_no(name)),
            approval_no: answer.text(Name::from_static("cash_authno")),
            number: answer.info(ReceiptId::NAME),
            purpose: match answer.fields().get(Name::from_static("cash_tr_code")) {
                Some(b"0") => Some(Purpose::Personal),
                Some(b"1") => Some(Purpose::Business),
                _ => None,
            },
        }
    }
}
