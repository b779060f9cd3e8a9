//! `kcp form` and `kcp notice read`: what a shop in another language asks this program for.

use std::{fs, io::Write as _, process::Stdio};

use serde_json::Value;

use crate::{
    desk::{clean, json},
    shop::Shop,
};

/// Runs a program that asks nobody, as a merchant with a site key.
fn alone(arguments: &[&str], input: &[u8]) -> (i32, String) {
    let key = "site_key = \"3grptw1.zW0GSo4PQdaGvsF__\"\n";
    with_settings(&format!("{BARE}{key}"), arguments, input)
}

const BARE: &str = "environment = \"test\"\nsite_cd = \"T0000\"\n";

fn with_settings(settings: &str, arguments: &[&str], input: &[u8]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kcp.toml"), settings).unwrap();
    let mut child = clean(folder.path())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

const ORDER: [&str; 6] = ["--amount", "60000", "--order", "F1", "--goods", "운동화"];

fn form(kind: &str, more: &[&str]) -> (i32, String) {
    alone(&[&["form", kind, "--json"][..], &ORDER, more].concat(), b"")
}

#[test]
fn a_form_asks_for_no_secret() {
    let order = [&["form", "pc", "--json"][..], &ORDER].concat();
    let (status, text) = with_settings(BARE, &order, b"");
    assert_eq!((status, &json(&text)["form"]["site_cd"]), (0, &"T0000".into()), "{text}");
    let (status, text) =
        with_settings("environment = \"production\"\nsite_cd = \"T0000\"\n", &order, b"");
    assert!(status == 2 && text.contains("the environment is production"), "{text}");
}

/// Each text as an option.
fn options<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().flat_map(|text| ["--option", text]).collect()
}

#[test]
fn both_forms_of_a_pc_take_options_by_name_and_hold_no_site_key() {
    let given = [
        "quotaopt=6",
        "kcp_noint=Y",
        "kcp_noint_quota=CCBC-02:03,CCKM-03",
        "used_card_YN=Y",
        "used_card=CCBC:CCKM",
        "wish_vbank_list=03:04",
        "vcnt_expire_term=3",
        "hp_apply_yn=Y",
        "hp_commid=SKT",
        "good_expr=2:1m",
        "disp_tax_yn=N",
        "eng_flag=Y",
        "skin_indx=3",
        "site_logo=https://shop.example/logo.gif",
        "comm_tax_mny=50000",
        "comm_vat_mny=5000",
        "comm_free_mny=5000",
        "escw_used=Y",
        "pay_mod=O",
        "deli_term=03",
        "buyr_name=홍길동",
        "buyr_mail=a@shop.example",
        "buyr_tel2=010-1234-5678",
        "site_name=shop",
        "good_cd=G1",
    ];
    for kind in ["pc", "ax-hub"] {
        let (status, text) =
            form(kind, &[&["--method", "card,vaccount"][..], &options(&given)].concat());
        assert_eq!(status, 0, "{text}");
        assert!(!text.contains("3grptw1"), "{text}");
        let form = &json(&text)["form"];
        for option in given {
            let (name, value) = option.split_once('=').unwrap();
            assert_eq!(form[name], value, "{kind}: {text}");
        }
        assert_eq!(
            (&form["pay_method"], &form["tax_flag"]),
            (&"101000000000".into(), &"TG03".into())
        );
    }
}

#[test]
fn an_option_that_breaks_its_grammar_is_shown_with_the_place() {
    let (status, text) =
        form("pc", &options(&["kcp_noint=Y", "kcp_noint_quota=CCBC-02:03,CCKM-3"]));
    assert_eq!(status, 30, "{text}");
    assert!(text.contains("CCBC-02:03,CCKM-3\n                 ^\n"), "{text}");
    for (kind, given, code, says) in [
        ("pc", &["skin_indx=8"][..], 30, "skin_indx"),
        ("pc", &["save_ocb=Y"], 30, "save_ocb"),
        ("pc", &["used_card=CCBC"], 30, "used_card_YN is not Y"),
        ("pc", &["hp_apply_yn=Y"], 30, "hp_commid"),
        ("pc", &["comm_tax_mny=1"], 30, "comm_vat_mny"),
        ("pc", &["escw_used=Y"], 2, "deli_term"),
        ("pc", &["deli_term=3"], 2, "escw_used"),
        ("pc", &["buyr_tel1=02"], 2, "buyr_tel1"),
        ("ax-hub", &["kcp_pay_title=x"], 30, "kcp_pay_title"),
        ("pc", &["site_key=x"], 2, "site_key"),
        ("pc", &["skin_indx=1", "skin_indx=1"], 2, "twice"),
        ("pc", &["skin_indx"], 2, "NAME=VALUE"),
    ] {
        let (status, text) = form(kind, &options(given));
        assert!(status == code && text.contains(says), "{given:?}: {status} {text}");
    }
    let dollars = ["--currency", "usd", "--option", "quotaopt=2"];
    assert_eq!(form("pc", &dollars).0, 30, "no instalments in dollars");
    let (status, text) = form("pc", &["--currency", "usd"]);
    assert_eq!((status, &json(&text)["form"]["currency"]), (0, &"USD".into()), "{text}");
}

