//! Answers that contradict themselves: two names of one thing, a refusal about another transaction, a part for a total.

use crate::desk::{TNO, approve, cancel, charge, partial, payee, read, tno, unknown, won};
use kcp_codec::KstDateTime;
use kcp_services::{
    Outcome, UnknownCause,
    approve::PayType,
    cash_receipt::{CancelReceipt, ReceiptId},
    modify::RefundAccount,
};

const OTHER: &str = "20261121000002";

fn refund() -> RefundAccount {
    let (bank, account, owner) = payee();
    RefundAccount::new(tno(), bank, account, owner)
}

#[test]
fn a_second_cancel_that_names_another_transaction_is_a_doubt() {
    for code in ["8133", "8023", "8337", "8340"] {
        let answer = format!("res_cd={code}\x1ftno={OTHER}");
        assert_eq!(unknown(read(&cancel(), &answer)), UnknownCause::TransactionDiffers, "{code}");
        assert_eq!(unknown(read(&refund(), &answer)), UnknownCause::TransactionDiffers, "{code}");
        let same = format!("res_cd={code}\x1ftno={TNO}");
        assert!(read(&cancel(), &same).approved().unwrap().answer().earlier, "{code}");
    }
    let answer = "res_cd=8023\x1fcash_no=20370466727801";
    let receipt = ReceiptId::parse("20370466727800").unwrap();
    let cancel = CancelReceipt::new(receipt, KstDateTime::parse("20261121221400").unwrap());
    assert_eq!(unknown(read(&cancel, answer)), UnknownCause::TransactionDiffers);
}

#[test]
fn every_name_of_the_order_has_to_agree() {
    let yes =
        "res_cd=0000\x1ftno=20261121000001\x1famount=1004\x1fpay_method=PACA\x1forder_no=TEST0001";
    for name in ["ord_idx", "ordr_no", "ordr_idxx"] {
        let (same, empty) = (format!("{yes}\x1f{name}=TEST0001"), format!("{yes}\x1f{name}="));
        assert!(read(&charge(), &same).approved().is_some(), "{name}");
        assert!(read(&charge(), &empty).approved().is_some(), "{name}");
        let other = format!("{yes}\x1f{name}=TEST0002");
        assert_eq!(unknown(read(&charge(), &other)), UnknownCause::OrderDiffers, "{name}");
    }
}

#[test]
fn a_part_is_the_total_only_where_it_is_the_only_one() {
    let of = |rest: &str| {
        let text = format!(
            "res_cd=0000\x1ftno=20261121000001\x1forder_no=TEST0001\x1fpay_method=PAPT\x1fpnt_amount=1004{rest}"
        );
        read(&approve(PayType::Points), &text)
    };
    // Nothing in a field is the same as no field (`https.md §6`).
    for rest in ["", "\x1famount=", "\x1fcard_mny=0", "\x1famount=1004\x1fcard_mny=500"] {
        assert!(of(rest).approved().is_some(), "{rest}");
    }
    // Five hundred won from a card beside them: nobody says what the payment comes to.
    let cause = unknown(of("\x1fcard_mny=500"));
    let UnknownCause::Unreadable(error) = cause else { panic!("{cause:?}") };
    assert_eq!(error.field().as_str(), "amount");
}

#[test]
fn an_amount_agrees_under_both_of_its_names() {
    let of = |rest: &str| {
        read(&partial(400, 1_004), &format!("res_cd=0000\x1ftno=20261121000001\x1f{rest}"))
    };
    for rest in [
        "panc_mod_mny=400\x1fmod_mny=400\x1fpanc_rem_mny=604\x1frem_mny=1004",
        "panc_mod_mny=\x1fpanc_rem_mny=\x1fmod_mny=400\x1frem_mny=604",
    ] {
        assert!(of(rest).approved().is_some(), "{rest}");
    }
    for rest in ["panc_mod_mny=400\x1fmod_mny=401", "panc_mod_mny=401\x1fmod_mny=400"] {
        assert!(matches!(unknown(of(rest)), UnknownCause::AmountDiffers { .. }), "{rest}");
    }
    assert!(matches!(unknown(of("mod_mny=\x1frem_mny=604")), UnknownCause::Unreadable(_)));
    let part = refund().with_part(won(400), won(1_004)).unwrap();
    let empty = "res_cd=0000\x1ftno=20261121000001\x1fmod_mny=\x1frem_mny=";
    assert!(read(&part, empty).approved().is_some());
}

#[test]
fn an_outcome_about_another_transaction_gives_none_to_cancel() {
    for code in ["0000", "8133", "8041", "8012", "ZZ99"] {
        let text = format!("res_cd={code}\x1ftno={OTHER}");
        let Outcome::Unknown(doubt) = read(&cancel(), &text) else { panic!("{code}") };
        assert_eq!((doubt.cause(), doubt.transaction()), (UnknownCause::TransactionDiffers, None));
        assert_eq!(doubt.code().map(|code| code.to_string()).as_deref(), Some(code));
    }
}

#[test]
fn a_doubt_about_a_change_does_not_say_that_something_was_approved() {
    let told = |text: &str| match read(&partial(400, 1_004), text) {
        Outcome::Unknown(doubt) => doubt.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told("res_cd=0000\x1ftno=20261121000001\x1fmod_mny=401"),
        "outcome unknown: the answer names 401 won where 400 were asked"
    );
    // 8150: this part was cancelled before. There is no order number in it.
    assert_eq!(
        told("res_cd=8150"),
        "outcome unknown: the gateway has seen this order or request before; look it up"
    );
}
