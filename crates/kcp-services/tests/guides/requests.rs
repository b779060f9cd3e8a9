//! The examples of requests, against what the operations write.

use std::sync::{Arc, Mutex};

use kcp_codec::{
    AccountNumber, BankCode, Charset, ClientAddress, CorporationCode, Fields, KstDateTime,
    MemberId, MemberPassword, Name, OrderId, OwnerName, Separator, SiteCode, Text, TransactionId,
    WebUrl, WindowText, Won, Word,
};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Client, Effect, Merchant, On, PgApi, Query, Socket,
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::Buyer,
    channel::OverApi,
    modify::{Cancel, Capture},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    window::{RegisterTrade, WindowMethod},
};
use kcp_transport::{
    Environment, Error,
    api::{Call, Exchange, Reply},
};
use serde_json::Value;

use crate::vector::{Vector, all, find};

const CERTIFICATE: &str = include_str!("../../../../tests/corpus/parse_certificate/read-rsa");
const KEY: &str = include_str!("../../../../tests/corpus/parse_private_key/read-aes256");

/// Keeps the last call.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<Option<String>>>);

impl Exchange for Desk {
    async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
        *self.0.lock().unwrap() = Some(call.json().to_string());
        Ok(Reply::new(Fields::new()))
    }
}

fn shop() -> (Client<OverApi<Desk>>, Desk) {
    let desk = Desk::default();
    let key = PrivateKey::from_encrypted_pem(KEY, b"changeit").unwrap();
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    let certificate = ServiceCertificate::from_pem(CERTIFICATE).unwrap();
    let site = SiteCode::parse("T0000").unwrap();
    let merchant = Merchant::with_service_certificate(environment, site, certificate)
        .unwrap()
        .and_signing_key(SigningKey::new(&key).unwrap())
        .unwrap();
    let now = || KstDateTime::parse("20280101000000").unwrap();
    (Client::without_ledger(merchant, OverApi(desk.clone()), now), desk)
}

async fn performed<E: Effect + On<PgApi> + Sync>(operation: E) -> Value {
    let (client, desk) = shop();
    let _ = client.perform(operation).await;
    let body = desk.0.lock().unwrap().take().unwrap();
    serde_json::from_str(&body).unwrap()
}

async fn asked<Q: Query + On<PgApi> + Sync>(operation: Q) -> Value {
    let (client, desk) = shop();
    let _ = client.ask(&operation).await;
    let body = desk.0.lock().unwrap().take().unwrap();
    serde_json::from_str(&body).unwrap()
}

/// The operation writes what the column of examples says; the column leaves the rest out.
fn holds(example: &Vector, written: &Value) {
    for (name, value) in &example.fields {
        assert_eq!(written[name], Value::from(value.as_str()), "{}: {name}", example.what);
    }
}

/// The operation writes what the example says, and beside it `more` and the certificate, and nothing else.
fn same(example: &Vector, written: &Value, more: &[&str]) {
    let mut rest = written.as_object().unwrap().clone();
    assert!(rest.remove("kcp_cert_info").is_some());
    for (name, value) in &example.fields {
        assert_eq!(
            rest.remove(name),
            Some(Value::from(value.as_str())),
            "{}: {name}",
            example.what
        );
    }
    assert!(rest.keys().map(String::as_str).eq(more.iter().copied()), "{}: {rest:?}", example.what);
}

fn order(example: &Vector, name: &str) -> OrderId {
    OrderId::parse(example.get(name).unwrap()).unwrap()
}

fn text<const MAX: usize>(example: &Vector, name: &'static str) -> Text<MAX> {
    Text::new(Name::from_static(name), Charset::Ksx1001, example.get(name).unwrap()).unwrap()
}

fn word<const MAX: usize>(example: &Vector, name: &'static str) -> Word<MAX> {
    Word::new(Name::from_static(name), example.get(name).unwrap()).unwrap()
}

fn won(example: &Vector, name: &str) -> Won {
    Won::parse(example.get(name).unwrap()).unwrap()
}

fn tno(example: &Vector) -> TransactionId {
    TransactionId::parse(example.get("tno").unwrap()).unwrap()
}

