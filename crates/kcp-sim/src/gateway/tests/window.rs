//! Approving what the window gave out: once, for its amount, for its merchant.

use kcp_codec::enc2;

use super::*;
use crate::{CardKind, InterestFree};

/// Opens what the window gave, as the gateway does.
fn window_message(gateway: &Gateway, method: PayMethod, amount: u64) -> Vec<u8> {
    let given = gateway.agree(method, amount);
    let envelope = enc2::decode(given.enc_info.as_bytes()).unwrap();
    let session = gateway.key.open_envelope(&envelope).unwrap();
    let sealed = enc2::decode(given.enc_data.as_bytes()).unwrap();
    kcp_crypto::open(&session, &sealed).unwrap().to_vec()
}

#[test]
fn what_the_window_agreed_is_approved_once() {
    let gateway = gateway();
    let window = window_message(&gateway, PayMethod::Card, 1_004);
    let approve = |plan: &[u8]| code(&act(&gateway, "T0000", "00100000", &window, plan));
    assert_eq!(approve(b"ordr_data=ordr_mony=1003\x1f"), "8059");
    assert_eq!(approve(b"ordr_data=good_mny=1003\x1f"), "8059");
    assert_eq!(approve(b"ordr_data=ordr_mony=x\x1f"), "8051");
    assert_eq!(approve(b"ordr_data=ordr_mony=1004\x1fordr_no=ORDER2\x1f"), "8501");
    assert_eq!(approve(b"ordr_data=ordr_mony=1004\x1fpay_type=PABK\x1f"), "3101");
    assert_eq!(gateway.state().book.view().approvals(), 0);
    let plan = b"ordr_data=ordr_mony=1004\x1fordr_no=ORDER1\x1fpay_type=PACA\x1f";
    assert_eq!(approve(plan), "0000");
    assert_eq!(approve(plan), "8094");
    assert_eq!(gateway.state().book.view().charged(), 1_004);
}

#[test]
fn an_authentication_is_this_window_s_and_this_merchant_s() {
    let gateway = gateway();
    let window = window_message(&gateway, PayMethod::Card, 1_004);
    assert_eq!(code(&act(&gateway, "T0007", "00100000", &window, b"")), "3103");
    let forged = b"sim_window=00\x1fordr_mony=1004\x1f";
    assert_eq!(code(&act(&gateway, "T0000", "00100000", forged, b"")), "3103");
    assert_eq!(code(&act(&gateway, "T0000", "00200000", &window, b"")), "8004");
    assert_eq!(gateway.state().book.view().approvals(), 0);
}

#[test]
fn each_method_answers_in_its_own_fields() {
    for (method, code_wanted, own) in [
        (PayMethod::Card, "0000", "card_cd"),
        (PayMethod::Transfer, "0000", "bank_name"),
        (PayMethod::Mobile, "0000", "commid"),
        (PayMethod::VirtualAccount, "V000", "va_date"),
    ] {
        let gateway = gateway();
        let window = window_message(&gateway, method, 1_004);
        let answer = act(&gateway, "T0000", "00100000", &window, b"ordr_data=ordr_mony=1004\x1f");
        assert_eq!(code(&answer), code_wanted);
        assert!(answer.find(own).is_some(), "{own}");
        assert_eq!(answer.find("pay_method"), Some(method.as_str().as_bytes()));
        for (_, value) in Fields::read(&answer.message(), Separator::Unit).unwrap().iter() {
            assert!(!value.is_empty());
        }
    }
}

#[test]
fn an_issued_account_has_a_deadline_and_no_money() {
    let gateway = gateway();
    // No card, so not bound to a test card's amounts.
    let window = window_message(&gateway, PayMethod::VirtualAccount, 50_000);
    let answer = act(&gateway, "T0000", "00100000", &window, b"ordr_data=ordr_mony=50000\x1f");
    let message = answer.message();
    assert_eq!(field(&message, "bankcode").as_deref(), Some("BK04"));
    assert_eq!(field(&message, "account").as_deref(), Some("99001121000001"));
    assert_eq!(field(&message, "va_date").as_deref(), Some("20261128235959"));
    let view = gateway.state().book.view();
    assert_eq!((view.approvals(), view.charged(), view.balance()), (1, 0, 0));
}

