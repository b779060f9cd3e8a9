//! The log: where it is, who may read it, and what it must not hold.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::{
    gateway::{Answer, StandIn},
    program::{CLOSED, Home, Ran, SITE_KEY, euc_kr},
};

const CARD: &str = "4673091234567890";
const NAME: &str = "CANARYname";

fn answered(text: &[u8], rest: &[u8]) -> (Ran, Home) {
    let (gateway, home) = (StandIn::sealing(text), Home::new());
    let ran = home.run(gateway.port, rest);
    gateway.seen();
    (ran, home)
}

#[test]
fn neither_card_nor_name_nor_key_is_logged_at_any_level() {
    let answer = format!(
        "res_cd=0000\u{1f}res_msg=card {CARD}\u{1f}card_no={CARD}\u{1f}buyr_name={NAME}\u{1f}{CARD}=1\u{1f}\
         depositor={NAME}\u{1f}account={CARD}\u{1f}tno=20261121000001\u{1f}amount=1004\u{1f}batch_key={NAME}"
    );
    let request = format!(
        "payx_data=payx_data=card=card_no={CARD}\u{1f}\u{1e},ordr_data=ordr_data=buyr_name={NAME}\u{1f}"
    );
    for level in 0..=5 {
        let rest = format!("{request},log_level={level}");
        let (ran, home) = answered(answer.as_bytes(), rest.as_bytes());
        assert_eq!(ran.stdout, [answer.as_bytes(), b"\n"].concat());
        assert!(ran.stderr.is_empty());
        let log = home.log();
        for canary in [CARD, NAME, SITE_KEY, "123456"] {
            assert!(!log.contains(canary), "{canary} in {log}");
        }
        // The control: harmless fields are there, so the log is the one that was looked into.
        assert!(log.contains("card_no=467309******7890 buyr_name=<10 bytes>"), "{log}");
        assert!(log.contains("tno=\"20261121000001\" amount=\"1004\""), "{log}");
        assert_eq!(log.contains("PG_SERVER_CONN__SUCC"), level >= 3);
        assert_eq!(log.contains("PG_SERVER_RECV__SUCC"), level >= 3);
        assert_eq!(log.lines().count(), if level >= 3 { 5 } else { 2 }, "{log}");
    }
}

#[test]
fn no_refusal_s_log_says_what_was_refused() {
    let home = Home::new();
    for rest in [
        format!("ordr_data=ordr_data=buyr_name={NAME},{CARD}\u{1f}"),
        format!("trace_no={NAME} {CARD}"),
        format!("enc_data={CARD}"),
        format!("site_key={SITE_KEY}\n{NAME}"),
        format!("opt=1,ordr_data=ordr_data={CARD}=🙂\u{1f}{NAME}=🙂"),
        format!("opt=1,site_cd={SITE_KEY},tx_cd={CARD},ordr_idxx=a {NAME} {CARD},pa_port={CARD}"),
    ] {
        let ran = home.run_with(CLOSED, rest.as_bytes(), &[("KCP_STRICT", "1")]);
        assert_ne!(ran.exit, 0);
        for text in [home.log(), String::from_utf8_lossy(&ran.stdout).into_owned()] {
            for canary in [CARD, SITE_KEY] {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    }
}

#[test]
fn one_event_is_one_line() {
    let text = b"res_cd=0000\x1fres_msg=a\r\n[2026] TX_ENDED forged \x1b[2J\" tno=\"1\x1ftno=1";
    let (_, home) = answered(text, b"ordr_idxx=a\nb");
    let log = home.log();
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(
        log.contains(r#"res_msg="a\r\n[2026] TX_ENDED forged \u{1b}[2J\" tno=\"1" tno="1""#),
        "{log}"
    );
    assert!(log.ends_with('\n') && !log.contains('\x1b'));
}

#[test]
fn korean_text_is_logged_in_utf_8() {
    let text = [b"res_cd=8133\x1fres_msg=", euc_kr("기취소 거래").as_slice()].concat();
    let (_, home) = answered(&text, b"opt=0");
    assert!(home.log().contains("res_msg=\"기취소 거래\""));
}

#[test]
fn the_file_is_the_owner_s_and_its_path_says_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("deep/er");
    let (gateway, home) = (StandIn::answering(Answer::Plain(b"res_cd=7504".to_vec())), Home::new());
    home.run(gateway.port, format!("log_path={}", given.display()).as_bytes());
    gateway.seen();
    assert!(!home.path().join("log").exists());
    let file = Home::log_file(&given);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(&given), mode(file.parent().unwrap())), (0o600, 0o700, 0o700));
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let (month, day) = (name(file.parent().unwrap()), name(&file));
    assert!(month.len() == 6 && month.bytes().all(|byte| byte.is_ascii_digit()), "{month}");
    assert!(day.len() == 13 && day.ends_with("_pp_cli.log"), "{day}");
    let log = fs::read_to_string(&file).unwrap();
    let stamp = format!("[{}-{}-{} ", &month[..4], &month[4..], &day[..2]);
    assert!(log.lines().all(|line| line.starts_with(&stamp)), "{log}");
}

#[test]
fn a_link_in_the_log_s_place_is_not_followed() {
    let (_, home) = answered(b"res_cd=0000", b"");
    let file = Home::log_file(&home.path().join("log"));
    let other = home.path().join("other");
    fs::rename(&file, &other).unwrap();
    std::os::unix::fs::symlink(&other, &file).unwrap();
    let before = fs::read(&other).unwrap();
    assert_eq!(home.run(CLOSED, b"").exit, 116);
    assert_eq!(fs::read(&other).unwrap(), before);
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    for path in ["/proc/nowhere", "/dev/null/log"] {
        let (ran, home) = answered(b"res_cd=0000", format!("log_path={path}").as_bytes());
        assert_eq!(
            (ran.stdout.as_slice(), ran.stderr.as_slice(), ran.exit),
            (&b"res_cd=0000\n"[..], &b""[..], 0)
        );
        assert!(!home.path().join("log").exists());
    }
}