fn member(example: &Vector) -> Member {
    Member::new(
        MemberId::parse(example.get("pt_idno").unwrap()).unwrap(),
        MemberPassword::parse(example.get("pt_pwd").unwrap()).unwrap(),
        CorporationCode::parse("5555").unwrap(),
    )
}

#[tokio::test]
async fn an_approval_is_asked_for_as_the_standard_guide_asks() {
    for section in ["§6", "§8"] {
        let example = find("seed 003", section, "approval request");
        let window = |name| WindowText::parse(Name::from_static(name), example.get(name).unwrap());
        let approve = ApproveWindow::new(
            window("enc_data").unwrap(),
            window("enc_info").unwrap(),
            order(&example, "ordr_no"),
            won(&example, "ordr_mony"),
            PayType::parse(example.get("pay_type").unwrap()).unwrap(),
        );
        same(&example, &performed(approve).await, &[]);
    }
}

#[tokio::test]
async fn an_order_is_registered_as_the_standard_guide_does() {
    for section in ["§3.1", "§8"] {
        let example = find("seed 003", section, "registration request");
        let register = RegisterTrade::new(
            Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None },
            order(&example, "ordr_idxx"),
            won(&example, "good_mny"),
            text(&example, "good_name"),
            WindowMethod::Card,
            WebUrl::parse(example.get("Ret_URL").unwrap()).unwrap(),
        );
        match example.get("user_agent") {
            Some(_) => {
                let register = register.with_device(word(&example, "user_agent"));
                same(&example, &asked(register).await, &["pay_method"]);
            }
            None => same(&example, &asked(register).await, &[]),
        }
    }
}

#[tokio::test]
async fn the_columns_of_the_benepia_guide_s_tables_are_written_too() {
    let shown = find("seed 004", "§2.2", "points query request");
    let example = find("seed 004", "§2.2", "table of the points query request");
    let query = QueryPoints::new(member(&shown), order(&example, "ordr_idxx"));
    holds(&example, &asked(query).await);
    let example = find("seed 004", "§2.3", "table of the points payment request");
    let pay = PayPoints::new(member(&shown), order(&example, "ordr_idxx"), won(&shown, "amount"));
    holds(&example, &performed(pay).await);
    let shown = find("seed 004", "§2.4", "re-approval request");
    let example = find("seed 004", "§2.4", "table of the re-approval request");
    let (amount, order) = (won(&example, "mod_mny"), order(&example, "mod_ordr_idxx"));
    let again = Reapprove::new(tno(&shown), amount, order)
        .with_goods(text(&example, "mod_ordr_goods"))
        .with_reason(text(&example, "mod_desc"));
    holds(&example, &performed(again).await);
}

#[test]
fn the_account_guide_s_form_is_written_under_the_names_of_its_layout() {
    // The guide names the page's inputs; how the records under them are called, it does not say.
    let example = find("seed 000", "§4.1.1", "account verification request");
    let owner = OwnerName::new(Charset::Ksx1001, example.get("owner_nm").unwrap()).unwrap();
    let account = AccountNumber::parse(example.get("account_no").unwrap()).unwrap();
    let verify = VerifyAccount::new(BankCode::parse("04").unwrap(), account, owner)
        .with_order(order(&example, "ordr_idxx"));
    let message = On::<Socket>::write(&verify, &()).unwrap();
    let all: Vec<u8> = message.groups().flat_map(|group| group.as_bytes().to_vec()).collect();
    let all = Charset::Cp949.decode(Name::from_static("record"), &all).unwrap();
    for name in ["pay_method", "owner_nm", "account_no", "ordr_idxx"] {
        assert!(all.contains(&format!("={}", example.get(name).unwrap())), "{name}: {all:?}");
    }
}

#[test]
fn the_amount_that_guards_against_forgery_is_sent_as_the_ax_hub_guide_asks() {
    let example = find("seed 002", "notes §4", "approval request");
    let window = |text| WindowText::parse(Name::from_static("enc_data"), text).unwrap();
    let order = OrderId::parse("TESTSHOP_20120101_01").unwrap();
    let amount = won(&example, "ordr_mony");
    let approve = ApproveWindow::new(window("1A"), window("2B"), order, amount, PayType::Card);
    let message = On::<Socket>::write(&approve, &()).unwrap();
    let group = message.groups().next().unwrap();
    assert!(group.as_bytes().starts_with(b"ordr_data=ordr_mony=1004\x1f"));
}

