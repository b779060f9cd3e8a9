//! What is turned away, with which status, and what is let in.

use kcp_codec::{FieldError, Name, Reason};
use kcp_transport::SenderList;
use proptest::prelude::*;

use super::{super::Event, *};

const KCP: &str = "103.215.144.173";

const DEPOSIT: &[u8] =
    b"site_cd=B1234&tno=20120101999999&order_no=A1&tx_cd=TX00&tx_tm=20120101000000\
    &ipgm_name=%C8%AB%B1%E6%B5%BF&ipgm_mnyx=1004&op_cd=50&noti_id=08060404000000000004";

const FORM: (&str, &[u8]) = ("Content-Type", b"application/x-www-form-urlencoded");

fn site(text: &str) -> SiteCode {
    SiteCode::parse(text).unwrap()
}

fn receiver() -> Receiver {
    Receiver::new(&Environment::Production, site("B1234")).unwrap()
}

fn post(peer: &str, headers: &[(&str, &[u8])], body: &[u8]) -> Result<Notice, Rejection> {
    receiver().receive("POST", peer.parse().unwrap(), headers.iter().copied(), body)
}

fn status(outcome: Result<Notice, Rejection>) -> u16 {
    outcome.map_or_else(|rejection| rejection.status(), |_| 200)
}

#[test]
fn kcp_s_own_post_is_read() {
    let notice = post(KCP, &[FORM], DEPOSIT).unwrap();
    assert!(matches!(notice.event, Event::Deposit(_)));
    assert_eq!(status(post("::ffff:103.215.144.174", &[FORM], DEPOSIT)), 200);
}

#[test]
fn a_stranger_is_refused_before_anything_else_is_looked_at() {
    // Row 65. The body is no notice, the method no POST, the content coded: none of that is what is said.
    let headers = [("Content-Encoding", &b"gzip"[..])];
    for body in [&b"\x1f\x8b\x08"[..], b"", DEPOSIT] {
        let rejection =
            receiver().receive("PUT", "192.0.2.1".parse().unwrap(), headers, body).unwrap_err();
        assert_eq!((rejection.refusal, rejection.status()), (Refusal::Stranger, 403));
        assert_eq!(rejection.sender, "192.0.2.1".parse::<IpAddr>().unwrap());
    }
}

#[test]
fn a_stranger_with_our_site_is_an_alarm_of_its_own() {
    // Row 68: KCP may have moved.
    let alarm = |body: &[u8]| post("203.238.36.173", &[FORM], body).unwrap_err().names_our_site;
    assert!(alarm(DEPOSIT));
    assert!(alarm(b"tno=1&site_cd=B1234"));
    for body in
        [&b""[..], b"site_cd=B12345", b"site_cd=T0000", b"xsite_cd=B1234", b"a=site_cd=B1234"]
    {
        assert!(!alarm(body), "{body:?}");
    }
    let mut far = vec![b'a'; Notice::MAX_BODY];
    far.extend_from_slice(b"&site_cd=B1234");
    assert!(!alarm(&far));
    // Nobody raises it from an address that is on a list.
    assert!(!post(KCP, &[FORM], b"site_cd=B1234").unwrap_err().names_our_site);
}

#[test]
fn another_list_lets_the_new_addresses_in_and_the_old_ones_not() {
    // Row 68: a new value in the place of the old one, nothing to restart.
    let moved = SenderList::new("new", "2027", "KCP", ["192.0.2.0/28".parse().unwrap()]);
    let receiver = receiver().with_peers(Peers::new([moved]));
    let post = |peer: &str| {
        let headers = [FORM];
        status(receiver.receive("POST", peer.parse().unwrap(), headers, DEPOSIT))
    };
    assert_eq!((post("192.0.2.7"), post(KCP)), (200, 403));
}

