//! Issuing a virtual account without a window (`https.md §2`).

use kcp_codec::{BankCode, Fields, Instalments, KstDateTime, Name};

use super::{hub::Common, read::has};
use crate::{
    Extras, PayMethod, Refusal,
    book::Charge,
    gateway::{
        State,
        answer::Answer,
        receipt::approved,
        rules::{Desk, amount, required},
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
    let known = BANKS.iter().find(|(code, _)| *code == bank.digits());
    let (_, bank_name) = known.ok_or(Refusal::UNKNOWN_BANK)?;
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
    let charge = Charge {
        site: desk.merchant.site(),
        order: common.order,
        method: PayMethod::VirtualAccount,
        amount: common.amount,
        instalments: Instalments::NONE,
        extras: Extras::default(),
    };
    let mut answer = approved(&desk.charge(state, charge)?);
    for name in ["bankcode", "bankname", "va_date"] {
        answer.drop_field(name);
    }
    Ok(answer
        .with("bankcode", &bank.prefixed())
        .text("bankname", bank_name)
        .with("va_date", &until))
}

const VA_BANKCODE: Name = Name::from_static("va_bankcode");
const VA_DATE: Name = Name::from_static("va_date");
const VA_MNY: Name = Name::from_static("va_mny");
const VA_NAME: Name = Name::from_static("va_name");
const VA_RECEIPT_GUBN: Name = Name::from_static("va_receipt_gubn");
const VA_TAXNO: Name = Name::from_static("va_taxno");
const VA_TXTYPE: Name = Name::from_static("va_txtype");

/// An account for one payment.
const GENERAL: &[u8] = b"41100000";

/// Banks that issue accounts here: a few of the guide's list.
const BANKS: [(&str, &str); 6] = [
    ("03", "기업은행"),
    ("04", "국민은행"),
    ("11", "농협은행"),
    ("20", "우리은행"),
    ("26", "신한은행"),
    ("71", "우체국"),
];