#[tokio::test]
async fn points_are_asked_for_and_paid_as_the_benepia_guide_does() {
    let address = |example: &Vector| ClientAddress::parse(example.get("cust_ip").unwrap()).unwrap();
    // The guide requires the corporation's code and leaves it out of its examples (`https.md §12`).
    let example = find("seed 004", "§2.2", "points query request");
    let query = QueryPoints::new(member(&example), order(&example, "ordr_idxx"));
    let written = asked(query.with_client_address(address(&example))).await;
    same(&example, &written, &["pt_memcorp_cd"]);
    let example = find("seed 004", "§2.3", "points payment request");
    let buyer = Buyer::new()
        .with_name(text(&example, "buyr_name"))
        .with_mail(text(&example, "buyr_mail"))
        .with_mobile(text(&example, "buyr_tel2"));
    let pay =
        PayPoints::new(member(&example), order(&example, "ordr_idxx"), won(&example, "pt_mny"))
            .with_goods(text(&example, "good_name"))
            .with_buyer(buyer)
            .with_client_address(address(&example));
    same(&example, &performed(pay).await, &["pt_memcorp_cd"]);
}

#[tokio::test]
async fn points_are_cancelled_and_paid_again_as_the_benepia_guide_does() {
    let example = find("seed 004", "§2.4", "cancel request");
    let cancel = Cancel::new(tno(&example)).with_reason(text(&example, "mod_desc"));
    same(&example, &performed(cancel).await, &["kcp_sign_data"]);
    let example = find("seed 004", "§2.4", "re-approval request");
    let (amount, order) = (won(&example, "mod_mny"), order(&example, "mod_ordr_idxx"));
    let again = Reapprove::new(tno(&example), amount, order)
        .with_goods(text(&example, "mod_ordr_goods"))
        .with_reason(text(&example, "mod_desc"));
    same(&example, &performed(again).await, &["kcp_sign_data"]);
}

#[test]
fn a_change_on_the_socket_has_the_fields_of_the_ax_hub_guide() {
    fn fields(operation: &impl On<Socket>) -> Vec<(String, String)> {
        let message = operation.write(&()).unwrap();
        let group = message.groups().next().unwrap();
        let text = group.as_bytes().strip_prefix(b"mod_data=").unwrap();
        let fields = Fields::read(text, Separator::Unit).unwrap();
        let mut pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.to_string(), Charset::Cp949.decode(name, value).unwrap()))
            .collect();
        pairs.sort();
        pairs
    }
    let sorted = |mut example: Vector| {
        example.fields.sort();
        example.fields
    };
    let example = find("seed 002", "§3", "capture request");
    assert_eq!(fields(&Capture::new(tno(&example))), sorted(example));
    let example = find("seed 002", "§4", "cancel request");
    let cancel = Cancel::new(tno(&example)).with_reason(text(&example, "mod_desc"));
    assert_eq!(fields(&cancel), sorted(example));
}

#[test]
fn every_request_among_the_examples_is_compared() {
    let requests: Vec<_> = all()
        .into_iter()
        .filter(|example| example.what.ends_with("request"))
        .map(|example| format!("{} {} {}", example.guide, example.section, example.what))
        .collect();
    assert_eq!(
        requests,
        [
            "seed 000 §4.1.1 account verification request",
            "seed 002 §3 capture request",
            "seed 002 §4 cancel request",
            "seed 002 notes §4 approval request",
            "seed 003 §6 approval request",
            "seed 003 §3.1 registration request",
            "seed 003 §8 registration request",
            "seed 003 §8 approval request",
            "seed 004 §2.2 points query request",
            "seed 004 §2.3 points payment request",
            "seed 004 §2.4 cancel request",
            "seed 004 §2.4 re-approval request",
            "seed 004 §2.2 table of the points query request",
            "seed 004 §2.3 table of the points payment request",
            "seed 004 §2.4 table of the re-approval request",
        ]
    );
}
