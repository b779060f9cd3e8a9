//! The PG-API over real TLS: flows, both channels on one book, and what is no request.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{io::Write as _, net::TcpStream};

use common::{
    Call, Desk,
    api::{Response, api_desk, api_desk_with, request, t0000},
    desk, read_all,
};
use kcp_codec::{GroupId, KstDateTime, OrderId, TransactionId};
use kcp_sim::{CardRegistration, ManualClock, PaymentState, Simulator, StartError};
use tokio_rustls::rustls::version;

const APPROVE: &str = "/gw/enc/v1/payment";
const CHANGE: &str = "/gw/mod/v1/cancel";
const HUB: &str = "/gw/hub/v1/payment";
const INQUIRE: &str = "/std/inquery";
const REGISTER: &str = "/std/tradeReg/register";

const POINTS: &str = "pay_method=POINT|amount=1004|currency=410|pt_issue=SCWB|pt_txtype=91200000|\
    pt_idno=test1111|pt_pwd=test1234|pt_memcorp_cd=5555|pt_paycode=04|pt_mny=1004|ordr_idxx=P1";

/// What the window gave, as it is to be passed on.
fn sealed(window: &Response) -> String {
    ["tran_cd", "enc_data", "enc_info"].map(|name| format!("{name}={}|", window.get(name))).concat()
}

