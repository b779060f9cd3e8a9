//! Cash receipts on the socket: registered, asked for, cancelled; and the ones that come with a payment.

use super::*;
use crate::{ReceiptUse, Refusal};

const RECEIPT: &str = "ordr_data=ordr_idxx=C1|good_name=운동화|buyr_name=홍길동|comment=메모|\
    rcpt_data=user_type=PGNW|trad_time=20261121110000|tr_code=0|id_info=01000000000|amt_tot=11000|\
    amt_sup=10000|amt_svc=0|amt_tax=1000|pay_type=PAXX||corp_data=corp_type=0||";

fn register(gateway: &Gateway, plan: &str) -> Answer {
    ask(gateway, "T0000", "07010000", "payx_data=", plan)
}

fn change(gateway: &Gateway, transaction: &str, number: &str, rest: &str) -> Answer {
    let text = format!("mod_data=mod_value={number}|mod_gubn=MG01|trad_time=20261121110000|{rest}");
    ask(gateway, "T0000", transaction, &text, "")
}

#[track_caller]
fn says(answer: &Answer, want: Refusal) {
    assert_eq!(code(answer), want.code());
}

#[test]
fn a_receipt_is_registered_asked_for_and_cancelled_once() {
    let gateway = gateway();
    let answer = register(&gateway, RECEIPT);
    for (name, want) in [
        ("res_cd", "0000"),
        ("order_no", "C1"),
        ("cash_no", "20261121000001"),
        ("receipt_no", "121000001"),
        ("app_time", "20261121120000"),
        ("reg_stat", "0000"),
        ("reg_desc", "정상처리"),
    ] {
        assert_eq!(get(&answer, name), want, "{name}");
    }
    let number = get(&answer, "cash_no");
    let query = || change(&gateway, "07030000", &number, "mod_type=STSQ|");
    assert_eq!(get(&query(), "reg_desc"), "정상처리");
    let cancel = || change(&gateway, "07020000", &number, "mod_type=STSC|");
    assert_eq!(get(&cancel(), "reg_desc"), "취소");
    says(&cancel(), Refusal::RECEIPT_CANCELLED);
    assert_eq!(get(&query(), "reg_desc"), "취소");
    let view = gateway.state().book.view();
    assert_eq!((view.receipts().len(), view.receipts()[0].left()), (1, 0));
    assert_eq!((view.approvals(), view.balance(), view.verifications()), (0, 0, 0));
}

#[test]
fn parts_of_a_receipt_are_cancelled_by_what_is_left() {
    let gateway = gateway();
    let number = get(&register(&gateway, RECEIPT), "cash_no");
    let part = |take: u64, left: u64| {
        let rest = format!("mod_type=STPC|mod_mny={take}|rem_mny={left}|");
        change(&gateway, "07020000", &number, &rest)
    };
    says(&part(1_000, 10_000), Refusal::OTHER_AMOUNT_LEFT);
    says(&part(11_001, 11_000), Refusal::MORE_THAN_LEFT);
    says(&part(0, 11_000), Refusal::NOTHING_TO_CANCEL);
    assert_eq!(get(&part(1_000, 11_000), "reg_desc"), "부분취소");
    says(&change(&gateway, "07020000", &number, "mod_type=STSC|"), Refusal::PARTLY_CANCELLED);
    assert_eq!(get(&part(10_000, 10_000), "reg_desc"), "취소");
    says(&part(1, 0), Refusal::RECEIPT_CANCELLED);
}

#[test]
fn each_part_of_a_receipt_is_checked() {
    let gateway = gateway();
    for (from, to, want) in [
        ("user_type=PGNW", "user_type=PGN", Refusal::BAD_RECEIPT),
        ("tr_code=0", "tr_code=2", Refusal::BAD_RECEIPT),
        ("pay_type=PAXX", "pay_type=PACA", Refusal::BAD_RECEIPT),
        ("|pay_type=PAXX", "", Refusal::BAD_RECEIPT),
        ("corp_type=0", "corp_type=1", Refusal::BAD_RECEIPT),
        ("corp_data=corp_type=0||", "", Refusal::BAD_RECEIPT),
        ("id_info=01000000000", "id_info=010-0000-0000", Refusal::BAD_RECEIPT_ID),
        ("110000|tr_code", "120001|tr_code", Refusal::BAD_TRADE_TIME),
        ("amt_tax=1000", "amt_tax=999", Refusal::OTHER_RECEIPT_SUM),
        ("amt_tax=1000", "amt_tax=01000", Refusal::BAD_AMOUNT),
        ("ordr_idxx=C1|", "", Refusal::NO_ORDER),
        // Sets that do not end: the set's last field could be the group's.
        ("PAXX||corp", "PAXX|corp", Refusal::BAD_FRAME),
        ("corp_type=0||", "corp_type=0|", Refusal::BAD_FRAME),
        // Not in their set.
        ("rcpt_data=user_type", "user_type", Refusal::BAD_RECEIPT),
    ] {
        assert!(RECEIPT.contains(from), "{from}");
        says(&register(&gateway, &RECEIPT.replace(from, to)), want);
    }
    let paid = ask(&gateway, "T0000", "07010000", "payx_data=card=a=1|/", RECEIPT);
    says(&paid, Refusal::BAD_FRAME);
    assert!(gateway.state().book.view().receipts().is_empty());
    let seller = RECEIPT.replace(
        "corp_type=0",
        "corp_type=1|corp_tax_type=TG01|corp_tax_no=1234567890|corp_sell_tax_no=1234567890|\
         corp_nm=상점|corp_owner_nm=홍길동|corp_addr=서울|corp_telno=0200000000",
    );
    assert_eq!(code(&register(&gateway, &seller)), "0000");
}

