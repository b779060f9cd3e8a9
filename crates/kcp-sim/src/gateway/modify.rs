//! Changing an earlier payment: cancel, partial cancel, capture, refund, escrow (`legacy.md §3.4`).

use kcp_codec::{ClientAddress, Fields, Name, TransactionId, WonOrZero};

use super::{
    State,
    answer::Answer,
    escrow,
    receipt::head,
    refund,
    rules::{Desk, optional, required},
};
use crate::{
    PayMethod, Refusal,
    book::{Part, Payment},
};

/// Acts on `mod_data`: `STSC`, `STPC`, `RN07`, `STPA`, `STMR`, `STHD`, `STPD`, and `STE1` to `STE5`.
pub(crate) fn modify(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let kind = fields.get(MOD_TYPE).unwrap_or_default();
    let tno = number(fields)?;
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
        b"STHD" => {
            let payment = refund::whole(state, desk, fields, tno)?;
            Ok(changed(&payment, desk, "STHD").with("canc_time", &desk.now))
        }
        b"STPD" => {
            let (payment, part) = refund::part(state, desk, fields, tno)?;
            Ok(parted(&payment, desk, part, "STPD"))
        }
        b"STE1" => escrow::deliver(state, desk, fields, tno),
        b"STE2" => escrow::cancel_at_once(state, desk, fields, tno),
        b"STE3" => escrow::hold(state, desk, tno),
        b"STE4" => escrow::cancel_held(state, desk, fields, tno),
        b"STE5" => escrow::release(state, desk, tno),
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
    let part = Part { only, ..refund::read_part(fields)? };
    refund::check_tax(fields, part.take)?;
    let payment = state.book.cancel_part(desk.merchant.site(), tno, part)?;
    let answer = parted(&payment, desk, part, kind);
    Ok(match payment.method {
        PayMethod::Card => answer
            .with("panc_card_mod_mny", &part.take)
            .with("panc_coupon_mod_mny", &WonOrZero::ZERO),
        _ => answer,
    })
}

/// Which payment a change is about.
pub(super) fn number(fields: &Fields) -> Result<TransactionId, Refusal> {
    let tno = required(fields, TNO, Refusal::BAD_NUMBER)?;
    optional::<ClientAddress>(fields, MOD_IP, Refusal::BAD_CHANGE_ADDRESS)?;
    Ok(tno)
}

/// The answer to a partial change.
pub(super) fn parted(payment: &Payment, desk: &Desk<'_>, part: Part, kind: &str) -> Answer {
    // What is left always fits: it is a part of an amount.
    let left = WonOrZero::new(payment.left()).unwrap_or_default();
    changed(payment, desk, kind)
        .with("canc_time", &desk.now)
        .with("panc_mod_mny", &part.take)
        .with("panc_rem_mny", &left)
        .text("mod_pcan_seq_no", &payment.partial_cancels.to_string())
}

/// `amount` stays what was paid, whatever was taken back of it.
pub(super) fn changed(payment: &Payment, desk: &Desk<'_>, kind: &str) -> Answer {
    head(Answer::done("0000"), payment).text("mod_type", kind).with("mod_time", &desk.now)
}

const MOD_IP: Name = Name::from_static("mod_ip");
const MOD_TYPE: Name = Name::from_static("mod_type");
const TNO: Name = Name::from_static("tno");
