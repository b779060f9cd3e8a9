//! The PG-API as a shop's own tools see it: the written files, OpenSSL's signature, curl's TLS.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
};

use common::api::api_desk;

/// Runs a program with `input` and gives what it wrote, or `None` where it is not installed.
fn run(program: &str, args: &[&str], input: &str) -> Option<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program} {args:?}");
    Some(output.stdout)
}

#[test]
fn files_are_written_for_a_shop_and_the_key_for_its_owner_only() {
    let desk = api_desk();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("tls");
    for _ in 0..2 {
        desk.gateway().write_tls_dir(&dir).unwrap();
    }
    let read = |name: &str| fs::read_to_string(dir.join(name)).unwrap();
    assert_eq!(read("ca.pem"), desk.gateway().ca_pem().unwrap());
    assert!(read("T0000-cert.pem").starts_with("-----BEGIN CERTIFICATE-----\nMII"));
    assert!(read("T0000-key.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    let mode = fs::metadata(dir.join("T0000-key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn openssl_and_curl_pay_and_cancel() {
    let desk = api_desk();
    let dir = tempfile::tempdir().unwrap();
    desk.gateway().write_tls_dir(dir.path()).unwrap();
    let file = |name: &str| dir.path().join(name).display().to_string();
    let (ca, cert, key) = (file("ca.pem"), file("T0000-cert.pem"), file("T0000-key.pem"));
    let url = |path: &str| format!("https://{}{path}", desk.gateway().pg_api_address().unwrap());
    let curl = |path: &str, body: &str| {
        let json = "Content-Type: application/json; charset=UTF-8";
        let args = ["-sS", "--noproxy", "*", "--cacert", &ca, "-H", json, "-d", "@-", &url(path)];
        run("curl", &args, body)
            .map(|out| serde_json::from_slice::<serde_json::Value>(&out).unwrap())
    };
    let pay = desk.json(
        "pay_method=POINT|amount=1004|currency=410|pt_issue=SCWB|pt_txtype=91200000|pt_idno=test1111|\
         pt_pwd=test1234|pt_memcorp_cd=5555|pt_paycode=04|pt_mny=1004|ordr_idxx=P1|buyr_name=홍길동",
    );
    let Some(paid) = curl("/gw/hub/v1/payment", &pay) else { return };
    assert_eq!(paid["res_cd"], "0000");
    let tno = paid["tno"].as_str().unwrap();

    let target = format!("T0000^{tno}^STSC");
    let args = ["dgst", "-sha256", "-sign", &key, "-passin", "pass:changeit"];
    let Some(signature) = run("openssl", &args, &target) else { return };
    let signature = <base64ct::Base64 as base64ct::Encoding>::encode_string(&signature);
    let cancel = desk.json(&format!("tno={tno}|mod_type=STSC|kcp_sign_data={signature}"));
    assert_eq!(curl("/gw/mod/v1/cancel", &cancel).unwrap()["res_cd"], "0000");
    assert_eq!(desk.gateway().book().balance(), 0);

    let text = run("openssl", &["x509", "-in", &cert, "-noout", "-text"], "").unwrap();
    let text = String::from_utf8(text).unwrap();
    for part in ["CN = 2026112100000001", "sha256WithRSAEncryption", "(2048 bit)", "2031 GMT"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}
