//! Each fault over a real socket, and what the book says afterwards.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{
    io::{ErrorKind, Read, Write},
    time::Duration,
};

use common::{Answer, Call, Desk, Raw, connect, desk, telnet};
use kcp_codec::{Charset, Fields, Name, Separator};
use kcp_sim::{Fault, Framing};

const CARD: &str = "payx_data=common=amount=1004|currency=410|/card=card_mny=1004|\
    card_tx_type=11511000|bt_group_id=BA0011000348|bt_batch_key=1234567890123456|/;";

fn call(desk: &Desk) -> Call {
    Call::new(desk, "00100000", CARD, "ordr_data=ordr_idxx=ORDER1|;")
}

/// Charges under a fault and hands what came to `look`.
fn under(fault: Fault, look: impl FnOnce(Raw<'_>)) -> Desk {
    let desk = desk();
    desk.gateway().faults().push(fault);
    let call = call(&desk);
    look(call.send(&desk).unwrap());
    assert!(desk.gateway().faults().is_empty());
    desk
}

#[track_caller]
fn charged(desk: &Desk, won: u64) {
    assert_eq!(desk.gateway().book().balance(), won);
}

#[test]
fn a_cut_answer_leaves_a_charge() {
    for count in [0, 1, 16, 100, 300] {
        let desk = under(Fault::CutAnswerAfter(count), |raw| assert_eq!(raw.bytes.len(), count));
        charged(&desk, 1_004);
        // The fault is spent.
        assert_eq!(call(&desk).send(&desk).unwrap().opened().code(), "0000");
        charged(&desk, 2_008);
    }
}

#[test]
fn an_answer_that_never_comes_leaves_a_charge() {
    let desk = desk();
    desk.gateway().faults().push(Fault::NeverAnswer);
    let mut stream = connect(&desk);
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    stream.write_all(&call(&desk).bytes()).unwrap();
    let error = stream.read(&mut [0; 1]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    charged(&desk, 1_004);
}

#[test]
fn a_connection_that_closes_early_leaves_no_charge_and_a_late_one_does() {
    for (count, won) in [(0, 0), (20, 0), (500, 0), (100_000, 1_004)] {
        let desk = desk();
        desk.gateway().faults().push(Fault::CloseAfterRequestBytes(count));
        // Closing over unread bytes resets the connection, which is the point.
        let sent = call(&desk).send(&desk).map(|raw| raw.bytes);
        assert!(matches!(sent.as_deref(), Ok([]) | Err(_)), "{count}");
        charged(&desk, won);
    }
}

#[test]
fn an_answer_that_does_not_open_leaves_a_charge() {
    for fault in [Fault::WrongKey, Fault::FlipAnswerBit(1), Fault::FlipAnswerBit(3_000)] {
        let desk = under(fault, |raw| {
            assert!(raw.head().contains("enc/html"));
            assert!(raw.message().is_none());
        });
        charged(&desk, 1_004);
    }
    let desk = under(Fault::AnswerPlain, |raw| {
        assert!(raw.head().contains("text/html"));
        assert_eq!(Answer::read(raw.body()).code(), "0000");
    });
    charged(&desk, 1_004);
}

#[test]
fn a_spoilt_message_leaves_a_charge() {
    let desk = under(Fault::RepeatKey, |raw| {
        assert!(Fields::read(&raw.message().unwrap(), Separator::Unit).is_err());
    });
    charged(&desk, 1_004);
    let desk = under(Fault::BrokenText, |raw| {
        let fields = Fields::read(&raw.message().unwrap(), Separator::Unit).unwrap();
        assert!(fields.text(Name::from_static("res_msg"), Charset::Cp949).is_err());
    });
    charged(&desk, 1_004);
    let desk = under(Fault::DropField("tno"), |raw| {
        let answer = raw.opened();
        assert_eq!((answer.code(), answer.get("tno")), ("0000".into(), String::new()));
    });
    charged(&desk, 1_004);
}

#[test]
fn another_amount_is_charged_and_told() {
    for (change, won) in [(1, 1_005), (-1, 1_003), (9_036, 10_040)] {
        let desk = under(Fault::ApproveOtherAmount(change), |raw| {
            assert_eq!(raw.opened().get("amount"), won.to_string());
        });
        charged(&desk, won);
    }
}

#[test]
fn a_refusal_can_be_true_or_false() {
    let desk = under(Fault::RefuseWith("8041"), |raw| assert_eq!(raw.opened().code(), "8041"));
    charged(&desk, 0);
    let desk = under(Fault::ActAndRefuse("8041"), |raw| assert_eq!(raw.opened().code(), "8041"));
    charged(&desk, 1_004);
}

#[test]
fn the_carrier_can_be_odd() {
    let desk = under(Fault::Status(500), |raw| {
        assert!(raw.head().starts_with("HTTP/1.1 500 "));
        assert!(raw.message().is_some());
    });
    charged(&desk, 1_004);
    under(Fault::Framing(Framing::UntilClose), |raw| {
        assert!(!raw.head().contains("Length") && raw.message().is_some());
    });
    under(Fault::Framing(Framing::Chunked), |raw| {
        assert!(raw.head().contains("chunked"));
        assert!(raw.body().ends_with(b"\r\n0\r\n\r\n"));
    });
    under(Fault::LieLength(7), |raw| {
        assert!(raw.head().contains(&format!("Content-Length: {}\r\n", raw.body().len() + 7)));
    });
    let drip = Fault::DripAnswer { bytes: 40, pause: Duration::from_millis(1) };
    under(drip, |raw| assert_eq!(raw.opened().code(), "0000"));
}

#[test]
fn an_endless_answer_ends_with_the_client_or_the_cap() {
    let desk = under(Fault::EndlessBody, |raw| {
        assert!(!raw.head().contains("Length"));
        assert!((16 << 20..17 << 20).contains(&raw.bytes.len()));
    });
    desk.gateway().faults().push(Fault::EndlessBody);
    let mut stream = connect(&desk);
    stream.write_all(&call(&desk).bytes()).unwrap();
    stream.read_exact(&mut [0; 10_000]).unwrap();
    drop(stream);
    assert_eq!(call(&desk).send(&desk).unwrap().opened().code(), "0000");
    charged(&desk, 3 * 1_004);
}

#[test]
fn faults_are_spent_one_per_connection() {
    let desk = desk();
    desk.gateway().faults().push(Fault::Pass);
    desk.gateway().faults().push_times(2, &Fault::RefuseWith("8995"));
    let codes: Vec<String> =
        (0..4).map(|_| call(&desk).send(&desk).unwrap().opened().code()).collect();
    assert_eq!(codes, ["0000", "8995", "8995", "0000"]);
    // A bare connection spends one too.
    desk.gateway().faults().push(Fault::CutAnswerAfter(3));
    assert_eq!(telnet(&desk, b""), b"res");
}