#[test]
fn a_receipt_is_found_by_number_time_and_merchant() {
    let gateway = gateway();
    let number = get(&register(&gateway, RECEIPT), "cash_no");
    let ask_for = |text: String| ask(&gateway, "T0000", "07030000", &text, "");
    let text = format!(
        "mod_data=mod_type=STSQ|mod_value={number}|mod_gubn=MG01|trad_time=20261121110000|"
    );
    assert_eq!(code(&ask_for(text.clone())), "0000");
    for (from, to, want) in [
        ("MG01", "MG02", Refusal::BAD_RECEIPT_NUMBER),
        (number.as_str(), "1", Refusal::BAD_RECEIPT_NUMBER),
        (number.as_str(), "20261121999999", Refusal::NO_RECEIPT),
        ("20261121110000", "20261121110001", Refusal::OTHER_TRADE_TIME),
        ("20261121110000", "", Refusal::BAD_TRADE_TIME),
        ("STSQ", "STSC", Refusal::BAD_CHANGE),
    ] {
        says(&ask_for(text.replace(from, to)), want);
    }
    says(&ask(&gateway, "T0007", "07030000", &text, ""), Refusal::NO_RECEIPT);
    says(&ask(&gateway, "T0000", "07020000", &text, ""), Refusal::BAD_CHANGE);
    says(&ask(&gateway, "T0000", "07020000", "", ""), Refusal::NOTHING_TO_CHANGE);
}

#[test]
fn a_receipt_for_a_payment_names_one_of_its_method() {
    let gateway = gateway();
    let tno = number(&approve(&gateway, pays("T0000", PayMethod::Transfer, 11_000), ""));
    let of = |kind: &str, tno: &str| {
        register(
            &gateway,
            &RECEIPT.replace("pay_type=PAXX", &format!("pay_type={kind}|pay_trade_no={tno}")),
        )
    };
    assert_eq!(code(&of("PABK", tno.as_str())), "0000");
    says(&of("PAVC", tno.as_str()), Refusal::OTHER_METHOD);
    says(&of("PABK", "20261121999999"), Refusal::NO_PAYMENT);
    says(&of("PABK", ""), Refusal::BAD_NUMBER);
}

#[test]
fn a_receipt_that_the_customer_asked_for_comes_with_the_payment() {
    let gateway = gateway();
    let wants = pays("T0000", PayMethod::Transfer, 11_000).with_receipt(ReceiptUse::Income);
    let answer = approve(&gateway, wants, "");
    for (name, want) in [
        ("bk_receipt_gubn", "Y"),
        ("cash_yn", "Y"),
        ("cash_tr_code", "0"),
        ("cash_authno", "121000002"),
        ("cash_no", "20261121000002"),
    ] {
        assert_eq!(get(&answer, name), want, "{name}");
    }
    // It goes back with the payment.
    let receipt = || gateway.state().book.view().receipts()[0].left();
    let tno = number(&answer);
    let change = |rest: &str| {
        code(&ask(&gateway, "T0000", "00200000", &format!("mod_data=tno={tno}|{rest}"), ""))
    };
    assert_eq!(change("mod_type=STPC|mod_mny=1000|rem_mny=11000|"), "0000");
    assert_eq!(receipt(), 10_000);
    assert_eq!(change("mod_type=STPC|mod_mny=10000|rem_mny=10000|"), "0000");
    assert_eq!(receipt(), 0);

    let none = approve(&gateway, pays("T0000", PayMethod::Transfer, 11_000), "");
    assert_eq!((get(&none, "bk_receipt_gubn"), none.find("cash_yn")), ("N".into(), None));
    let card = pays("T0000", PayMethod::Card, 5_000).with_receipt(ReceiptUse::Income);
    assert_eq!(approve(&gateway, card, "").find("cash_yn"), None);
}

#[test]
fn an_account_s_receipt_comes_with_its_deposit_and_goes_with_its_reversal() {
    let gateway = gateway();
    let wants = pays("T0000", PayMethod::VirtualAccount, 11_000).with_receipt(ReceiptUse::Expense);
    let answer = approve(&gateway, wants, "");
    assert_eq!((get(&answer, "cash_tr_code"), answer.find("cash_no")), ("1".into(), None));
    assert!(gateway.state().book.view().receipts().is_empty());
    let tno = number(&answer);
    deposit(&gateway, tno);
    let view = gateway.state().book.view();
    assert_eq!(view.receipts()[0].left(), 11_000);
    assert_eq!(view.deposits()[0].receipt, Some(view.receipts()[0].number));
    gateway.state().reverse(tno, gateway.clock.now()).unwrap();
    assert_eq!(gateway.state().book.view().receipts()[0].left(), 0);
}
