//! Verifying whose account it is (`seed 000`). KCP's record is unknown; the layout is a setting.

use kcp_codec::{AccountNumber, BankCode, Charset, Fields, Name, OrderId, SubRecords};

use super::{
    State,
    answer::Answer,
    rules::{Desk, optional, required},
};
use crate::{Refusal, account::Found};

/// Compares the owner with the table of accounts. Moves no money.
pub(crate) fn verify(
    state: &mut State,
    desk: &Desk<'_>,
    payment: &SubRecords,
    order: &Fields,
) -> Result<Answer, Refusal> {
    let layout = desk.layout;
    let record = payment.get(layout.record).ok_or(Refusal::NOTHING_TO_PAY)?;
    if record.get(PAY_METHOD).is_some_and(|method| method != b"ACCO") {
        return Err(Refusal::UNSUPPORTED_METHOD);
    }
    let order: Option<OrderId> = optional(order, ORDR_IDXX, Refusal::BAD_ORDER)?;
    let bank: BankCode = required(record, layout.bank, Refusal::UNKNOWN_BANK)?;
    let number: AccountNumber = required(record, layout.account, Refusal::NO_ACCOUNT)?;
    let owner = record.text(layout.owner, Charset::Cp949).map_err(|_| Refusal::BAD_FRAME)?;
    let owner = owner.filter(|owner| !owner.is_empty()).ok_or(Refusal::OTHER_OWNER)?;
    match desk.accounts.find(bank, &number) {
        Found::NoBank => return Err(Refusal::UNKNOWN_BANK),
        Found::NoAccount => return Err(Refusal::NO_ACCOUNT),
        Found::Owner(known) if known != owner => return Err(Refusal::OTHER_OWNER),
        Found::Owner(_) => {}
    }
    let tno = state.book.verify(desk.now)?;
    let answer = Answer::done("0000").with("tno", &tno).with("app_time", &desk.now);
    // The guide's name in the answer is ord_idx (`seed 000 §5.1.1`), not ordr_idxx.
    Ok(match order {
        Some(order) => answer.with("ord_idx", &order),
        None => answer,
    })
}

const ORDR_IDXX: Name = Name::from_static("ordr_idxx");
const PAY_METHOD: Name = Name::from_static("pay_method");
