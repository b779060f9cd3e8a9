//! What each operation writes on the PG-API: the guides' names and values, in JSON strings.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // the whole target is a test

use std::sync::{Arc, Mutex};

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, ClientAddress, CorporationCode, Fields, GroupId,
    KstDateTime, MemberId, MemberPassword, Name, OrderId, OwnerName, SiteCode, Text, TransactionId,
    WebUrl, WindowText, Won, WonOrZero,
};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey, Target, VerifyingKey};
use kcp_services::{
    Client, Effect, Merchant, On, PgApi, Query,
    approve::{ApproveWindow, PayType},
    batch::{ChargeBatch, DeleteBatchKey},
    cash_receipt::{Purpose, RegisterReceipt},
    channel::OverApi,
    inquiry::Inquire,
    modify::{Cancel, PartialCancel, RefundAccount, TaxParts},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    virtual_account::IssueAccount,
    window::{RegisterTrade, WindowMethod},
};
use kcp_transport::{
    Environment, Error,
    api::{Call, Exchange, Reply},
};
use serde_json::{Value, json};

const CERTIFICATE: &str = include_str!("../corpus/parse_certificate/read-rsa");
const KEY: &str = include_str!("../corpus/parse_private_key/read-aes256");
const TNO: &str = "20261121000001";

/// Keeps the last call.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Option<(String, String)>>>);

impl Exchange for Desk {
    async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
        *self.0.lock().unwrap() = Some((call.path().as_str().to_owned(), call.json().to_string()));
        Ok(Reply::new(Fields::new()))
    }
}

fn shop() -> (Client<OverApi<Desk>>, Desk) {
    let (desk, site) = (Desk::default(), SiteCode::parse("T0000").unwrap());
    let key = PrivateKey::from_encrypted_pem(KEY, b"changeit").unwrap();
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    let certificate = ServiceCertificate::from_pem(CERTIFICATE).unwrap();
    let merchant = Merchant::with_service_certificate(environment, site, certificate)
        .unwrap()
        .and_signing_key(SigningKey::new(&key).unwrap())
        .unwrap();
    let now = || KstDateTime::parse("20280101000000").unwrap();
    (Client::without_ledger(merchant, OverApi(desk.clone()), now), desk)
}

/// Path and body, without the site, the certificate (which must be there) and the signature (which is returned).
fn taken(desk: &Desk) -> (String, Value, Option<String>) {
    let (path, text) = desk.0.lock().unwrap().take().unwrap();
    let mut body: Value = serde_json::from_str(&text).unwrap();
    let fields = body.as_object_mut().unwrap();
    assert_eq!(fields.remove("site_cd"), Some("T0000".into()));
    let certificate = fields.remove("kcp_cert_info").unwrap();
    assert_eq!(certificate, CERTIFICATE.replace('\n', ""));
    assert!(fields.values().all(Value::is_string), "{text}");
    let signature =
        fields.remove("kcp_sign_data").map(|signature| signature.as_str().unwrap().to_owned());
    (path, body, signature)
}

async fn effect<E: Effect + On<PgApi> + Sync>(operation: E) -> (String, Value, Option<String>) {
    let (client, desk) = shop();
    let _ = client.perform(operation).await;
    taken(&desk)
}

async fn query<Q: Query + On<PgApi> + Sync>(operation: Q) -> (String, Value, Option<String>) {
    let (client, desk) = shop();
    let _ = client.ask(&operation).await;
    taken(&desk)
}

fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

fn order() -> OrderId {
    OrderId::parse("TEST0001").unwrap()
}

fn tno() -> TransactionId {
    TransactionId::parse(TNO).unwrap()
}

fn text<const MAX: usize>(value: &str) -> Text<MAX> {
    Text::new(Name::from_static("good_name"), Charset::Ksx1001, value).unwrap()
}

fn verify(target: &Target, signature: Option<String>) {
    let certificate = ServiceCertificate::from_pem(CERTIFICATE).unwrap();
    let key = VerifyingKey::from_certificate(&certificate).unwrap();
    assert!(key.verify(target, &signature.unwrap()).is_ok());
}

