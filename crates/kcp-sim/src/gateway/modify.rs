//! Changing an earlier payment: cancel, partial cancel, capture (`legacy.md §3.4`).

use kcp_codec::{ClientAddress, Fields, Name, TransactionId, WonOrZero};

use super::{
    State,
    answer::Answer,
    receipt::head,
    rules::{Desk, optional, required},
};
use crate::{
    PayMethod, Refusal,
    book::{Part, Payment},
};

/// Acts on `mod_data`. `STSC`, `STPC`, `RN07`, `STPA` and `STMR` are played; refunds to an account and escrow are not.
pub(crate) fn modify(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let kind = fields.get(MOD_TYPE).unwrap_or_default();
    let tno: TransactionId = required(fields, TNO, Refusal::BAD_NUMBER)?;
    optional::<ClientAddress>(fields, MOD_IP, Refusal::BAD_CHANGE_ADDRESS)?;
    let site = desk.merchant.site();
    match kind {
        b"STSC" => {
            let payment = state.cancel(site, tno)?;
            Ok(changed(&payment, desk, "STSC").with("canc_time", &desk.now))
        }
        b"STPC" => part(state, desk, fields, tno, ("STPC", None)),
        b"RN07" => part(state, desk, fields, tno, ("RN07", Some(PayMethod::Card))),
        b"STPA" => part(state, desk, fields, tno, ("STPA", Some(PayMethod::Transfer))),
        b"STMR" if desk.merchant.captures_itself() => {
            let payment = state.book.capture(site, tno)?;
            Ok(changed(&payment, desk, "STMR"))
        }
        b"STMR" => Err(Refusal::NOT_TO_CAPTURE),
        _ => Err(Refusal::BAD_CHANGE),
    }
}

fn part(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
    (kind, only): (&str, Option<PayMethod>),
) -> Result<Answer, Refusal> {
    let take = amount(fields, MOD_MNY, Refusal::BAD_CHANGE_AMOUNT)?;
    let left_before = amount(fields, REM_MNY, Refusal::BAD_AMOUNT_LEFT)?;
    let part = Part { take, left_before, only };
    let payment = state.book.cancel_part(desk.merchant.site(), tno, part)?;
    // What is left always fits: it is a part of an amount.
    let left = WonOrZero::new(payment.left()).unwrap_or_default();
    Ok(changed(&payment, desk, kind)
        .with("canc_time", &desk.now)
        .with("panc_mod_mny", &take)
        .with("panc_rem_mny", &left)
        .text("mod_pcan_seq_no", &payment.partial_cancels.to_string()))
}

/// `amount` stays what was paid, whatever was taken back of it.
fn changed(payment: &Payment, desk: &Desk<'_>, kind: &str) -> Answer {
    head(Answer::done("0000"), payment).text("mod_type", kind).with("mod_time", &desk.now)
}

/// An amount that must be there and may be zero, without a zero in front.
fn amount(fields: &Fields, name: Name, refusal: Refusal) -> Result<WonOrZero, Refusal> {
    let text = std::str::from_utf8(fields.get(name).unwrap_or_default()).map_err(|_| refusal)?;
    WonOrZero::parse(text).map_err(|_| refusal)
}

const MOD_IP: Name = Name::from_static("mod_ip");
const MOD_MNY: Name = Name::from_static("mod_mny");
const MOD_TYPE: Name = Name::from_static("mod_type");
const REM_MNY: Name = Name::from_static("rem_mny");
const TNO: Name = Name::from_static("tno");
