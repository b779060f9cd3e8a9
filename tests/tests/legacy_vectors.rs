//! The recorded requests and the recorded answer of the legacy channel, opened and written again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // the whole target is a test

use getrandom::SysRng;
use kcp_codec::{
    ClientAddress, Fields, Group, GroupKind, Groups, Name, OrderId, SiteCode, SiteKey, TraceNo,
    TransactionId, WindowText, Won, enc2, form,
};
use kcp_crypto::{GatewayPrivateKey, SessionKey, open};
use kcp_services::{On, Socket, modify::Cancel};
use kcp_transport::{
    Cause, Endpoint,
    legacy::{
        Credentials, Message, RawAnswer, Request, Response, ResponseReader, TranCode, write_request,
    },
};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/legacy_wire.json")).unwrap()
}

fn unhex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    let text = if text.len() % 2 == 1 { format!("0{text}") } else { text.to_owned() };
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn key() -> GatewayPrivateKey {
    let rsa = &vectors()["test_rsa"];
    GatewayPrivateKey::from_components(
        &unhex(&rsa["n_hex"]),
        rsa["e"].as_u64().unwrap(),
        &unhex(&rsa["d_hex"]),
    )
    .unwrap()
}

/// A request taken apart: as recorded, or as ours.
struct Parts {
    head: String,
    plan: Vec<u8>,
    enc_data: Vec<u8>,
}

impl Parts {
    fn of(head: &str, body: &[u8]) -> Self {
        let mut plan = Vec::new();
        let mut enc_data = Vec::new();
        for field in body.split(|&byte| byte == b'&') {
            if let Some(text) = field.strip_prefix(b"plan_data=") {
                plan = form::decode(text).unwrap();
            } else {
                enc_data = field.strip_prefix(b"enc_data=").unwrap().to_vec();
            }
        }
        Self { head: head.to_owned(), plan, enc_data }
    }

    fn recorded(request: &Value) -> Self {
        Self::of(
            request["request_head_ascii"].as_str().unwrap(),
            request["body_ascii"].as_str().unwrap().as_bytes(),
        )
    }

    fn ours(request: &Request) -> Self {
        let head = &request.as_bytes()[..request.as_bytes().len() - request.body().len()];
        Self::of(str::from_utf8(head).unwrap(), request.body())
    }

    fn header(&self, name: &str) -> &str {
        self.head
            .split("\r\n")
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap()
    }

    fn session(&self, name: &str) -> SessionKey {
        key().open_envelope(&enc2::decode(self.header(name).as_bytes()).unwrap()).unwrap()
    }

    fn message(&self) -> Vec<u8> {
        open(&self.session("enc_info"), &enc2::decode(&self.enc_data).unwrap()).unwrap().to_vec()
    }
}

