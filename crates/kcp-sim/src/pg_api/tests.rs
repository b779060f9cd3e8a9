//! The PG-API without a socket: who asks, and each rule.

mod hub;
mod modify;
mod pay;

use std::sync::LazyLock;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64ct::{Base64, Encoding as _};
use kcp_codec::KstDateTime;

use super::*;
use crate::{
    ManualClock,
    gateway::tests::{code, gateway, site},
};

/// A certificate takes an RSA key, so all tests share them.
static CERTIFICATES: LazyLock<Arc<Certificates>> = LazyLock::new(|| {
    let now = KstDateTime::parse(NOW).unwrap();
    Arc::new(Certificates::make(&gateway().merchants, now).unwrap())
});

const NOW: &str = "20261121120000";

/// A PG-API of its own book.
struct Shop {
    api: PgApi,
    clock: ManualClock,
}

fn shop() -> Shop {
    let clock = ManualClock::at(KstDateTime::parse(NOW).unwrap());
    let mut gateway = gateway();
    gateway.clock = Box::new(clock.clone());
    let address = "127.0.0.1:4430".parse().unwrap();
    let (gateway, certificates) = (Arc::new(gateway), Arc::clone(&CERTIFICATES));
    Shop { api: PgApi { gateway, certificates, address }, clock }
}

impl Shop {
    /// Sends `a=b|c=d` as a JSON object, verbatim.
    fn send(&self, operation: Operation, pairs: &str) -> Answer {
        let pairs: Vec<String> = pairs
            .split('|')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap();
                format!("{}:{}", serde_json::Value::from(name), serde_json::Value::from(value))
            })
            .collect();
        let body = format!("{{{}}}", pairs.join(","));
        let fields = read::json(body.as_bytes()).unwrap();
        self.api.answer(operation, Ok(&fields), &Fault::Pass)
    }

    /// Sends it as T0000, with its certificate.
    fn ask(&self, operation: Operation, pairs: &str) -> Answer {
        self.send(
            operation,
            &format!("site_cd=T0000|kcp_cert_info={}|{pairs}", certificate("T0000")),
        )
    }

    /// Sends a signed change.
    fn change(&self, tno: &str, kind: &str, more: &str) -> Answer {
        let signature = sign("T0000", &format!("T0000^{tno}^{kind}"));
        let pairs = format!("tno={tno}|mod_type={kind}|kcp_sign_data={signature}|{more}");
        self.ask(Operation::Change, &pairs)
    }

    fn balance(&self) -> u64 {
        self.api.gateway.state().book.view().balance()
    }

    fn points(&self) -> u64 {
        self.api.gateway.state().members.points("test1111").unwrap()
    }
}

fn certificate(who: &str) -> String {
    CERTIFICATES.of(site(who)).unwrap().certificate_pem.replace('\n', "")
}

fn sign(who: &str, target: &str) -> String {
    let pem = &CERTIFICATES.of(site(who)).unwrap().private_key_pem;
    let (_, der) = pkcs8::SecretDocument::from_pem(pem).unwrap();
    let key = RsaKeyPair::from_pkcs8(der.as_bytes()).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), target.as_bytes(), &mut signature).unwrap();
    Base64::encode_string(&signature)
}

/// A field of an answer.
fn get(answer: &Answer, name: &str) -> String {
    let bytes = answer.find(name).unwrap_or_else(|| panic!("no {name}"));
    kcp_codec::Charset::Cp949.decode(SITE_CD, bytes).unwrap()
}

#[track_caller]
fn says(answer: &Answer, want: Refusal) {
    assert_eq!(code(answer), want.code());
}

const POINTS: &str = "pay_method=POINT|amount=1004|currency=410|pt_issue=SCWB|pt_txtype=91200000|\
    pt_idno=test1111|pt_pwd=test1234|pt_memcorp_cd=5555|pt_paycode=04|pt_mny=1004|ordr_idxx=P1";

