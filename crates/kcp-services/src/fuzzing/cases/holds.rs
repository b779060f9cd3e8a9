//! What an approval has to say, read by hand.

use crate::fuzzing::told::Told;

pub(super) const TNO: &str = "20261121000001";
pub(super) const ORDER: &str = "TEST1234";
pub(super) const RECEIPT: &str = "20370466727800";

/// The answers to a card: the card itself, or a wallet's money.
pub(super) const CARDS: [&str; 6] = ["PACA", "PAKM", "PANP", "PACP", "PASG", "PATO"];

/// Codes that say that it was done before.
pub(super) const ALREADY: [&str; 9] =
    ["8023", "8133", "8337", "8340", "8373", "8496", "8691", "CCA4", "CCA7"];

/// A payment: the right code, a transaction, the method, the total and the order.
pub(super) fn approved(told: &Told, methods: &[&str]) -> bool {
    let codes: &[&str] = if methods.contains(&"PAVC") { &["V000", "0000"] } else { &["0000"] };
    told.is_one_of("res_cd", codes)
        && told.has_digits("tno", 14..=14)
        && told.is_one_of("pay_method", methods)
        && is_total(told)
        && same_order(told)
}

/// 1,004 won, under the total's name; or under that of the only part, if points or a wallet's money paid all.
pub(super) fn is_total(told: &Told) -> bool {
    if !told.get("amount").is_empty() {
        return told.amount("amount") == Some(1_004);
    }
    let part = match told.get("pay_method") {
        b"PAPT" => "pnt_amount",
        b"PAKM" | b"PANP" | b"PACP" | b"PASG" | b"PATO" => "easypoint_mny",
        _ => return false,
    };
    let payco = told.amount("payco_point_mny").or_else(|| told.amount("payco_poinf_mny"));
    let coupon = told.amount("coupon_mny");
    let others = ["card_mny", "tk_mny", "pnt_amount", "bk_mny", "easypoint_mny"];
    let sum: u64 =
        others.iter().filter_map(|name| told.amount(name)).chain(payco).chain(coupon).sum();
    // Payco's points may stand in the coupon's part too.
    let twice = payco.filter(|points| coupon.is_some_and(|coupon| *points <= coupon)).unwrap_or(0);
    told.amount(part) == Some(1_004) && [sum, sum - twice].contains(&1_004)
}

/// The order under every name by which it comes, and one of them at least.
pub(super) fn same_order(told: &Told) -> bool {
    ORDER_NAMES.iter().any(|name| !told.get(name).is_empty()) && order_if_told(told)
}

pub(super) fn order_if_told(told: &Told) -> bool {
    ORDER_NAMES.iter().all(|name| told.is_if_told(name, ORDER))
}

pub(super) const ORDER_NAMES: [&str; 4] = ["order_no", "ord_idx", "ordr_no", "ordr_idxx"];

/// A change of the transaction that was asked.
pub(super) fn changed(told: &Told) -> bool {
    told.is("res_cd", "0000") && told.is("tno", TNO)
}

/// The whole was taken back before, and nothing says that it was another payment.
pub(super) fn already(told: &Told) -> bool {
    told.is_one_of("res_cd", &ALREADY) && told.is_if_told("tno", TNO)
}

/// What was taken, under each of its names, and what is left, under the first of its names that is there.
pub(super) fn part(told: &Told, taken: u64, left: u64) -> bool {
    let said = MOVED.iter().any(|name| !told.get(name).is_empty());
    let rest = LEFT.iter().find(|name| !told.get(name).is_empty());
    said && moved_if_told(told, taken) && rest.is_none_or(|name| told.amount(name) == Some(left))
}

pub(super) fn part_if_told(told: &Told, taken: u64, left: u64) -> bool {
    let said = MOVED.iter().chain(&LEFT).any(|name| !told.get(name).is_empty());
    !said || part(told, taken, left)
}

pub(super) fn moved_if_told(told: &Told, taken: u64) -> bool {
    MOVED.iter().all(|name| told.amount_if_told(name, taken))
}

pub(super) const MOVED: [&str; 2] = ["panc_mod_mny", "mod_mny"];
pub(super) const LEFT: [&str; 2] = ["panc_rem_mny", "rem_mny"];