#[test]
fn a_forged_header_opens_nothing() {
    // Row 66, and 67: nobody but the proxy may stand in for KCP.
    let forged: [(&str, &[u8]); 2] = [FORM, ("X-Forwarded-For", b"103.215.144.173")];
    assert_eq!(status(post("192.0.2.1", &forged, DEPOSIT)), 403);
    assert_eq!(status(post("10.0.0.1", &forged, DEPOSIT)), 403, "no proxy is configured");
    let behind = receiver().with_proxies(Proxies::new(["10.0.0.1".parse().unwrap()]));
    let through = |peer: &str, lines: &[&[u8]]| {
        let lines = lines.iter().map(|line| ("x-forwarded-FOR", *line));
        behind.receive("POST", peer.parse().unwrap(), [FORM].into_iter().chain(lines), DEPOSIT)
    };
    assert_eq!(status(through("10.0.0.1", &[b"103.215.144.173"])), 200);
    assert_eq!(status(through("10.0.0.1", &[b"evil, 103.215.144.173"])), 200);
    assert_eq!(status(through("10.0.0.1", &[b"192.0.2.1", b"103.215.144.173"])), 200);
    assert_eq!(status(through("10.0.0.1", &[b"103.215.144.173, 192.0.2.1"])), 403);
    assert_eq!(status(through("10.0.0.1", &[b"103.215.144.173", b"192.0.2.1"])), 403);
    assert_eq!(status(through("192.0.2.1", &[b"103.215.144.173"])), 403, "not through the proxy");
    assert_eq!(status(through("10.0.0.1", &[])), 403, "the proxy itself is not KCP");
    assert_eq!(status(through(KCP, &[])), 200, "a direct peer that is KCP");
    let unknown = through("10.0.0.1", &[b"103.215.144.173, unknown"]).unwrap_err();
    assert_eq!((unknown.refusal, unknown.status()), (Refusal::UnreadableHop, 403));
    assert_eq!(unknown.sender, "10.0.0.1".parse::<IpAddr>().unwrap());
    assert!(unknown.names_our_site);
}

#[test]
fn nothing_but_post_is_taken() {
    // Row 77.
    for method in ["GET", "HEAD", "PUT", "OPTIONS", "post", "POST ", ""] {
        let rejection =
            receiver().receive(method, KCP.parse().unwrap(), [FORM], DEPOSIT).unwrap_err();
        assert_eq!((rejection.refusal, rejection.status()), (Refusal::Method, 405), "{method:?}");
    }
}

#[test]
fn a_coded_body_is_refused_whatever_it_holds() {
    // Row 71.
    for coding in ["gzip", "x-gzip", "deflate", "br", "zstd", "identity, gzip", "", "unheard-of"] {
        let headers = [FORM, ("CONTENT-ENCODING", coding.as_bytes())];
        assert_eq!(
            post(KCP, &headers, b"\x1f\x8b\x08\0\0\0\0\0").unwrap_err().status(),
            415,
            "{coding:?}"
        );
        assert_eq!(status(post(KCP, &headers, DEPOSIT)), 415, "{coding:?}");
    }
    let two = [FORM, ("content-encoding", &b"identity"[..]), ("content-encoding", b"gzip")];
    assert_eq!(status(post(KCP, &two, DEPOSIT)), 415);
    assert_eq!(status(post(KCP, &[FORM, ("content-encoding", b"Identity")], DEPOSIT)), 200);
}

#[test]
fn nothing_but_a_form_is_read() {
    for good in [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=EUC-KR",
        "Application/X-WWW-Form-Urlencoded ;charset=utf-8",
    ] {
        assert_eq!(status(post(KCP, &[("content-type", good.as_bytes())], DEPOSIT)), 200, "{good}");
    }
    for bad in ["application/json", "multipart/form-data", "text/plain", "", "; application/json"] {
        assert_eq!(status(post(KCP, &[("content-type", bad.as_bytes())], DEPOSIT)), 415, "{bad}");
    }
    assert_eq!(status(post(KCP, &[], DEPOSIT)), 415);
    assert_eq!(status(post(KCP, &[FORM, FORM], DEPOSIT)), 415);
}

#[test]
fn a_hundred_kib_and_ten_thousand_fields_are_too_much() {
    // Row 70.
    let mut body = [DEPOSIT, b"&x="].concat();
    body.resize(100 * 1_024, b'a');
    assert_eq!(status(post(KCP, &[FORM], &body)), 413);
    let body = [DEPOSIT, &b"&x=1".repeat(10_000)].concat();
    let rejection = post(KCP, &[FORM], &body).unwrap_err();
    assert_eq!(rejection.status(), 400, "{rejection}");
    let many: String = (0..10_000).map(|at| format!("&f{at}=")).collect();
    let body = [DEPOSIT, many.as_bytes()].concat();
    assert!(body.len() > Notice::MAX_BODY && status(post(KCP, &[FORM], &body)) == 413);
    let few: String = (0..6_000).map(|at| format!("&f{at}=")).collect();
    let body = [DEPOSIT, few.as_bytes()].concat();
    let error = FieldError::new(Name::from_static("notice"), Reason::TooMany { max: 200 });
    assert_eq!(
        post(KCP, &[FORM], &body).unwrap_err().refusal,
        Refusal::BadNotice(NoticeError::Field(error))
    );
}

