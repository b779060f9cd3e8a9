//! Escrow on the socket: `STE1` to `STE5`, and the `STE9` family after a confirmation (`legacy.md §3.4`).
//!
//! Each change also sends the notice of its kind to the shop. Whether KCP tells a shop of what the shop itself asked for
//! is unknown.

use kcp_codec::{Fields, Name, TransactionId};

use super::{
    State,
    answer::Answer,
    modify::{changed, number, parted},
    refund,
    rules::{Desk, amount_or_zero, has},
};
use crate::{EscrowStage, PayMethod, Payment, PaymentState, Refusal, notice::Event};

/// The goods go out (`STE1`), under a number and with a carrier.
pub(super) fn deliver(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    let number = desk.texts.read(fields, DELI_NUMB)?;
    let company = desk.texts.read(fields, DELI_CORP)?;
    if number.is_empty() || company.is_empty() {
        return Err(Refusal::BAD_ESCROW);
    }
    let payment = state.book.deliver(desk.merchant.site(), tno)?;
    let event = Event::DeliveryStarted { number: &number, company: &company };
    state.tell(&payment, &event, desk.now);
    Ok(changed(&payment, desk, "STE1"))
}

/// Everything back before the goods go out (`STE2`).
pub(super) fn cancel_at_once(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    cancel(state, desk, fields, tno, ("STE2", EscrowStage::Open, Event::CancelledAtOnce))
}

/// No settlement for now (`STE3`).
pub(super) fn hold(
    state: &mut State,
    desk: &Desk<'_>,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    let payment = state.book.hold(desk.merchant.site(), tno)?;
    state.tell(&payment, &Event::SettlementHeld, desk.now);
    Ok(changed(&payment, desk, "STE3"))
}

/// Everything back after a hold (`STE4`).
pub(super) fn cancel_held(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    cancel(state, desk, fields, tno, ("STE4", EscrowStage::Held, Event::Cancelled))
}

/// An account is given up that nobody paid into (`STE5`).
pub(super) fn release(
    state: &mut State,
    desk: &Desk<'_>,
    tno: TransactionId,
) -> Result<Answer, Refusal> {
    let payment = state.book.release(desk.merchant.site(), tno)?;
    state.tell(&payment, &Event::Released, desk.now);
    Ok(changed(&payment, desk, "STE5").with("canc_time", &desk.now))
}

fn cancel(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
    (kind, at, event): (&str, EscrowStage, Event<'_>),
) -> Result<Answer, Refusal> {
    let site = desk.merchant.site();
    let payment = state.book.look(site, tno)?;
    // A deposit goes back to an account. A transfer goes back the way it came: it may name an account, and the vendor's
    // own automatic cancel names none (`legacy.md §3.5`).
    let names_one = [BANK_CODE, REFUND_ACCOUNT, REFUND_NM].iter().any(|name| has(fields, *name));
    let to_account = payment.deposited || (payment.method == PayMethod::Transfer && names_one);
    if to_account && payment.escrow == Some(at) && payment.state != PaymentState::Cancelled {
        refund::owned(desk, fields, BANK_CODE, REFUND_ACCOUNT, REFUND_NM)?;
    }
    let payment = state.book.cancel_escrow(site, tno, at)?;
    state.tell(&payment, &event, desk.now);
    Ok(changed(&payment, desk, kind).with("canc_time", &desk.now))
}

/// Takes a payment back after the customer confirmed the purchase (`STE9`): which of the seven it is, the method and two
/// sub-kinds say together.
pub(super) fn after_confirmation(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    if fields.get(MOD_TYPE) != Some(b"STE9") {
        return Err(Refusal::BAD_CHANGE);
    }
    let (site, tno) = (desk.merchant.site(), number(fields)?);
    if fields.get(MOD_DESC_CD) != Some(b"CA06") {
        return Err(Refusal::BAD_ESCROW);
    }
    let sub = fields.get(SUB_MOD_TYPE).unwrap_or_default();
    let kind = fields.get(MOD_SUB_TYPE).unwrap_or_default();
    let partly = fields.get(PART_CANC_YN) == Some(b"Y");
    let payment = state.book.look(site, tno)?;
    let (payment, part) = match (payment.method, sub, kind, partly) {
        (PayMethod::Card | PayMethod::Transfer, b"STSC", b"MDSC03", false) => {
            let payment = state.book.cancel_escrow(site, tno, EscrowStage::Confirmed)?;
            (told(state, desk, payment), None)
        }
        (PayMethod::Card, b"STPC", b"MDSC03", true)
        | (PayMethod::Transfer, b"STPC", b"MDSC04", true) => {
            let part = refund::read_part(fields)?;
            if amount_or_zero(fields, AMOUNT, Refusal::BAD_AMOUNT)? != part.take {
                return Err(Refusal::OTHER_AMOUNT);
            }
            let payment = state.book.cancel_escrow_part(site, tno, part)?;
            (told(state, desk, payment), Some(part))
        }
        (PayMethod::Transfer, b"STHD", b"MDSC04", false) => {
            (refund::whole_of_escrow(state, desk, fields, (site, tno), &[b"MDSC04"])?, None)
        }
        (PayMethod::VirtualAccount, b"STHD", b"MDSC00", false) => {
            (refund::whole_of_escrow(state, desk, fields, (site, tno), &[b"MDSC00"])?, None)
        }
        (PayMethod::VirtualAccount, b"STPD", b"MDSC04", true) => {
            let (payment, part) = refund::part_of_escrow(state, desk, fields, (site, tno))?;
            (payment, Some(part))
        }
        _ => return Err(Refusal::BAD_ESCROW),
    };
    Ok(match part {
        Some(part) => parted(&payment, desk, part, "STE9"),
        None => changed(&payment, desk, "STE9").with("canc_time", &desk.now),
    })
}

fn told(state: &State, desk: &Desk<'_>, payment: Payment) -> Payment {
    state.tell(&payment, &Event::Cancelled, desk.now);
    payment
}

const AMOUNT: Name = Name::from_static("amount");
const BANK_CODE: Name = Name::from_static("bank_code");
const DELI_CORP: Name = Name::from_static("deli_corp");
const DELI_NUMB: Name = Name::from_static("deli_numb");
const MOD_DESC_CD: Name = Name::from_static("mod_desc_cd");
const MOD_SUB_TYPE: Name = Name::from_static("mod_sub_type");
const MOD_TYPE: Name = Name::from_static("mod_type");
const PART_CANC_YN: Name = Name::from_static("part_canc_yn");
const REFUND_ACCOUNT: Name = Name::from_static("refund_account");
const REFUND_NM: Name = Name::from_static("refund_nm");
const SUB_MOD_TYPE: Name = Name::from_static("sub_mod_type");