#[test]
fn a_window_card_is_bound_to_test_amounts_too() {
    let gateway = gateway();
    let window = window_message(&gateway, PayMethod::Card, 50_000);
    assert_eq!(code(&act(&gateway, "T0000", "00100000", &window, b"")), "8129");
}

#[test]
fn points_pay_a_part_and_the_card_the_rest() {
    let gateway = gateway();
    let won = |won| Won::new(won).unwrap();
    let agreed =
        pays("T0000", PayMethod::Card, 5_000).with_points(won(1_500)).with_coupon(won(500));
    let answer = approve(&gateway, agreed, "ordr_data=ordr_mony=5000|");
    for (name, want) in [
        ("amount", "5000"),
        ("card_mny", "3000"),
        ("coupon_mny", "500"),
        ("pnt_amount", "1500"),
        ("pnt_issue", "SCWB"),
        ("pnt_app_time", "20261121120000"),
    ] {
        assert_eq!(get(&answer, name), want, "{name}");
    }
    let tno = number(&answer);
    // What goes back is the total.
    let cancel =
        ask(&gateway, "T0000", "00200000", &format!("mod_data=tno={tno}|mod_type=STSC|"), "");
    assert_eq!((code(&cancel).as_str(), get(&cancel, "amount").as_str()), ("0000", "5000"));
    assert_eq!(gateway.state().book.view().balance(), 0);
}

#[test]
fn a_card_says_what_kind_it_is() {
    for (kind, company, check, isp) in [
        (CardKind::Personal, "0", "0", None),
        (CardKind::Company, "1", "0", None),
        (CardKind::Check, "0", "1", None),
        (CardKind::KBank, "0", "1", Some("BC96")),
        (CardKind::KakaoBank, "0", "1", Some("KM90")),
    ] {
        let gateway = gateway();
        let answer = approve(&gateway, pays("T0000", PayMethod::Card, 5_000).with_card(kind), "");
        assert_eq!(get(&answer, "card_bin_type_01"), company);
        assert_eq!(get(&answer, "card_bin_type_02"), check);
        assert_eq!(answer.find("isp_issuer_cd"), isp.map(str::as_bytes));
        assert_eq!(answer.find("isp_issuer_nm").is_some(), isp.is_some());
        assert_eq!((get(&answer, "noinf"), answer.find("noinf_type")), ("N".into(), None));
    }
    let free = pays("T0000", PayMethod::Card, 5_000).with_interest_free(InterestFree::Shop);
    let answer = approve(&gateway(), free, "");
    assert_eq!((get(&answer, "noinf"), get(&answer, "noinf_type")), ("Y".into(), "SHOP".into()));
}

#[test]
fn a_wallet_s_money_is_asked_for_as_a_card_and_answers_as_itself() {
    for (method, word) in [
        (PayMethod::KakaoMoney, "PAKM"),
        (PayMethod::NaverPoints, "PANP"),
        (PayMethod::PaycoPoints, "PACP"),
        (PayMethod::SsgMoney, "PASG"),
        (PayMethod::TossMoney, "PATO"),
    ] {
        for asked in ["PACA", word] {
            let gateway = gateway();
            let plan = format!("ordr_data=ordr_mony=70000|pay_type={asked}|");
            let answer = approve(&gateway, pays("T0000", method, 70_000), &plan);
            assert_eq!(get(&answer, "pay_method"), word);
            assert_eq!(get(&answer, "easypoint_mny"), "70000");
            assert_eq!(gateway.state().book.view().charged(), 70_000);
        }
        let plan = "ordr_data=ordr_mony=70000|pay_type=PABK|";
        let answer = approve(&gateway(), pays("T0000", method, 70_000), plan);
        assert_eq!(code(&answer), "3101");
    }
}

#[test]
fn the_time_of_a_payment_has_its_method_s_name() {
    for (method, name) in [
        (PayMethod::Card, "app_time"),
        (PayMethod::Gift, "tk_app_time"),
        (PayMethod::Mobile, "hp_app_time"),
        (PayMethod::Points, "pnt_app_time"),
        (PayMethod::Transfer, "app_time"),
        (PayMethod::VirtualAccount, "app_time"),
    ] {
        let answer = approve(&gateway(), pays("T0000", method, 5_000), "");
        assert_eq!(get(&answer, name), "20261121120000", "{method:?}");
    }
}
