//! Each fault on the PG-API, and what the book says afterwards.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{io::ErrorKind, time::Duration};

use common::{
    Desk,
    api::{Response, api_desk, request},
};
use kcp_sim::{Fault, Framing};
use tokio_rustls::rustls::version;

const HUB: &str = "/gw/hub/v1/payment";

const POINTS: &str = "pay_method=POINT|amount=1004|currency=410|pt_issue=SCWB|pt_txtype=91200000|\
    pt_idno=test1111|pt_pwd=test1234|pt_memcorp_cd=5555|pt_paycode=04|pt_mny=1004|ordr_idxx=P1";

/// Pays under a fault, hands what came to `look`, and holds the book to `won`.
#[track_caller]
fn under(fault: Fault, won: u64, look: impl FnOnce(Response)) -> Desk {
    let desk = api_desk();
    desk.gateway().faults().push(fault);
    look(desk.post(HUB, POINTS));
    assert!(desk.gateway().faults().is_empty());
    assert_eq!(desk.gateway().book().balance(), won);
    // The fault is spent.
    assert_eq!(desk.post(HUB, POINTS).code(), "0000");
    desk
}

#[test]
fn a_cut_answer_leaves_a_charge() {
    for count in [0, 1, 16, 100, 300] {
        under(Fault::CutAnswerAfter(count), 1_004, |answer| assert_eq!(answer.bytes.len(), count));
    }
}

#[test]
fn an_answer_that_never_comes_leaves_a_charge() {
    let desk = api_desk();
    desk.gateway().faults().push(Fault::NeverAnswer);
    let ca = desk.gateway().ca_pem().unwrap();
    let bytes = request("POST", HUB, &desk.json(POINTS));
    let read =
        desk.tls_within(&[&version::TLS13], &ca, bytes.as_bytes(), Duration::from_millis(300));
    assert_eq!(read.err().map(|error| error.kind()), Some(ErrorKind::TimedOut));
    assert_eq!(desk.gateway().book().balance(), 1_004);
}

#[test]
fn a_connection_that_closes_early_leaves_no_charge_and_a_late_one_does() {
    let nothing = |answer: Response| assert!(answer.bytes.is_empty());
    under(Fault::CloseAfterRequestBytes(10), 0, nothing);
    under(Fault::CloseAfterRequestBytes(100_000), 1_004, nothing);
}

#[test]
fn a_refusal_can_be_true_or_false_and_the_amount_another() {
    under(Fault::RefuseWith("8041"), 0, |answer| assert_eq!(answer.code(), "8041"));
    under(Fault::ActAndRefuse("8041"), 1_004, |answer| assert_eq!(answer.code(), "8041"));
    under(Fault::ApproveOtherAmount(6), 1_010, |answer| assert_eq!(answer.get("amount"), "1010"));
}

#[test]
fn a_spoilt_object_leaves_a_charge() {
    under(Fault::DropField("tno"), 1_004, |answer| {
        assert!(answer.code() == "0000" && !answer.json().contains_key("tno"));
    });
    under(Fault::RepeatKey, 1_004, |answer| {
        let text = String::from_utf8(answer.body()).unwrap();
        assert_eq!(text.matches("\"res_cd\"").count(), 2);
    });
    under(Fault::BrokenText, 1_004, |answer| {
        assert!(String::from_utf8(answer.body()).is_err());
    });
}

#[test]
fn the_carrier_can_be_odd() {
    under(Fault::Status(502), 1_004, |answer| {
        assert_eq!((answer.status(), answer.code()), (502, "0000".into()));
    });
    under(Fault::Html, 1_004, |answer| {
        assert_eq!(answer.status(), 200);
        assert!(answer.head().contains("text/html") && answer.body().starts_with(b"<!DOCTYPE"));
    });
    under(Fault::Redirect, 1_004, |answer| {
        assert_eq!(answer.status(), 302);
        assert!(answer.head().contains("location: /moved"));
    });
    under(Fault::GzipHeader, 1_004, |answer| {
        assert!(answer.head().contains("content-encoding: gzip"));
        assert_eq!(answer.code(), "0000");
    });
    under(Fault::Framing(Framing::Chunked), 1_004, |answer| {
        assert!(answer.head().contains("transfer-encoding: chunked"));
        assert_eq!(answer.code(), "0000");
    });
    let drip = Fault::DripAnswer { bytes: 40, pause: Duration::from_millis(1) };
    under(drip, 1_004, |answer| assert_eq!(answer.code(), "0000"));
}

#[test]
fn an_endless_answer_ends_at_the_cap() {
    under(Fault::EndlessBody, 1_004, |answer| {
        assert!(!answer.head().contains("content-length"));
        assert!((16 << 20..18 << 20).contains(&answer.bytes.len()));
    });
}

#[test]
fn a_page_spends_no_fault() {
    let desk = api_desk();
    desk.gateway().faults().push(Fault::RefuseWith("8041"));
    assert_eq!(desk.http("POST", HUB, "no").status(), 400);
    assert_eq!(desk.http("GET", HUB, "").status(), 405);
    assert_eq!(desk.post(HUB, POINTS).code(), "8041");
}
