//! Escrow: which change fits which stage, what goes back, and which notice follows.

use super::*;
use crate::{Agreement, EscrowStage, NoticeKind, Refusal};

const ACCOUNT: &str = "refund_account=123456789012|refund_nm=홍길동|bank_code=BK04|";
const DELIVERY: &str = "mod_type=STE1|deli_numb=1234567890|deli_corp=우체국택배|";
const REFUND: &str = "mod_bankcode=BK04|mod_account=123456789012|mod_depositor=홍길동|\
    mod_comp_type=MDCP01|";

fn escrow(method: PayMethod) -> Agreement {
    pays("T0007", method, 5_000)
}

fn paid(gateway: &Gateway, method: PayMethod) -> kcp_codec::TransactionId {
    let answer = approve(gateway, escrow(method), "ordr_data=ordr_mony=5000|");
    assert_eq!(get(&answer, "escw_yn"), "Y");
    let tno = number(&answer);
    if method == PayMethod::VirtualAccount {
        deposit(gateway, tno);
    }
    tno
}

fn change(gateway: &Gateway, tno: kcp_codec::TransactionId, rest: &str) -> Answer {
    ask(gateway, "T0007", "00200000", &format!("mod_data=tno={tno}|mod_ip=10.0.0.1|{rest}"), "")
}

fn after(gateway: &Gateway, tno: kcp_codec::TransactionId, rest: &str) -> Answer {
    let text = format!("mod_data=tno={tno}|mod_ip=10.0.0.1|mod_type=STE9|mod_desc_cd=CA06|{rest}");
    ask(gateway, "T0007", "70200200", &text, "")
}

#[track_caller]
fn says(answer: &Answer, want: Refusal) {
    assert_eq!(code(answer), want.code());
}

fn stage(gateway: &Gateway, tno: kcp_codec::TransactionId) -> Option<EscrowStage> {
    gateway.state().book.view().payment(tno).unwrap().escrow
}

fn kinds(gateway: &Gateway) -> Vec<&'static str> {
    let notices = gateway.state().notices.notices();
    notices.iter().map(|notice: &crate::Notice| notice.kind.as_str()).collect()
}

/// Goods on their way, confirmed by the customer.
fn confirmed(gateway: &Gateway, method: PayMethod) -> kcp_codec::TransactionId {
    let tno = paid(gateway, method);
    assert_eq!(code(&change(gateway, tno, DELIVERY)), "0000");
    gateway.state().confirm(tno, gateway.clock.now()).unwrap();
    assert_eq!(stage(gateway, tno), Some(EscrowStage::Confirmed));
    tno
}

#[test]
fn escrow_is_the_merchant_s_the_method_s_and_the_order_s() {
    let gateway = gateway();
    let yes_or_no = |agreement: Agreement| {
        let answer = approve(&gateway, agreement, "");
        (get(&answer, "escw_yn"), stage(&gateway, number(&answer)))
    };
    for method in [PayMethod::Card, PayMethod::Transfer, PayMethod::VirtualAccount] {
        assert_eq!(yes_or_no(escrow(method)), ("Y".into(), Some(EscrowStage::Open)));
        assert_eq!(yes_or_no(escrow(method).without_escrow()), ("N".into(), None));
        assert_eq!(yes_or_no(pays("T0000", method, 5_000)), ("N".into(), None));
    }
    let tno = number(&approve(&gateway, escrow(PayMethod::Mobile), ""));
    assert_eq!(stage(&gateway, tno), None);
}

