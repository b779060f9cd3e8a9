//! Every message that an operation writes passes the table: each name is a row, each value fits, nothing is missing.
//!
//! Options are all set, and texts are as long as the table says: [`limit`] holds a type's limit against the row's.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, ClientAddress, CorporationCode, Fields, GroupId,
    Groups, Instalments, KstDateTime, MemberId, MemberPassword, Name, OperatorCode, OrderId,
    OwnerName, SiteCode, SiteKey, Text, TransactionId, WebUrl, WindowText, Won, WonOrZero,
};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Merchant, On, PgApi, Socket, Wire,
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::{Buyer, ChargeBatch, DeleteBatchKey, IssueBatchKey},
    cash_receipt::{Purpose, RegisterReceipt},
    fields::{Rules, max_bytes},
    fuzzing::longest,
    inquiry::Inquire,
    modify::{Cancel, Capture, PartialCancel, RefundAccount, TaxParts},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    virtual_account::{IssueAccount, ReceiptRequest},
    window::{
        MobileForm, PageCharset, PcForm, RegisterTrade, WindowMethod,
        options::{GiftOptions, Offer, PointsOptions},
    },
};
use kcp_transport::{Environment, api::Reply};

const CERTIFICATE: &str = include_str!("../../../../tests/corpus/decode_certificate/read-rsa");
const KEY: &str = include_str!("../../../../tests/corpus/decode_private_key/read-aes256");

fn merchant() -> Merchant {
    let key = PrivateKey::from_encrypted_pem(KEY, b"changeit").unwrap();
    let here = ([127, 0, 0, 1], 1).into();
    let environment = Environment::Simulator { gateway: here, pg_api: Some(here) };
    let site = SiteCode::parse("T0000").unwrap();
    let certificate = ServiceCertificate::from_pem(CERTIFICATE).unwrap();
    Merchant::with_service_certificate(environment, site, certificate)
        .unwrap()
        .and_site_key(&SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap())
        .and_signing_key(SigningKey::new(&key).unwrap())
        .unwrap()
}

/// Names and bytes as an operation puts them into its JSON object.
fn api(table: &str, operation: &impl On<PgApi>) -> Vec<(Name, Vec<u8>)> {
    let (merchant, now) = (merchant(), KstDateTime::parse("20280101000000").unwrap());
    let call = operation.write(&PgApi::who(&merchant, now).unwrap()).unwrap();
    assert_eq!(Rules::named(table).gate_call(&call), Ok(()), "{table}");
    let fields = Reply::parse(call.json().as_bytes()).unwrap().fields;
    fields.iter().map(|(name, bytes)| (name, bytes.to_vec())).collect()
}

/// Names and bytes as an operation puts them into its groups, and what it passes on of the window's.
fn socket(table: &str, operation: &impl On<Socket>) -> Vec<(Name, Vec<u8>)> {
    let message = operation.write(&()).unwrap();
    assert_eq!(Rules::named(table).gate_message(&message), Ok(()), "{table}");
    let mut wire = Vec::new();
    message.groups().for_each(|group| group.write(&mut wire));
    let groups = Groups::read(&wire).unwrap();
    let records =
        groups.payment.iter().flat_map(|records| records.as_slice()).map(|(_, fields)| fields);
    let fields = records.chain(&groups.order).chain(&groups.modify);
    let mut all: Vec<_> =
        fields.flat_map(Fields::iter).map(|(name, bytes)| (name, bytes.to_vec())).collect();
    if let Some((data, info)) = message.window_texts() {
        all.push((Name::from_static("enc_data"), data.to_vec()));
        all.push((Name::from_static("enc_info"), info.to_vec()));
    }
    all
}

