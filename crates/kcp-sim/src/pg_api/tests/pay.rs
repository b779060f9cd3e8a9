//! Registration, window, approval, batch keys.

use super::*;

const ORDER: &str =
    "ordr_idxx=ORDER1|good_mny=1004|good_name=한글 상품|Ret_URL=https://shop.example/ret?a=1&b=2";

fn window(shop: &Shop, pairs: &str) -> Answer {
    shop.send(Operation::Window, pairs)
}

/// Approves what a window gave.
fn approve(shop: &Shop, given: &Answer, more: &str) -> Answer {
    let (tran_cd, data) = (get(given, "tran_cd"), get(given, "enc_data"));
    let info = get(given, "enc_info");
    shop.ask(
        Operation::Approve,
        &format!("tran_cd={tran_cd}|enc_data={data}|enc_info={info}|{more}"),
    )
}

#[test]
fn a_registered_order_opens_the_window_once_it_agrees() {
    let shop = shop();
    let answer = shop.ask(Operation::Register, &format!("{ORDER}|pay_method=CARD|user_agent=a;b"));
    assert_eq!((get(&answer, "Code"), get(&answer, "Message")), ("0000".into(), "Success".into()));
    assert_eq!(get(&answer, "PayUrl"), "https://127.0.0.1:4430/pay/mobileGW.kcp");
    assert_eq!(get(&answer, "paymentMethod"), "CARD");
    let key = get(&answer, "approvalKey");
    let open = |more: &str| window(&shop, &format!("approval_key={key}|{more}"));
    for other in
        ["ordr_idxx=ORDER2", "good_mny=1005", "site_cd=T0007", "pay_method=BANK", "pay_method=X"]
    {
        says(&open(other), Refusal::OTHER_REGISTRATION);
    }
    says(&window(&shop, "approval_key=AAAA"), Refusal::OTHER_REGISTRATION);
    says(&open("sim_cancel=Y"), Refusal::USER_CANCELLED);
    let form = read::form_or_json(b"good_name=%C7%D1%B1%DB&approval_key=AAAA").unwrap();
    let answer = shop.api.answer(Operation::Window, Ok(&form), &Fault::Pass);
    says(&answer, Refusal::OTHER_REGISTRATION);
    let given = open("ordr_idxx=ORDER1|good_mny=1004|site_cd=T0000|pay_method=100000000000");
    let answer = approve(&shop, &given, "ordr_mony=1004|ordr_no=ORDER1|pay_type=PACA");
    assert_eq!((code(&answer), get(&answer, "order_no")), ("0000".into(), "ORDER1".into()));
}

#[test]
fn a_registration_is_refused_under_its_own_names() {
    let shop = shop();
    let register = |pairs: &str| shop.ask(Operation::Register, &format!("pay_method=CARD|{pairs}"));
    for (from, to, want) in [
        ("ordr_idxx=ORDER1", "ordr_idxx=", Refusal::NO_ORDER),
        ("ordr_idxx=ORDER1", "ordr_idxx=ORDER 1", Refusal::BAD_ORDER),
        ("good_mny=1004", "good_mny=1,004", Refusal::BAD_AMOUNT),
        ("good_mny=1004", "good_mny=", Refusal::BAD_AMOUNT),
        ("한글 상품", "", Refusal::NO_GOODS),
        ("한글 상품", "<b>", Refusal::BAD_TEXT),
        ("https://", "ftp://", Refusal::NO_RETURN_URL),
    ] {
        let answer = register(&ORDER.replace(from, to));
        assert_eq!(get(&answer, "Code"), want.code(), "{to}");
        assert_eq!(answer.find("res_cd"), None);
    }
    let answer = shop.ask(Operation::Register, &format!("{ORDER}|pay_method=PACA"));
    assert_eq!(get(&answer, "Code"), Refusal::UNSUPPORTED_METHOD.code());
}

#[test]
fn six_methods_are_approved_with_their_own_fields() {
    let shop = shop();
    for (word, pay_type, wanted) in [
        (
            "CARD",
            "PACA",
            &["card_no", "card_cd", "app_no", "quota", "coupon_mny", "partcanc_yn"][..],
        ),
        ("BANK", "PABK", &["bank_name", "bank_code", "bk_mny"]),
        ("VCNT", "PAVC", &["bankname", "bankcode", "account", "va_date"]),
        ("MOBX", "PAMC", &["commid", "mobile_no", "van_id"]),
        ("TPNT", "PAPT", &["pnt_amount", "pnt_issue", "pnt_app_no", "pnt_app_time"]),
        ("GIFT", "PATK", &["tk_mny", "tk_van_code", "tk_app_no", "tk_app_time"]),
    ] {
        let given = window(
            &shop,
            &format!("site_cd=T0000|ordr_idxx={word}|good_mny=1004|pay_method={word}"),
        );
        let answer =
            approve(&shop, &given, &format!("ordr_mony=1004|ordr_no={word}|pay_type={pay_type}"));
        assert_eq!(code(&answer), if word == "VCNT" { "V000" } else { "0000" }, "{word}");
        assert_eq!(
            (get(&answer, "pay_method"), get(&answer, "amount")),
            (pay_type.into(), "1004".into())
        );
        for name in wanted.iter().chain(&["tno", "app_time"]) {
            assert!(!get(&answer, name).is_empty(), "{word} {name}");
        }
    }
    // Nobody paid into the account.
    assert_eq!(shop.balance(), 5 * 1_004);
}