#[tokio::test]
async fn an_approval_and_a_registration_are_not_signed() {
    let window = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    let (data, info) = (window("enc_data", "1AAAA+/=.-_"), window("enc_info", "2BBBB__"));
    let (path, body, signature) =
        effect(ApproveWindow::new(data, info, order(), won(1_004), PayType::Card)).await;
    let want = json!({
        "tran_cd": "00100000", "enc_data": "1AAAA+/=.-_", "enc_info": "2BBBB__", "ordr_mony": "1004",
        "ordr_no": "TEST0001", "pay_type": "PACA",
    });
    assert_eq!((path.as_str(), body, signature), ("/gw/enc/v1/payment", want, None));
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    let url = WebUrl::parse("https://shop.example/r?a=1&b=2").unwrap();
    let (path, body, signature) = query(RegisterTrade::new(
        environment,
        order(),
        won(1_004),
        text("운동화"),
        WindowMethod::Transfer,
        url,
    ))
    .await;
    let want = json!({
        "ordr_idxx": "TEST0001", "good_mny": "1004", "good_name": "운동화", "pay_method": "BANK",
        "Ret_URL": "https://shop.example/r?a=1&b=2",
    });
    assert_eq!((path.as_str(), body, signature), ("/std/tradeReg/register", want, None));
}

#[tokio::test]
async fn a_change_is_signed_over_its_own_kind() {
    let (path, body, signature) = effect(Cancel::new(tno()).with_reason(text("고객변심"))).await;
    assert_eq!(path, "/gw/mod/v1/cancel");
    assert_eq!(body, json!({ "tno": TNO, "mod_type": "STSC", "mod_desc": "고객변심" }));
    verify(&Target::modify("T0000", TNO, "STSC").unwrap(), signature);
    let zero = |amount| WonOrZero::new(amount).unwrap();
    let part = PartialCancel::new(tno(), won(1_100), won(5_000)).unwrap();
    let part = part.with_tax(TaxParts::new(zero(900), zero(90), zero(110))).unwrap();
    let (_, body, signature) = effect(part).await;
    let want = json!({
        "tno": TNO, "mod_type": "STPC", "mod_mny": "1100", "rem_mny": "5000", "tax_flag": "TG03", "mod_tax_mny": "900",
        "mod_vat_mny": "90", "mod_free_mny": "110",
    });
    assert_eq!(body, want);
    verify(&Target::modify("T0000", TNO, "STPC").unwrap(), signature);
    let (_, body, signature) =
        effect(Reapprove::new(tno(), won(500), order()).with_goods(text("운동화"))).await;
    let want = json!({
        "tno": TNO, "mod_type": "STRA", "mod_mny": "500", "mod_ordr_idxx": "TEST0001", "mod_ordr_goods": "운동화",
    });
    assert_eq!(body, want);
    verify(&Target::modify("T0000", TNO, "STRA").unwrap(), signature);
    let owner = OwnerName::new(Charset::Ksx1001, "홍길동").unwrap();
    let account = AccountNumber::parse("123456789012").unwrap();
    let (_, body, signature) =
        effect(RefundAccount::new(tno(), BankCode::parse("04").unwrap(), account, owner)).await;
    let want = json!({
        "tno": TNO, "mod_type": "STHD", "mod_sub_type": "MDSC00", "mod_bankcode": "BK04", "mod_account": "123456789012",
        "mod_depositor": "홍길동", "mod_comp_type": "MDCP01",
    });
    assert_eq!(body, want);
    verify(&Target::modify("T0000", TNO, "STHD").unwrap(), signature);
}

#[tokio::test]
async fn an_inquiry_is_signed_over_the_method() {
    let (path, body, signature) = query(Inquire::new(tno(), PayType::VirtualAccount)).await;
    assert_eq!((path.as_str(), body), ("/std/inquery", json!({ "tno": TNO, "pay_type": "PAVC" })));
    verify(&Target::inquire("T0000", TNO, "PAVC").unwrap(), signature);
}

