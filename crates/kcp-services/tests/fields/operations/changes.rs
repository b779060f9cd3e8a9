//! What changes an earlier payment: cancels, refunds, escrow, capture, and the question how it stands.

use kcp_services::{
    approve::PayType,
    inquiry::Inquire,
    modify::{
        Cancel, CancelConfirmed, CancelEscrow, Capture, HoldSettlement, PartialCancel,
        RefundAccount, ReleaseAccount, StartDelivery,
    },
};

use super::{
    Written,
    values::{account, address, bank, limit, owner, owner_number, tax, tno, won},
};

const WHO: [&str; 2] = ["mod_ip", "mod_desc"];
const WHY: [&str; 1] = ["mod_desc"];
const SUMS: [&str; 2] = ["mod_mny", "rem_mny"];
const TAX: [&str; 4] = ["tax_flag", "mod_tax_mny", "mod_vat_mny", "mod_free_mny"];

/// The change with everything that every change takes.
macro_rules! full {
    ($table:literal, $change:expr) => {
        $change.with_client_address(address()).with_reason(limit($table, "mod_desc"))
    };
}

pub(super) fn all(written: &mut Written) {
    whole_and_partial(written);
    refunds(written);
    escrow(written);
    confirmed(written);
    for method in PayType::ALL {
        written.api("inquire", &Inquire::new(tno(), method), &[]);
    }
}

fn whole_and_partial(written: &mut Written) {
    let cancel = full!("cancel", Cancel::new(tno()));
    written.socket("cancel", &cancel, &WHO);
    written.api("api_cancel", &cancel, &WHY);
    written.socket("capture", &full!("capture", Capture::new(tno())), &WHO);
    let part = PartialCancel::new(tno(), won(), won()).unwrap();
    for part in [part, PartialCancel::of_rest(tno(), won())] {
        let part = full!("partial_cancel", part);
        written.socket("partial_cancel", &part, &[WHO, SUMS].concat());
        written.api("api_partial_cancel", &part, &SUMS);
        let part = part.with_tax(tax()).unwrap();
        written.socket("partial_cancel", &part, &TAX);
        written.api("api_partial_cancel", &part, &[&WHY[..], &TAX].concat());
        written.socket("partial_cancel", &part.clone().under_older_card_kind(), &TAX);
        written.socket("partial_cancel", &part.under_older_transfer_kind(), &TAX);
    }
}

fn refunds(written: &mut Written) {
    let refund = || RefundAccount::new(tno(), bank(), account(), owner());
    let part = refund().with_part(won(), won()).unwrap();
    let taxed = refund().with_taxed_part(won(), won(), tax()).unwrap();
    let taxed_options = [&SUMS[..], &TAX].concat();
    for (refund, options) in [(refund(), &[][..]), (part, &SUMS), (taxed, &taxed_options)] {
        let refund = full!("refund", refund);
        let named = refund.clone().with_real_name(owner_number(), owner());
        let name = ["mod_socno", "mod_socname"];
        written.socket("refund", &refund, &[&WHO, options].concat());
        written.api("api_refund", &refund, &[&WHY, options].concat());
        written.socket("refund", &named, &[&name, options].concat());
        written.api("api_refund", &named, &[&name, options].concat());
    }
}

fn escrow(written: &mut Written) {
    let table = "escrow_change";
    let start = StartDelivery::new(tno(), limit(table, "deli_numb"), limit(table, "deli_corp"));
    let delivery = [&WHO[..], &["deli_numb", "deli_corp"]].concat();
    written.socket(table, &full!("escrow_change", start), &delivery);
    written.socket(table, &full!("escrow_change", HoldSettlement::new(tno())), &WHO);
    written.socket(table, &full!("escrow_change", ReleaseAccount::new(tno())), &WHO);
    for cancel in [CancelEscrow::before_delivery(tno()), CancelEscrow::after_hold(tno())] {
        let cancel = full!("escrow_change", cancel);
        written.socket(table, &cancel, &WHO);
        let cancel = cancel.with_refund(bank(), account(), owner());
        written.socket(table, &cancel, &["refund_account", "refund_nm", "bank_code"]);
    }
}

fn confirmed(written: &mut Written) {
    type Of = CancelConfirmed;
    let payee = ["mod_bankcode", "mod_account", "mod_depositor"];
    let part = [&SUMS[..], &["amount", "part_canc_yn"]].concat();
    let refund = [&payee[..], &["mod_mny"]].concat();
    let part_refund = [&SUMS[..], &payee, &["part_canc_yn"]].concat();
    let variants = [
        (Of::card(tno()), vec![]),
        (Of::transfer(tno()), vec![]),
        (Of::card_part(tno(), won(), won()).unwrap(), part.clone()),
        (Of::transfer_part(tno(), won(), won()).unwrap(), part),
        (Of::transfer_refund(tno(), won(), bank(), account(), owner()), refund.clone()),
        (Of::account_refund(tno(), won(), bank(), account(), owner()), refund),
        (
            Of::account_part_refund(tno(), won(), won(), bank(), account(), owner()).unwrap(),
            part_refund,
        ),
    ];
    let mut taxed = 0;
    for (variant, options) in variants {
        let variant = full!("confirmed_change", variant);
        written.socket("confirmed_change", &variant, &[&WHO, &options[..]].concat());
        if let Ok(variant) = variant.with_tax(tax()) {
            written.socket("confirmed_change", &variant, &[&TAX, &options[..]].concat());
            taxed += 1;
        }
    }
    assert_eq!(taxed, 3, "the three variants of a part");
}

#[test]
fn changes_pass() {
    all(&mut Written::default());
}
