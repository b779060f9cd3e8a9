//! The gateway over a real socket: charges, cancels, the window, verifications, and what is no request.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{io::Write, time::Duration};

use common::{Answer, Call, Desk, connect, desk, desk_with, enc2_text, read_all, telnet, wire};
use kcp_codec::{Instalments, OrderId, SiteCode, TransactionId, Won};
use kcp_sim::{Authentication, PayMethod, PaymentState, Simulator, StartError, WindowReturn};

const CARD: &str = "payx_data=common=amount=1004|currency=410|escw_mod=N|/card=card_mny=1004|\
    card_tx_type=11511000|quota=00|bt_group_id=BA0011000348|bt_batch_key=1234567890123456|/;";
const ORDER: &str = "ordr_data=ordr_idxx=ORDER1|good_name=한글 상품|good_mny=1004|;";

fn charge(desk: &Desk) -> String {
    let answer = desk.ask("00100000", CARD, ORDER);
    assert_eq!(answer.code(), "0000");
    answer.get("tno")
}

fn change(desk: &Desk, tno: &str, rest: &str) -> Answer {
    desk.ask("00200000", &format!("mod_data=tno={tno}|mod_ip=127.0.0.1|{rest};"), "")
}

fn agree(desk: &Desk, method: PayMethod) -> WindowReturn {
    let authentication = Authentication {
        site: SiteCode::parse("T0000").unwrap(),
        order: OrderId::parse("ORDER1").unwrap(),
        amount: Won::new(1_004).unwrap(),
        method,
        instalments: Instalments::NONE,
    };
    desk.gateway().window(authentication).unwrap()
}

fn approve(desk: &Desk, window: &WindowReturn, plan: &str) -> Answer {
    let WindowReturn { tran_cd, enc_info, enc_data, .. } = window;
    Call::verbatim(desk, tran_cd, enc_info, enc_data, plan).send(desk).unwrap().opened()
}

#[test]
fn a_charge_is_cancelled_once() {
    let desk = desk();
    let answer = desk.ask("00100000", CARD, ORDER);
    assert_eq!((answer.code(), answer.get("res_msg")), ("0000".into(), "정상처리".into()));
    assert_eq!(
        (answer.get("amount"), answer.get("card_name")),
        ("1004".into(), "KB국민카드".into())
    );
    let tno = answer.get("tno");
    let book = desk.gateway().book();
    let payment = book.payment(TransactionId::parse(&tno).unwrap()).unwrap();
    assert_eq!((payment.state, payment.balance()), (PaymentState::Approved, 1_004));

    assert_eq!(change(&desk, &tno, "mod_type=STSC|").code(), "0000");
    assert_eq!(change(&desk, &tno, "mod_type=STSC|").code(), "8133");
    assert_eq!(change(&desk, "20261121999999", "mod_type=STSC|").code(), "8132");
    let book = desk.gateway().book();
    assert_eq!((book.approvals(), book.cancels(), book.requests()), (1, 1, 4));
    assert_eq!((book.charged(), book.cancelled(), book.balance()), (1_004, 1_004, 0));
}

#[test]
fn parts_are_taken_back_until_nothing_is_left() {
    let desk = desk();
    let tno = charge(&desk);
    let part =
        |take, left| change(&desk, &tno, &format!("mod_type=STPC|mod_mny={take}|rem_mny={left}|"));
    assert_eq!(part(4, 1_000).code(), "8037");
    let answer = part(4, 1_004);
    assert_eq!((answer.code(), answer.get("panc_rem_mny")), ("0000".into(), "1000".into()));
    assert_eq!(change(&desk, &tno, "mod_type=STSC|").code(), "8040");
    assert_eq!(part(1_001, 1_000).code(), "8036");
    assert_eq!(part(1_000, 1_000).get("panc_rem_mny"), "0");
    assert_eq!(part(1, 0).code(), "8133");
    assert_eq!(desk.gateway().book().balance(), 0);
}

#[test]
fn what_the_window_sealed_is_approved_once_and_for_its_amount() {
    let desk = desk();
    let window = agree(&desk, PayMethod::Card);
    assert_eq!(window.trace_no, "T0000BLC0060GRNn");
    let plan = "ordr_data=ordr_mony=1003|ordr_no=ORDER1|pay_type=PACA|;";
    assert_eq!(approve(&desk, &window, plan).code(), "8059");
    assert_eq!(desk.gateway().book().approvals(), 0);
    let plan = plan.replace("1003", "1004");
    let answer = approve(&desk, &window, &plan);
    assert_eq!((answer.code(), answer.get("order_no")), ("0000".into(), "ORDER1".into()));
    assert_eq!(approve(&desk, &window, &plan).code(), "8094");
    assert_eq!(desk.gateway().book().charged(), 1_004);
}