#[test]
fn a_plain_cancel_of_an_escrow_payment_is_refused_and_the_other_way_round() {
    let gateway = gateway();
    let tno = paid(&gateway, PayMethod::VirtualAccount);
    let all = format!("mod_type=STHD|mod_sub_type=MDSC00|{REFUND}");
    for rest in ["mod_type=STSC|", "mod_type=STPC|mod_mny=1|rem_mny=5000|", all.as_str()] {
        says(&change(&gateway, tno, rest), Refusal::OTHER_KIND_OF_PAYMENT);
    }
    let plain = number(&approve(&gateway, escrow(PayMethod::Card).without_escrow(), ""));
    for kind in ["STE2", "STE3", "STE4", "STE5"] {
        let answer = change(&gateway, plain, &format!("mod_type={kind}|"));
        says(&answer, Refusal::OTHER_KIND_OF_PAYMENT);
    }
    says(&change(&gateway, plain, DELIVERY), Refusal::OTHER_KIND_OF_PAYMENT);
    let sub = "sub_mod_type=STSC|mod_sub_type=MDSC03|";
    says(&after(&gateway, plain, sub), Refusal::OTHER_KIND_OF_PAYMENT);
    assert_eq!(gateway.state().book.view().balance(), 10_000);
    assert_eq!(code(&change(&gateway, plain, "mod_type=STSC|")), "0000");
}

#[test]
fn before_delivery_everything_goes_back_at_once() {
    for method in [PayMethod::Card, PayMethod::Transfer, PayMethod::VirtualAccount] {
        let gateway = gateway();
        let tno = paid(&gateway, method);
        let account = if method == PayMethod::Card { "" } else { ACCOUNT };
        if method == PayMethod::VirtualAccount {
            says(&change(&gateway, tno, "mod_type=STE2|"), Refusal::UNKNOWN_BANK);
        }
        if method != PayMethod::Card {
            let other = account.replace("홍길동", "김철수");
            let answer = change(&gateway, tno, &format!("mod_type=STE2|{other}"));
            says(&answer, Refusal::OTHER_OWNER);
        }
        says(&change(&gateway, tno, &format!("mod_type=STE4|{account}")), Refusal::NOT_TO_CANCEL);
        says(&change(&gateway, tno, "mod_type=STE3|"), Refusal::NOT_AT_THIS_STAGE);
        assert_eq!(gateway.state().book.view().balance(), 5_000);
        let answer = change(&gateway, tno, &format!("mod_type=STE2|{account}"));
        assert_eq!((code(&answer).as_str(), get(&answer, "mod_type").as_str()), ("0000", "STE2"));
        assert_eq!(get(&answer, "canc_time"), "20261121120000");
        assert_eq!(gateway.state().book.view().balance(), 0);
        says(
            &change(&gateway, tno, &format!("mod_type=STE2|{account}")),
            Refusal::ALREADY_CANCELLED,
        );
        assert_eq!(kinds(&gateway).last(), Some(&NoticeKind::CancelledAtOnce.as_str()));
    }
}

#[test]
fn a_transfer_goes_back_the_way_it_came_without_an_account() {
    let gateway = gateway();
    let tno = paid(&gateway, PayMethod::Transfer);
    let half = ACCOUNT.replace("bank_code=BK04|", "");
    says(&change(&gateway, tno, &format!("mod_type=STE2|{half}")), Refusal::UNKNOWN_BANK);
    assert_eq!(code(&change(&gateway, tno, "mod_type=STE2|")), "0000");
    assert_eq!(gateway.state().book.view().balance(), 0);
}

#[test]
fn goods_on_their_way_are_held_before_anything_goes_back() {
    let gateway = gateway();
    let tno = paid(&gateway, PayMethod::Card);
    for missing in ["deli_numb=1234567890|", "deli_corp=우체국택배|"] {
        says(&change(&gateway, tno, &DELIVERY.replace(missing, "")), Refusal::BAD_ESCROW);
    }
    assert_eq!(code(&change(&gateway, tno, DELIVERY)), "0000");
    assert_eq!(stage(&gateway, tno), Some(EscrowStage::Delivering));
    says(&change(&gateway, tno, DELIVERY), Refusal::NOT_AT_THIS_STAGE);
    says(&change(&gateway, tno, "mod_type=STE2|"), Refusal::NOT_TO_CANCEL);
    says(&change(&gateway, tno, "mod_type=STE4|"), Refusal::NOT_TO_CANCEL);
    assert_eq!(code(&change(&gateway, tno, "mod_type=STE3|")), "0000");
    assert_eq!(stage(&gateway, tno), Some(EscrowStage::Held));
    says(&change(&gateway, tno, "mod_type=STE2|"), Refusal::NOT_TO_CANCEL);
    assert_eq!(code(&change(&gateway, tno, "mod_type=STE4|")), "0000");
    assert_eq!(gateway.state().book.view().balance(), 0);
    assert_eq!(kinds(&gateway), ["TX03", "TX04", "TX06"]);
}

