//! Refunds to an account: whose account it is, how much, and the tax parts (`legacy.md §3.4`). Both channels.

use kcp_codec::{AccountNumber, BankCode, Fields, Name, SiteCode, TransactionId, WonOrZero};

use super::{
    State,
    rules::{Desk, amount_or_zero, has, required},
};
use crate::{Payment, Refusal, account::Found, book::Part, notice::Event};

/// An account that was found to be its owner's.
pub(crate) struct Destination {
    bank: BankCode,
    owner: String,
}

/// Refunds all that was paid in (`STHD`).
pub(crate) fn whole(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<Payment, Refusal> {
    let to = destination(desk, fields, &[b"MDSC00"])?;
    let payment = state.book.refund(desk.merchant.site(), tno)?;
    told(state, desk, &payment, &to, payment.cancelled);
    Ok(payment)
}

/// Refunds a part (`STPD`): `MDSC03`, or `MDSC04` with tax parts.
pub(crate) fn part(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: TransactionId,
) -> Result<(Payment, Part), Refusal> {
    let to = destination(desk, fields, &[b"MDSC03", b"MDSC04"])?;
    let part = read_part(fields)?;
    let mixed = fields.get(MOD_SUB_TYPE) == Some(b"MDSC04");
    if mixed != has(fields, TAX_FLAG) {
        return Err(Refusal::OTHER_TAX_SUM);
    }
    check_tax(fields, part.take)?;
    let payment = state.book.refund_part(desk.merchant.site(), tno, part)?;
    told(state, desk, &payment, &to, part.take);
    Ok((payment, part))
}

/// Takes all of an escrow payment back to an account after the customer confirmed (`STE9` with `STHD`).
pub(crate) fn whole_of_escrow(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    (site, tno): (SiteCode, TransactionId),
    kinds: &[&[u8]],
) -> Result<Payment, Refusal> {
    let to = named(desk, fields, kinds)?;
    let take = amount_or_zero(fields, MOD_MNY, Refusal::BAD_CHANGE_AMOUNT)?;
    if state.book.left_in_escrow(site, tno)? != take {
        return Err(Refusal::OTHER_REFUND);
    }
    let payment = state.book.cancel_escrow(site, tno, crate::EscrowStage::Confirmed)?;
    told(state, desk, &payment, &to, take);
    Ok(payment)
}

/// Takes a part of it back to an account (`STE9` with `STPD`).
pub(crate) fn part_of_escrow(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
    (site, tno): (SiteCode, TransactionId),
) -> Result<(Payment, Part), Refusal> {
    let to = named(desk, fields, &[b"MDSC04"])?;
    let part = read_part(fields)?;
    let payment = state.book.cancel_escrow_part(site, tno, part)?;
    told(state, desk, &payment, &to, part.take);
    Ok((payment, part))
}

/// The shop is told of a refund (`TX01`). Here it is done at once; at KCP it takes its time.
fn told(state: &State, desk: &Desk<'_>, payment: &Payment, to: &Destination, amount: WonOrZero) {
    let event = Event::Refunded { name: &to.owner, amount, bank: to.bank };
    state.tell(payment, &event, desk.now);
}

/// The amounts of a partial change.
pub(crate) fn read_part(fields: &Fields) -> Result<Part, Refusal> {
    Ok(Part {
        take: amount_or_zero(fields, MOD_MNY, Refusal::BAD_CHANGE_AMOUNT)?,
        left_before: amount_or_zero(fields, REM_MNY, Refusal::BAD_AMOUNT_LEFT)?,
        only: None,
    })
}

/// The tax parts must add up to what is taken back, if `tax_flag` announces them.
pub(crate) fn check_tax(fields: &Fields, take: WonOrZero) -> Result<(), Refusal> {
    match fields.get(TAX_FLAG).unwrap_or_default() {
        b"" => return Ok(()),
        b"TG03" => {}
        _ => return Err(Refusal::OTHER_TAX_SUM),
    }
    let parts = [
        amount_or_zero(fields, MOD_TAX_MNY, Refusal::BAD_TAX)?,
        amount_or_zero(fields, MOD_VAT_MNY, Refusal::BAD_VAT)?,
        amount_or_zero(fields, MOD_FREE_MNY, Refusal::BAD_TAX_FREE)?,
    ];
    let sum: u64 = parts.iter().map(|part| part.get()).sum();
    if sum == take.get() { Ok(()) } else { Err(Refusal::OTHER_TAX_SUM) }
}

/// The account that a refund goes to must be its owner's (the table of accounts knows them), and the refund must say
/// how that is checked.
fn destination(desk: &Desk<'_>, fields: &Fields, kinds: &[&[u8]]) -> Result<Destination, Refusal> {
    if has(fields, MOD_COMP_TYPE) { named(desk, fields, kinds) } else { Err(Refusal::BAD_REFUND) }
}

/// As [`destination`], for `STE9`, whose variants name the account and no check (`legacy.md §3.4`).
fn named(desk: &Desk<'_>, fields: &Fields, kinds: &[&[u8]]) -> Result<Destination, Refusal> {
    if !fields.get(MOD_SUB_TYPE).is_some_and(|kind| kinds.contains(&kind)) {
        return Err(Refusal::BAD_REFUND);
    }
    match fields.get(MOD_COMP_TYPE).unwrap_or_default() {
        b"" | b"MDCP01" => {}
        b"MDCP02" if has(fields, MOD_SOCNO) && has(fields, MOD_SOCNAME) => {}
        _ => return Err(Refusal::BAD_REFUND),
    }
    owned(desk, fields, MOD_BANKCODE, MOD_ACCOUNT, MOD_DEPOSITOR)
}

/// The account under these names, if it is its owner's.
pub(crate) fn owned(
    desk: &Desk<'_>,
    fields: &Fields,
    bank: Name,
    number: Name,
    owner: Name,
) -> Result<Destination, Refusal> {
    let bank: BankCode = required(fields, bank, Refusal::UNKNOWN_BANK)?;
    let number: AccountNumber = required(fields, number, Refusal::NO_ACCOUNT)?;
    let owner = desk.texts.read(fields, owner)?;
    match desk.accounts.find(bank, &number) {
        Found::NoBank => Err(Refusal::UNKNOWN_BANK),
        Found::NoAccount => Err(Refusal::NO_ACCOUNT),
        Found::Owner(known) if known != owner => Err(Refusal::OTHER_OWNER),
        Found::Owner(_) => Ok(Destination { bank, owner }),
    }
}

const MOD_ACCOUNT: Name = Name::from_static("mod_account");
const MOD_BANKCODE: Name = Name::from_static("mod_bankcode");
const MOD_COMP_TYPE: Name = Name::from_static("mod_comp_type");
const MOD_DEPOSITOR: Name = Name::from_static("mod_depositor");
const MOD_FREE_MNY: Name = Name::from_static("mod_free_mny");
const MOD_MNY: Name = Name::from_static("mod_mny");
const MOD_SOCNAME: Name = Name::from_static("mod_socname");
const MOD_SOCNO: Name = Name::from_static("mod_socno");
const MOD_SUB_TYPE: Name = Name::from_static("mod_sub_type");
const MOD_TAX_MNY: Name = Name::from_static("mod_tax_mny");
const MOD_VAT_MNY: Name = Name::from_static("mod_vat_mny");
const REM_MNY: Name = Name::from_static("rem_mny");
const TAX_FLAG: Name = Name::from_static("tax_flag");
