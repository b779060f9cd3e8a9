//! Cash receipts: registered, cancelled, asked for (`legacy.md §3.6`, `https.md §2`). No money moves.

use kcp_codec::{Fields, KstDateTime, Name, TransactionId, WonOrZero};

use super::{
    State,
    answer::Answer,
    card::order_number,
    nested::Nested,
    refund,
    rules::{Desk, amount_or_zero, has, required},
};
use crate::{CashReceipt, PayMethod, ReceiptUse, Refusal, book::NewReceipt};

/// Registers the receipt of an order group with its nested sets (`07010000`).
pub(super) fn register_nested(
    state: &mut State,
    desk: &Desk<'_>,
    plan: &[u8],
) -> Result<Answer, Refusal> {
    let Nested { order, receipt, corporation } = Nested::read(plan)?;
    // The PG-API's receipts name no payment (`https.md §2`); the socket's say how the money came.
    let method = match receipt.get(PAY_TYPE).unwrap_or_default() {
        b"PABK" => Some(PayMethod::Transfer),
        b"PAVC" => Some(PayMethod::VirtualAccount),
        b"PAXX" => None,
        _ => return Err(Refusal::BAD_RECEIPT),
    };
    if let Some(method) = method {
        let tno: TransactionId = required(&receipt, PAY_TRADE_NO, Refusal::BAD_NUMBER)?;
        if state.book.look(desk.merchant.site(), tno)?.method != method {
            return Err(Refusal::OTHER_METHOD);
        }
    }
    register(state, desk, &order, &receipt, &corporation)
}

/// Registers a receipt. The parts must add up: `amt_tot = amt_sup + amt_tax + amt_svc`, the last one zero if left out.
/// The PG-API, whose requests are flat, hands the same fields over three times.
pub(crate) fn register(
    state: &mut State,
    desk: &Desk<'_>,
    order: &Fields,
    receipt: &Fields,
    corporation: &Fields,
) -> Result<Answer, Refusal> {
    let usage = ReceiptUse::of(receipt.get(TR_CODE).unwrap_or_default());
    let usage = usage.ok_or(Refusal::BAD_RECEIPT)?;
    if receipt.get(USER_TYPE) != Some(b"PGNW") {
        return Err(Refusal::BAD_RECEIPT);
    }
    match corporation.get(CORP_TYPE).unwrap_or_default() {
        b"0" => {}
        b"1" if SELLER.iter().all(|name| has(corporation, *name)) => {}
        _ => return Err(Refusal::BAD_RECEIPT),
    }
    let id = receipt.get(ID_INFO).unwrap_or_default();
    if !(10..=18).contains(&id.len()) || !id.iter().all(u8::is_ascii_digit) {
        return Err(Refusal::BAD_RECEIPT_ID);
    }
    let traded_at: KstDateTime = required(receipt, TRAD_TIME, Refusal::BAD_TRADE_TIME)?;
    if traded_at > desk.now {
        return Err(Refusal::BAD_TRADE_TIME);
    }
    let order = order_number(order)?;
    let part = |name| amount_or_zero(receipt, name, Refusal::BAD_AMOUNT);
    let service = if has(receipt, AMT_SVC) { part(AMT_SVC)? } else { WonOrZero::ZERO };
    let parts = [part(AMT_SUP)?, part(AMT_TAX)?, service];
    let sum: u64 = parts.iter().map(|part| part.get()).sum();
    let total = part(AMT_TOT)?;
    let amount = total.won().filter(|total| total.get() == sum);
    let amount = amount.ok_or(Refusal::OTHER_RECEIPT_SUM)?;
    let site = desk.merchant.site();
    let new = NewReceipt { site, order, amount, traded_at, usage, payment: None };
    let receipt = state.book.register_receipt(new, desk.now)?;
    Ok(answer(&receipt, &receipt.registered_at))
}

/// Takes a receipt back, all of it (`STSC`) or a part (`STPC`) (`07020000`).
pub(super) fn cancel(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let part = match fields.get(MOD_TYPE).unwrap_or_default() {
        b"STSC" => None,
        b"STPC" => Some(refund::read_part(fields)?),
        _ => return Err(Refusal::BAD_CHANGE),
    };
    let receipt = find(state, desk, fields)?;
    let receipt = state.book.cancel_receipt(receipt.number, part)?;
    Ok(answer(&receipt, &desk.now))
}

/// Says how a receipt stands (`STSQ`, `07030000`).
pub(super) fn query(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    if fields.get(MOD_TYPE) != Some(b"STSQ") {
        return Err(Refusal::BAD_CHANGE);
    }
    let receipt = find(state, desk, fields)?;
    Ok(answer(&receipt, &receipt.registered_at))
}

/// The receipt that a change names. `MG01` is the only known word for "by its number".
fn find(state: &State, desk: &Desk<'_>, fields: &Fields) -> Result<CashReceipt, Refusal> {
    if fields.get(MOD_GUBN) != Some(b"MG01") {
        return Err(Refusal::BAD_RECEIPT_NUMBER);
    }
    let number: TransactionId = required(fields, MOD_VALUE, Refusal::BAD_RECEIPT_NUMBER)?;
    let traded_at: KstDateTime = required(fields, TRAD_TIME, Refusal::BAD_TRADE_TIME)?;
    state.book.receipt(desk.merchant.site(), number, traded_at)
}

/// What every answer about a receipt says. The values of `reg_stat` and `reg_desc` are guesses.
fn answer(receipt: &CashReceipt, at: &KstDateTime) -> Answer {
    let state = match (receipt.left(), receipt.cancelled) {
        (0, _) => "취소",
        (_, WonOrZero::ZERO) => "정상처리",
        _ => "부분취소",
    };
    Answer::done("0000")
        .with("order_no", &receipt.order)
        .with("cash_no", &receipt.number)
        .text("receipt_no", receipt.approval())
        .with("app_time", at)
        .text("reg_stat", "0000")
        .text("reg_desc", state)
}

/// What a seller of its own must say about itself (`corp_type=1`).
const SELLER: [Name; 7] = [
    Name::from_static("corp_addr"),
    Name::from_static("corp_nm"),
    Name::from_static("corp_owner_nm"),
    Name::from_static("corp_sell_tax_no"),
    Name::from_static("corp_tax_no"),
    Name::from_static("corp_tax_type"),
    Name::from_static("corp_telno"),
];

const AMT_SUP: Name = Name::from_static("amt_sup");
const AMT_SVC: Name = Name::from_static("amt_svc");
const AMT_TAX: Name = Name::from_static("amt_tax");
const AMT_TOT: Name = Name::from_static("amt_tot");
const CORP_TYPE: Name = Name::from_static("corp_type");
const ID_INFO: Name = Name::from_static("id_info");
const MOD_GUBN: Name = Name::from_static("mod_gubn");
const MOD_TYPE: Name = Name::from_static("mod_type");
const MOD_VALUE: Name = Name::from_static("mod_value");
const PAY_TRADE_NO: Name = Name::from_static("pay_trade_no");
const PAY_TYPE: Name = Name::from_static("pay_type");
const TRAD_TIME: Name = Name::from_static("trad_time");
const TR_CODE: Name = Name::from_static("tr_code");
const USER_TYPE: Name = Name::from_static("user_type");