fn open(desk: &Desk) -> Response {
    let answer = desk.post(
        REGISTER,
        "ordr_idxx=ORDER1|good_mny=1004|good_name=한글 상품|pay_method=CARD|Ret_URL=https://127.0.0.1/r",
    );
    assert_eq!(answer.get("Code"), "0000");
    let text = String::from_utf8(answer.body()).unwrap();
    assert!(text.contains(r#""PayUrl":"https:\/\/127.0.0.1:"#), "{text}");
    // A browser posts a form.
    let key = answer.get("approvalKey").replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    desk.http("POST", "/pay/window", &format!("approval_key={key}&good_mny=1004&ordr_idxx=ORDER1"))
}

#[test]
fn a_payment_from_its_registration_to_its_cancel() {
    let desk = api_desk();
    let window = open(&desk);
    assert_eq!(window.code(), "0000");
    let answer = desk
        .post(APPROVE, &format!("{}ordr_mony=1004|ordr_no=ORDER1|pay_type=PACA", sealed(&window)));
    assert_eq!((answer.status(), answer.code()), (200, "0000".into()));
    assert_eq!(
        (answer.get("amount"), answer.get("card_name")),
        ("1004".into(), "KB국민카드".into())
    );
    assert!(answer.json().values().all(serde_json::Value::is_string));
    let tno = answer.get("tno");
    assert_eq!(desk.gateway().book().balance(), 1_004);

    let answer = desk.signed(CHANGE, &tno, "mod_type", "STPC", "mod_mny=4|rem_mny=1004");
    assert_eq!((answer.code(), answer.get("rem_mny")), ("0000".into(), "1000".into()));
    assert_eq!(desk.signed(CHANGE, &tno, "mod_type", "STSC", "").code(), "8040");
    let answer = desk.signed(INQUIRE, &tno, "pay_type", "PACA", "");
    assert_eq!((answer.get("stat_ca_cd"), answer.get("rem_mny")), ("STPC".into(), "1000".into()));
    assert_eq!(
        desk.signed(CHANGE, &tno, "mod_type", "STPC", "mod_mny=1000|rem_mny=1000").code(),
        "0000"
    );
    assert_eq!(desk.gateway().book().balance(), 0);
    let payment = desk.gateway().book().payments()[0];
    assert_eq!((payment.state, payment.partial_cancels), (PaymentState::Cancelled, 2));
}

#[test]
fn points_a_batch_key_and_an_account_end_to_end() {
    let desk = api_desk();
    let answer = desk.post(HUB, POINTS);
    assert_eq!((answer.code(), answer.get("rsv_pnt")), ("0000".into(), "48996".into()));
    let again = desk.signed(CHANGE, &answer.get("tno"), "mod_type", "STRA", "mod_mny=500");
    assert_eq!((again.code(), again.get("pnt_amount")), ("0000".into(), "500".into()));
    assert_eq!(desk.gateway().points("test1111"), Some(49_500));

    let group = GroupId::parse("BA0011000348").unwrap();
    let order = OrderId::parse("AUTO1").unwrap();
    let given = desk.gateway().window(CardRegistration { site: t0000(), order, group }).unwrap();
    let pairs = format!(
        "tran_cd={}|enc_data={}|enc_info={}",
        given.tran_cd, given.enc_data, given.enc_info
    );
    let key = desk.post(APPROVE, &pairs).get("batch_key");
    let charge = format!(
        "pay_method=CARD|amount=1004|card_mny=1004|currency=410|quota=00|ordr_idxx=AUTO2|\
         card_tx_type=11511000|bt_batch_key={key}|bt_group_id=BA0011000348"
    );
    assert_eq!(desk.post(HUB, &charge).code(), "0000");

    let answer = desk.post(
        HUB,
        "pay_method=VCNT|amount=30000|currency=410|ordr_idxx=V1|va_txtype=41100000|va_mny=30000|\
         va_bankcode=BK26|va_name=홍길동|va_date=20261128235959",
    );
    assert_eq!((answer.code(), answer.get("bankname")), ("V000".into(), "신한은행".into()));
    let tno = answer.get("tno");
    assert_eq!(desk.gateway().book().balance(), 1_504);
    desk.gateway().deposit(TransactionId::parse(&tno).unwrap()).unwrap();
    assert_eq!(desk.gateway().book().balance(), 31_504);
    let refund = "mod_sub_type=MDSC00|mod_comp_type=MDCP01|mod_bankcode=BK04|\
        mod_account=123456789012|mod_depositor=홍길동";
    assert_eq!(desk.signed(CHANGE, &tno, "mod_type", "STHD", refund).code(), "0000");
    assert_eq!(desk.gateway().book().balance(), 1_504);
}

#[test]
fn both_channels_see_one_book() {
    let desk = api_desk();
    // Approved on the PG-API, cancelled on the socket.
    let answer = desk.post(APPROVE, &format!("{}ordr_mony=1004", sealed(&open(&desk))));
    let tno = answer.get("tno");
    let cancel = |tno: &str| {
        desk.ask("00200000", &format!("mod_data=tno={tno}|mod_ip=127.0.0.1|mod_type=STSC|;"), "")
            .code()
    };
    assert_eq!(cancel(&tno), "0000");
    assert_eq!(desk.signed(CHANGE, &tno, "mod_type", "STSC", "").code(), "8133");

    // Agreed in one window, approved on the socket, and nowhere else.
    let window = open(&desk);
    let (info, data) = (window.get("enc_info"), window.get("enc_data"));
    let call = Call::verbatim(&desk, "00100000", &info, &data, "ordr_data=ordr_mony=1004|;");
    let answer = call.send(&desk).unwrap().opened();
    assert_eq!(answer.code(), "0000");
    assert_eq!(desk.post(APPROVE, &format!("{}ordr_mony=1004", sealed(&window))).code(), "8094");
    assert_eq!(desk.signed(CHANGE, &answer.get("tno"), "mod_type", "STSC", "").code(), "0000");

    // Points go back to their member whichever way the cancel comes.
    let tno = desk.post(HUB, POINTS).get("tno");
    assert_eq!(desk.gateway().points("test1111"), Some(48_996));
    assert_eq!(cancel(&tno), "0000");
    assert_eq!(desk.gateway().points("test1111"), Some(50_000));

    // A key issued on the socket, deleted on the PG-API, is unknown to both.
    let group = GroupId::parse("BA0011000348").unwrap();
    let order = OrderId::parse("AUTO1").unwrap();
    let given = desk.gateway().window(CardRegistration { site: t0000(), order, group }).unwrap();
    let call = Call::verbatim(&desk, "00300001", &given.enc_info, &given.enc_data, "");
    let key = call.send(&desk).unwrap().opened().get("batch_key");
    let card = format!(
        "payx_data=common=amount=1004|currency=410|/card=card_mny=1004|card_tx_type=11511000|\
         bt_group_id=BA0011000348|bt_batch_key={key}|/;"
    );
    let charge = || desk.ask("00100000", &card, "ordr_data=ordr_idxx=AUTO2|;").code();
    assert_eq!(charge(), "0000");
    let delete = format!("pay_method=BATCH|tx_type=10005010|batch_key={key}|group_id=BA0011000348");
    assert_eq!(desk.post(HUB, &delete).code(), "0000");
    assert_eq!(charge(), "8108");
    assert_eq!(desk.gateway().book().balance(), 1_004);
}

#[test]
fn who_asks_must_prove_it() {
    let clock = ManualClock::at(KstDateTime::parse("20261121120000").unwrap());
    let desk = api_desk_with(|builder| builder.clock(clock.clone()));
    let other = api_desk();
    // Another simulator's certificate for the same site.
    assert_eq!(desk.http("POST", HUB, &other.json(POINTS)).code(), "8002");
    let tno = desk.post(HUB, POINTS).get("tno");
    let signature = other.sign(&format!("T0000^{tno}^STSC"));
    let pairs = format!("tno={tno}|mod_type=STSC|kcp_sign_data={signature}");
    assert_eq!(desk.post(CHANGE, &pairs).code(), "CCPJ");
    assert_eq!(desk.post(CHANGE, &format!("tno={tno}|mod_type=STSC")).code(), "8846");
    clock.set(KstDateTime::parse("20311121120000").unwrap());
    assert_eq!(desk.signed(CHANGE, &tno, "mod_type", "STSC", "").code(), "CCP2");
    assert_eq!(desk.gateway().book().balance(), 1_004);
}

#[test]
fn what_is_no_request_gets_a_page() {
    let desk = api_desk();
    for (method, path, body, status) in [
        ("GET", HUB, "", 405),
        ("PUT", HUB, "{}", 405),
        ("POST", "/gw/hub/v1/paymen", "{}", 404),
        ("POST", "/std/inquiry", "{}", 404),
        ("GET", "/", "", 404),
        ("POST", HUB, "", 400),
        ("POST", HUB, "site_cd=T0000", 400),
        ("POST", HUB, "[]", 400),
    ] {
        let answer = desk.http(method, path, body);
        assert_eq!(answer.status(), status, "{method} {path}");
        assert!(answer.head().contains("content-type: text/html"), "{}", answer.head());
    }
    let fits = desk.json(&format!("{POINTS}|unknown={}", "x".repeat(60_000)));
    assert_eq!(desk.http("POST", HUB, &fits).code(), "0000");
    let long = desk.json(&format!("{POINTS}|unknown={}", "x".repeat(64 * 1024)));
    assert_eq!(desk.http("POST", HUB, &long).status(), 413);
    let twice = desk.json(POINTS).replace("\"amount\"", "\"amount\":\"1004\",\"amount\"");
    let answer = desk.http("POST", HUB, &twice);
    assert_eq!((answer.status(), answer.code()), (200, "8300".into()));
    assert!(answer.head().contains("content-type: application/json"));
    // Numbers are as good as strings.
    let number = desk.json(POINTS).replace("\"1004\"", "1004");
    assert_eq!(desk.http("POST", HUB, &number).code(), "0000");
    assert_eq!(desk.gateway().book().balance(), 2_008);
}

#[test]
fn both_versions_of_tls_are_spoken_and_nothing_else() {
    let desk = api_desk();
    let ca = desk.gateway().ca_pem().unwrap();
    let bytes = request("POST", HUB, &desk.json(POINTS));
    for version in [&version::TLS12, &version::TLS13] {
        assert_eq!(desk.tls(&[version], &ca, bytes.as_bytes()).unwrap().code(), "0000");
    }
    let other = api_desk().gateway().ca_pem().unwrap();
    assert!(desk.tls(&[&version::TLS13], &other, bytes.as_bytes()).is_err());
    let mut plain = TcpStream::connect(desk.gateway().pg_api_address().unwrap()).unwrap();
    plain.write_all(bytes.as_bytes()).unwrap();
    let answer = read_all(&mut plain).unwrap_or_default();
    assert!(!answer.starts_with(b"HTTP"), "{}", answer.escape_ascii());
    assert_eq!(desk.gateway().book().approvals(), 2);
}

#[test]
fn many_at_once_are_charged_once_each_and_an_authentication_once() {
    let desk = api_desk();
    let window = open(&desk);
    let body = desk.json(&format!("{}ordr_mony=1004", sealed(&window)));
    let mut codes: Vec<String> = std::thread::scope(|scope| {
        let clients: Vec<_> =
            (0..8).map(|_| scope.spawn(|| desk.http("POST", APPROVE, &body).code())).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    codes.sort();
    assert_eq!(codes, ["0000", "8094", "8094", "8094", "8094", "8094", "8094", "8094"]);
    let all = POINTS.replace("=1004", "=20000");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| desk.post(HUB, &all));
        }
    });
    // Fifty thousand points pay twenty thousand twice.
    assert_eq!(desk.gateway().points("test1111"), Some(10_000));
    assert_eq!(desk.gateway().book().balance(), 41_004);
}

#[test]
fn without_being_asked_for_it_does_not_run_and_never_beyond_this_machine() {
    let desk = desk();
    assert_eq!(desk.gateway().pg_api_address(), None);
    assert!(desk.gateway().ca_pem().is_none());
    assert!(desk.gateway().service_certificate(t0000()).is_none());
    assert!(desk.gateway().write_tls_dir(std::path::Path::new("/nowhere")).is_err());
    let start = Simulator::builder().pg_api("0.0.0.0:0".parse().unwrap()).start();
    let refused = desk.runtime.block_on(start);
    assert!(matches!(refused, Err(StartError::NotLoopback(_))), "{refused:?}");

    let mut desk = api_desk();
    let address = desk.gateway().pg_api_address().unwrap();
    let gateway = desk.gateway.take().unwrap();
    desk.runtime.block_on(gateway.stop());
    assert!(TcpStream::connect(address).is_err());
}
