//! What is refused before anything is sent.

use crate::{
    gateway::Unvisited,
    program::{Home, Ran, assert_error},
};

/// Runs towards a listener that nobody may come to.
fn refused(rest: &[u8], settings: &[(&str, &str)]) -> (Ran, Home) {
    let (listener, home) = (Unvisited::new(), Home::new());
    let ran = home.run_with(listener.port(), rest, settings);
    listener.check();
    (ran, home)
}

#[test]
fn a_value_that_a_comma_cut_is_refused() {
    for (rest, group) in [
        (&b"modx_data=mod_data=mod_desc=a,b"[..], "modx_data"),
        (b"modx_data=mod_data=tno=1\x1fmod_desc=a, b\x1fmod_ip=1\x1f,opt=0", "modx_data"),
        (b"ordr_data=ordr_data=good_name=a,ordr_mony=1\x1f,opt=0", "ordr_data"),
        (b"rcvr_data=rcvr_data=rcvr_add1=a,pa_url=192.0.2.1,b\x1f,opt=0", "rcvr_data"),
        (b"escw_data=escw_data=bask_cntx=a,b\x1d,opt=0", "escw_data"),
        (b"payx_data=payx_data=common=amount=1,004\x1f\x1e,opt=0", "payx_data"),
    ] {
        let (ran, home) = refused(rest, &[]);
        let message = format!("연동 모듈 호출 오류 ({group} 값이 쉼표에서 잘림)");
        if rest.windows(7).any(|seven| seven == b"pa_url=") {
            // The second `pa_url` is noticed first.
            assert_error(&ran, "S102", "연동 모듈 호출 오류 (pa_url 중복: 값에 쉼표가 있음)", 105);
        } else {
            assert_error(&ran, "S102", &message, 105);
            assert!(home.log().contains(&format!("a comma within {group} cut its value")));
        }
    }
    let (ran, _) = refused("opt=1,ordr_data=ordr_data=good_name=가,나\u{1f}".as_bytes(), &[]);
    let want = "res_cd=S102\u{1f}res_msg=연동 모듈 호출 오류 (ordr_data 값이 쉼표에서 잘림)\n";
    assert_eq!((ran.stdout.as_slice(), ran.exit), (want.as_bytes(), 105));
}

#[test]
fn strictness_refuses_what_would_be_changed_or_doubtful() {
    let strict = [("KCP_STRICT", "1")];
    for (rest, key) in [
        (&b"opt=0,ordr_data=ordr_data=good_name=\xff\x1f"[..], "ordr_data"),
        ("opt=0,modx_data=mod_data=mod_desc=🙂\u{1f}".as_bytes(), "modx_data"),
        (b"opt=0,site_key=\xff", "site_key"),
    ] {
        let (ran, home) = refused(rest, &strict);
        let message = format!("연동 모듈 호출 오류 ({key}에 EUC-KR로 보낼 수 없는 글자가 있음)");
        assert_error(&ran, "S102", &message, 105);
        assert!(home.log().contains(&format!("WARN {key}")), "{}", home.log());
    }
    let (ran, _) = refused("opt=1,ordr_data=ordr_data=good_name=똠\u{1f}".as_bytes(), &strict);
    assert!(ran.stdout.starts_with(b"res_cd=S102\x1f"));
    assert_eq!(ran.exit, 105);
    let (ran, _) = refused(b"enc_data=1A,enc_info=2B,modx_data=mod_data=tno=1\x1f", &strict);
    let message = "연동 모듈 호출 오류 (enc_data와 함께 mod_data 값을 보낼 수 없음)";
    assert_error(&ran, "S102", message, 105);
}

#[test]
fn half_of_the_window_s_data_is_9601() {
    for rest in [&b"enc_data=1AAAA"[..], b"enc_info=2BBBB"] {
        let (ran, _) = refused(rest, &[]);
        assert_error(&ran, "9601", "결제 정보 오류", 123);
    }
}

#[test]
fn without_the_gateway_s_key_it_is_6004() {
    let (listener, home) = (Unvisited::new(), Home::without_key());
    let ran = home.run(listener.port(), b"");
    assert_error(&ran, "6004", "전문 암복호화 정보 생성 오류", 120);
    let log = home.log();
    for place in ["KCP_PUB_KEY", "bin/pub.key", "key/pub.key"] {
        assert!(log.contains(place), "{log}");
    }
    std::fs::write(home.path().join("bin/pub.key"), "no key").unwrap();
    assert_eq!(home.run(listener.port(), b"").exit, 120);
    let named = [("KCP_PUB_KEY", "/nonexistent/pub.key")];
    assert_eq!(home.run_with(listener.port(), b"", &named).exit, 120);
    assert!(home.log().contains("/nonexistent/pub.key"));
    listener.check();
}

#[test]
fn a_body_that_the_vendor_s_module_would_cut_is_6001() {
    let long = [b"modx_data=mod_data=mod_desc=", vec![b'a'; 30_000].as_slice(), b"\x1f"].concat();
    let (ran, home) = refused(&long, &[]);
    assert_error(&ran, "6001", "요청 전문 생성 오류", 118);
    assert!(home.log().contains("the request is too large; not sent"));
}

#[test]
fn values_that_would_change_the_request_s_head_are_6001() {
    for rest in [&b"site_key=a\r\nx: y"[..], b"tx_cd=../../x", b"enc_data=1A,enc_info=2\nB"] {
        let (ran, _) = refused(rest, &[]);
        assert_error(&ran, "6001", "요청 전문 생성 오류", 118);
    }
}
