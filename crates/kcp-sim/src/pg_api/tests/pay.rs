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

#[test]
fn options_of_a_form_are_taken_and_some_have_an_effect() {
    let shop = shop();
    let account = |more: &str| {
        let form = format!(
            "site_cd=T0007&ordr_idxx=ORDER1&good_mny=30000&pay_method=001000000000&\
             good_name=%C7%D1%B1%DB&quotaopt=12&kcp_noint=Y&kcp_noint_quota=CCBC-02:03&fix_inst=0&\
             used_card=CCBC:CCKM&used_card_YN=Y&complex_pnt_yn=N&wish_vbank_list=05:03&currency=WON&\
             disp_tax_yn=Y&eng_flag=N&skin_indx=1&param_opt_1=a%3Db&{more}"
        );
        let fields = read::form_or_json(form.as_bytes()).unwrap();
        shop.api.answer(Operation::Window, Ok(&fields), &Fault::Pass)
    };
    let issued = |more: &str| {
        let given = account(more);
        let (tran_cd, data) = (get(&given, "tran_cd"), get(&given, "enc_data"));
        let pairs = format!(
            "site_cd=T0007|kcp_cert_info={}|tran_cd={tran_cd}|enc_data={data}|enc_info={}|ordr_mony=30000",
            certificate("T0007"),
            get(&given, "enc_info")
        );
        shop.send(Operation::Approve, &pairs)
    };
    let answer = issued("");
    assert_eq!(get(&answer, "va_date"), "20261128235959");
    assert_eq!((get(&answer, "escw_yn"), answer.find("cash_yn")), ("Y".into(), None));
    assert_eq!(get(&issued("pay_mod=N"), "escw_yn"), "N");
    assert_eq!(get(&issued("escw_used=N"), "escw_yn"), "N");
    assert_eq!(get(&issued("cash_yn=Y&cash_tr_code=1"), "cash_tr_code"), "1");
    for (more, until) in [
        ("vcnt_expire_term=3", "20261124235959"),
        ("vcnt_expire_term=3&vcnt_expire_term_time=120000", "20261124120000"),
        ("ipgm_date=20261231", "20261231235959"),
        ("ipgm_date=20261231120000", "20261231120000"),
    ] {
        assert_eq!(get(&issued(more), "va_date"), until, "{more}");
    }
    for more in [
        "vcnt_expire_term=x",
        "vcnt_expire_term=-1",
        "vcnt_expire_term=0&vcnt_expire_term_time=120000",
        "vcnt_expire_term=3&vcnt_expire_term_time=250000",
        "ipgm_date=20261121120000",
        "ipgm_date=2026",
        "ipgm_date=%C7%D1%B1%DB",
    ] {
        says(&account(more), Refusal::BAD_DEADLINE);
    }
    says(&account("cash_yn=Y&cash_tr_code=2"), Refusal::BAD_RECEIPT);
}

#[test]
fn a_deposit_is_made_from_elsewhere() {
    let shop = shop();
    let given = window(&shop, "site_cd=T0000|ordr_idxx=ORDER1|good_mny=30000|pay_method=VCNT");
    let tno = get(&approve(&shop, &given, "ordr_mony=30000"), "tno");
    let pay = |more: &str| shop.send(Operation::Deposit, &format!("tno={tno}|{more}"));
    says(&pay("op_cd=99"), Refusal::BAD_KIND);
    says(&pay("ipgm_mnyx=x"), Refusal::BAD_AMOUNT);
    says(&pay("remitter=a<b"), Refusal::BAD_TEXT);
    says(&shop.send(Operation::Deposit, "tno=20261121999999"), Refusal::NO_PAYMENT);
    says(&shop.send(Operation::Deposit, ""), Refusal::BAD_NUMBER);
    assert_eq!(shop.balance(), 0);
    assert_eq!(get(&pay("remitter=김철수|op_cd=18"), "totl_mnyx"), "30000");
    says(&pay(""), Refusal::ALREADY_PAID);
    assert_eq!(get(&pay("ipgm_mnyx=1"), "totl_mnyx"), "30001");
    assert_eq!(shop.balance(), 30_001);
    assert_eq!(get(&pay("op_cd=13"), "totl_mnyx"), "30000");
    assert_eq!(shop.balance(), 30_000);
    let notices = shop.api.gateway.state().notices.notices();
    let operations: Vec<_> = notices.iter().map(|notice| notice.operation).collect();
    assert_eq!(operations, ["18", "50", "13"]);
}
