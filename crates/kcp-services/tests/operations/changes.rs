//! Cancels under older names, and refunds of deposits: what they write, and what each answer means.

use crate::{
    desk::{TNO, partial, payee, read, tno, unknown, won},
    wire::{code, groups},
};
use kcp_codec::{Charset, OwnerName, OwnerNumber, Reason, WonOrZero};
use kcp_services::{
    Outcome, UnknownCause,
    approve::PayType,
    modify::{Escrow, PartialCancel},
    modify::{RefundAccount, Standing, TaxParts, Undo},
};

const ACCOUNT: &str = "mod_bankcode=BK04|mod_account=123456789012|mod_depositor=홍길동|";

fn refund() -> RefundAccount {
    let (bank, account, owner) = payee();
    RefundAccount::new(tno(), bank, account, owner)
}

fn tax(supply: u64, vat: u64, free: u64) -> TaxParts {
    let won = |amount| WonOrZero::new(amount).unwrap();
    TaxParts::new(won(supply), won(vat), won(free))
}

#[test]
fn an_older_name_changes_the_name_only() {
    let older = partial(400, 1_004).under_older_card_kind();
    assert_eq!(
        groups(&older),
        format!("mod_data=tno={TNO}|mod_type=RN07|mod_mny=400|rem_mny=1004|")
    );
    let taxed = partial(400, 1_004).with_tax(tax(300, 30, 70)).unwrap();
    assert_eq!(
        groups(&taxed.under_older_transfer_kind()),
        format!(
            "mod_data=tno={TNO}|mod_type=STPA|mod_mny=400|rem_mny=1004|tax_flag=TG03|mod_tax_mny=300|mod_vat_mny=30|\
             mod_free_mny=70|"
        )
    );
    let text = "res_cd=0000\x1ftno=20261121000001\x1fpanc_mod_mny=401";
    let older = partial(400, 1_004).under_older_card_kind();
    assert!(matches!(unknown(read(&older, text)), UnknownCause::AmountDiffers { .. }));
}

#[test]
fn the_rest_of_a_payment_is_a_part_of_all_that_is_left() {
    assert_eq!(
        groups(&PartialCancel::of_rest(tno(), won(604))),
        format!("mod_data=tno={TNO}|mod_type=STPC|mod_mny=604|rem_mny=604|")
    );
}

