//! Changing an earlier payment: cancel, partial cancel, refund, re-approval (`/gw/mod/v1/cancel`).

use kcp_codec::{AccountNumber, BankCode, Fields, Name, OrderId, TransactionId, WonOrZero};

use super::{read::has, signed};
use crate::{
    PaymentState, Refusal,
    account::Found,
    book::{Charge, Part, Payment},
    certificates::Service,
    gateway::{
        State,
        answer::Answer,
        receipt::{head, point_number},
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
            let part = part(fields)?;
            check_tax(fields, part.take)?;
            let payment = state.book.cancel_part(site, tno, part)?;
            Ok(parted(&payment, desk, part).with("card_mod_mny", &part.take))
        }
        b"STRA" => reapprove(state, desk, fields, tno),
        b"STHD" => {
            check_account(desk, fields, &[b"MDSC00"])?;
            Ok(changed(&state.book.refund(site, tno)?, desk))
        }
        b"STPD" => {
            check_account(desk, fields, &[b"MDSC03", b"MDSC04"])?;
            let part = part(fields)?;
            let mixed = fields.get(MOD_SUB_TYPE) == Some(b"MDSC04");
            if mixed != has(fields, TAX_FLAG) {
                return Err(Refusal::OTHER_TAX_SUM);
            }
            check_tax(fields, part.take)?;
            Ok(parted(&state.book.refund_part(site, tno, part)?, desk, part))
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

fn part(fields: &Fields) -> Result<Part, Refusal> {
    Ok(Part {
        take: won(fields, MOD_MNY, Refusal::BAD_CHANGE_AMOUNT)?,
        left_before: won(fields, REM_MNY, Refusal::BAD_AMOUNT_LEFT)?,
        only: None,
    })
}

/// The tax parts must add up to what is taken back, if `tax_flag` announces them.
fn check_tax(fields: &Fields, take: WonOrZero) -> Result<(), Refusal> {
    match fields.get(TAX_FLAG).unwrap_or_default() {
        b"" => return Ok(()),
        b"TG03" => {}
        _ => return Err(Refusal::OTHER_TAX_SUM),
    }
    let parts = [
        won(fields, MOD_TAX_MNY, Refusal::BAD_TAX)?,
        won(fields, MOD_VAT_MNY, Refusal::BAD_VAT)?,
        won(fields, MOD_FREE_MNY, Refusal::BAD_TAX_FREE)?,
    ];
    let sum: u64 = parts.iter().map(|part| part.get()).sum();
    if sum == take.get() { Ok(()) } else { Err(Refusal::OTHER_TAX_SUM) }
}

/// The account that a refund goes to must be its owner's (`legacy.md §3.4`; the table of accounts knows them).
fn check_account(desk: &Desk<'_>, fields: &Fields, kinds: &[&[u8]]) -> Result<(), Refusal> {
    if !fields.get(MOD_SUB_TYPE).is_some_and(|kind| kinds.contains(&kind)) {
        return Err(Refusal::BAD_REFUND);
    }
    match fields.get(MOD_COMP_TYPE).unwrap_or_default() {
        b"MDCP01" => {}
        b"MDCP02" if has(fields, MOD_SOCNO) && has(fields, MOD_SOCNAME) => {}
        _ => return Err(Refusal::BAD_REFUND),
    }
    let bank: BankCode = required(fields, MOD_BANKCODE, Refusal::UNKNOWN_BANK)?;
    let number: AccountNumber = required(fields, MOD_ACCOUNT, Refusal::NO_ACCOUNT)?;
    let owner = fields.get(MOD_DEPOSITOR).unwrap_or_default();
    match desk.accounts.find(bank, &number) {
        Found::NoBank => Err(Refusal::UNKNOWN_BANK),
        Found::NoAccount => Err(Refusal::NO_ACCOUNT),
        Found::Owner(known) if known.as_bytes() != owner => Err(Refusal::OTHER_OWNER),
        Found::Owner(_) => Ok(()),
    }
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

/// An amount that must be there and may be zero.
fn won(fields: &Fields, name: Name, refusal: Refusal) -> Result<WonOrZero, Refusal> {
    let text = std::str::from_utf8(fields.get(name).unwrap_or_default()).map_err(|_| refusal)?;
    WonOrZero::parse(text).map_err(|_| refusal)
}

const MOD_ACCOUNT: Name = Name::from_static("mod_account");
const MOD_BANKCODE: Name = Name::from_static("mod_bankcode");
const MOD_COMP_TYPE: Name = Name::from_static("mod_comp_type");
const MOD_DEPOSITOR: Name = Name::from_static("mod_depositor");
const MOD_FREE_MNY: Name = Name::from_static("mod_free_mny");
const MOD_MNY: Name = Name::from_static("mod_mny");
const MOD_ORDR_IDXX: Name = Name::from_static("mod_ordr_idxx");
const MOD_SOCNAME: Name = Name::from_static("mod_socname");
const MOD_SOCNO: Name = Name::from_static("mod_socno");
const MOD_SUB_TYPE: Name = Name::from_static("mod_sub_type");
const MOD_TAX_MNY: Name = Name::from_static("mod_tax_mny");
const MOD_TYPE: Name = Name::from_static("mod_type");
const MOD_VAT_MNY: Name = Name::from_static("mod_vat_mny");
const REM_MNY: Name = Name::from_static("rem_mny");
const TAX_FLAG: Name = Name::from_static("tax_flag");
const TNO: Name = Name::from_static("tno");
