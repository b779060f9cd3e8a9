//! `kcp receipt url`: an address for every receipt, without asking anybody.

use std::{fs, process::Command};

use crate::desk::{KCP, json};

/// Runs `kcp receipt url` as a merchant without keys, certificate or gateway.
fn url(environment: &str, site: &str, arguments: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!("environment = \"{environment}\"\nsite_cd = \"{site}\"\n");
    fs::write(folder.path().join("kcp.toml"), settings).unwrap();
    let mut command = Command::new(KCP);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("KCP_")) {
            command.env_remove(name);
        }
    }
    command.current_dir(folder.path()).args(["receipt", "url"]).args(arguments);
    let output = command.output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text)
}

fn good(environment: &str, site: &str, arguments: &[&str]) -> (String, u64, u64) {
    let (status, text) = url(environment, site, &[arguments, &["--json"]].concat());
    assert_eq!(status, 0, "{arguments:?}: {text}");
    let said = json(&text);
    (
        said["url"].as_str().unwrap().to_owned(),
        said["width"].as_u64().unwrap(),
        said["height"].as_u64().unwrap(),
    )
}

const TNO: [&str; 2] = ["--tno", "20120911000000"];

#[test]
fn every_method_has_its_address_in_both_languages() {
    let bill =
        |host: &str, query: &str| format!("https://{host}/assist/bill.BillAction.do?{query}");
    for (of, command, height) in [
        ("card", "card_bill", 815),
        ("transfer", "acnt_bill", 695),
        ("vaccount", "vcnt_bill", 695),
        ("mobile", "mcash_bill", 695),
        ("tong-money", "tong_bill", 695),
    ] {
        let plain = bill("testadmin8.kcp.co.kr", &format!("cmd={command}&tno=20120911000000"));
        assert_eq!(good("test", "T0000", &[&[of][..], &TNO].concat()), (plain, 470, height));
        let english = bill("admin8.kcp.co.kr", &format!("cmd={command}_eng&tno=20120911000000"));
        let arguments = [&[of, "--lang", "en"][..], &TNO].concat();
        assert_eq!(good("production", "B1234", &arguments), (english, 470, height));
    }
    let older = bill("admin8.kcp.co.kr", "cmd=card_bill&c_trade_no=20120911000000");
    let arguments = [&["card", "--method-parameter"][..], &TNO].concat();
    assert_eq!(good("production", "B1234", &arguments), (older, 470, 815));
    let newer = [&["card", "--order", "A-1", "--amount", "1004"][..], &TNO].concat();
    assert!(good("test", "T0000", &newer).0.ends_with(
        "BillActionNew.do?cmd=card_bill&tno=20120911000000&order_no=A-1&trade_mony=1004"
    ));
}

#[test]
fn a_cash_receipt_has_two_addresses() {
    let by_approval = ["cash", "--order", "TESTSHOP_120101", "--authno", "560098441", "--pending"];
    assert_eq!(
        good("production", "B1234", &by_approval),
        (
            "https://admin.kcp.co.kr/Modules/Service/Cash/Cash_Bill_Common_View.jsp?term_id=PGNWB1234\
             &orderid=TESTSHOP_120101&bill_yn=N&authno=560098441"
                .to_owned(),
            420,
            670
        )
    );
    let by_number = ["cash", "--order", "A", "--amount", "1004", "--cash-no", "20370466727800"];
    let (address, ..) = good("test", "T0000", &by_number);
    assert!(address.ends_with("cmd=cash_bill&cash_no=20370466727800&order_no=A&trade_mony=1004"));
}

#[test]
fn what_makes_no_address_is_told() {
    let (status, text) = url("test", "T0000", &["card", "--tno", "2012091100000&x=1"]);
    assert!(status == 30 && text.contains("tno"), "{status} {text}");
    for arguments in [
        &["card"][..],
        &["cash"],
        &["card", "--tno", "20120911000000", "--order", "A"],
        &["card", "--tno", "20120911000000", "--order", "A", "--authno", "560098441"],
        &["cash", "--tno", "20120911000000"],
        &["cash", "--authno", "560098441"],
        &["cash", "--order", "A", "--cash-no", "20370466727800"],
        &["cheque", "--tno", "20120911000000"],
    ] {
        let (status, text) = url("test", "T0000", arguments);
        assert_eq!(status, 2, "{arguments:?}: {text}");
    }
    let long = "a".repeat(31);
    let (status, text) = url("test", "T0000", &["cash", "--order", &long, "--authno", "560098441"]);
    assert!(status == 30 && text.contains("orderid"), "{status} {text}");
    let foreign = ["cash", "--order", "A", "--authno", "560098441"];
    assert_eq!(url("production", "T0000", &foreign).0, 2);
}

#[test]
fn a_person_reads_it_in_a_table() {
    let (status, text) = url("test", "T0000", &["card", "--tno", "20120911000000"]);
    assert!(status == 0 && text.contains("width") && text.contains("815"), "{text}");
}
