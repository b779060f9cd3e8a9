//! The program `kcp` as a person or a script runs it: real processes, a real simulator, real key files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)] // the whole target is a test

mod api;
mod changes;
mod codes;
mod desk;
mod forms;
mod notices;
mod operations;
mod receipts;
mod shop;

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use desk::{Desk, json};
use serde_json::Value;

#[test]
fn the_demo_ends_well_with_every_step_ok() {
    let output = Command::new(desk::KCP).args(["demo", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let steps: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(steps.len(), 39);
    for step in &steps {
        assert_eq!(step["ok"], true, "{step}");
        assert!(
            step["step"].is_string() && step["millis"].is_u64() && step.get("res_cd").is_some(),
            "{step}"
        );
    }
    let code =
        |name: &str| steps.iter().find(|step| step["step"] == name).unwrap()["res_cd"].clone();
    assert_eq!(
        (code("charge"), code("tampered_amount"), code("cancel_again")),
        ("0000".into(), "8059".into(), "8133".into())
    );
    let told =
        |name: &str| steps.iter().find(|step| step["step"] == name).unwrap()["detail"].clone();
    assert_eq!(code("vaccount_issue"), "V000");
    assert_eq!(
        (told("notice_deposit"), told("notice_reversal"), told("escrow_release")),
        (
            "30000 won came in".into(),
            "30000 won taken back by the bank".into(),
            "given up, KCP told us so".into()
        )
    );
    assert!(told("receipt_url").as_str().unwrap().contains("cmd=card_bill&tno=20"));
}

#[test]
fn the_demo_shows_a_person_a_table() {
    let output = Command::new(desk::KCP).arg("demo").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("All 39 steps as expected.") && text.contains("No KCP host was contacted"),
        "{text}"
    );
    assert!(output.stderr.is_empty(), "progress is for terminals");
}

#[test]
fn a_payment_goes_from_charge_to_cancel() {
    let desk = Desk::open();
    let (status, charged) = desk.run(&[
        "charge",
        "--amount",
        "5004",
        "--order",
        "CLI-1",
        "--goods",
        "운동화",
        "--json",
    ]);
    assert_eq!(status, 0, "{charged}");
    let charged = json(&charged);
    assert_eq!((&charged["outcome"], &charged["amount"]), (&"approved".into(), &5004.into()));
    let tno = charged["tno"].as_str().unwrap().to_owned();
    let (status, part) =
        desk.run(&["cancel", &tno, "--amount", "1000", "--remaining", "5004", "--json"]);
    assert_eq!((status, &json(&part)["rem_mny"]), (0, &4004.into()), "{part}");
    let (status, refused) = desk.run(&["cancel", &tno, "--json"]);
    assert_eq!((status, &json(&refused)["res_cd"]), (10, &"8040".into()), "{refused}");
    let part = ["cancel", &tno, "--amount", "4004", "--remaining", "4004"];
    let wrong = ["--supply", "3640", "--vat", "365", "--free", "0"];
    let (status, refused) = desk.run(&[&part[..], &wrong].concat());
    assert!(status == 30 && refused.contains("mod_tax_mny"), "{refused}");
    let taxes = ["--supply", "3640", "--vat", "364", "--free", "0", "--reason", "고객변심"];
    let (status, table) = desk.run(&[&part[..], &taxes].concat());
    assert!(status == 0 && table.contains("rem_mny") && table.contains("│"), "{table}");
    let (status, again) = desk.run(&["cancel", &tno, "--json"]);
    assert_eq!((status, &json(&again)["earlier"]), (0, &true.into()), "{again}");
}

#[test]
fn an_account_is_verified_or_not() {
    let desk = Desk::open();
    let ask = |owner: &str| {
        desk.run(&[
            "account",
            "verify",
            "--bank",
            "04",
            "--account",
            "123456789012",
            "--owner",
            owner,
            "--json",
        ])
    };
    let (status, yes) = ask("홍길동");
    assert_eq!((status, &json(&yes)["outcome"]), (0, &"approved".into()), "{yes}");
    let (status, no) = ask("김철수");
    assert_eq!((status, &json(&no)["outcome"]), (10, &"declined".into()), "{no}");
}

#[test]
fn what_a_field_does_not_take_is_refused_before_sending() {
    let desk = Desk::open();
    for (arguments, field) in [
        (&["charge", "--amount", "1,004", "--order", "A"][..], "amount"),
        (&["charge", "--amount", "-1", "--order", "A"], "amount"),
        (&["charge", "--amount", "0100", "--order", "A"], "amount"),
        (&["charge", "--amount", "1000000000000", "--order", "A"], "amount"),
        (&["charge", "--amount", "1004", "--order", "A B"], "ordr_idxx"),
        (&["charge", "--amount", "1004", "--order", "A", "--goods", "a&b"], "good_name"),
        (&["charge", "--amount", "1004", "--order", "A", "--goods", "😀"], "good_name"),
        (&["charge", "--amount", "1004", "--order", "A", "--instalments", "3"], "quota"),
        (&["cancel", "2026112100001"], "tno"),
        (&["cancel", "20261121000001", "--amount", "2", "--remaining", "1"], "mod_mny"),
        (&["account", "verify", "--bank", "04", "--account", "1-2", "--owner", "가"], "account_no"),
        (
            &[
                "account",
                "verify",
                "--bank",
                "04",
                "--account",
                "12",
                "--owner",
                "가나다라마바사아자차카",
            ],
            "owner_nm",
        ),
    ] {
        let (status, text) = desk.run(arguments);
        assert_eq!(status, 30, "{arguments:?}: {text}");
        assert!(text.contains(field) && text.contains("nothing was sent"), "{arguments:?}: {text}");
    }
}

#[test]
fn exit_codes_tell_the_kinds_apart() {
    let desk = Desk::open();
    assert_eq!(desk.run(&["charge"]).0, 2);
    assert_eq!(desk.run(&["nonsense"]).0, 2);
    assert_eq!(desk.run(&["--help"]).0, 0);
    assert_eq!(desk.run(&["charge", "--amount", "999", "--order", "A"]).0, 10);
    assert_eq!(desk.run(&["--site-cd", "t0000", "cancel", "20261121000001"]).0, 2);
    assert_eq!(desk.run(&["--environment", "production", "cancel", "20261121000001"]).0, 2);
    assert_eq!(desk.run(&["--config", "nowhere.toml", "cancel", "20261121000001"]).0, 2);
    let (status, text) = desk.run(&["--gateway", "127.0.0.1:9", "cancel", "20261121000001"]);
    assert!(status == 30 && text.contains("Nothing was sent"), "{status} {text}");
    let (status, text) = desk.run(&[
        "--gateway",
        "192.0.2.1:8090",
        "--environment",
        "custom",
        "cancel",
        "20261121000001",
    ]);
    assert!(status == 30 && text.contains("loopback"), "{status} {text}");
    let (status, text) =
        desk.run(&["--lang", "ko", "--site-cd", "A0000", "cancel", "20261121000001"]);
    assert!(status == 10 && text.contains("가맹점"), "{status} {text}");
}

#[test]
fn a_gateway_that_proves_nothing_leaves_a_doubt() {
    let desk = Desk::open();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let server = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 65_536]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nres_cd=0000\x1ftno=20261121000001").unwrap();
    });
    let (status, text) =
        desk.run(&["--gateway", &address, "charge", "--amount", "1004", "--order", "A"]);
    server.join().unwrap();
    assert!(status == 20 && text.contains("not sealed"), "{status} {text}");
}

