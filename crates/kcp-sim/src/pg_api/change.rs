//! Changing an earlier payment: cancel, partial cancel, refund, re-approval (`/gw/mod/v1/cancel`).

use kcp_codec::{Fields, Name, OrderId, TransactionId, WonOrZero};

use super::signed;
use crate::{
    PaymentState, Refusal,
    book::{Charge, Part, Payment},
    certificates::Service,
    gateway::{
        State,
        answer::Answer,
        receipt::{head, point_number},
        refund,
        rules::{Desk, amount, optional, required},
    },
};

/// Acts on a signed change. `STSC`, `STPC`, `STRA`, `STHD` and `STPD` are played; escrow is not.
///
/// The signature covers site, payment and kind, not the amount (`https.md §3`).
pub(crate) fn change(
    state: &mut State,
    desk: &Desk<'_>,
    service: &Service,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let tno: TransactionId = required(fields, TNO, Refusal::BAD_NUMBER)?;
    signed(service, desk, fields, tno.as_str(), MOD_TYPE)?;
    let site = desk.merchant.site();
    match fields.get(MOD_TYPE).unwrap_or_default() {
        b"STSC" => Ok(changed(&state.cancel(site, tno)?, desk)),
        b"STPC" => {
            let part = refund::read_part(fields)?;
            refund::check_tax(fields, part.take)?;
            let payment = state.book.cancel_part(site, tno, part)?;
            Ok(parted(&payment, desk, part).with("card_mod_mny", &part.take))
        }
        b"STRA" => reapprove(state, desk, fields, tno),
        b"STHD" => Ok(changed(&refund::whole(state, desk, fields, tno)?, desk)),
        b"STPD" => {
            let (payment, part) = refund::part(state, desk, fields, tno)?;
            Ok(parted(&payment, desk, part))
        }
        _ => Err(Refusal::BAD_CHANGE),
    }
}

/// Approves points anew, for as much as was paid or less, under a new number.
///
/// What the guide leaves open is decided here: a payment that is not cancelled yet is cancelled first (code 8147 says
/// that KCP does so), the order number stays unless `mod_ordr_idxx` gives another, and it works once.
fn reapprove(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    let amount =
        amount(fields, MOD_MNY, Refusal::BAD_CHANGE_AMOUNT)?.ok_or(Refusal::BAD_CHANGE_AMOUNT)?;
    let order: Option<OrderId> = optional(fields, MOD_ORDR_IDXX, Refusal::BAD_NEW_ORDER)?;
    let site = desk.merchant.site();
    let old = state.book.reapprovable(site, tno, amount)?;
    let payer = state.members.payer(tno);
    let comes_back = if old.state == PaymentState::Cancelled { 0 } else { old.left() };
    if payer.is_some_and(|who| state.members.left(who).saturating_add(comes_back) < amount.get()) {
        return Err(Refusal::TOO_FEW_POINTS);
    }
    if old.state != PaymentState::Cancelled {
        state.cancel(site, tno)?;
    }
    let charge = Charge {
        site,
        order: order.unwrap_or(old.order),
        method: old.method,
        amount,
        instalments: old.instalments,
        extras: old.extras,
    };
    let new = desk.charge(state, charge)?;
    if let Some(who) = payer {
        state.members.take(who, new.tno, new.amount.get());
    }
    state.book.replace(tno, new.tno);
    Ok(head(Answer::done("0000"), &new)
        .with("pnt_amount", &new.amount)
        .text("pnt_app_no", point_number(&new))
        .with("pnt_app_time", &new.approved_at))
}

/// `amount` stays what was paid, whatever was taken back of it.
fn changed(payment: &Payment, desk: &Desk<'_>) -> Answer {
    head(Answer::done("0000"), payment).with("canc_time", &desk.now)
}

/// `rem_mny` is what is left now; in the request it was what was left before.
fn parted(payment: &Payment, desk: &Desk<'_>, part: Part) -> Answer {
    changed(payment, desk)
        .with("mod_mny", &part.take)
        .with("rem_mny", &WonOrZero::new(payment.left()).unwrap_or_default())
        .text("mod_pcan_seq_no", &payment.partial_cancels.to_string())
        .with("coupon_mod_mny", &WonOrZero::ZERO)
}

const MOD_MNY: Name = Name::from_static("mod_mny");
const MOD_ORDR_IDXX: Name = Name::from_static("mod_ordr_idxx");
const MOD_TYPE: Name = Name::from_static("mod_type");
const TNO: Name = Name::from_static("tno");
