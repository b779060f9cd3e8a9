//! The PG-API commands, and a client that is not ours, against `kcp sim` over real TLS.

use std::{fs, path::Path, process::Command};

use crate::desk::{Desk, ISSUE, json};

/// Runs a program in the desk's folder; `None` if it is not installed.
pub(crate) fn outside(
    desk: &Desk,
    program: &str,
    arguments: &[&str],
    input: Option<&Path>,
) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(desk.folder.path());
    if let Some(input) = input {
        command.stdin(fs::File::open(input).unwrap());
    }
    let Ok(output) = command.output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn a_client_that_is_not_ours_pays_and_cancels() {
    let desk = Desk::with_api();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/independent/pg_api.py");
    let script = script.to_str().unwrap();
    if outside(&desk, "openssl", &["version"], None).is_none() {
        return;
    }
    let Some((good, text)) = outside(&desk, "python3", &[script, &desk.pg_api(), "tls"], None)
    else {
        return;
    };
    assert!(good, "{text}");
    assert_eq!(text.lines().filter(|line| json(line)["ok"] == true).count(), 7, "{text}");
}

#[test]
fn curl_registers_an_order() {
    let desk = Desk::with_api();
    let certificate = fs::read_to_string(desk.folder.path().join("tls/T0000-cert.pem"))
        .unwrap()
        .replace('\n', "");
    let body = serde_json::json!({
        "site_cd": "T0000", "kcp_cert_info": certificate, "ordr_idxx": "CURL-1", "good_mny": 1004,
        "good_name": "운동화", "pay_method": "CARD", "Ret_URL": "https://shop.example/return",
    });
    fs::write(desk.folder.path().join("body.json"), body.to_string()).unwrap();
    let url = format!("https://{}/std/tradeReg/register", desk.pg_api());
    let arguments = [
        "--silent",
        "--cacert",
        "tls/ca.pem",
        "-H",
        "Content-Type: application/json",
        "--data",
        "@body.json",
        &url,
    ];
    let Some((good, text)) = outside(&desk, "curl", &arguments, None) else { return };
    assert!(good && json(&text)["Code"] == "0000", "{text}");
    assert!(text.contains("\\/pay\\/mobileGW.kcp"), "slashes come escaped: {text}");
}

