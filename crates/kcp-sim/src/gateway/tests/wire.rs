//! Sealed requests as bytes: keys, headers, body, faults that change what is done, and recorded requests.

use getrandom::SysRng;
use kcp_codec::{enc2, form};
use kcp_crypto::{SessionKey, open, seal};
use proptest::prelude::*;

use super::*;
use crate::gateway::{
    read::{self, Head},
    respond,
};

const REQUEST_KEY: [u8; 32] = [1; 32];
const REPLY_KEY: [u8; 32] = [2; 32];

const CARD: &[u8] = b"payx_data=common=amount=1004\x1fcurrency=410\x1f\x1e\
    card=card_mny=1004\x1fcard_tx_type=11511000\x1fbt_group_id=BA0011000348\x1f\
    bt_batch_key=1234567890123456\x1f\x1e\x1c";
const ORDER: &[u8] = b"ordr_data=ordr_idxx=ORDER1\x1f\x1c";

/// Headers and body of a request, to be changed by a test.
struct Draft {
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn enc2_text(data: &[u8]) -> String {
    text(enc2::encode(enc2::Table::pick(1), data))
}

fn envelope(gateway: &Gateway, key: [u8; 32]) -> String {
    let public = gateway.key.public_key();
    enc2_text(&public.envelope(&mut SysRng, &SessionKey::new(key)).unwrap())
}

fn draft(gateway: &Gateway) -> Draft {
    let mut body = b"plan_data=".to_vec();
    form::encode_into(ORDER, &mut body);
    body.extend_from_slice(b"&enc_data=");
    body.extend(enc2::encode(enc2::Table::pick(0), &seal(&SessionKey::new(REQUEST_KEY), CARD)));
    Draft {
        path: "00100000".to_owned(),
        headers: vec![
            ("site_cd", "T0000".to_owned()),
            ("site_key", SITE_KEY.to_owned()),
            ("enc_info", envelope(gateway, REQUEST_KEY)),
            ("enc_key", envelope(gateway, REPLY_KEY)),
        ],
        body,
    }
}

impl Draft {
    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    fn body(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    fn request(&self) -> Request {
        let mut head = format!("POST /{} HTTP/1.1", self.path);
        for (name, value) in &self.headers {
            head.push_str(&format!("\r\n{name}: {value}"));
        }
        let head = Head::read(head.as_bytes()).ok().unwrap();
        Request { head, body: Some(self.body.clone()) }
    }
}

/// The code, and whether it came sealed.
fn ask(gateway: &Gateway, draft: &Draft, fault: &Fault) -> (String, bool) {
    let reply = gateway.answer(&draft.request(), fault);
    (code(&reply.answer), matches!(reply.wrap, Wrap::Sealed(_)))
}

#[track_caller]
fn refuses(change: impl FnOnce(Draft) -> Draft, want: &str) {
    let gateway = gateway();
    let draft = change(draft(&gateway));
    assert_eq!(ask(&gateway, &draft, &Fault::Pass), (want.to_owned(), true));
    assert_eq!(gateway.state().book.view().approvals(), 0);
    assert_eq!(gateway.state().book.view().requests(), 1);
}

#[test]
fn a_sealed_request_is_acted_on() {
    let gateway = gateway();
    let draft = draft(&gateway);
    assert_eq!(ask(&gateway, &draft, &Fault::Pass), ("0000".to_owned(), true));
}

#[test]
fn a_merchant_must_be_known_by_code_key_and_environment() {
    refuses(|draft| draft.with("site_cd", "T9999"), "3014");
    refuses(|draft| draft.with("site_cd", "t0000"), "3014");
    refuses(|draft| draft.with("site_cd", ""), "3014");
    refuses(|draft| draft.with("site_key", ""), "6003");
    refuses(|draft| draft.with("site_key", "3grptw1.zW0GSo4PQdaGvsF"), "6003");
    refuses(|draft| draft.with("site_key", "3grptw1.zW0GSo4PQdaGvsF_"), "6003");
    refuses(|draft| draft.with("site_key", "0mm.G0nrtIDxFRDXW.2GOt__"), "6003");
    let other = enc2_text(&[9; 16]);
    refuses(|draft| draft.with("site_key", &other), "3014");
    refuses(|draft| draft.with("site_cd", "R0000"), "8001");
}

#[test]
fn what_does_not_open_is_6003() {
    refuses(|draft| draft.with("enc_info", "x"), "6003");
    refuses(|draft| draft.with("enc_info", ""), "6003");
    let gateway_key = gateway();
    let other = envelope(&gateway_key, [3; 32]);
    refuses(|draft| draft.with("enc_info", &other), "6003");
    refuses(|draft| draft.body(b"enc_data=1abc"), "6003");
    refuses(|draft| draft.body(b"enc_data="), "6003");
    // Without a key for the answer there is nothing to seal with.
    let gateway = gateway();
    let draft = draft(&gateway).with("enc_key", "0xxx");
    assert_eq!(ask(&gateway, &draft, &Fault::Pass), ("6003".to_owned(), false));
}

#[test]
fn a_body_that_does_not_frame_is_8300() {
    for body in [
        &b""[..],
        b"plan_data=a",
        b"enc_data=1&enc_data=1",
        b"plan_data=%4&enc_data=1",
        b"plan_data=%zz&enc_data=1",
        b"other=1&enc_data=1",
        b"enc_data",
        b"enc_data=1&",
    ] {
        refuses(|draft| draft.body(body), "8300");
    }
    let gateway = gateway();
    let mut request = draft(&gateway).request();
    request.body = None;
    assert_eq!(code(&gateway.answer(&request, &Fault::Pass).answer), "8300");
}

#[test]
fn a_path_must_be_eight_digits() {
    for path in ["", "0010000", "001000000", "0010000x", "00100000?x", "/0100000"] {
        refuses(|draft| Draft { path: path.to_owned(), ..draft }, "8021");
    }
}

#[test]
fn faults_act_first_except_where_they_say_so() {
    let gateway = gateway();
    let draft = draft(&gateway);
    let balance = |gateway: &Gateway| gateway.state().book.view().balance();
    let fault = Fault::RefuseWith("8041");
    assert_eq!(ask(&gateway, &draft, &fault), ("8041".to_owned(), true));
    assert_eq!(balance(&gateway), 0);
    let fault = Fault::ActAndRefuse("8041");
    assert_eq!(ask(&gateway, &draft, &fault), ("8041".to_owned(), true));
    assert_eq!(balance(&gateway), 1_004);
    let reply = gateway.answer(&draft.request(), &Fault::ApproveOtherAmount(-4));
    assert_eq!(reply.answer.find("amount"), Some(&b"1000"[..]));
    assert_eq!(balance(&gateway), 2_004);
    gateway.answer(&draft.request(), &Fault::ApproveOtherAmount(i64::MIN));
    assert_eq!(balance(&gateway), 2_005);
    gateway.answer(&draft.request(), &Fault::NeverAnswer);
    assert_eq!(balance(&gateway), 3_009);
}

fn recorded(gateway: &Gateway, request: &str, reply_key: &str) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let limits =
        read::Limits { patience: gateway.patience, deadline: gateway.patience, most: usize::MAX };
    let arrival = runtime.block_on(read::arrival(&mut request.as_bytes(), limits));
    let reply = gateway.reply(&arrival, &Fault::Pass).unwrap();
    let sending = respond::render(&reply, &Fault::Pass);
    let respond::Sending::AtOnce(bytes) = sending else { panic!("{sending:?}") };
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let key = SessionKey::new(hex(reply_key).try_into().unwrap());
    open(&key, &enc2::decode(&bytes[at + 4..]).unwrap()).unwrap().to_vec()
}

#[test]
fn the_vendor_s_recorded_requests_are_understood() {
    let gateway = gateway();
    // It names no key of a card: opened, parsed, and refused for that.
    let message = recorded(&gateway, vectors::PAY, vectors::PAY_REPLY_KEY);
    assert_eq!(field(&message, "res_cd").as_deref(), Some("8101"));
    let message = recorded(&gateway, vectors::CANCEL, vectors::CANCEL_REPLY_KEY);
    assert_eq!(field(&message, "res_cd").as_deref(), Some("8132"));

    let draft = draft(&gateway);
    assert_eq!(ask(&gateway, &draft, &Fault::Pass).0, "0000");
    let message = recorded(&gateway, vectors::CANCEL, vectors::CANCEL_REPLY_KEY);
    assert_eq!(field(&message, "res_cd").as_deref(), Some("0000"));
    assert_eq!(field(&message, "tno").as_deref(), Some("20261121000001"));
    let message = recorded(&gateway, vectors::CANCEL, vectors::CANCEL_REPLY_KEY);
    assert_eq!(field(&message, "res_cd").as_deref(), Some("8133"));
    assert_eq!(gateway.state().book.view().balance(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_body_panics(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let gateway = gateway();
        let draft = draft(&gateway).body(&body);
        prop_assert!(ask(&gateway, &draft, &Fault::Pass).1);
        prop_assert_eq!(gateway.state().book.view().approvals(), 0);
    }

    #[test]
    fn no_sealed_bytes_panic(message in proptest::collection::vec(any::<u8>(), 0..300)) {
        let gateway = gateway();
        let mut body = b"enc_data=".to_vec();
        let sealed = seal(&SessionKey::new(REQUEST_KEY), &message);
        body.extend(enc2::encode(enc2::Table::pick(2), &sealed));
        prop_assert!(ask(&gateway, &draft(&gateway).body(&body), &Fault::Pass).1);
    }
}
