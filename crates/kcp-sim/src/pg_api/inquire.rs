//! Asking how a payment stands (`/std/inquery`, KCP's spelling).

use kcp_codec::{Fields, Name, TransactionId, WonOrZero};

use super::signed;
use crate::{
    PayMethod, PaymentState, Refusal,
    certificates::Service,
    gateway::{
        State,
        answer::Answer,
        receipt::head,
        rules::{Desk, required},
    },
};

/// Says how a payment stands. The signature covers site, payment and `pay_type` (`https.md §0`, 4).
pub(crate) fn inquire(
    state: &mut State,
    desk: &Desk<'_>,
    service: &Service,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let tno: TransactionId = required(fields, TNO, Refusal::BAD_NUMBER)?;
    signed(service, desk, fields, tno.as_str(), PAY_TYPE)?;
    let payment = state.book.look(desk.merchant.site(), tno)?;
    if !payment.method.is_asked_for_by(fields.get(PAY_TYPE).unwrap_or_default()) {
        return Err(Refusal::OTHER_METHOD);
    }
    // Only card, transfer and phone have a name of their own in public code; the others share one, *chosen*.
    let (status, left) = match payment.method {
        PayMethod::Card => ("stat_ca_cd", "rem_mny"),
        PayMethod::Transfer => ("stat_bk_cd", "bk_rem_mny"),
        PayMethod::Mobile => ("stat_hp_cd", "hp_rem_mny"),
        _ => ("shop_status", "rem_mny"),
    };
    let word = match payment.state {
        PaymentState::Approved => "STSR",
        PaymentState::Cancelled => "STSC",
        PaymentState::Issued => "STIR",
        PaymentState::PartlyCancelled => "STPC",
    };
    let rest = WonOrZero::new(payment.left()).unwrap_or_default();
    let mut answer = head(Answer::done("0000"), &payment)
        .text(status, word)
        .with("rem_mny", &rest)
        .with("app_time", &payment.approved_at);
    if left != "rem_mny" {
        answer = answer.with(left, &rest);
    }
    Ok(answer)
}

const PAY_TYPE: Name = Name::from_static("pay_type");
const TNO: Name = Name::from_static("tno");
