//! The module against `kcp-sim`, which shares no rule of the wire with it.

use std::fs;

use kcp_codec::{Instalments, OrderId, SiteCode, Won};
use kcp_sim::{Authentication, PayMethod, Simulator};
use tokio::runtime::Runtime;

use crate::program::{Home, Ran, euc_kr};

/// KCP's public test merchant (`legacy.md §4.1`).
const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

/// A simulator, a shop's folder with its key, and the runtime that keeps it going.
fn start() -> (Runtime, Simulator, Home) {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::builder().start()).unwrap();
    let home = Home::without_key();
    fs::write(home.path().join("bin/pub.key"), simulator.public_key_pem()).unwrap();
    (runtime, simulator, home)
}

/// A field of an answer, which is US-separated and ends in one newline.
fn field<'a>(ran: &'a Ran, name: &str) -> &'a [u8] {
    assert_eq!((ran.exit, ran.stderr.as_slice()), (0, &b""[..]));
    let text = ran.stdout.strip_suffix(b"\n").expect("a newline at the end");
    assert!(!text.contains(&b'\n'));
    let mut fields = text.split(|byte| *byte == 0x1f);
    fields
        .find_map(|field| field.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
        .unwrap_or_else(|| panic!("no {name} in {}", String::from_utf8_lossy(text)))
}

#[test]
fn the_cancellation_of_an_unknown_payment_is_an_answer() {
    let (_runtime, simulator, home) = start();
    let rest = format!(
        "site_key={KEY},modx_data=mod_data=tno=20261121999999\u{1f}mod_type=STSC\u{1f},opt=0"
    );
    let ran = home.run(simulator.address().port(), rest.as_bytes());
    assert_ne!(field(&ran, "res_cd"), b"0000");
    assert!(ran.stdout.contains(&0x1f), "{ran:?}");
    assert!(home.log().contains("TX_ENDED exit=0 res_cd="));
}

#[test]
fn a_window_payment_is_approved_and_cancelled() {
    let (_runtime, simulator, home) = start();
    let port = simulator.address().port();
    let window = simulator
        .window(Authentication {
            site: SiteCode::parse("T0000").unwrap(),
            order: OrderId::parse("TEST0001").unwrap(),
            amount: Won::new(1_004).unwrap(),
            method: PayMethod::Card,
            instalments: Instalments::NONE,
        })
        .unwrap();
    let rest = format!(
        "site_key={KEY},tx_cd={},enc_data={},enc_info={},trace_no={},\
         ordr_data=ordr_data=ordr_mony=1004\u{1f}ordr_no=TEST0001\u{1f}pay_type=PACA\u{1f},opt=1",
        window.tran_cd, window.enc_data, window.enc_info, window.trace_no
    );
    let paid = home.run(port, rest.as_bytes());
    assert_eq!(field(&paid, "res_cd"), b"0000", "{}", String::from_utf8_lossy(&paid.stdout));
    assert!(str::from_utf8(&paid.stdout).is_ok());
    let tno = String::from_utf8(field(&paid, "tno").to_vec()).unwrap();
    let rest = [
        format!("site_key={KEY},opt=0,modx_data=mod_data=tno={tno}\u{1f}mod_type=STSC\u{1f}mod_ip=10.0.0.1\u{1f}mod_desc=")
            .as_bytes(),
        &euc_kr("고객 변심"),
        b"\x1f",
    ]
    .concat();
    let cancelled = home.run(port, &rest);
    assert_eq!(
        field(&cancelled, "res_cd"),
        b"0000",
        "{}",
        String::from_utf8_lossy(&cancelled.stdout)
    );
    // Once more: a refusal is an answer, with exit 0.
    let again = home.run(port, &rest);
    assert_eq!(field(&again, "res_cd"), b"8133");
    assert!(!home.log().contains(KEY));
}