#[test]
fn openssl_verifies_what_kcp_signs_and_both_libraries_sign_alike() {
    let desk = Desk::with_api();
    let sign = |kind: &str, backend: &str| {
        desk.run(&["sign", "20261121000001", kind, "--backend", backend, "--json"])
    };
    let certificate =
        ["x509", "-in", "tls/T0000-cert.pem", "-pubkey", "-noout", "-out", "public.pem"];
    let Some((true, _)) = outside(&desk, "openssl", &certificate, None) else { return };
    for kind in ["STSC", "STPC", "STRA", "PACA", "PAVC"] {
        let (status, text) = sign(kind, "aws-lc");
        assert_eq!(status, 0, "{text}");
        assert_eq!(sign(kind, "rsa").1, text, "{kind}");
        let signed = json(&text);
        assert_eq!(signed["target"], format!("T0000^20261121000001^{kind}"));
        let file = |name: &str| desk.folder.path().join(name);
        fs::write(file("target"), signed["target"].as_str().unwrap()).unwrap();
        fs::write(file("signature.b64"), signed["kcp_sign_data"].as_str().unwrap()).unwrap();
        let decode = ["base64", "-d", "-A", "-in", "signature.b64", "-out", "signature"];
        outside(&desk, "openssl", &decode, None).unwrap();
        let verify =
            ["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "target"];
        let (good, said) = outside(&desk, "openssl", &verify, None).unwrap();
        assert!(good && said.contains("Verified OK"), "{kind}: {said}");
    }
    let (status, text) = sign("stsc", "rsa");
    assert!(status == 2 && !text.contains("BEGIN"), "{text}");
}

#[test]
fn a_method_without_what_its_window_requires_is_not_registered() {
    let desk = Desk::with_api();
    let register = |order: &str, more: &[&str]| {
        let url = "https://shop.example/r";
        let first = ["register", "--amount", "1004", "--order", order, "--goods", "shoes"];
        desk.run(&[&first[..], &["--return-url", url, "--json"][..], more].concat())
    };
    for (more, missing) in [
        (&["--method", "points"][..], "van_code: missing"),
        (&["--method", "points", "--operator", "SCWB"], "pt_memcorp_cd: missing"),
        (&["--method", "gift", "--operator", "SCBL"], "shop_user_id: missing"),
        (&["--method", "mobile"], "shop_user_id: missing"),
    ] {
        let (status, text) = register("REG-2", more);
        assert!(status == 30 && text.contains(missing), "{status} {text}");
    }
    let more = ["--method", "points", "--operator", "SCWB", "--corporation", "5555"];
    let (status, text) = register("REG-3", &more);
    assert_eq!(status, 0, "{text}");
    let form = &json(&text)["form"];
    assert_eq!((&form["van_code"], &form["pt_memcorp_cd"]), (&"SCWB".into(), &"5555".into()));
}

#[test]
fn an_order_goes_from_registration_to_a_signed_cancel() {
    let desk = Desk::with_api();
    let register = [
        "register",
        "--amount",
        "1004",
        "--order",
        "REG-1",
        "--goods",
        "운동화",
        "--return-url",
        "https://shop.example/r",
        "--json",
    ];
    let (status, text) = desk.run(&register);
    assert_eq!(status, 0, "{text}");
    let registered = json(&text);
    assert_eq!(registered["form"]["encoding_trans"], "UTF-8");
    // The window: what a buyer's browser would bring, by a plain request.
    let body = serde_json::json!({ "approval_key": registered["approval_key"] }).to_string();
    fs::write(desk.folder.path().join("window.json"), body).unwrap();
    let url = format!("https://{}/pay/window", desk.pg_api());
    let arguments = [
        "--silent",
        "--cacert",
        "tls/ca.pem",
        "-H",
        "Content-Type: application/json",
        "--data",
        "@window.json",
        &url,
    ];
    let Some((_, text)) = outside(&desk, "curl", &arguments, None) else { return };
    let agreed = json(&text);
    let value = |name: &str| {
        agreed[name].as_str().unwrap().replace('+', "%2B").replace('=', "%3D").replace('/', "%2F")
    };
    let post = format!(
        "res_cd=0000&tran_cd={}&enc_data={}&enc_info={}&ordr_idxx=REG-1",
        value("tran_cd"),
        value("enc_data"),
        value("enc_info")
    );
    fs::write(desk.folder.path().join("post.txt"), post).unwrap();
    let approve = |amount: &str| {
        desk.run(&[
            "approve",
            "--amount",
            amount,
            "--order",
            "REG-1",
            "--return-post",
            "post.txt",
            "--json",
        ])
    };
    let (status, text) = approve("5004");
    assert_eq!((status, &json(&text)["res_cd"]), (10, &"8059".into()), "{text}");
    let (status, text) = approve("1004");
    assert_eq!((status, &json(&text)["outcome"]), (0, &"approved".into()), "{text}");
    let tno = json(&text)["tno"].as_str().unwrap().to_owned();
    let (status, text) = desk.run(&["inquire", &tno, "--json"]);
    assert_eq!((status, &json(&text)["state"]), (0, &"approved".into()), "{text}");
    let (status, text) =
        desk.run(&["cancel", &tno, "--amount", "400", "--remaining", "1004", "--json"]);
    assert_eq!((status, &json(&text)["rem_mny"]), (0, &604.into()), "{text}");
    // The same command on the other channel.
    let (status, text) = desk.run(&[
        "--channel",
        "socket",
        "cancel",
        &tno,
        "--amount",
        "604",
        "--remaining",
        "604",
        "--json",
    ]);
    assert_eq!((status, &json(&text)["rem_mny"]), (0, &0.into()), "{text}");
}

#[test]
fn points_batch_accounts_and_receipts_have_their_commands() {
    let desk = Desk::with_api();
    let run = |arguments: &[&str]| {
        let output = desk.command(arguments).env("KCP_PT_PWD", "test1234").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let member = ["--member", "test1111", "--corporation", "5555", "--json"];
    let (status, text) = run(&[&["points", "query", "--order", "P0"][..], &member].concat());
    assert_eq!((status, &json(&text)["rsv_pnt"]), (0, &50_000.into()), "{text}");
    let (status, text) =
        run(&[&["points", "pay", "--order", "P1", "--amount", "1004"][..], &member].concat());
    assert_eq!(status, 0, "{text}");
    let tno = json(&text)["tno"].as_str().unwrap().to_owned();
    assert_eq!(run(&["points", "cancel", &tno, "--json"]).0, 0);
    assert_eq!(
        run(&["points", "reapprove", &tno, "--amount", "500", "--order", "P2", "--json"]).0,
        0
    );
    let (status, text) = run(&["batch", "charge", "--amount", "1004", "--order", "B1", "--json"]);
    assert_eq!((status, &json(&text)["outcome"]), (0, &"approved".into()), "{text}");
    let (status, text) = run(&ISSUE);
    assert_eq!((status, &json(&text)["res_cd"]), (0, &"V000".into()), "{text}");
    let cash = [
        "receipt",
        "cash",
        "--total",
        "1100",
        "--tax",
        "100",
        "--received",
        "20261121120000",
        "--id",
        "01000000000",
        "--order",
        "C1",
        "--goods",
        "신발",
        "--buyer",
        "홍길동",
        "--json",
    ];
    assert_eq!(run(&cash).0, 0);
    assert_eq!(run(&["batch", "delete", "--json"]).0, 0);
    assert_eq!(run(&["batch", "charge", "--amount", "1004", "--order", "B2", "--json"]).0, 10);
}

#[test]
fn keys_are_inspected_and_wrapped_anew() {
    let desk = Desk::with_api();
    let (status, text) = desk.run(&["key", "inspect", "tls/T0000-key.pem", "--json"]);
    assert_eq!((status, &json(&text)["encryption"]), (0, &"AES-256-CBC".into()), "{text}");
    let convert = |to: &str| {
        desk.command(&["key", "convert", "tls/T0000-key.pem", to])
            .env("KCP_NEW_PASSPHRASE", "other phrase")
            .output()
            .unwrap()
    };
    assert!(convert("new.pem").status.success());
    assert!(!convert("new.pem").status.success(), "a file that is there is not overwritten");
    let signed = |key: &str, phrase: &str| {
        let arguments = ["--key", key, "sign", "20261121000001", "STSC"];
        let output = desk.command(&arguments).env("KCP_KEY_PASSPHRASE", phrase).output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8([output.stdout, output.stderr].concat()).unwrap(),
        )
    };
    assert_eq!(signed("new.pem", "other phrase"), signed("tls/T0000-key.pem", "changeit"));
    let (status, text) = signed("new.pem", "changeit");
    assert_eq!((status, text.trim_end()), (2, "kcp: new.pem: the passphrase is wrong"));
}

#[test]
fn the_doctor_says_what_does_not_fit() {
    let desk = Desk::with_api();
    let doctor = |extra: &[&str]| {
        let (status, text) = desk.run(&[extra, &["doctor", "--json"]].concat());
        let lines: Vec<_> = text.lines().map(json).collect();
        let state = move |check: &str| {
            let line = lines.iter().find(|line| line["check"] == check);
            line.map(|line| line["state"].as_str().unwrap().to_owned()).unwrap_or_default()
        };
        (status, state)
    };
    let (status, state) = doctor(&[]);
    assert_eq!(status, 0);
    for check in [
        "clock",
        "environment",
        "site key",
        "pub.key",
        "certificate",
        "key file",
        "private key",
        "gateway",
        "PG-API",
        "TLS",
    ] {
        assert_eq!(state(check), "ok", "{check}");
    }
    let (status, state) = doctor(&["--cert", "tls/ca.pem"]);
    assert_eq!((status, state("private key")), (1, "fail".into()));
    let (_, state) = doctor(&["--cert", "tls/T0000-key.pem"]);
    assert_eq!(state("certificate"), "fail");
    let (_, state) = doctor(&["--site-key", "3grptw1.zW0GSo4PQdaGvsF"]);
    assert_eq!(state("site key"), "warn");
    let (_, state) = doctor(&["--environment", "production"]);
    assert_eq!((state("environment"), state("PG-API")), ("fail".into(), "warn".into()));
    let (status, state) = doctor(&["--pg-api", "127.0.0.1:9"]);
    assert_eq!((status, state("PG-API"), state("TLS")), (1, "fail".into(), "fail".into()));
}
