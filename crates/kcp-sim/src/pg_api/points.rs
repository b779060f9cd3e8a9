//! Asking for points and paying with them (`seed 004 §2.2`, `§2.3`).

use kcp_codec::{Fields, Instalments, Name, WonOrZero};

use super::hub::Common;
use crate::{
    Extras, PayMethod, Refusal,
    book::Charge,
    gateway::{
        State,
        answer::Answer,
        receipt::point_number,
        rules::{Desk, amount},
    },
};

/// Says what a member has left, or takes points for a payment.
pub(crate) fn pay(state: &mut State, desk: &Desk<'_>, fields: &Fields) -> Result<Answer, Refusal> {
    let kind = fields.get(PT_TXTYPE).unwrap_or_default();
    if kind != ASK && kind != PAY {
        return Err(Refusal::BAD_KIND);
    }
    if fields.get(PT_ISSUE) != Some(b"SCWB") {
        return Err(Refusal::OTHER_INSTITUTION);
    }
    let common = Common::read(fields)?;
    let member = |name| fields.get(name).unwrap_or_default();
    if kind == ASK {
        if common.amount.get() != 1_004 {
            return Err(Refusal::NOT_1004);
        }
        let who = state.members.enter(member(PT_IDNO), member(PT_PWD), member(PT_MEMCORP_CD))?;
        return Ok(left(Answer::done("0000"), state.members.left(who)));
    }
    if fields.get(PT_PAYCODE) != Some(b"04") {
        return Err(Refusal::OTHER_INSTITUTION);
    }
    if amount(fields, PT_MNY, Refusal::BAD_AMOUNT)? != Some(common.amount) {
        return Err(Refusal::OTHER_AMOUNT);
    }
    let who = state.members.enter(member(PT_IDNO), member(PT_PWD), member(PT_MEMCORP_CD))?;
    if state.members.left(who) < common.amount.get() {
        return Err(Refusal::TOO_FEW_POINTS);
    }
    let charge = Charge {
        site: desk.merchant.site(),
        order: common.order,
        method: PayMethod::Points,
        amount: common.amount,
        instalments: Instalments::NONE,
        extras: Extras::default(),
    };
    let payment = desk.charge(state, charge)?;
    state.members.take(who, payment.tno, payment.amount.get());
    let answer = Answer::done("0000")
        .with("tno", &payment.tno)
        .with("order_no", &payment.order)
        .text("pay_method", payment.method.as_str())
        .with("amount", &payment.amount)
        .with("pnt_amount", &payment.amount)
        .with("pnt_app_time", &payment.approved_at)
        .text("pnt_app_no", point_number(&payment))
        .text("pnt_issue", "SCWB");
    Ok(left(answer, state.members.left(who)))
}

fn left(answer: Answer, points: u64) -> Answer {
    answer.with("rsv_pnt", &WonOrZero::new(points).unwrap_or_default())
}

const PT_IDNO: Name = Name::from_static("pt_idno");
const PT_ISSUE: Name = Name::from_static("pt_issue");
const PT_MEMCORP_CD: Name = Name::from_static("pt_memcorp_cd");
const PT_MNY: Name = Name::from_static("pt_mny");
const PT_PAYCODE: Name = Name::from_static("pt_paycode");
const PT_PWD: Name = Name::from_static("pt_pwd");
const PT_TXTYPE: Name = Name::from_static("pt_txtype");

/// Asking.
const ASK: &[u8] = b"97000000";

/// Paying.
const PAY: &[u8] = b"91200000";
