//! A shop's PHP wrapper with the module in the place of the vendor's: `tests/php/shop.php`.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    gateway::{Seen, StandIn},
    program::{CLOSED, Home, command, euc_kr},
};

/// What `shop.php` printed, by name; the answer's values as bytes in hexadecimal.
type Result = BTreeMap<String, String>;

/// Runs the shop; `None` where there is no PHP.
fn shop(home: &Path, port: u16, opt: &str, name: &[u8], locales: Option<&Path>) -> Option<Result> {
    let mut php = command("php");
    php.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/php/shop.php"));
    php.arg(home).args([&port.to_string(), opt, &hex(name)]).stderr(Stdio::inherit());
    if let Some(locales) = locales {
        php.env("LOCPATH", locales);
    }
    match php.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: php is not installed");
            None
        }
        output => {
            let output = output.unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success(), "{text}");
            let pair =
                |line: &str| line.split_once('=').map(|(name, value)| (name.into(), value.into()));
            Some(text.lines().filter_map(pair).collect())
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A folder with a Korean EUC-KR locale, made for this test; `None` where the sources of locales are missing.
fn korean_locale() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let mut localedef = Command::new("localedef");
    localedef.args(["-i", "ko_KR", "-f", "EUC-KR"]).arg(folder.path().join("ko_KR.euckr"));
    let made = localedef.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if made.is_ok_and(|status| status.success()) {
        return Some(folder);
    }
    println!("skipped: a Korean locale cannot be made");
    None
}

/// One cancellation: what PHP read, what the gateway saw.
fn cancel(opt: &str, name: &[u8], locales: Option<&Path>) -> Option<(Result, Seen, Home)> {
    let home = Home::new();
    if Command::new("php").arg("-v").stdout(Stdio::null()).status().is_err() {
        println!("skipped: php is not installed");
        return None;
    }
    let message = euc_kr("정상처리");
    let end = b"\x1ftno=20261121000001\x1famount=1004";
    let gateway = StandIn::sealing(&[b"res_cd=0000\x1fres_msg=", message.as_slice(), end].concat());
    let result = shop(home.path(), gateway.port, opt, name, locales)?;
    Some((result, gateway.seen(), home))
}

fn assert_cancelled(result: &Result, message: &[u8]) {
    assert_eq!(result["exit"], "0");
    assert_eq!(result["res_cd"], hex(b"0000"));
    assert_eq!(result["res_msg"], hex(message));
    assert_eq!(result["tno"], hex(b"20261121000001"));
    // Nothing hangs on the last value: the newline is gone.
    assert_eq!(result["amount"], hex(b"1004"));
    assert_eq!(result.len(), 6, "{result:?}");
}

fn sealed_text(seen: &Seen) -> String {
    String::from_utf8(seen.sealed.clone().unwrap()).unwrap()
}

#[test]
fn a_utf_8_shop_cancels() {
    let Some((result, seen, home)) = cancel("1", "한글 상품".as_bytes(), None) else { return };
    assert_cancelled(&result, "정상처리".as_bytes());
    let name = euc_kr("한글 상품");
    assert_eq!(
        seen.plan,
        [b"ordr_data=ordr_idxx=TEST0001\x1fgood_name=", name.as_slice(), b"\x1f\x1c"].concat()
    );
    assert_eq!(
        sealed_text(&seen),
        "mod_data=tno=20261121000001\u{1f}mod_type=STSC\u{1f}mod_ip=10.0.0.1\u{1f}\
         mod_desc=it's $(cancelled) & `back` \"now\" 100% \\ | ; <\u{1f}\u{1c}"
    );
    assert!(seen.header("trace_no").ends_with("60GRMQ"));
    assert!(home.log().contains("TX_ENDED exit=0 res_cd=\"0000\""));
}

#[test]
fn an_euc_kr_shop_cancels() {
    let name = euc_kr("한글 상품");
    let locales = korean_locale();
    let Some((result, seen, _)) = cancel("0", &name, locales.as_ref().map(tempfile::TempDir::path))
    else {
        return;
    };
    // `parse_str` keeps EUC-KR as bytes.
    assert_cancelled(&result, &euc_kr("정상처리"));
    // Without a Korean locale PHP's own quoting drops the name's bytes before the module sees them.
    let arrived: &[u8] = if result["locale"] == "none" { b" " } else { &name };
    assert!(locales.is_none() || result["locale"] == "ko_KR.euckr", "{result:?}");
    assert_eq!(
        seen.plan,
        [b"ordr_data=ordr_idxx=TEST0001\x1fgood_name=", arrived, b"\x1f\x1c"].concat()
    );
}

#[test]
fn a_shop_reads_the_module_s_errors_whatever_the_exit_status() {
    let home = Home::new();
    let Some(result) = shop(home.path(), CLOSED, "1", b"x", None) else { return };
    assert_eq!((result["exit"].as_str(), result["res_cd"].as_str()), ("116", &*hex(b"S202")));
    assert_eq!(result["res_msg"], hex("PG 서버 접속 오류".as_bytes()));
    // A comma in a product's name is an error that the shop can read.
    let result = shop(home.path(), CLOSED, "1", b"a,b", None).unwrap();
    assert_eq!((result["exit"].as_str(), result["res_cd"].as_str()), ("105", &*hex(b"S102")));
    // No module at all is the wrapper's own error.
    fs::remove_file(home.path().join("bin/pp_cli")).unwrap();
    let result = shop(home.path(), CLOSED, "1", b"x", None).unwrap();
    assert_eq!((result["exit"].as_str(), result["res_cd"].as_str()), ("127", &*hex(b"9502")));
}