#[test]
fn an_approval_must_agree_with_the_window_and_works_once() {
    let shop = shop();
    let given = window(&shop, "site_cd=T0000|ordr_idxx=ORDER1|good_mny=1004|pay_method=CARD");
    says(&approve(&shop, &given, ""), Refusal::BAD_AMOUNT);
    says(&approve(&shop, &given, "ordr_mony=1005"), Refusal::OTHER_AMOUNT);
    says(&approve(&shop, &given, "ordr_mony=1004|ordr_no=ORDER2"), Refusal::BAD_ORDER);
    says(&approve(&shop, &given, "ordr_mony=1004|pay_type=PABK"), Refusal::OTHER_METHOD);
    let spoilt = |name: &str, value: &str| {
        let mut pairs = String::from("ordr_mony=1004");
        for field in ["tran_cd", "enc_data", "enc_info"] {
            let value = if field == name { value.to_owned() } else { get(&given, field) };
            pairs.push_str(&format!("|{field}={value}"));
        }
        shop.ask(Operation::Approve, &pairs)
    };
    says(&spoilt("tran_cd", "00200000"), Refusal::UNKNOWN_TRANSACTION);
    says(&spoilt("tran_cd", "00300001"), Refusal::UNKNOWN_TRANSACTION);
    says(&spoilt("enc_data", &get(&given, "enc_info")), Refusal::DOES_NOT_OPEN);
    says(&spoilt("enc_info", ""), Refusal::DOES_NOT_OPEN);
    assert_eq!(shop.balance(), 0);
    assert_eq!(code(&approve(&shop, &given, "ordr_mony=1004")), "0000");
    says(&approve(&shop, &given, "ordr_mony=1004"), Refusal::USED_AUTHENTICATION);
    assert_eq!(shop.balance(), 1_004);
}

#[test]
fn another_merchant_cannot_approve_it() {
    let shop = shop();
    let given = window(&shop, "site_cd=T0000|ordr_idxx=ORDER1|good_mny=1004|pay_method=CARD");
    let pairs = format!(
        "site_cd=T0007|kcp_cert_info={}|tran_cd=00100000|enc_data={}|enc_info={}|ordr_mony=1004",
        certificate("T0007"),
        get(&given, "enc_data"),
        get(&given, "enc_info")
    );
    says(&shop.send(Operation::Approve, &pairs), Refusal::UNKNOWN_AUTHENTICATION);
}

#[test]
fn coupon_and_wallet_are_told_with_a_card() {
    let shop = shop();
    let agreement = crate::Agreement::from(crate::Authentication {
        site: site("T0000"),
        order: kcp_codec::OrderId::parse("ORDER1").unwrap(),
        amount: kcp_codec::Won::new(1_004).unwrap(),
        method: crate::PayMethod::Card,
        instalments: kcp_codec::Instalments::NONE,
    })
    .with_coupon(kcp_codec::Won::new(1_000).unwrap())
    .with_easy_pay(crate::EasyPay::Kakao);
    let gateway = &shop.api.gateway;
    let public = gateway.key.public_key();
    let given =
        gateway.state().windows.open(agreement, &gateway.merchants, &public, &*gateway.clock);
    let given = given.unwrap();
    let given = Answer::empty()
        .text("tran_cd", &given.tran_cd)
        .text("enc_data", &given.enc_data)
        .text("enc_info", &given.enc_info);
    let answer = approve(&shop, &given, "ordr_mony=1004");
    assert_eq!((get(&answer, "amount"), get(&answer, "card_mny")), ("1004".into(), "4".into()));
    assert_eq!(get(&answer, "coupon_mny"), "1000");
    assert_eq!(get(&answer, "card_other_pay_type"), "OT13");
}

#[test]
fn a_batch_key_is_issued_charged_and_deleted() {
    let shop = shop();
    let open = "site_cd=T0000|ordr_idxx=AUTO1|pay_method=AUTH:CARD";
    says(&window(&shop, open), Refusal::BAD_CARD);
    let given = window(&shop, &format!("{open}|kcp_group_id=BA0011000348"));
    assert_eq!(get(&given, "tran_cd"), "00300001");
    let answer = approve(&shop, &given, "");
    let key = get(&answer, "batch_key");
    assert_eq!((code(&answer), key.len()), ("0000".into(), 16));
    assert!(answer.find("tno").is_none() && answer.find("amount").is_none());
    for name in ["card_cd", "card_name", "card_bank_cd", "van_tx_id"] {
        assert!(!get(&answer, name).is_empty(), "{name}");
    }
    says(&approve(&shop, &given, ""), Refusal::USED_AUTHENTICATION);

    let charge = |card_mny: &str| {
        let pairs = format!(
            "pay_method=CARD|amount=1004|card_mny={card_mny}|currency=410|quota=00|ordr_idxx=AUTO2|\
             good_name=a|card_tx_type=11511000|bt_batch_key={key}|bt_group_id=BA0011000348"
        );
        shop.ask(Operation::Hub, &pairs)
    };
    says(&charge("1005"), Refusal::OTHER_AMOUNT);
    let answer = charge("1004");
    assert_eq!((code(&answer), get(&answer, "card_mny")), ("0000".into(), "1004".into()));
    let delete = |more: &str| {
        let pairs = format!("pay_method=BATCH|tx_type=10005010|batch_key={key}|{more}");
        shop.ask(Operation::Hub, &pairs)
    };
    says(&delete(""), Refusal::BAD_CARD);
    says(&delete("group_id=BA0011000349"), Refusal::UNKNOWN_GROUP);
    assert_eq!(code(&delete("group_id=BA0011000348")), "0000");
    says(&delete("group_id=BA0011000348"), Refusal::UNKNOWN_CARD);
    says(&charge("1004"), Refusal::UNKNOWN_CARD);
    assert_eq!(shop.balance(), 1_004);
}
