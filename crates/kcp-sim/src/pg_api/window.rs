//! The window as a plain address (`/pay/window`): what a customer's click would bring, without a browser.

use kcp_codec::{Fields, GroupId, Instalments, KstDateTime, Name, SiteCode};

use super::register;
use crate::{
    Agreement, Authentication, CardRegistration, ReceiptUse, Refusal,
    clock::end_of_day_after,
    gateway::{
        Gateway,
        answer::Answer,
        card::order_number,
        rules::{amount, has, optional, required},
    },
};

/// Agrees to what was registered under `approval_key`, or to `site_cd`, `ordr_idxx`, `good_mny` and `pay_method`.
///
/// What is sent besides an `approval_key` must agree with the registration. `pay_method=AUTH:CARD` with
/// `kcp_group_id` registers a card; `sim_cancel=Y` is a customer who closes the window.
///
/// Of a form's options these have an effect: `quota`; `escw_used=N` or `pay_mod=N` (no escrow); `cash_yn=Y` with
/// `cash_tr_code` (a cash receipt, which at KCP the customer asks for in the window); `vcnt_expire_term` with
/// `vcnt_expire_term_time`, or `ipgm_date` (until when an account waits). All others are taken and not looked at.
pub(crate) fn open(gateway: &Gateway, fields: &Fields) -> Result<Answer, Refusal> {
    if fields.get(SIM_CANCEL) == Some(b"Y") {
        return Err(Refusal::USER_CANCELLED);
    }
    let state = &mut *gateway.state();
    let site: Option<SiteCode> = optional(fields, SITE_CD, Refusal::UNKNOWN_MERCHANT)?;
    let won = amount(fields, GOOD_MNY, Refusal::BAD_AMOUNT)?;
    let word = fields.get(PAY_METHOD).unwrap_or_default();
    let method = register::method(word);
    let instalments =
        optional(fields, QUOTA, Refusal::BAD_INSTALMENTS)?.unwrap_or(Instalments::NONE);
    let (agreement, order): (Agreement, _) = if has(fields, APPROVAL_KEY) {
        let key = fields.get(APPROVAL_KEY).unwrap_or_default();
        let known = state.registrations.find(key).ok_or(Refusal::OTHER_REGISTRATION)?;
        let order = if has(fields, ORDR_IDXX) { order_number(fields)? } else { known.order };
        let agrees = order == known.order
            && site.is_none_or(|site| site == known.site)
            && won.is_none_or(|won| won == known.amount)
            && (word.is_empty() || method == Some(known.method));
        if !agrees {
            return Err(Refusal::OTHER_REGISTRATION);
        }
        let (site, amount, method) = (known.site, known.amount, known.method);
        (Authentication { site, order, amount, method, instalments }.into(), order)
    } else {
        let site = site.ok_or(Refusal::UNKNOWN_MERCHANT)?;
        let order = order_number(fields)?;
        if word == b"AUTH:CARD" {
            let group: GroupId = required(fields, KCP_GROUP_ID, Refusal::BAD_CARD)?;
            (CardRegistration { site, order, group }.into(), order)
        } else {
            let method = method.ok_or(Refusal::UNSUPPORTED_METHOD)?;
            let amount = won.ok_or(Refusal::BAD_AMOUNT)?;
            (Authentication { site, order, amount, method, instalments }.into(), order)
        }
    };
    let agreement = options(agreement, fields, gateway.clock.now())?;
    let given = state
        .windows
        .open(agreement, &gateway.merchants, &gateway.key.public_key(), &*gateway.clock)
        .map_err(|_| Refusal::UNKNOWN_MERCHANT)?;
    Ok(Answer::done("0000")
        .with("site_cd", &agreement.site())
        .with("ordr_idxx", &order)
        .text("tran_cd", &given.tran_cd)
        .text("enc_data", &given.enc_data)
        .text("enc_info", &given.enc_info)
        .text("trace_no", &given.trace_no))
}

/// What the options of a form change about what the customer agreed to.
fn options(
    mut agreement: Agreement,
    fields: &Fields,
    now: KstDateTime,
) -> Result<Agreement, Refusal> {
    let says = |name, word: &[u8]| fields.get(name) == Some(word);
    if says(ESCW_USED, b"N") || says(PAY_MOD, b"N") {
        agreement = agreement.without_escrow();
    }
    if says(CASH_YN, b"Y") {
        let digit = fields.get(CASH_TR_CODE).filter(|digit| !digit.is_empty()).unwrap_or(b"0");
        let usage = ReceiptUse::of(digit).ok_or(Refusal::BAD_RECEIPT)?;
        agreement = agreement.with_receipt(usage);
    }
    if let Some(deadline) = deadline(fields, now)? {
        agreement = agreement.until(deadline);
    }
    Ok(agreement)
}

/// Until when a form lets an account wait: so many days, at a time of the day, or until a day (`seed 002`, `seed 003 §8`
/// options). A time that is left out is the end of the day.
fn deadline(fields: &Fields, now: KstDateTime) -> Result<Option<KstDateTime>, Refusal> {
    let text = |name| std::str::from_utf8(fields.get(name).unwrap_or_default()).unwrap_or("?");
    let (term, time, day) = (text(VCNT_EXPIRE_TERM), text(VCNT_EXPIRE_TERM_TIME), text(IPGM_DATE));
    let (date, time) = match (term, day) {
        ("", "") => return Ok(None),
        ("", day) if day.is_ascii() && day.len() >= 8 => day.split_at(8),
        ("", _) => return Err(Refusal::BAD_DEADLINE),
        (term, _) => {
            let days = term.parse().map_err(|_| Refusal::BAD_DEADLINE)?;
            let last = end_of_day_after(now, days);
            let date = format!("{:04}{:02}{:02}", last.year(), last.month(), last.day());
            return until(&date, time, now);
        }
    };
    until(date, time, now)
}

fn until(date: &str, time: &str, now: KstDateTime) -> Result<Option<KstDateTime>, Refusal> {
    let time = if time.is_empty() { "235959" } else { time };
    let deadline = KstDateTime::parse(&format!("{date}{time}"));
    deadline.ok().filter(|deadline| *deadline > now).map(Some).ok_or(Refusal::BAD_DEADLINE)
}

const APPROVAL_KEY: Name = Name::from_static("approval_key");
const CASH_TR_CODE: Name = Name::from_static("cash_tr_code");
const CASH_YN: Name = Name::from_static("cash_yn");
const ESCW_USED: Name = Name::from_static("escw_used");
const GOOD_MNY: Name = Name::from_static("good_mny");
const IPGM_DATE: Name = Name::from_static("ipgm_date");
const KCP_GROUP_ID: Name = Name::from_static("kcp_group_id");
const ORDR_IDXX: Name = Name::from_static("ordr_idxx");
const PAY_METHOD: Name = Name::from_static("pay_method");
const PAY_MOD: Name = Name::from_static("pay_mod");
const QUOTA: Name = Name::from_static("quota");
const SIM_CANCEL: Name = Name::from_static("sim_cancel");
const SITE_CD: Name = Name::from_static("site_cd");
const VCNT_EXPIRE_TERM: Name = Name::from_static("vcnt_expire_term");
const VCNT_EXPIRE_TERM_TIME: Name = Name::from_static("vcnt_expire_term_time");