#[test]
fn a_phone_s_form_is_registered_first() {
    let shop = Shop::open("T0000");
    let first = ["--channel", "api", "form", "mobile", "--return-url", "https://shop.example/r"];
    let given = ["used_bank=BK03:BK04", "ipgm_date=20991231", "AppUrl=myapp://", "param_opt_1=가"];
    let method = ["--method", "vaccount", "--json"];
    let (status, text) = shop.run(&[&first[..], &ORDER, &options(&given), &method].concat());
    assert_eq!(status, 0, "{text}");
    let said = json(&text);
    assert!(said["form_action"].as_str().unwrap().starts_with("https://"), "{text}");
    for option in given {
        let (name, value) = option.split_once('=').unwrap();
        assert_eq!(said["form"][name], value, "{text}");
    }
    let foreign = options(&["vcnt_expire_term=3"]);
    let (status, text) = shop.run(&[&first[..], &ORDER, &foreign, &method].concat());
    assert!(status == 30 && text.contains("vcnt_expire_term"), "{status} {text}");
}

const DEPOSIT: &str = "site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX00&tx_tm=20120101000000\
    &ipgm_mnyx=1004&op_cd=13&noti_id=08060404000000000004&bank_code=BK04&account=T123456789&ipgm_name=";

#[test]
fn a_notice_is_read_without_what_is_personal_unless_it_is_asked_for() {
    let read = |more: &[&str], body: &str| {
        let arguments = [&["notice", "read", "-", "--json"][..], more].concat();
        let (status, text) = alone(&arguments, body.as_bytes());
        assert_eq!(status, 0, "{text}");
        (json(&text), text)
    };
    let body = format!("{DEPOSIT}%C8%AB%B1%E6%B5%BF\n");
    let (said, text) = read(&[], &body);
    assert_eq!((&said["leg"], &said["ipgm_mnyx"]), (&"reversal".into(), &1_004.into()), "{text}");
    assert_eq!(
        (&said["kind"], &said["test_account"]),
        (&"deposit into a virtual account".into(), &true.into())
    );
    assert_eq!(said["key"], "T0000:20120101999999:08060404000000000004:reversal");
    assert!(!text.contains("123456789\"") && !text.contains("홍길동"), "{text}");
    assert!(said["hidden"].as_str().unwrap().starts_with("account, ipgm_name "), "{text}");
    let (said, _) = read(&["--show-personal"], &body);
    assert_eq!((&said["account"], &said["ipgm_name"]), (&"123456789".into(), &"홍길동".into()));
    assert_eq!(said.get("hidden"), None);
    let utf8 = format!("{DEPOSIT}%ED%99%8D%EA%B8%B8%EB%8F%99");
    let (said, _) = read(&["--show-personal", "--encoding", "utf-8"], &utf8);
    assert_eq!(said["ipgm_name"], "홍길동");
    let other = "site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX42&new=x1y";
    let (said, text) = read(&[], other);
    assert_eq!((&said["tx_cd"], said.get("leg")), (&Value::from("TX42"), None));
    assert!(!text.contains("x1y") && text.contains("new"), "{text}");
}

#[test]
fn what_is_no_notice_ends_with_one() {
    let large = vec![b'x'; 70_000];
    for body in [&b""[..], b"x", b"site_cd=T0000&tno=1", b"tno=1&tno=2", &large] {
        let (status, text) = alone(&["notice", "read", "-"], body);
        assert!(status == 1 && text.starts_with("kcp: the notice"), "{status} {text}");
    }
    assert_eq!(alone(&["notice", "read", "nowhere"], b"").0, 2);
}