#[test]
fn who_asks_must_hold_the_certificate_of_its_site() {
    let shop = shop();
    let ask = |site: &str, pem: &str| {
        shop.send(Operation::Hub, &format!("site_cd={site}|kcp_cert_info={pem}|{POINTS}"))
    };
    let pem = certificate("T0000");
    says(&ask("t0000", &pem), Refusal::UNKNOWN_MERCHANT);
    says(&ask("T9999", &pem), Refusal::UNKNOWN_MERCHANT);
    says(&ask("T0000", ""), Refusal::BAD_CERTIFICATE);
    says(&ask("T0000", &pem.replace(' ', "")), Refusal::BAD_CERTIFICATE);
    says(&ask("T0007", &pem), Refusal::OTHER_CERTIFICATE);
    says(&ask("T0000", &certificate("T0007")), Refusal::OTHER_CERTIFICATE);
    says(&ask("R0000", &certificate("R0000")), Refusal::OTHER_ENVIRONMENT);
    says(&shop.send(Operation::Hub, POINTS), Refusal::UNKNOWN_MERCHANT);
    assert_eq!((shop.balance(), shop.points()), (0, 50_000));
    shop.clock.set(KstDateTime::parse("20311121120000").unwrap());
    says(&ask("T0000", &pem), Refusal::EXPIRED_CERTIFICATE);
    shop.clock.set(KstDateTime::parse("20261119120000").unwrap());
    says(&ask("T0000", &pem), Refusal::EXPIRED_CERTIFICATE);
    assert_eq!(shop.balance(), 0);
}

#[test]
fn a_change_and_an_inquiry_must_be_signed_for_what_they_ask() {
    let shop = shop();
    let tno = get(&shop.ask(Operation::Hub, POINTS), "tno");
    let change = |signature: &str| {
        let pairs = format!("tno={tno}|mod_type=STSC|kcp_sign_data={signature}");
        shop.ask(Operation::Change, &pairs)
    };
    says(&change(""), Refusal::NO_SIGNATURE);
    says(&change("AAAA"), Refusal::BAD_SIGNATURE);
    for target in [
        format!("T0000^{tno}^STPC"),
        format!("T0007^{tno}^STSC"),
        "T0000^20261121999999^STSC".to_owned(),
        format!("T0000^{tno}^STSC "),
    ] {
        says(&change(&sign("T0000", &target)), Refusal::BAD_SIGNATURE);
    }
    says(&change(&sign("T0007", &format!("T0000^{tno}^STSC"))), Refusal::BAD_SIGNATURE);
    let inquire = |last: &str| {
        let signature = sign("T0000", &format!("T0000^{tno}^{last}"));
        let pairs = format!("tno={tno}|pay_type=PAPT|kcp_sign_data={signature}");
        shop.ask(Operation::Inquire, &pairs)
    };
    says(&inquire("STSC"), Refusal::BAD_SIGNATURE);
    assert_eq!(code(&inquire("PAPT")), "0000");
    assert_eq!(shop.balance(), 1_004);
}

#[test]
fn forbidden_characters_are_refused_before_anything_moves() {
    let shop = shop();
    for text in ["a<b", "a,b", "a'b", "a\u{1f}b"] {
        let pairs = format!("{POINTS}|buyr_name={text}");
        says(&shop.ask(Operation::Hub, &pairs), Refusal::BAD_TEXT);
    }
    assert_eq!(code(&shop.ask(Operation::Hub, &format!("{POINTS}|unknown=a<b"))), "0000");
    assert_eq!(shop.balance(), 1_004);
}

#[test]
fn faults_refuse_with_and_without_acting_and_change_the_amount() {
    let shop = shop();
    let pairs = format!(r#"{{"site_cd":"T0000","kcp_cert_info":"{}","#, certificate("T0000"));
    let body = POINTS.replace('|', "\",\"").replace('=', "\":\"");
    let fields = read::json(format!("{pairs}\"{body}\"}}").as_bytes()).unwrap();
    let under = |fault: Fault| shop.api.answer(Operation::Hub, Ok(&fields), &fault);
    assert_eq!(code(&under(Fault::RefuseWith("8041"))), "8041");
    assert_eq!(shop.balance(), 0);
    assert_eq!(code(&under(Fault::ActAndRefuse("8041"))), "8041");
    assert_eq!(shop.balance(), 1_004);
    assert_eq!(get(&under(Fault::ApproveOtherAmount(6)), "amount"), "1010");
    assert_eq!((shop.balance(), shop.points()), (2_014, 47_986));
}