#[test]
fn a_notice_for_another_site_is_put_aside_and_not_lost() {
    // Row 63.
    let body = String::from_utf8_lossy(DEPOSIT).replace("B1234", "C5678");
    let rejection = post(KCP, &[FORM], body.as_bytes()).unwrap_err();
    assert_eq!((rejection.refusal, rejection.status()), (Refusal::ForeignSite, 400));
    assert_eq!(rejection.notice.unwrap().site, site("C5678"));
    let both = receiver().with_site(site("C5678")).unwrap().with_site(site("C5678")).unwrap();
    assert_eq!(status(both.receive("POST", KCP.parse().unwrap(), [FORM], body.as_bytes())), 200);
}

#[test]
fn the_answer_to_a_refusal_never_says_0000() {
    for form in [AnswerForm::HiddenInput, AnswerForm::ResCdJson, AnswerForm::ResultJson] {
        let receiver = receiver().with_answers(form);
        for (peer, body, status) in [("192.0.2.1", DEPOSIT, 403), (KCP, &b"site_cd=B1234"[..], 400)]
        {
            let rejection =
                receiver.receive("POST", peer.parse().unwrap(), [FORM], body).unwrap_err();
            let answer = receiver.refused(&rejection);
            assert_eq!((answer.status, answer.body), (status, form.resend().body));
            assert!(!answer.body.contains("0000"));
        }
        assert_eq!(receiver.accepted(), form.accepted());
        assert_eq!(receiver.resend(), form.resend());
    }
}

#[test]
fn a_test_merchant_has_no_receiver_in_production() {
    assert!(Receiver::new(&Environment::Production, site("T0000")).is_err());
    assert!(Receiver::new(&Environment::Test, site("B1234")).is_err());
    // Nor does one get in as a further site.
    assert!(receiver().with_site(site("T0000")).is_err());
    let test = Receiver::new(&Environment::Test, site("T0000")).unwrap();
    assert!(test.clone().with_site(site("B1234")).is_err());
    assert!(test.with_site(site("T0007")).is_ok());
}

#[test]
fn the_rule_in_force_is_shown() {
    // Row 67.
    assert_eq!(
        receiver().to_string(),
        "notices for B1234 from production-2026 (2026): 103.215.144.173 103.215.144.174, \
         X-Forwarded-For is not read"
    );
    let behind = receiver().with_proxies(Proxies::new(["10.0.0.0/8".parse().unwrap()]));
    assert!(behind.to_string().ends_with("X-Forwarded-For is read from 10.0.0.0/8"));
}

#[test]
fn a_refusal_names_the_field_and_not_the_value() {
    let body = String::from_utf8_lossy(DEPOSIT).replace("1004", "9876x");
    let rejection = post(KCP, &[FORM], body.as_bytes()).unwrap_err();
    for text in [rejection.to_string(), format!("{rejection:?}")] {
        assert!(text.contains("ipgm_mnyx") && !text.contains("9876"), "{text}");
    }
}

proptest! {
    /// Row 65: from an address that is on no list nothing is taken, whatever the request says.
    #[test]
    fn no_stranger_gets_in(
        peer in any::<u32>(),
        lines in proptest::collection::vec("(103\\.215\\.144\\.17[34]|[0-9.:, a-f\\[\\]]{0,30}){1,3}", 0..4),
    ) {
        let peer = IpAddr::from(std::net::Ipv4Addr::from_bits(peer));
        prop_assume!(!SenderList::PRODUCTION_2026.contains(peer));
        let lines = lines.iter().map(|line| ("X-Forwarded-For", line.as_bytes()));
        let outcome = receiver().receive("POST", peer, [FORM].into_iter().chain(lines), DEPOSIT);
        prop_assert_eq!(outcome.unwrap_err().refusal, Refusal::Stranger);
    }

    /// Bytes of any kind from KCP's address have an answer, and the body that is read is a notice for us.
    #[test]
    fn any_post_of_kcp_s_has_an_end(
        method in "(GET|POST)",
        body in proptest::collection::vec(any::<u8>(), 0..300),
        tail in proptest::collection::vec(any::<u8>(), 0..30),
    ) {
        let mixed = [DEPOSIT, b"&", &tail].concat();
        for body in [&body[..], &mixed] {
            match receiver().receive(&method, KCP.parse().unwrap(), [FORM], body) {
                Ok(notice) => prop_assert_eq!(notice.site, site("B1234")),
                Err(rejection) => prop_assert!((400..500).contains(&rejection.status())),
            }
        }
    }
}
