//! What the module prints for what comes back (`legacy.md §2.3`, `§4.5`).

use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _, time::Instant};

use crate::{
    gateway::{Answer, StandIn},
    program::{CLOSED, Home, PROGRAM, Ran, assert_error, command, euc_kr},
};

fn answer(answer: Answer, rest: &[u8]) -> (Ran, Home) {
    let (gateway, home) = (StandIn::answering(answer), Home::new());
    let ran = home.run(gateway.port, rest);
    gateway.seen();
    (ran, home)
}

#[test]
fn an_answer_is_printed_as_it_came_with_one_newline() {
    for text in [
        &b"res_cd=0000\x1fres_msg=\xc1\xa4\xbb\xf3\xc3\xb3\xb8\xae\x1ftno=20261121000001\x1famount=1004"[..],
        b"res_cd=8133\x1fres_msg=\xff\xfe\x80 no text\x1f",
        b"res_cd=0000\x1fa=b=c&d%20\n",
        b"no fields at all",
    ] {
        let (ran, _) = answer(Answer::Sealed(text.to_vec()), b"opt=0");
        assert_eq!(ran, Ran { stdout: [text, b"\n"].concat(), stderr: vec![], exit: 0 });
    }
}

#[test]
fn the_option_and_its_value_may_be_one_word() {
    let (gateway, home) = (StandIn::sealing(b"res_cd=0000"), Home::new());
    let word = [b"-h", home.list(gateway.port, b"").as_slice()].concat();
    let link = home.path().join("bin/pp_cli");
    let ran = Ran::from(command(&link).arg(OsStr::from_bytes(&word)).output().unwrap());
    assert_eq!((ran.stdout.as_slice(), ran.exit), (&b"res_cd=0000\n"[..], 0));
    gateway.seen();
}

#[test]
fn a_refused_connection_is_s202() {
    let home = Home::new();
    assert_error(&home.run(CLOSED, b"opt=0"), "S202", "PG 서버 접속 오류", 116);
    let ran = home.run(CLOSED, b"opt=1");
    assert_eq!(ran.stdout, "res_cd=S202\u{1f}res_msg=PG 서버 접속 오류\n".as_bytes());
    assert_eq!(ran.exit, 116);
    assert!(
        home.log()
            .contains("TX_ENDED exit=116 res_cd=S202: no connection to the gateway; not sent")
    );
}

#[test]
fn a_host_that_is_none_is_s202() {
    let home = Home::new();
    for host in ["", "no such host", "host.invalid"] {
        let list = format!("home={},tx_cd=00200000,pa_url={host}", home.path().display());
        let ran = command(PROGRAM).args(["-h", &list]).output().unwrap().into();
        assert_error(&ran, "S202", "PG 서버 접속 오류", 116);
    }
}

#[test]
fn silence_is_s204_after_the_wait() {
    let (gateway, home) = (StandIn::answering(Answer::Silence), Home::new());
    let begin = Instant::now();
    let ran = home.run_with(gateway.port, b"", &[("KCP_TIMEOUT_MS", "300")]);
    assert!(begin.elapsed().as_millis() >= 300);
    assert_error(&ran, "S204", "PG 서버 지불 DATA 수신 오류", 72);
    assert!(home.log().contains("no whole answer before the deadline; outcome unknown"));
    gateway.seen();
}

#[test]
fn what_is_no_whole_http_answer_is_s204() {
    for bytes in [
        &b""[..],
        b"res_cd=0000\x1fres_msg=ok",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50\r\n\r\nres_cd=7504",
    ] {
        let (ran, _) = answer(Answer::Raw(bytes.to_vec()), b"");
        assert_error(&ran, "S204", "PG 서버 지불 DATA 수신 오류", 72);
    }
}

#[test]
fn an_answer_that_does_not_open_is_6003() {
    let sealed = |body: &str| {
        let len = body.len();
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\nContent-Length: {len}\r\n\r\n");
        Answer::Raw([head.as_bytes(), body.as_bytes()].concat())
    };
    for refused in [
        Answer::Foreign(b"res_cd=0000".to_vec()),
        sealed("res_cd=0000\u{1f}res_msg=ok"),
        sealed(
            "2tqKMYgmvUOIlFw9mmXiQ1ESm8kbpvjK96Wy7KoCgGPUf80n5cx97myrIX5lsCncOsFDZhKqYCWoDKlTKqlnS",
        ),
    ] {
        let (ran, home) = answer(refused, b"");
        assert_error(&ran, "6003", "요청 전문 복호화 오류", 117);
        assert!(home.log().contains("the answer does not open; outcome unknown"));
    }
}

#[test]
fn an_error_in_the_clear_is_printed_as_it_came() {
    for text in [
        [b"res_cd=7504\x1fres_msg=", euc_kr("기타 오류").as_slice()].concat(),
        [b"res_cd=7504 res_msg=", euc_kr("기타 오류").as_slice()].concat(),
        b"<html>502</html>".to_vec(),
    ] {
        let (ran, home) = answer(Answer::Plain(text.clone()), b"");
        assert_eq!(ran, Ran { stdout: [text.as_slice(), b"\n"].concat(), stderr: vec![], exit: 0 });
        assert!(home.log().contains("WARN the answer came in the clear"));
    }
}

#[test]
fn a_success_in_the_clear_is_not_printed() {
    for text in [
        "res_cd=0000\u{1f}res_msg=ok\u{1f}tno=20261121000001",
        "res_cd=V000\u{1f}res_msg=ok",
        "res_cd=7504&res_cd=0000",
        "res%5Fcd=00%300",
        "res_cd=0",
    ] {
        let (ran, home) = answer(Answer::Plain(text.into()), b"");
        assert_error(&ran, "6003", "요청 전문 복호화 오류", 117);
        assert!(home.log().contains("claims success in the clear"), "{}", home.log());
    }
}

#[test]
fn an_answer_is_converted_for_utf_8_shops() {
    let text =
        [b"res_cd=0000\x1fres_msg=", euc_kr("정상처리 똠").as_slice(), b"\xff\x1ftno=1"].concat();
    let (ran, home) = answer(Answer::Sealed(text), b"opt=1");
    assert_eq!(ran.stdout, "res_cd=0000\u{1f}res_msg=정상처리 똠?\u{1f}tno=1\n".as_bytes());
    assert_eq!(ran.exit, 0);
    assert!(home.log().contains("WARN 1 bytes of the answer are not EUC-KR"));
}