#[test]
fn a_virtual_account_is_issued_and_not_paid() {
    let desk = desk();
    let window = agree(&desk, PayMethod::VirtualAccount);
    let answer = approve(&desk, &window, "ordr_data=ordr_mony=1004|;");
    assert_eq!((answer.code(), answer.get("bankname")), ("V000".into(), "국민은행".into()));
    let book = desk.gateway().book();
    assert_eq!((book.approvals(), book.charged()), (1, 0));
    assert_eq!(book.payments()[0].state, PaymentState::Issued);
}

#[test]
fn an_account_is_verified() {
    let desk = desk();
    let record = "payx_data=acco=pay_method=ACCO|owner_nm=이영희|account_no=3333012345678|\
        bank_code=90|/;";
    let answer = desk.ask("00100000", record, "ordr_data=ordr_idxx=ORDER1|;");
    assert_eq!((answer.code(), answer.get("ord_idx")), ("0000".into(), "ORDER1".into()));
    assert_eq!(desk.ask("00100000", &record.replace("이영희", "홍길동"), "").code(), "8090");
    assert_eq!(desk.gateway().book().balance(), 0);
}

#[test]
fn telnet_is_told_7504_without_a_head() {
    let want = wire("res_cd=7504|res_msg=기타 오류");
    let desk = desk_with(|builder| builder.patience(Duration::from_millis(30)));
    for text in [&b""[..], b"\r\n", b"GET / HTTP/1.1\r\n\r\n", b"POST /00100000 HTTP/1.1\r\n"] {
        assert_eq!(telnet(&desk, text), want, "{}", text.escape_ascii());
    }
    // Nothing typed, nobody hangs up.
    assert_eq!(read_all(&mut connect(&desk)).unwrap(), want);
    // Something typed that can be no request: no waiting for more.
    let mut stream = connect(&desk);
    stream.write_all(b"hello").unwrap();
    assert_eq!(read_all(&mut stream).unwrap(), want);
    let book = desk.gateway().book();
    assert_eq!((book.connections(), book.requests()), (6, 0));
}

#[test]
fn who_asks_must_be_known() {
    let desk = desk();
    let call = || Call::new(&desk, "00100000", CARD, ORDER);
    let code = |call: Call| call.send(&desk).unwrap().opened().code();
    assert_eq!(code(call().with("site_cd", "t0000")), "3014");
    assert_eq!(code(call().with("site_key", &enc2_text(&[9; 16]))), "3014");
    assert_eq!(code(call().with("site_key", "3grptw1.zW0GSo4PQdaGvsF")), "6003");
    assert_eq!(code(call().with("enc_info", &enc2_text(&[9; 151]))), "6003");
    // Without a key for it, the answer comes in the clear.
    let call = call().with("enc_key", &enc2_text(&[9; 151]));
    let raw = call.send(&desk).unwrap();
    assert!(raw.head().contains("\r\nContent-Type: text/html\r\n"));
    assert_eq!(Answer::read(raw.body()).code(), "6003");
    let book = desk.gateway().book();
    assert_eq!((book.approvals(), book.requests()), (0, 5));
}

#[test]
fn a_body_that_is_too_long_is_refused_and_not_reset() {
    let desk = desk();
    let mut call = Call::new(&desk, "00100000", CARD, ORDER);
    call.body.resize(70_000, b'A');
    assert_eq!(call.send(&desk).unwrap().opened().code(), "8300");
}

#[test]
fn many_at_once_are_charged_once_each() {
    let desk = desk();
    let mut numbers: Vec<String> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..16).map(|_| scope.spawn(|| charge(&desk))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 16);
    let book = desk.gateway().book();
    assert_eq!((book.approvals(), book.balance()), (16, 16 * 1_004));
    assert_eq!(book.of_order(OrderId::parse("ORDER1").unwrap()).count(), 16);
}

#[test]
fn one_authentication_used_at_once_charges_once() {
    let desk = desk();
    let window = agree(&desk, PayMethod::Card);
    let mut codes: Vec<String> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| approve(&desk, &window, "ordr_data=ordr_mony=1004|;").code()))
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    codes.sort();
    assert_eq!(codes, ["0000", "8094", "8094", "8094", "8094", "8094", "8094", "8094"]);
    assert_eq!(desk.gateway().book().charged(), 1_004);
}

#[test]
fn a_gateway_listens_on_loopback_only_and_stops() {
    let mut desk = desk();
    let address = desk.address();
    let start = Simulator::builder().address("0.0.0.0:0".parse().unwrap()).start();
    let refused = desk.runtime.block_on(start);
    assert!(matches!(refused, Err(StartError::NotLoopback(_))), "{refused:?}");

    let mut held = connect(&desk);
    let gateway = desk.gateway.take().unwrap();
    desk.runtime.block_on(gateway.stop());
    assert!(std::net::TcpStream::connect(address).is_err());
    assert!(matches!(read_all(&mut held).as_deref(), Ok([]) | Err(_)));
}