fn request(name: &str) -> Value {
    let all = vectors();
    all["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|request| request["name"] == name)
        .unwrap()
        .clone()
}

fn ours(trace_no: &str, message: &Message) -> Parts {
    let who = Credentials::new(
        SiteCode::parse("T0000").unwrap(),
        &SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap(),
    );
    let trace_no = TraceNo::parse(trace_no).unwrap();
    let endpoint = Endpoint::new("127.0.0.1", 8090);
    let written =
        write_request(&mut SysRng, &key().public_key(), &endpoint, &who, trace_no, message)
            .unwrap();
    Parts::ours(&written)
}

/// The groups of a recorded request, each as it came, without the FS behind it.
fn groups(recorded: &Parts) -> Vec<Group> {
    let all = [recorded.plan.clone(), recorded.message()].concat();
    let texts = all.split(|&byte| byte == 0x1c).filter(|text| !text.is_empty());
    let kind = |text: &[u8]| {
        GroupKind::of_prefix(text.split(|&byte| byte == b'=').next().unwrap()).unwrap()
    };
    texts.map(|text| Group::verbatim(kind(text), text)).collect()
}

const SEALED: [&str; 3] = ["pay_all_groups", "cancel_mod_data", "payx_plus_mod_plus_plan"];

#[test]
fn every_recorded_request_opens_to_its_recorded_plain_text() {
    for name in SEALED {
        let (request, parts) = (request(name), Parts::recorded(&request(name)));
        for header in ["enc_info", "enc_key"] {
            let want = unhex(&request[header]["rsa_plain_key16_iv16_hex"]);
            assert_eq!(parts.session(header).expose().as_slice(), want, "{name} {header}");
        }
        assert_eq!(parts.message(), unhex(&request["enc_data_message_hex"]), "{name}");
        let plan = request.get("plan_data_unquoted_hex").map(unhex).unwrap_or_default();
        assert_eq!(parts.plan, plan, "{name}");
    }
    let (window, parts) = (
        request("payment_window_passthrough"),
        Parts::recorded(&request("payment_window_passthrough")),
    );
    let want = unhex(&window["enc_key"]["rsa_plain_key16_iv16_hex"]);
    assert_eq!(parts.session("enc_key").expose().as_slice(), want);
    assert_eq!(parts.plan, unhex(&window["plan_data_unquoted_hex"]));
}

#[test]
fn our_writer_gives_the_recorded_plain_text_for_the_recorded_groups() {
    for name in SEALED {
        let recorded = Parts::recorded(&request(name));
        let tran_cd = TranCode::parse(&recorded.head[6..14]).unwrap();
        let message = Message::new(tran_cd, groups(&recorded));
        let ours = ours(recorded.header("trace_no"), &message);
        assert_eq!((&ours.plan, &ours.message()), (&recorded.plan, &recorded.message()), "{name}");
        same_head(&ours, &recorded);
    }
}

#[test]
fn what_is_read_from_the_recorded_groups_is_written_in_the_same_form() {
    // The third request was given without separators at the end, which our form adds, so it is not here.
    for name in ["pay_all_groups", "cancel_mod_data"] {
        let recorded = Parts::recorded(&request(name));
        for (kind, text) in [("in the clear", &recorded.plan), ("sealed", &recorded.message())] {
            let groups = Groups::read(text).unwrap();
            let mut written = Vec::new();
            groups.to_groups().iter().for_each(|group| group.write(&mut written));
            assert_eq!(&written, text, "{name}, {kind}");
        }
    }
}

#[test]
fn a_typed_cancel_is_the_recorded_cancel() {
    let recorded = Parts::recorded(&request("cancel_mod_data"));
    let cancel = Cancel::new(TransactionId::parse("20261121000001").unwrap())
        .with_client_address(ClientAddress::parse("10.0.0.1").unwrap());
    let message = On::<Socket>::write(&cancel, &()).unwrap();
    let ours = ours(recorded.header("trace_no"), &message);
    assert_eq!(ours.message(), recorded.message());
    assert_eq!(ours.plan, recorded.plan);
    same_head(&ours, &recorded);
}

#[test]
fn window_data_passes_untouched() {
    let recorded = Parts::recorded(&request("payment_window_passthrough"));
    let text = |name, text: &str| WindowText::parse(Name::from_static(name), text).unwrap();
    let order = Fields::new().with(Name::from_static("ordr_mony"), &Won::new(1_004).unwrap());
    let enc_data = text("enc_data", str::from_utf8(&recorded.enc_data).unwrap());
    let message = Message::window(
        TranCode::PAY,
        &enc_data,
        &text("enc_info", recorded.header("enc_info")),
        &order,
    );
    let ours = ours(recorded.header("trace_no"), &message);
    assert_eq!((&ours.plan, &ours.enc_data), (&recorded.plan, &recorded.enc_data));
    assert_eq!(recorded.header("enc_info"), "2BBBB__");
    assert!(ours.head.contains("\r\nenc_info: 2BBBB__\r\n"));
}

/// The same lines in the same order; only lengths, keys and the name of the program differ.
fn same_head(ours: &Parts, recorded: &Parts) {
    let lines = |parts: &Parts| {
        let differs = ["Content-Length", "User-Agent", "enc_info", "enc_key"];
        let name = |line: &str| line.split(": ").next().unwrap().to_owned();
        let keep = |line: &str| {
            if differs.contains(&name(line).as_str()) { name(line) } else { line.to_owned() }
        };
        parts.head.trim_end().split("\r\n").map(keep).collect::<Vec<_>>()
    };
    assert_eq!(lines(ours), lines(recorded));
}

fn response(body: &[u8]) -> Response {
    let mut reader = ResponseReader::new();
    reader.push(b"HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\n\r\n").unwrap();
    reader.push(body).unwrap();
    reader.finish().unwrap()
}

fn answer_key() -> SessionKey {
    SessionKey::new(unhex(&vectors()["response"]["key16_iv16_hex"]).try_into().unwrap())
}

#[test]
fn the_recorded_answer_opens() {
    let recorded = &vectors()["response"];
    let raw =
        RawAnswer::open(&answer_key(), &response(recorded["body"].as_str().unwrap().as_bytes()))
            .unwrap();
    assert_eq!(raw.text.as_slice(), unhex(&recorded["plain_hex"]));
    let stdout = [raw.text.as_slice(), b"\n"].concat();
    assert_eq!(stdout, unhex(&recorded["stdout_hex"]));
    let fields = raw.reply().unwrap().fields;
    assert_eq!(fields.required::<OrderId>(Name::from_static("res_cd")).unwrap().as_str(), "0000");
    assert_eq!(fields.len(), 4);
}

#[test]
fn no_changed_bit_of_the_recorded_answer_opens() {
    let body = vectors()["response"]["body"].as_str().unwrap().as_bytes().to_vec();
    let key = answer_key();
    for bit in 0..body.len() * 8 {
        let mut changed = body.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let error = RawAnswer::open(&key, &response(&changed)).unwrap_err();
        assert_eq!(error.cause(), Cause::Unreadable, "bit {bit}");
    }
    let sealed = enc2::decode(&body).unwrap();
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let text = enc2::encode(enc2::Table::pick(4), &changed);
        assert_eq!(
            RawAnswer::open(&key, &response(&text)).unwrap_err().cause(),
            Cause::Unreadable,
            "bit {bit}"
        );
    }
    for cut in 1..body.len() {
        assert_eq!(
            RawAnswer::open(&key, &response(&body[..cut])).unwrap_err().cause(),
            Cause::Unreadable,
            "{cut}"
        );
    }
}