#[tokio::test]
async fn automatic_payment_has_two_sets_of_names() {
    let (group, key) =
        (GroupId::parse("A52Q71000489").unwrap(), BatchKey::parse("1234567890123456").unwrap());
    let charge =
        ChargeBatch::new(group, key.clone(), order(), won(1_004)).with_goods(text("운동화"));
    let (path, body, signature) =
        effect(charge.with_client_address(ClientAddress::parse("10.0.0.1").unwrap())).await;
    let want = json!({
        "pay_method": "CARD", "amount": "1004", "card_mny": "1004", "currency": "410", "quota": "00",
        "ordr_idxx": "TEST0001", "good_name": "운동화", "card_tx_type": "11511000", "bt_batch_key": "1234567890123456",
        "bt_group_id": "A52Q71000489", "cust_ip": "10.0.0.1",
    });
    assert_eq!((path.as_str(), body, signature), ("/gw/hub/v1/payment", want, None));
    let (_, body, _) = effect(DeleteBatchKey::new(group, key)).await;
    let want = json!({
        "pay_method": "BATCH", "tx_type": "10005010", "batch_key": "1234567890123456", "group_id": "A52Q71000489",
    });
    assert_eq!(body, want);
}

#[tokio::test]
async fn points_carry_the_member_and_the_corporation() {
    let member = || {
        let (id, password) =
            (MemberId::parse("test1111").unwrap(), MemberPassword::parse("test1234").unwrap());
        Member::new(id, password, CorporationCode::parse("5555").unwrap())
    };
    let (path, body, _) = query(QueryPoints::new(member(), order())).await;
    let want = json!({
        "pay_method": "POINT", "amount": "1004", "currency": "410", "pt_issue": "SCWB", "pt_txtype": "97000000",
        "pt_idno": "test1111", "pt_pwd": "test1234", "pt_memcorp_cd": "5555", "ordr_idxx": "TEST0001",
    });
    assert_eq!((path.as_str(), body), ("/gw/hub/v1/payment", want));
    let (_, body, _) = effect(PayPoints::new(member(), order(), won(2_000))).await;
    assert_eq!((&body["pt_txtype"], &body["pt_paycode"]), (&"91200000".into(), &"04".into()));
    assert_eq!((&body["amount"], &body["pt_mny"]), (&"2000".into(), &"2000".into()));
}

#[tokio::test]
async fn accounts_and_receipts_are_written_as_the_hub_reads_them() {
    let until = KstDateTime::parse("20281231235959").unwrap();
    let issue = IssueAccount::new(
        order(),
        won(30_000),
        BankCode::parse("26").unwrap(),
        text("홍길동"),
        until,
        text("운동화"),
    );
    let (_, body, _) = effect(issue).await;
    let want = json!({
        "pay_method": "VCNT", "amount": "30000", "currency": "410", "ordr_idxx": "TEST0001", "good_name": "운동화",
        "va_txtype": "41100000", "va_mny": "30000", "va_bankcode": "BK26", "va_name": "홍길동", "va_date": "20281231235959",
    });
    assert_eq!(body, want);
    let tax = WonOrZero::new(100).unwrap();
    let receipt = RegisterReceipt::new(
        order(),
        text("운동화"),
        text("홍길동"),
        until,
        Purpose::Business,
        kcp_codec::Word::new(Name::from_static("id_info"), "1234567890").unwrap(),
        won(1_100),
        tax,
    );
    let (_, body, _) = effect(receipt.unwrap()).await;
    let want = json!({
        "pay_method": "CASH", "user_type": "PGNW", "trad_time": "20281231235959", "tr_code": "1",
        "id_info": "1234567890", "amt_tot": "1100", "amt_sup": "1000", "amt_svc": "0", "amt_tax": "100",
        "ordr_idxx": "TEST0001", "good_name": "운동화", "buyr_name": "홍길동", "corp_type": "0",
    });
    assert_eq!(body, want);
}
