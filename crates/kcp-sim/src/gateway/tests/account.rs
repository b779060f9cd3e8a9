//! Verifying accounts: the table, the refusals, the layout.

use super::*;
use crate::Refusal;

const ACCOUNT: &str =
    "payx_data=acco=pay_method=ACCO|owner_nm=홍길동|account_no=123456789012|bank_code=04|/";

#[test]
fn an_account_is_verified_and_no_money_moves() {
    let gateway = gateway();
    let answer = ask(&gateway, "T0000", "00100000", ACCOUNT, "ordr_data=ordr_idxx=ORDER1|");
    for (name, want) in [
        ("res_cd", "0000"),
        ("ord_idx", "ORDER1"),
        ("tno", "20261121000001"),
        ("app_time", "20261121120000"),
    ] {
        assert_eq!(answer.find(name), Some(want.as_bytes()), "{name}");
    }
    let answer = ask(&gateway, "T0000", "00100000", ACCOUNT, "");
    assert_eq!((code(&answer).as_str(), answer.find("ord_idx")), ("0000", None));
    let view = gateway.state().book.view();
    assert_eq!((view.verifications(), view.approvals(), view.balance()), (2, 0, 0));
}

#[test]
fn an_account_that_differs_is_told_how() {
    for (from, to, want) in [
        ("홍길동", "홍길순", Refusal::OTHER_OWNER),
        ("홍길동", "", Refusal::OTHER_OWNER),
        ("123456789012", "123456789013", Refusal::NO_ACCOUNT),
        ("123456789012", "12-3456", Refusal::NO_ACCOUNT),
        ("bank_code=04", "bank_code=71", Refusal::UNKNOWN_BANK),
        ("bank_code=04", "bank_code=4", Refusal::UNKNOWN_BANK),
        ("ACCO", "PACA", Refusal::UNSUPPORTED_METHOD),
    ] {
        refuses(&ACCOUNT.replace(from, to), "", want);
    }
}

#[test]
fn the_account_record_is_a_setting() {
    let name = Name::from_static;
    let mut gateway = gateway();
    gateway.layout = AccountLayout::default()
        .with_transaction("00900000")
        .with_record(name("acnt"))
        .with_fields(name("nm"), name("no"), name("cd"));
    let content = "payx_data=acnt=nm=김철수|no=110123456789|cd=88|/";
    assert_eq!(code(&ask(&gateway, "T0000", "00900000", content, "")), "0000");
    assert_eq!(code(&ask(&gateway, "T0000", "00100000", ACCOUNT, "")), "8024");
}