#[test]
fn goods_that_the_customer_refused_are_held_too() {
    let gateway = gateway();
    let tno = paid(&gateway, PayMethod::Transfer);
    let now = gateway.clock.now();
    let refuse = |gateway: &Gateway| gateway.state().refuse(tno, "변심", now).map(drop);
    assert_eq!(refuse(&gateway), Err(Refusal::NOT_AT_THIS_STAGE));
    change(&gateway, tno, DELIVERY);
    assert_eq!(refuse(&gateway), Ok(()));
    assert_eq!(stage(&gateway, tno), Some(EscrowStage::Refused));
    assert_eq!(gateway.state().confirm(tno, now).map(drop), Err(Refusal::NOT_AT_THIS_STAGE));
    assert_eq!(code(&change(&gateway, tno, "mod_type=STE3|")), "0000");
    assert_eq!(code(&change(&gateway, tno, &format!("mod_type=STE4|{ACCOUNT}"))), "0000");
    assert_eq!(gateway.state().book.view().balance(), 0);
    assert_eq!(kinds(&gateway), ["TX03", "TX02", "TX04", "TX06"]);
}

#[test]
fn only_an_account_that_nobody_paid_into_is_given_up() {
    let gateway = gateway();
    let tno = number(&approve(&gateway, escrow(PayMethod::VirtualAccount), ""));
    for kind in ["STE2", "STE3", "STE4"] {
        let answer = change(&gateway, tno, &format!("mod_type={kind}|{ACCOUNT}"));
        says(&answer, Refusal::NOTHING_PAID);
    }
    says(&change(&gateway, tno, DELIVERY), Refusal::NOTHING_PAID);
    assert_eq!(code(&change(&gateway, tno, "mod_type=STE5|")), "0000");
    says(&change(&gateway, tno, "mod_type=STE5|"), Refusal::ALREADY_CANCELLED);
    let now = gateway.clock.now();
    let late = gateway.state().deposit(tno, &crate::Deposit::of(Won::new(5_000).unwrap()), now);
    assert_eq!(late.map(drop), Err(Refusal::CLOSED_ACCOUNT));
    let tno = paid(&gateway, PayMethod::VirtualAccount);
    says(&change(&gateway, tno, "mod_type=STE5|"), Refusal::ALREADY_PAID);
    let tno = paid(&gateway, PayMethod::Card);
    says(&change(&gateway, tno, "mod_type=STE5|"), Refusal::OTHER_METHOD_TO_CANCEL);
    assert_eq!(kinds(&gateway), ["TX07", "TX00"]);
    assert_eq!(gateway.state().book.view().balance(), 10_000);
}

#[test]
fn after_a_confirmation_only_the_ste9_family_takes_back() {
    let gateway = gateway();
    let tno = confirmed(&gateway, PayMethod::Card);
    for rest in ["mod_type=STE2|", "mod_type=STE3|", "mod_type=STE4|", DELIVERY] {
        says(&change(&gateway, tno, rest), Refusal::PURCHASE_CONFIRMED);
    }
    says(&change(&gateway, tno, "mod_type=STE9|"), Refusal::BAD_CHANGE);
    let whole = "sub_mod_type=STSC|mod_sub_type=MDSC03|";
    let open = paid(&gateway, PayMethod::Card);
    says(&after(&gateway, open, whole), Refusal::NOT_TO_CANCEL);
    assert_eq!(code(&after(&gateway, tno, whole)), "0000");
    says(&after(&gateway, tno, whole), Refusal::ALREADY_CANCELLED);
    assert_eq!(gateway.state().book.view().balance(), 5_000);
}

