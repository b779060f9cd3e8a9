//! What comes to a shop by itself: the window's return and KCP's notices, held to a reader by hand.

use std::net::IpAddr;

use kcp_codec::SiteCode;
use kcp_transport::Environment;

use super::told::Told;
use crate::{
    notice::{Event, Leg, Notice, NoticeCharset, Receiver, Refusal, write_body},
    window::Returned,
};

/// Any bytes as text of a form, as the codec reads and writes it, and as a return post of the window: no code but
/// `0000` is an authentication, and its texts are the ones that stand there.
pub fn decode_form(body: &[u8]) {
    kcp_codec::fuzzing::decode_form(body);
    let Ok(returned) = Returned::parse(body) else { return };
    // An escaped name is none here: the shop's own fields come in the same post.
    let told = Told::form(body, |name| Some(name.to_vec()));
    assert!(!told.repeats(|one, other| one == other), "a name that stands twice");
    let code = told.get("res_cd");
    assert!(code.len() == 4 && code.iter().all(u8::is_ascii_alphanumeric), "no code");
    let order = match &returned {
        Returned::Authenticated { order, tran_cd, enc_data, enc_info } => {
            assert_eq!(code, b"0000", "authenticated by another code");
            assert_eq!(told.get("tran_cd"), tran_cd.as_bytes());
            assert_eq!(told.get("enc_data"), enc_data.as_bytes());
            assert_eq!(told.get("enc_info"), enc_info.as_bytes());
            for text in ["tran_cd", "enc_data", "enc_info"] {
                assert!(
                    told.get(text).iter().all(u8::is_ascii_graphic) && !told.get(text).is_empty()
                );
            }
            order
        }
        Returned::Cancelled { order } => {
            assert_eq!(code, b"3001", "cancelled by another code");
            order
        }
        Returned::Failed { code: failed, order, .. } => {
            assert_eq!(code, failed.as_bytes());
            assert!(![&b"0000"[..], b"3001"].contains(&code), "a failure by a code that is none");
            order
        }
    };
    let order = order.map(|order| order.as_str().to_owned()).unwrap_or_default();
    assert!(told.is("ordr_idxx", &order), "another order");
}

/// Whether a body is a return post.
#[must_use]
pub fn takes_form(body: &[u8]) -> bool {
    Returned::parse(body).is_ok()
}

/// Any bytes as a notice of KCP's, in either charset: what is read stands there once, and is written and read again as
/// the same. Whatever it says, a stranger's is not taken, nor one for another site.
pub fn parse_notice(body: &[u8]) {
    for charset in [NoticeCharset::EucKr, NoticeCharset::Utf8] {
        let Ok(notice) = Notice::parse(body, charset) else { continue };
        is_what_stands_there(&notice, body);
        let again = Notice::parse(&write_body(&notice.fields), charset);
        assert_eq!(again.as_ref(), Ok(&notice), "written and read again");
        assert_eq!(again.map(|again| again.key()), Ok(notice.key()));
        for twice in [&b"&tno=20261121000001"[..], b"&TNO=", b"&t%6eo", b"&%54NO=1"] {
            assert!(Notice::parse(&[body, twice].concat(), charset).is_err(), "a name twice");
        }
    }
    gate(body);
}

fn is_what_stands_there(notice: &Notice, body: &[u8]) {
    let told = Told::form(body, Told::unescaped);
    assert!(body.len() <= 64 * 1_024 && told.len() <= 200, "more than is read");
    assert!(!told.repeats(str::eq_ignore_ascii_case), "a name that stands twice");
    assert!(told.is("site_cd", notice.site.as_str()) && told.is("tx_cd", notice.code.as_str()));
    let tno = notice.transaction.as_str();
    assert!(
        told.is("tno", tno) && tno.len() == 14 && tno.bytes().all(|byte| byte.is_ascii_digit())
    );
    let order = notice.order.as_str();
    assert!(told.is_if_told("order_no", order) && told.is_if_told("ordr_no", order), "two orders");
    assert!(!told.get("order_no").is_empty() || !told.get("ordr_no").is_empty(), "no order");
    let key = notice.key().to_string();
    assert!(key.starts_with(&format!("{}:{tno}:", notice.site)), "{key}");
    match &notice.event {
        Event::Deposit(deposit) => {
            assert!(told.is("tx_cd", "TX00"));
            assert!(
                told.amount("ipgm_mnyx").is_some_and(|won| won > 0 && won == deposit.amount.get())
            );
            let leg = if told.is("op_cd", "13") { Leg::Reversal } else { Leg::Deposit };
            assert_eq!(deposit.leg(), leg, "the wrong way round");
            assert!(told.is("noti_id", &deposit.notice.to_string()), "another number");
            assert!(key.ends_with(&format!(":{}:{leg}", deposit.notice)), "{key}");
        }
        Event::MobilePayment(paid) => {
            assert!(told.is("tx_cd", "TX08"));
            assert!(
                told.amount("ipgm_mnyx").is_some_and(|won| won > 0 && won == paid.amount.get())
            );
        }
        Event::Refund(refund) => {
            let won = refund.amount.map(kcp_codec::Won::get);
            assert!(told.is("tx_cd", "TX01") && told.amount("refund_mny") == won);
        }
        Event::Purchase(_) => assert!(told.is("tx_cd", "TX02") && told.get("st_cd").len() == 1),
        Event::DeliveryStarted(_) => assert!(told.is("tx_cd", "TX03")),
        Event::SettlementHeld => assert!(told.is("tx_cd", "TX04")),
        Event::CancelledAtOnce => assert!(told.is("tx_cd", "TX05")),
        Event::Cancelled => assert!(told.is("tx_cd", "TX06")),
        Event::AccountReleased => assert!(told.is("tx_cd", "TX07")),
        Event::Other => {
            let known = ["TX00", "TX01", "TX02", "TX03", "TX04", "TX05", "TX06", "TX07", "TX08"];
            assert!(!told.is_one_of("tx_cd", &known), "a kind that is known");
        }
    }
}

/// A receiver for `T0000`, asked by a stranger, by another method, in another type of body, and rightly.
fn gate(body: &[u8]) {
    let (kcp, stranger) = (IpAddr::from([210, 122, 176, 144]), IpAddr::from([198, 51, 100, 7]));
    let site = SiteCode::parse("T0000").expect("a site code");
    let receiver = Receiver::new(&Environment::Test, site).expect("the test site");
    let form = [("Content-Type", &b"application/x-www-form-urlencoded; charset=euc-kr"[..])];
    let refusal = |method, peer, headers: [(&'static str, &'static [u8]); 1]| {
        receiver.receive(method, peer, headers, body).map_err(|rejection| rejection.refusal)
    };
    assert_eq!(refusal("POST", stranger, form), Err(Refusal::Stranger));
    assert_eq!(refusal("GET", kcp, form), Err(Refusal::Method));
    assert_eq!(refusal("POST", kcp, [("content-type", b"text/plain")]), Err(Refusal::ContentType));
    match (refusal("POST", kcp, form), Notice::parse(body, NoticeCharset::EucKr)) {
        (Ok(taken), Ok(notice)) => {
            assert_eq!(taken, notice);
            assert_eq!(taken.site.as_str(), "T0000", "a notice for another site");
        }
        (Err(Refusal::ForeignSite), Ok(notice)) => assert_ne!(notice.site.as_str(), "T0000"),
        (Err(Refusal::BadNotice(found)), Err(want)) => assert_eq!(found, want),
        (found, want) => panic!("received as {found:?}, read as {want:?}"),
    }
}