#[test]
fn variables_and_flags_lie_over_the_file() {
    let desk = Desk::open();
    let run = |variable: (&str, &str)| {
        desk.command(&["cancel", "20200101000000", "--json"])
            .env(variable.0, variable.1)
            .output()
            .unwrap()
    };
    let code = |output: std::process::Output| {
        json(&String::from_utf8(output.stdout).unwrap())["res_cd"].clone()
    };
    assert_eq!(code(run(("KCP_SITE_CD", "Z0000"))), "3014");
    assert_eq!(code(run(("KCP_UNUSED", "1"))), "8132");
}

#[test]
fn no_secret_reaches_output_or_wire_log() {
    let desk = Desk::open();
    let log = desk.folder.path().join("wire.jsonl");
    let file = log.to_str().unwrap();
    let (_, charged) = desk.run(&[
        "--wire-log",
        file,
        "charge",
        "--amount",
        "1004",
        "--order",
        "CLI-LOG",
        "--buyer",
        "홍길동",
    ]);
    let (_, broken) = desk.run(&[
        "charge",
        "--amount",
        "1004",
        "--order",
        "A",
        "--batch-key",
        "123456789012345x",
    ]);
    let log = fs::read_to_string(log).unwrap();
    assert_eq!(log.lines().count(), 2);
    for text in [&charged, &broken, &log] {
        for secret in ["3grptw1", "1234567890123456", "123456789012345x", "홍길동", "BEGIN RSA"]
        {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    assert!(
        log.contains("\"res_cd\"") && log.contains("\"sealed\":true") && !log.contains("CLI-LOG"),
        "{log}"
    );
}

#[test]
fn the_simulator_makes_a_key_that_only_its_owner_reads() {
    let desk = Desk::open();
    let key = desk.folder.path().join("gateway.pem");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let public = fs::read_to_string(desk.folder.path().join("pub.key")).unwrap();
    assert!(public.starts_with("-----BEGIN RSA PUBLIC KEY-----"));
}

#[test]
fn the_simulator_takes_key_files_made_by_openssl() {
    for arguments in [
        &["genrsa", "-traditional", "-out", "given.pem", "1024"][..],
        &["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "given.pem"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("openssl").args(arguments).current_dir(folder.path()).output();
        if !made.is_ok_and(|made| made.status.success()) {
            eprintln!("skipped: openssl is not installed");
            return;
        }
        let desk = Desk::with_key(folder, "given.pem");
        let (status, text) = desk.run(&["charge", "--amount", "1004", "--order", "CLI-KEY"]);
        assert_eq!(status, 0, "{arguments:?}: {text}");
    }
}

#[test]
fn the_vendor_s_module_is_another_way_to_the_gateway() {
    let desk = Desk::open();
    let bin = desk.folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::copy(desk.folder.path().join("pub.key"), bin.join("pub.key")).unwrap();
    // Our own drop-in stands in for the vendor's.
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_pp_cli"), bin.join("pp_cli")).unwrap();
    let module = bin.join("pp_cli");
    let module = module.to_str().unwrap();
    let (status, text) = desk
        .run(&["--module", module, "charge", "--amount", "1004", "--order", "CLI-MOD", "--json"]);
    assert_eq!((status, &json(&text)["outcome"]), (0, &"approved".into()), "{text}");
    let (status, text) =
        desk.run(&["--module", module, "--gateway", "127.0.0.1:9", "cancel", "20261121000001"]);
    assert!(status == 30 && text.contains("S202"), "{status} {text}");
}