#[test]
fn each_variant_of_ste9_takes_back_what_it_says() {
    let account = format!("mod_mny=5000|{REFUND}");
    let part = |sub: &str| format!("{sub}part_canc_yn=Y|rem_mny=5000|amount=2000|mod_mny=2000|");
    let refund_part = format!("part_canc_yn=Y|mod_mny=2000|rem_mny=5000|{REFUND}");
    for (method, rest, left) in [
        (PayMethod::Card, "sub_mod_type=STSC|mod_sub_type=MDSC03|".to_owned(), 0),
        (PayMethod::Card, part("sub_mod_type=STPC|mod_sub_type=MDSC03|"), 3_000),
        (PayMethod::Transfer, "sub_mod_type=STSC|mod_sub_type=MDSC03|".to_owned(), 0),
        (PayMethod::Transfer, part("sub_mod_type=STPC|mod_sub_type=MDSC04|"), 3_000),
        (PayMethod::Transfer, format!("sub_mod_type=STHD|mod_sub_type=MDSC04|{account}"), 0),
        (PayMethod::VirtualAccount, format!("sub_mod_type=STHD|mod_sub_type=MDSC00|{account}"), 0),
        (
            PayMethod::VirtualAccount,
            format!("sub_mod_type=STPD|mod_sub_type=MDSC04|{refund_part}"),
            3_000,
        ),
    ] {
        let gateway = gateway();
        let tno = confirmed(&gateway, method);
        for broken in [
            rest.replace("MDSC0", "MDSC1"),
            rest.replace("sub_mod_type=ST", "sub_mod_type=SX"),
            rest.replace("part_canc_yn=Y|", "part_canc_yn=N|").replace("STSC", "STPC"),
        ] {
            if broken != rest {
                says(&after(&gateway, tno, &broken), Refusal::BAD_ESCROW);
            }
        }
        assert_eq!(gateway.state().book.view().balance(), 5_000);
        if rest.contains("mod_comp_type") {
            let odd = rest.replace("MDCP01", "MDCP03");
            says(&after(&gateway, tno, &odd), Refusal::BAD_REFUND);
        }
        // No variant of `STE9` has to name a check.
        let answer = after(&gateway, tno, &rest.replace("mod_comp_type=MDCP01|", ""));
        assert_eq!((code(&answer).as_str(), get(&answer, "mod_type").as_str()), ("0000", "STE9"));
        assert_eq!(gateway.state().book.view().balance(), left, "{rest}");
        if left > 0 {
            assert_eq!(get(&answer, "panc_rem_mny"), "3000");
            // The rest goes back in parts only, and by what is left.
            says(&after(&gateway, tno, &rest), Refusal::OTHER_AMOUNT_LEFT);
        }
    }
}

#[test]
fn amounts_and_the_reason_code_of_ste9_are_checked() {
    let gateway = gateway();
    let tno = confirmed(&gateway, PayMethod::Card);
    let part =
        "sub_mod_type=STPC|mod_sub_type=MDSC03|part_canc_yn=Y|rem_mny=5000|amount=2000|mod_mny=";
    says(&after(&gateway, tno, &format!("{part}1999|")), Refusal::OTHER_AMOUNT);
    let text = format!("mod_data=tno={tno}|mod_type=STE9|sub_mod_type=STSC|mod_sub_type=MDSC03|");
    says(&ask(&gateway, "T0007", "70200200", &text, ""), Refusal::BAD_ESCROW);
    says(&ask(&gateway, "T0007", "70200200", "", ""), Refusal::NOTHING_TO_CHANGE);
    let plain = format!("mod_data=tno={tno}|mod_type=STSC|");
    says(&ask(&gateway, "T0007", "70200200", &plain, ""), Refusal::BAD_CHANGE);
    let tno = confirmed(&gateway, PayMethod::VirtualAccount);
    let refund = format!("sub_mod_type=STHD|mod_sub_type=MDSC00|mod_mny=4999|{REFUND}");
    says(&after(&gateway, tno, &refund), Refusal::OTHER_REFUND);
    assert_eq!(gateway.state().book.view().balance(), 10_000);
}
