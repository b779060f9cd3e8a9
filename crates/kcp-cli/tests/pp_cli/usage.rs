//! How the module answers a call that is none (`legacy.md §2.3`, `seed 000 §2.2.2`).

use std::{fs, os::unix::process::CommandExt as _, process::Stdio};

use proptest::prelude::*;

use crate::program::{Home, PROGRAM, Ran, assert_error, command, run};

/// `res_cd=S102` US `res_msg=연동 모듈 호출 오류` newline, in EUC-KR.
const S102: &[u8] =
    b"res_cd=S102\x1fres_msg=\xbf\xac\xb5\xbf \xb8\xf0\xb5\xe2 \xc8\xa3\xc3\xe2 \xbf\xc0\xb7\xf9\n";

fn assert_usage(ran: &Ran, complaint: &str) {
    assert_eq!(ran.stdout, S102);
    assert_eq!(ran.exit, 105);
    let stderr = str::from_utf8(&ran.stderr).unwrap();
    let lines: Vec<_> = stderr.split('\n').collect();
    assert_eq!(lines.len(), 8, "complaint, blank line, five lines, and the end: {stderr}");
    assert_eq!((lines[0], lines[1], lines[7]), (complaint, "", ""));
    let is_rule = |line: &str| line.len() > 60 && line.chars().all(|c| c == '=' || c == '-');
    assert!(is_rule(lines[2]) && is_rule(lines[4]) && is_rule(lines[6]), "{stderr}");
    assert!(lines[3].contains("pp_cli") && lines[3].contains(env!("CARGO_PKG_VERSION")));
    assert!(lines[5].contains("MIT OR Apache-2.0"));
    assert!(stderr.is_ascii());
}

#[test]
fn an_option_without_a_value_or_an_unknown_one_is_getopt_s_complaint() {
    for (word, complaint) in [
        ("-h", "option requires an argument -- 'h'"),
        ("-x", "invalid option -- 'x'"),
        ("-v", "invalid option -- 'v'"),
        ("--help", "invalid option -- '-'"),
    ] {
        assert_usage(&run(&[word.as_bytes()]), &format!("{PROGRAM}: {complaint}"));
    }
}

#[test]
fn the_complaint_carries_the_name_that_was_called() {
    let output = command(PROGRAM).arg0("./pp_cli").arg("-h").output().unwrap();
    assert_usage(&output.into(), "./pp_cli: option requires an argument -- 'h'");
    let home = Home::new();
    let link = home.path().join("bin/pp_cli_x64");
    std::os::unix::fs::symlink(PROGRAM, &link).unwrap();
    let output = command(&link).arg("-h").output().unwrap();
    assert_usage(
        &output.into(),
        &format!("{}: option requires an argument -- 'h'", link.display()),
    );
    let copy = home.path().join("bin/copy");
    fs::copy(PROGRAM, &copy).unwrap();
    let output = command(&copy).arg("-q").output().unwrap();
    assert_usage(&output.into(), &format!("{}: invalid option -- 'q'", copy.display()));
}

#[test]
fn no_argument_at_all_prints_nothing() {
    assert_eq!(run(&[]), Ran { stdout: vec![], stderr: vec![], exit: 160 });
}

#[test]
fn nothing_to_do_is_a_usage_error() {
    assert_usage(&run(&[b"word"]), "");
    for words in [&[&b"-h"[..], b""][..], &[b"-h", b",,"]] {
        assert_error(&run(words), "S102", "연동 모듈 호출 오류", 105);
    }
}

#[test]
fn an_output_that_nobody_takes_is_no_success() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let gateway = crate::gateway::StandIn::sealing(b"res_cd=0000\x1fres_msg=ok");
    let home = Home::new();
    let list = String::from_utf8(home.list(gateway.port, b"")).unwrap();
    let output = command(PROGRAM).args(["-h", &list]).stdout(full).stderr(Stdio::piped()).output();
    assert_eq!(output.unwrap().status.code(), Some(74));
    assert!(home.log().contains("ERROR the output was not taken"));
    gateway.seen();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever the words are, the program ends by itself, with a code of its own and no panic.
    #[test]
    fn any_words_end_in_a_known_way(
        words in proptest::collection::vec(proptest::collection::vec(1_u8.., 0..30), 0..4),
        option in any::<bool>(),
    ) {
        let mut line: Vec<&[u8]> = words.iter().map(Vec::as_slice).collect();
        if option {
            line.insert(0, b"-h");
        }
        let ran = run(&line);
        prop_assert!([160, 105, 116, 118, 120, 123].contains(&ran.exit), "{ran:?}");
        prop_assert!(!String::from_utf8_lossy(&ran.stderr).contains("panicked"));
        prop_assert_eq!(ran.stdout.is_empty(), ran.exit == 160);
    }
}
