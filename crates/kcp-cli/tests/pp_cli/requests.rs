//! What the gateway sees (`legacy.md §2.1`, `§4.1`).

use crate::{
    gateway::{Seen, StandIn},
    program::{CLOSED, Home, PROGRAM, Ran, SITE_KEY, command, euc_kr},
};

fn sent(rest: &[u8]) -> (Seen, Home) {
    let (gateway, home) = (StandIn::sealing(b"res_cd=0000"), Home::new());
    let ran = home.run(gateway.port, rest);
    assert_eq!((ran.stdout.as_slice(), ran.exit), (&b"res_cd=0000\n"[..], 0));
    (gateway.seen(), home)
}

#[test]
fn the_recorded_call_makes_the_recorded_message() {
    // The arguments behind `pay_all_groups` of `legacy_wire.json`.
    let (seen, _) = sent(
        b"payx_data=payx_data=common=amount=1004\x1fcurrency=410\x1fescw_mod=N\x1f\x1e\
          card=card_mny=1004\x1fcard_tx_type=11511000\x1f\x1e,\
          ordr_data=ordr_data=ordr_idxx=TEST0001\x1fgood_name=te st&=%+\xc7\xd1\xb1\xdb/\x1f,\
          rcvr_data=rcvr_data=rcvr_name=AA\x1f,escw_data=escw_data=escw_used=Y\x1ddeli_term=03\x1d,\
          modx_data=,enc_data=,enc_info=,trace_no=,log_level=3,opt=0",
    );
    assert_eq!(
        seen.plan,
        b"ordr_data=ordr_idxx=TEST0001\x1fgood_name=te st&=%+\xc7\xd1\xb1\xdb/\x1f\x1c\
          rcvr_data=rcvr_name=AA\x1f\x1cescw_data=escw_used=Y\x1ddeli_term=03\x1d\x1c"
    );
    assert_eq!(
        seen.sealed.as_deref(),
        Some(
            &b"payx_data=common=amount=1004\x1fcurrency=410\x1fescw_mod=N\x1f\x1e\
               card=card_mny=1004\x1fcard_tx_type=11511000\x1f\x1e\x1c"[..]
        )
    );
    assert!(seen.head.starts_with("POST /00200000 HTTP/1.1\r\n"), "{}", seen.head);
    assert_eq!((seen.header("site_cd"), seen.header("site_key")), ("T0000", SITE_KEY));
    let trace_no = seen.header("trace_no");
    assert!(trace_no.starts_with("T0000") && trace_no.ends_with("60GRMQ"), "{trace_no}");
    assert!(!seen.head.contains("10.0.0.1") && !seen.head.contains("TEST0001"));
}

#[test]
fn window_data_passes_byte_for_byte() {
    let (seen, home) = sent(
        b"enc_data=1AAAA+/=.-_,enc_info=2BBBB__,trace_no=T0000ABCDEFGHIJK,\
          ordr_data=ordr_data=ordr_mony=1004\x1f,modx_data=mod_data=tno=1\x1f",
    );
    assert_eq!(seen.enc_data, b"1AAAA+/=.-_");
    assert_eq!(seen.header("enc_info"), "2BBBB__");
    assert_eq!(seen.header("trace_no"), "T0000ABCDEFGHIJK");
    assert_eq!(seen.plan, b"ordr_data=ordr_mony=1004\x1f\x1c");
    assert!(home.log().contains("WARN mod_data stands beside enc_data and is not sent"));
}

#[test]
fn keys_come_in_any_order_with_others_among_them() {
    let (gateway, home) = (StandIn::sealing(b"res_cd=0000"), Home::new());
    let list = format!(
        "ordr_idx=TEST0001,opt=,modx_data=mod_data=tno=1\u{1f},tx_cd=00200000,pa_port={},nothing,\
         pa_url=127.0.0.1,home={}",
        gateway.port,
        home.path().display()
    );
    let list = list.replace(",nothing", "");
    let ran: Ran = command(PROGRAM).args(["-h", &list]).output().unwrap().into();
    assert_eq!((ran.stdout.as_slice(), ran.exit), (&b"res_cd=0000\n"[..], 0));
    let seen = gateway.seen();
    assert_eq!(seen.sealed.as_deref(), Some(&b"mod_data=tno=1\x1f\x1c"[..]));
    assert_eq!((seen.header("site_cd"), seen.header("site_key")), ("", ""));
    assert!(home.log().contains("WARN 1 unknown keys ignored"));
}

#[test]
fn bytes_outside_the_charset_pass_as_they_came() {
    let text = b"ordr_data=good_name=\xff\x80\xb0\xa1\x8c\x63\xb0\x1fbuyr_name=x\x1f";
    let (seen, home) = sent(&[b"opt=0,ordr_data=", text.as_slice()].concat());
    assert_eq!(seen.plan, [text.as_slice(), b"\x1c"].concat());
    let log = home.log();
    for at in [20, 21, 26] {
        let line =
            format!("WARN ordr_data, field good_name, byte {at}: not EUC-KR, sent as it came");
        assert!(log.contains(&line), "{log}");
    }
    assert_eq!(log.matches("WARN").count(), 3, "{log}");
}

#[test]
fn utf_8_becomes_euc_kr_and_what_it_lacks_a_question_mark() {
    let (seen, home) = sent("opt=1,ordr_data=ordr_data=good_name=가똠나 한글🙂\u{1f}".as_bytes());
    let want = [b"ordr_data=good_name=\xb0\xa1?\xb3\xaa ", euc_kr("한글").as_slice(), b"?\x1f\x1c"]
        .concat();
    assert_eq!(seen.plan, want);
    assert!(
        home.log()
            .contains("WARN ordr_data, field good_name, byte 23: not in KS X 1001, sent as ?")
    );
    let (seen, home) = sent(b"opt=1,ordr_data=ordr_data=a=\xff\xea\xb0\x1fb=1\x1f");
    assert_eq!(seen.plan, b"ordr_data=a=???\x1fb=1\x1f\x1c");
    assert_eq!(home.log().matches("not UTF-8").count(), 3);
}

#[test]
fn the_key_is_where_the_environment_says_or_below_home() {
    for place in ["KCP_PUB_KEY", "bin", "key"] {
        let (gateway, home) = (StandIn::sealing(b"res_cd=0000"), Home::without_key());
        let folder = home.path().join(place);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("pub.key");
        std::fs::write(&file, crate::gateway::key().public_key().to_pkcs1_pem()).unwrap();
        let settings = [("KCP_PUB_KEY", file.to_str().unwrap())];
        let settings = if place == "KCP_PUB_KEY" { &settings[..] } else { &[] };
        assert_eq!(home.run_with(gateway.port, b"", settings).exit, 0, "{place}");
        gateway.seen();
    }
}

#[test]
fn the_user_agent_is_the_library_s_or_what_the_environment_says() {
    let (seen, _) = sent(b"");
    assert!(seen.header("User-Agent").starts_with("kcp-transport/"), "{}", seen.head);
    let (gateway, home) = (StandIn::sealing(b"res_cd=0000"), Home::new());
    let settings = [("KCP_USER_AGENT", "shop/1")];
    assert_eq!(home.run_with(gateway.port, b"", &settings).exit, 0);
    assert_eq!(gateway.seen().header("User-Agent"), "shop/1");
    assert_eq!(home.run_with(CLOSED, b"", &[("KCP_USER_AGENT", "a\r\nx: y")]).exit, 118);
}