/// The message passes; every name is a row; and all rows of `options` are there.
fn passes(operation: &'static str, fields: &[(Name, Vec<u8>)], options: &[&'static str]) {
    let rules = Rules::named(operation);
    for (name, _) in fields {
        assert!(rules.get(*name).is_some(), "{operation} writes {name}, which has no row");
    }
    let gate = rules.gate(fields.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    assert_eq!(gate, Ok(()), "{operation}");
    for option in options {
        let option = Name::from_static(option);
        assert!(fields.iter().any(|(name, _)| *name == option), "{operation} without {option}");
    }
}

/// The longest text of a row, in a type that has the row's limit.
fn limit<const MAX: usize>(operation: &str, wire: &'static str) -> Text<MAX> {
    assert_eq!(MAX, max_bytes(operation, wire), "the type's limit of {wire} in {operation}");
    let rule = kcp_services::fields::rule(operation, wire).unwrap();
    Text::new(rule.field, Charset::Ksx1001, &longest(rule)).unwrap()
}

fn name<const MAX: usize>() -> Text<MAX> {
    Text::new(Name::from_static("buyr_name"), Charset::Ksx1001, "홍길동").unwrap()
}

fn order() -> OrderId {
    OrderId::parse(&"A".repeat(40)).unwrap()
}

fn tno() -> TransactionId {
    TransactionId::parse("20261121000001").unwrap()
}

fn won() -> Won {
    Won::parse("999999999999").unwrap()
}

fn address() -> ClientAddress {
    ClientAddress::parse("255.255.255.255").unwrap()
}

fn owner() -> OwnerName {
    OwnerName::new(Charset::Ksx1001, &"가".repeat(10)).unwrap()
}

fn account() -> AccountNumber {
    AccountNumber::parse(&"9".repeat(20)).unwrap()
}

fn bank() -> BankCode {
    BankCode::parse("209").unwrap()
}

fn until() -> KstDateTime {
    KstDateTime::parse("20281231235959").unwrap()
}

fn key() -> (GroupId, BatchKey) {
    let group = GroupId::parse("A52Q71000489").unwrap();
    (group, BatchKey::parse("1234567890123456").unwrap())
}

fn window_texts() -> (WindowText, WindowText) {
    let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    (text("enc_data", "1AAAA+/=.-_"), text("enc_info", "2BBBB__"))
}

fn buyer(operation: &str) -> Buyer {
    Buyer::new()
        .with_name(limit(operation, "buyr_name"))
        .with_mobile(limit(operation, "buyr_tel2"))
        .with_mail(limit(operation, "buyr_mail"))
}

const BUYER: [&str; 3] = ["buyr_name", "buyr_mail", "buyr_tel2"];
const TAX: [&str; 4] = ["tax_flag", "mod_tax_mny", "mod_vat_mny", "mod_free_mny"];

#[test]
fn approvals_pass() {
    for method in PayType::ALL.into_iter().filter(|method| !method.is_wallet()) {
        let (data, info) = window_texts();
        let approve =
            ApproveWindow::new(data, info, order(), won(), method).with_client_address(address());
        passes("approve", &api("approve", &approve), &["ordr_mony", "ordr_no", "pay_type"]);
        passes(
            "approve_socket",
            &socket("approve_socket", &approve),
            &["ordr_mony", "ordr_no", "pay_type"],
        );
    }
    let (data, info) = window_texts();
    passes("batch_issue", &api("batch_issue", &IssueBatchKey::new(data, info)), &[]);
}

#[test]
fn changes_pass() {
    let reason = || limit("cancel", "mod_desc");
    let cancel = Cancel::new(tno()).with_client_address(address()).with_reason(reason());
    passes("cancel", &socket("cancel", &cancel), &["mod_ip", "mod_desc"]);
    passes("api_cancel", &api("api_cancel", &cancel), &["mod_desc"]);
    let capture = Capture::new(tno()).with_client_address(address()).with_reason(reason());
    passes("capture", &socket("capture", &capture), &["mod_ip", "mod_desc"]);
    let zero = |amount| WonOrZero::new(amount).unwrap();
    let part = PartialCancel::new(tno(), won(), won())
        .unwrap()
        .with_tax(TaxParts::new(zero(999_999_999_999), zero(0), zero(0)))
        .unwrap()
        .with_client_address(address())
        .with_reason(reason());
    passes("partial_cancel", &socket("partial_cancel", &part), &TAX);
    passes("api_partial_cancel", &api("api_partial_cancel", &part), &TAX);
    let refund = || RefundAccount::new(tno(), bank(), account(), owner());
    let partly = refund().with_part(won(), won()).unwrap();
    for refund in [refund(), partly] {
        let refund = refund.with_client_address(address()).with_reason(reason());
        passes("refund", &socket("refund", &refund), &["mod_ip", "mod_desc"]);
        passes("api_refund", &api("api_refund", &refund), &["mod_desc"]);
    }
    for method in PayType::ALL {
        passes("inquire", &api("inquire", &Inquire::new(tno(), method)), &[]);
    }
}

#[test]
fn charges_pass() {
    let (group, key) = key();
    let charge = |operation: &str| {
        ChargeBatch::new(group, key.clone(), order(), won())
            .with_instalments(Instalments::new(12).unwrap())
            .unwrap()
            .with_goods(limit(operation, "good_name"))
            .with_client_address(address())
            .with_buyer(buyer(operation))
    };
    passes("api_batch_charge", &api("api_batch_charge", &charge("api_batch_charge")), &BUYER);
    let with_phone = buyer("batch_charge").with_phone(limit("batch_charge", "buyr_tel1"));
    let on_socket = charge("batch_charge").with_buyer(with_phone);
    passes(
        "batch_charge",
        &socket("batch_charge", &on_socket),
        &["buyr_name", "buyr_tel1", "buyr_tel2", "buyr_mail"],
    );
    passes("batch_delete", &api("batch_delete", &DeleteBatchKey::new(group, key.clone())), &[]);
}

#[test]
fn points_pass() {
    let member = || {
        Member::new(
            MemberId::parse(&"m".repeat(16)).unwrap(),
            MemberPassword::parse(&"p".repeat(16)).unwrap(),
            CorporationCode::parse("5555").unwrap(),
        )
    };
    let query = QueryPoints::new(member(), order()).with_client_address(address());
    passes("points_query", &api("points_query", &query), &["cust_ip"]);
    let pay = PayPoints::new(member(), order(), won())
        .with_goods(limit("points_pay", "good_name"))
        .with_buyer(buyer("points_pay"))
        .with_client_address(address());
    passes("points_pay", &api("points_pay", &pay), &BUYER);
    let again = Reapprove::new(tno(), won(), order())
        .with_goods(limit("points_reapprove", "mod_ordr_goods"))
        .with_reason(limit("points_reapprove", "mod_desc"));
    passes(
        "points_reapprove",
        &api("points_reapprove", &again),
        &["mod_ordr_idxx", "mod_ordr_goods", "mod_desc"],
    );
}

#[test]
fn accounts_and_receipts_pass() {
    let verify = VerifyAccount::new(bank(), account(), owner())
        .with_order(order())
        .with_client_address(address());
    passes("account_verify", &socket("account_verify", &verify), &["ordr_idxx", "cust_ip"]);
    let operation = "virtual_account_issue";
    for receipt in [ReceiptRequest::personal, ReceiptRequest::business] {
        let issue = IssueAccount::new(
            order(),
            won(),
            bank(),
            limit(operation, "va_name"),
            until(),
            limit(operation, "good_name"),
        );
        let issue =
            issue.with_buyer(buyer(operation)).with_receipt(receipt(limit(operation, "va_taxno")));
        passes(operation, &api(operation, &issue), &["va_receipt_gubn", "va_taxno", "buyr_name"]);
    }
    let operation = "cash_receipt_register";
    for purpose in [Purpose::Business, Purpose::Personal] {
        let receipt = RegisterReceipt::new(
            order(),
            limit(operation, "good_name"),
            name(),
            until(),
            purpose,
            limit(operation, "id_info"),
            won(),
            WonOrZero::ZERO,
        );
        passes(operation, &api(operation, &receipt.unwrap()), &[]);
    }
}

const METHODS: [WindowMethod; 6] = [
    WindowMethod::Card,
    WindowMethod::Gift,
    WindowMethod::Mobile,
    WindowMethod::Points,
    WindowMethod::Transfer,
    WindowMethod::VirtualAccount,
];

#[test]
fn registrations_and_forms_pass() {
    for method in METHODS {
        let url = WebUrl::parse(&format!("https://{}", "u".repeat(248))).unwrap();
        let register = RegisterTrade::new(
            merchant().environment().clone(),
            order(),
            won(),
            limit("register", "good_name"),
            method,
            url,
        );
        passes("register", &api("register", &register), &[]);
        let form = PcForm::new(
            &merchant(),
            order(),
            won(),
            &limit("window_pc_order", "good_name"),
            &offer(method),
        )
        .with_site_name(&limit("window_pc_order", "site_name"))
        .with_buyer_name(&limit("window_pc_order", "buyr_name"));
        passes("window_pc_order", &inputs(form.fields()), &["site_name", "buyr_name"]);
        let form = MobileForm::offering(
            &merchant(),
            &registered(&register),
            &offer(method),
            PageCharset::Utf8,
        )
        .unwrap()
        .with_buyer_name(&limit("window_mobile_order", "buyr_name"))
        .with_shop_user(&limit("window_mobile_order", "shop_user_id"))
        .with_shop_name(&limit("window_mobile_order", "shop_name"));
        let options = ["buyr_name", "shop_user_id", "shop_name", "encoding_trans"];
        passes("window_mobile_order", &inputs(form.fields()), &options);
    }
}

/// The method, with what it requires.
fn offer(method: WindowMethod) -> Offer {
    let user = || limit("window_mobile_order", "shop_user_id");
    match method {
        WindowMethod::Gift => {
            Offer::Gift(GiftOptions::new(OperatorCode::parse("SCCL").unwrap(), user()))
        }
        WindowMethod::Mobile => Offer::Mobile(user()),
        WindowMethod::Points => {
            Offer::Points(PointsOptions::benepia(CorporationCode::parse("5555").unwrap()))
        }
        other => Offer::try_from(other).unwrap(),
    }
}

fn inputs(fields: &[(&'static str, String)]) -> Vec<(Name, Vec<u8>)> {
    let bytes =
        |(name, text): &(&'static str, String)| (Name::from_static(name), text.as_bytes().to_vec());
    fields.iter().map(bytes).collect()
}

fn registered(register: &RegisterTrade) -> kcp_services::window::Registered {
    use kcp_services::{
        Operation,
        answer::{Answer, Encoding},
    };
    let answer = br#"{"Code":"0000","Message":"ok","approvalKey":"J9z6rqeRrRIjGo","PayUrl":"https://127.0.0.1:1/pay/window"}"#;
    let fields = Reply::parse(answer).unwrap().fields;
    register.read(&Answer::new(fields, Encoding::Utf8)).approved().unwrap().into_answer()
}
