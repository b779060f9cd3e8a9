//! The longest values of each type, and who pays.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, ClientAddress, GroupId, KstDateTime, OrderId,
    OwnerName, OwnerNumber, SiteCode, SiteKey, Text, TransactionId, Won, WonOrZero, Word,
};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Merchant,
    batch::Buyer,
    fields::{max_bytes, rule},
    fuzzing::longest,
    modify::TaxParts,
};
use kcp_transport::Environment;

const CERTIFICATE: &str = include_str!("../../../../../tests/corpus/parse_certificate/read-rsa");
const KEY: &str = include_str!("../../../../../tests/corpus/parse_private_key/read-aes256");

pub(super) fn merchant() -> Merchant {
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

/// The longest text of a row, in a type that has the row's limit.
pub(super) fn limit<const MAX: usize>(operation: &str, wire: &'static str) -> Text<MAX> {
    assert_eq!(MAX, max_bytes(operation, wire), "the type's limit of {wire} in {operation}");
    let rule = rule(operation, wire).unwrap();
    Text::new(rule.field, Charset::Ksx1001, &longest(rule)).unwrap()
}

/// As [`limit`], for a field that takes visible ASCII alone.
pub(super) fn word<const MAX: usize>(operation: &str, wire: &'static str) -> Word<MAX> {
    assert_eq!(MAX, max_bytes(operation, wire), "the type's limit of {wire} in {operation}");
    let rule = rule(operation, wire).unwrap();
    Word::new(rule.field, &longest(rule)).unwrap()
}

pub(super) fn order() -> OrderId {
    OrderId::parse(&"A".repeat(40)).unwrap()
}

pub(super) fn tno() -> TransactionId {
    TransactionId::parse("20261121000001").unwrap()
}

pub(super) fn won() -> Won {
    Won::parse("999999999999").unwrap()
}

pub(super) fn address() -> ClientAddress {
    ClientAddress::parse("255.255.255.255").unwrap()
}

pub(super) fn owner() -> OwnerName {
    OwnerName::new(Charset::Ksx1001, &"가".repeat(10)).unwrap()
}

pub(super) fn owner_number() -> OwnerNumber {
    OwnerNumber::parse(&"9".repeat(13)).unwrap()
}

pub(super) fn account() -> AccountNumber {
    AccountNumber::parse(&"9".repeat(20)).unwrap()
}

pub(super) fn bank() -> BankCode {
    BankCode::parse("209").unwrap()
}

pub(super) fn until() -> KstDateTime {
    KstDateTime::parse("20281231235959").unwrap()
}

pub(super) fn key() -> (GroupId, BatchKey) {
    let group = GroupId::parse("A52Q71000489").unwrap();
    (group, BatchKey::parse("1234567890123456").unwrap())
}

/// All of [`won`] as supply, which is the longest of the three.
pub(super) fn tax() -> TaxParts {
    let zero = WonOrZero::ZERO;
    TaxParts::new(WonOrZero::new(won().get()).unwrap(), zero, zero)
}

pub(super) fn buyer(operation: &str) -> Buyer {
    Buyer::new()
        .with_name(limit(operation, "buyr_name"))
        .with_mobile(limit(operation, "buyr_tel2"))
        .with_mail(limit(operation, "buyr_mail"))
}