#[test]
fn a_refund_names_the_account_and_its_check() {
    let head = format!("mod_data=tno={TNO}|mod_type=");
    assert_eq!(
        groups(&refund()),
        format!("{head}STHD|mod_sub_type=MDSC00|{ACCOUNT}mod_comp_type=MDCP01|")
    );
    assert_eq!(code(&refund()), "00200000");
    assert_eq!(
        groups(&refund().with_part(won(400), won(1_004)).unwrap()),
        format!(
            "{head}STPD|mod_sub_type=MDSC03|{ACCOUNT}mod_comp_type=MDCP01|mod_mny=400|rem_mny=1004|"
        )
    );
    let taxed = refund().with_taxed_part(won(400), won(1_004), tax(300, 30, 70)).unwrap();
    assert_eq!(
        groups(&taxed),
        format!(
            "{head}STPD|mod_sub_type=MDSC04|{ACCOUNT}mod_comp_type=MDCP01|mod_mny=400|rem_mny=1004|tax_flag=TG03|\
             mod_tax_mny=300|mod_vat_mny=30|mod_free_mny=70|"
        )
    );
    let (_, _, owner) = payee();
    let checked = refund().with_real_name(OwnerNumber::parse("9001011234567").unwrap(), owner);
    assert_eq!(
        groups(&checked),
        format!(
            "{head}STHD|mod_sub_type=MDSC00|{ACCOUNT}mod_comp_type=MDCP02|mod_socno=9001011234567|mod_socname=홍길동|"
        )
    );
    let printed = format!("{checked:?}");
    for secret in ["9001011234567", "123456789012", "홍길동"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn a_refund_of_more_than_is_left_or_of_parts_that_do_not_add_up_is_not_made() {
    let field = |error: kcp_codec::FieldError| {
        assert_eq!(error.reason(), Reason::OutOfRange);
        error.field().as_str().to_owned()
    };
    assert_eq!(field(refund().with_part(won(1_005), won(1_004)).unwrap_err()), "mod_mny");
    let parts = tax(300, 30, 71);
    assert_eq!(
        field(refund().with_taxed_part(won(400), won(1_004), parts).unwrap_err()),
        "mod_tax_mny"
    );
    assert_eq!(
        field(refund().with_taxed_part(won(1_005), won(1_004), tax(1_005, 0, 0)).unwrap_err()),
        "mod_mny"
    );
}

#[test]
fn a_refund_is_done_once_and_a_part_of_one_adds_up() {
    let yes = "res_cd=0000\x1ftno=20261121000001";
    let done = read(&refund(), yes).approved().unwrap().into_answer();
    assert!(!done.earlier && done.rest().is_none());
    let other = "res_cd=0000\x1ftno=20261121000002";
    assert_eq!(unknown(read(&refund(), other)), UnknownCause::TransactionDiffers);
    assert!(matches!(unknown(read(&refund(), "res_cd=0000")), UnknownCause::Unreadable(_)));
    assert!(matches!(read(&refund(), "res_cd=8178\x1fres_msg=no"), Outcome::Declined(_)));
    let part = || refund().with_part(won(400), won(1_004)).unwrap();
    for code in ["8337", "8340"] {
        let text = format!("res_cd={code}\x1fres_msg=x");
        assert!(read(&refund(), &text).approved().unwrap().answer().earlier, "{code}");
        assert!(matches!(read(&part(), &text), Outcome::Declined(_)), "{code}");
    }
    let done = read(&part(), yes).approved().unwrap().into_answer();
    assert_eq!(done.remaining.get(), 604);
    let (bank, account, owner) = payee();
    assert!(
        groups(&done.rest().unwrap().to(bank, account, owner))
            .ends_with("mod_mny=604|rem_mny=604|")
    );
    let told = format!("{yes}\x1fpanc_mod_mny=400\x1fpanc_rem_mny=604");
    assert!(read(&part(), &told).approved().is_some());
    for (from, to) in [("=400", "=401"), ("=604", "=603"), ("panc_mod_mny=400\x1f", "")] {
        let text = told.replace(from, to);
        assert!(matches!(read(&part(), &text), Outcome::Unknown(_)), "{text}");
    }
}

#[test]
fn a_paid_account_s_undo_asks_for_an_account_first() {
    let (bank, account, owner) = payee();
    let undo = |escrow, standing| Undo::of(tno(), PayType::VirtualAccount, escrow, standing);
    let Undo::Refund(due) = undo(Escrow::No, Standing::Paid) else { panic!() };
    assert_eq!(groups(&due.to(bank, account.clone(), owner.clone())), groups(&refund()));
    let left = Standing::PartlyCancelled { left: won(604) };
    let Undo::Refund(due) = undo(Escrow::No, left) else { panic!() };
    assert!(groups(&due.to(bank, account.clone(), owner.clone())).contains("mod_type=STPD|"));
    let Undo::EscrowRefund(due) = undo(Escrow::Yes, Standing::Paid) else { panic!() };
    assert_eq!(
        groups(&due.to(bank, account, owner)),
        format!(
            "mod_data=tno={TNO}|mod_type=STE2|refund_account=123456789012|refund_nm=홍길동|bank_code=BK04|"
        )
    );
}

#[test]
fn an_owner_s_name_may_be_another_than_the_account_s() {
    let name = OwnerName::new(Charset::Ksx1001, "김철수").unwrap();
    let checked = refund().with_real_name(OwnerNumber::parse("900101").unwrap(), name);
    assert!(groups(&checked).ends_with("mod_socno=900101|mod_socname=김철수|"));
}
