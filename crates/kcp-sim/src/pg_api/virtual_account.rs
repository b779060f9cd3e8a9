//! Issuing a virtual account without a window (`https.md §2`).

use kcp_codec::{BankCode, Fields, Instalments, KstDateTime, Name};

use super::hub::Common;
use crate::{
    Extras, PayMethod, ReceiptUse, Refusal,
    book::{Charge, bank_name},
    gateway::{
        State,
        answer::Answer,
        receipt::{approved, with_receipt},
        rules::{Desk, amount, has, required},
    },
};

/// Issues an account at the bank that was asked for, until the time that was asked for. Nobody has paid yet.
pub(crate) fn issue(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    if fields.get(VA_TXTYPE) != Some(GENERAL) {
        return Err(Refusal::BAD_KIND);
    }
    let common = Common::read(fields)?;
    if amount(fields, VA_MNY, Refusal::BAD_ACCOUNT_AMOUNT)? != Some(common.amount) {
        return Err(match has(fields, VA_MNY) {
            true => Refusal::OTHER_AMOUNT,
            false => Refusal::BAD_ACCOUNT_AMOUNT,
        });
    }
    let bank: BankCode = required(fields, VA_BANKCODE, Refusal::UNKNOWN_BANK)?;
    if bank_name(bank).is_none() {
        return Err(Refusal::UNKNOWN_BANK);
    }
    if !has(fields, VA_NAME) {
        return Err(Refusal::BAD_TEXT);
    }
    let until: KstDateTime = required(fields, VA_DATE, Refusal::BAD_DEADLINE)?;
    if until <= desk.now {
        return Err(Refusal::BAD_DEADLINE);
    }
    if has(fields, VA_RECEIPT_GUBN) != has(fields, VA_TAXNO) {
        return Err(Refusal::HALF_RECEIPT);
    }
    let receipt = match fields.get(VA_RECEIPT_GUBN).unwrap_or_default() {
        b"" => None,
        digit => Some(ReceiptUse::of(digit).ok_or(Refusal::HALF_RECEIPT)?),
    };
    let charge = Charge {
        site: desk.merchant.site(),
        order: common.order,
        method: PayMethod::VirtualAccount,
        amount: common.amount,
        instalments: Instalments::NONE,
        extras: Extras { bank: Some(bank), receipt, until: Some(until), ..Extras::default() },
    };
    let buyer = if has(fields, BUYR_NAME) { BUYR_NAME } else { VA_NAME };
    let buyer = desk.texts.read(fields, buyer)?;
    let payment = desk.charge(state, charge)?;
    state.book.note_buyer(payment.tno, &buyer);
    Ok(with_receipt(approved(&payment), &payment, None))
}

const BUYR_NAME: Name = Name::from_static("buyr_name");
const VA_BANKCODE: Name = Name::from_static("va_bankcode");
const VA_DATE: Name = Name::from_static("va_date");
const VA_MNY: Name = Name::from_static("va_mny");
const VA_NAME: Name = Name::from_static("va_name");
const VA_RECEIPT_GUBN: Name = Name::from_static("va_receipt_gubn");
const VA_TAXNO: Name = Name::from_static("va_taxno");
const VA_TXTYPE: Name = Name::from_static("va_txtype");

/// An account for one payment.
const GENERAL: &[u8] = b"41100000";
