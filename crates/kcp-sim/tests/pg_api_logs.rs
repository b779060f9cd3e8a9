//! What the PG-API writes into the log: codes, and no secret.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{
    fmt::{self, Write as _},
    sync::Mutex,
};

use common::api::{api_desk, t0000};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

static LOG: Mutex<String> = Mutex::new(String::new());

/// Writes every value of every event and span down.
struct Everything;

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        writeln!(LOG.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        span.record(&mut Self);
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Self);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Self);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn no_secret_is_logged() {
    tracing::subscriber::set_global_default(Everything).unwrap();
    let desk = api_desk();
    let member = "pay_method=POINT|amount=1004|currency=410|pt_issue=SCWB|pt_txtype=91200000|pt_idno=test1111|\
        pt_memcorp_cd=5555|pt_paycode=04|pt_mny=1004|ordr_idxx=P1|pt_pwd=";
    let paid = desk.post("/gw/hub/v1/payment", &format!("{member}test1234"));
    assert_eq!(desk.post("/gw/hub/v1/payment", &format!("{member}wrong1234")).code(), "8197");
    let tno = paid.get("tno");
    let signature = desk.sign(&format!("T0000^{tno}^STSC"));
    assert_eq!(desk.signed("/gw/mod/v1/cancel", &tno, "mod_type", "STSC", "").code(), "0000");
    let charge = "pay_method=CARD|amount=1004|card_mny=1004|currency=410|ordr_idxx=A1|card_tx_type=11511000|\
        bt_batch_key=1234567890123456|bt_group_id=BA0011000348";
    assert_eq!(desk.post("/gw/hub/v1/payment", charge).code(), "0000");
    let identity = desk.gateway().service_certificate(t0000()).unwrap();

    let log = LOG.lock().unwrap().clone();
    assert!(log.contains("res_cd=8197"), "{log}");
    let line = |pem: &str| pem.lines().nth(5).unwrap().to_owned();
    for secret in [
        "test1234",
        "wrong1234",
        "test1111",
        "1234567890123456",
        "4673090000000032",
        &signature,
        &line(&identity.certificate_pem),
        &line(&identity.private_key_pem),
    ] {
        assert!(!log.contains(secret), "{secret}");
    }
    assert!(!format!("{:?} {identity:?}", desk.gateway()).contains("PRIVATE"));
}
