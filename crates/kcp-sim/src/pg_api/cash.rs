//! Cash receipts (`https.md §2`). They are numbered; no money moves.

use kcp_codec::{Fields, KstDateTime, Name, WonOrZero};

use crate::{
    Refusal,
    gateway::{
        State,
        answer::Answer,
        card::order_number,
        rules::{Desk, required},
    },
};

/// Registers a receipt. The parts must add up: `amt_tot = amt_sup + amt_tax + amt_svc`, the last one zero if left out.
pub(crate) fn register(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let is = |name, known: &[&[u8]]| fields.get(name).is_some_and(|value| known.contains(&value));
    if !is(USER_TYPE, &[b"PGNW"]) || !is(TR_CODE, &[b"0", b"1"]) || !is(CORP_TYPE, &[b"0"]) {
        return Err(Refusal::BAD_RECEIPT);
    }
    let id = fields.get(ID_INFO).unwrap_or_default();
    if !(10..=18).contains(&id.len()) || !id.iter().all(u8::is_ascii_digit) {
        return Err(Refusal::BAD_RECEIPT_ID);
    }
    let traded: KstDateTime = required(fields, TRAD_TIME, Refusal::BAD_TRADE_TIME)?;
    if traded > desk.now {
        return Err(Refusal::BAD_TRADE_TIME);
    }
    let order = order_number(fields)?;
    let total = amount(fields, AMT_TOT, None)?;
    let parts = [
        amount(fields, AMT_SUP, None)?,
        amount(fields, AMT_TAX, None)?,
        amount(fields, AMT_SVC, Some(WonOrZero::ZERO))?,
    ];
    if total == WonOrZero::ZERO || parts.iter().map(|part| part.get()).sum::<u64>() != total.get() {
        return Err(Refusal::OTHER_RECEIPT_SUM);
    }
    let number = state.book.verify(desk.now)?;
    Ok(Answer::done("0000")
        .with("order_no", &order)
        .with("cash_no", &number)
        .text("receipt_no", number.as_str().get(5..).unwrap_or_default())
        .with("app_time", &desk.now)
        .text("reg_stat", "0000")
        .text("reg_desc", "정상처리"))
}

fn amount(fields: &Fields, name: Name, empty: Option<WonOrZero>) -> Result<WonOrZero, Refusal> {
    match (fields.get(name).unwrap_or_default(), empty) {
        (b"", Some(amount)) => Ok(amount),
        (bytes, _) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| WonOrZero::parse(text).ok())
            .ok_or(Refusal::BAD_AMOUNT),
    }
}

const AMT_SUP: Name = Name::from_static("amt_sup");
const AMT_SVC: Name = Name::from_static("amt_svc");
const AMT_TAX: Name = Name::from_static("amt_tax");
const AMT_TOT: Name = Name::from_static("amt_tot");
const CORP_TYPE: Name = Name::from_static("corp_type");
const ID_INFO: Name = Name::from_static("id_info");
const TRAD_TIME: Name = Name::from_static("trad_time");
const TR_CODE: Name = Name::from_static("tr_code");
const USER_TYPE: Name = Name::from_static("user_type");
