//! Approving what the window gave out: once, for its amount, for its merchant.

use kcp_codec::enc2;

use super::*;

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
