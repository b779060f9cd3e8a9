//! Points, virtual accounts and cash receipts.

use super::*;

#[test]
fn points_are_asked_for_and_paid_with() {
    let shop = shop();
    let ask = POINTS.replace("91200000", "97000000");
    assert_eq!(get(&shop.ask(Operation::Hub, &ask), "rsv_pnt"), "50000");
    says(&shop.ask(Operation::Hub, &ask.replace("amount=1004", "amount=1005")), Refusal::NOT_1004);
    let answer = shop.ask(Operation::Hub, POINTS);
    assert_eq!((code(&answer), get(&answer, "rsv_pnt")), ("0000".into(), "48996".into()));
    assert_eq!((get(&answer, "pnt_amount"), get(&answer, "pnt_app_no").len()), ("1004".into(), 10));
    assert_eq!((shop.balance(), shop.points()), (1_004, 48_996));
}

#[test]
fn points_are_refused_for_each_fault_of_the_request() {
    let shop = shop();
    for (from, to, want) in [
        ("pt_pwd=test1234", "pt_pwd=test1235", Refusal::OTHER_PASSWORD),
        ("pt_idno=test1111", "pt_idno=nobody", Refusal::UNKNOWN_MEMBER),
        ("pt_memcorp_cd=5555", "pt_memcorp_cd=5556", Refusal::OTHER_CORPORATION),
        ("pt_memcorp_cd=5555|", "", Refusal::OTHER_CORPORATION),
        ("pt_idno=test1111", "pt_idno=test2222", Refusal::TOO_FEW_POINTS),
        ("pt_issue=SCWB", "pt_issue=SCSK", Refusal::OTHER_INSTITUTION),
        ("pt_paycode=04", "pt_paycode=05", Refusal::OTHER_INSTITUTION),
        ("pt_txtype=91200000", "pt_txtype=91200001", Refusal::BAD_KIND),
        ("pt_mny=1004", "pt_mny=1003", Refusal::OTHER_AMOUNT),
        ("currency=410", "currency=840", Refusal::BAD_CURRENCY),
        ("amount=1004", "amount=01004", Refusal::BAD_AMOUNT),
        ("ordr_idxx=P1", "ordr_idxx=", Refusal::NO_ORDER),
        ("pay_method=POINT", "pay_method=POINTS", Refusal::UNSUPPORTED_METHOD),
    ] {
        says(&shop.ask(Operation::Hub, &POINTS.replace(from, to)), want);
    }
    let all = POINTS.replace("=1004", "=50001");
    says(&shop.ask(Operation::Hub, &all), Refusal::TOO_FEW_POINTS);
    assert_eq!((shop.balance(), shop.points()), (0, 50_000));
    assert_eq!(code(&shop.ask(Operation::Hub, &POINTS.replace("=1004", "=50000"))), "0000");
}

const ACCOUNT: &str = "pay_method=VCNT|amount=30000|currency=410|ordr_idxx=V1|va_txtype=41100000|\
    va_mny=30000|va_bankcode=BK26|va_name=홍길동|va_date=20261128235959";

#[test]
fn an_account_is_issued_at_the_bank_and_until_the_time_asked_for() {
    let shop = shop();
    let answer = shop.ask(Operation::Hub, ACCOUNT);
    assert_eq!((code(&answer), get(&answer, "bankcode")), ("V000".into(), "BK26".into()));
    assert_eq!(get(&answer, "bankname"), "신한은행");
    assert_eq!(get(&answer, "va_date"), "20261128235959");
    assert!(!get(&answer, "account").is_empty() && !get(&answer, "depositor").is_empty());
    assert_eq!(shop.balance(), 0);
    let both = format!("{ACCOUNT}|va_receipt_gubn=0|va_taxno=01000000000");
    let answer = shop.ask(Operation::Hub, &both);
    assert_eq!((code(&answer), get(&answer, "cash_tr_code")), ("V000".into(), "0".into()));
    let other = both.replace("gubn=0", "gubn=2");
    says(&shop.ask(Operation::Hub, &other), Refusal::HALF_RECEIPT);
}

#[test]
fn an_account_is_refused_for_each_fault_of_the_request() {
    let shop = shop();
    for (from, to, want) in [
        ("va_txtype=41100000", "va_txtype=41210000", Refusal::BAD_KIND),
        ("va_mny=30000", "va_mny=30001", Refusal::OTHER_AMOUNT),
        ("va_mny=30000", "va_mny=", Refusal::BAD_ACCOUNT_AMOUNT),
        ("va_bankcode=BK26", "va_bankcode=BK99", Refusal::UNKNOWN_BANK),
        ("va_name=홍길동", "va_name=", Refusal::BAD_TEXT),
        ("va_date=20261128235959", "va_date=20261128", Refusal::BAD_DEADLINE),
        ("va_date=20261128235959", "va_date=20261121120000", Refusal::BAD_DEADLINE),
        ("va_date", "va_receipt_gubn=0|va_date", Refusal::HALF_RECEIPT),
        ("va_date", "va_taxno=01000000000|va_date", Refusal::HALF_RECEIPT),
    ] {
        says(&shop.ask(Operation::Hub, &ACCOUNT.replace(from, to)), want);
    }
    assert_eq!(shop.api.gateway.state().book.view().approvals(), 0);
}

const RECEIPT: &str = "pay_method=CASH|user_type=PGNW|trad_time=20261121110000|tr_code=0|\
    id_info=01000000000|amt_tot=11000|amt_sup=10000|amt_tax=1000|ordr_idxx=C1|corp_type=0";

#[test]
fn a_cash_receipt_is_numbered_if_its_parts_add_up() {
    let shop = shop();
    let answer = shop.ask(Operation::Hub, RECEIPT);
    assert_eq!((code(&answer), get(&answer, "cash_no").len()), ("0000".into(), 14));
    assert_eq!(get(&answer, "receipt_no").len(), 9);
    let service = RECEIPT.replace("amt_tax=1000", "amt_tax=900|amt_svc=100");
    assert_eq!(code(&shop.ask(Operation::Hub, &service)), "0000");
    for (from, to, want) in [
        ("amt_tax=1000", "amt_tax=999", Refusal::OTHER_RECEIPT_SUM),
        ("amt_tax=1000", "amt_tax=1000|amt_svc=1", Refusal::OTHER_RECEIPT_SUM),
        ("amt_tax=1000", "amt_tax=", Refusal::BAD_AMOUNT),
        ("tr_code=0", "tr_code=2", Refusal::BAD_RECEIPT),
        ("corp_type=0", "corp_type=1", Refusal::BAD_RECEIPT),
        ("user_type=PGNW|", "", Refusal::BAD_RECEIPT),
        ("id_info=01000000000", "id_info=010-0000-0000", Refusal::BAD_RECEIPT_ID),
        ("trad_time=20261121110000", "trad_time=20261121120001", Refusal::BAD_TRADE_TIME),
        ("trad_time=20261121110000", "trad_time=20261121", Refusal::BAD_TRADE_TIME),
    ] {
        says(&shop.ask(Operation::Hub, &RECEIPT.replace(from, to)), want);
    }
    assert_eq!(shop.balance(), 0);
    assert_eq!(shop.api.gateway.state().book.view().receipts().len(), 2);
}
