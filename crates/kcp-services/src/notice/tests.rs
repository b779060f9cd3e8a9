//! Posts as KCP and as others may write them.

use proptest::prelude::*;

use super::*;

const DEPOSIT: &str = "site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX00&tx_tm=20120101000000\
    &ipgm_name=%C8%AB%B1%E6%B5%BF&remitter=%C8%AB%B1%E6%B5%BF&ipgm_mnyx=1004&totl_mnyx=1004&ipgm_time=20120101000000\
    &bank_code=11&account=10838964000000&noti_id=08060404000000000004&op_cd=50&cash_a_no=560098441";

fn parse(body: &str) -> Result<Notice, NoticeError> {
    Notice::parse(body.as_bytes(), NoticeCharset::EucKr)
}

fn deposit(body: &str) -> Deposit {
    match parse(body).unwrap().event {
        Event::Deposit(deposit) => *deposit,
        other => panic!("{other:?}"),
    }
}

/// A notice of another kind.
fn event(code: &str, rest: &str) -> Result<Event, NoticeError> {
    parse(&format!("site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd={code}{rest}"))
        .map(|notice| notice.event)
}

fn refused(body: &str, field: &'static str, reason: Reason) {
    let error = FieldError::new(Name::from_static(field), reason);
    assert_eq!(parse(body).unwrap_err(), NoticeError::Field(error), "{body}");
}

#[test]
fn a_field_that_stands_twice_is_no_notice() {
    // Row 72, for every field of the post and the same value twice.
    for pair in DEPOSIT.split('&') {
        let name = pair.split('=').next().unwrap().trim();
        for again in [format!("{DEPOSIT}&{pair}"), format!("{name}=&{DEPOSIT}")] {
            match parse(&again).unwrap_err() {
                NoticeError::Field(error) => {
                    assert_eq!((error.field().as_str(), error.reason()), (name, Reason::Repeated));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn the_order_has_two_names_and_one_value() {
    // Row 73.
    let order = |body: &str| parse(body).map(|notice| notice.order.to_string());
    let then = DEPOSIT.replace("order_no=", "ordr_no=");
    assert_eq!(order(&then).as_deref(), Ok("A1"));
    assert_eq!(order(&format!("{DEPOSIT}&ordr_no=A1")).as_deref(), Ok("A1"));
    assert_eq!(order(&format!("{DEPOSIT}&ordr_no=")).as_deref(), Ok("A1"));
    assert_eq!(order(&format!("{DEPOSIT}&ordr_no=A2")), Err(NoticeError::OrdersDiffer));
    assert_eq!(order(&format!("{then}&order_no=a1")), Err(NoticeError::OrdersDiffer));
    refused(&DEPOSIT.replace("order_no=A1&", ""), "order_no", Reason::Missing);
    refused(&DEPOSIT.replace("order_no=A1", "order_no="), "order_no", Reason::Missing);
    refused(
        &DEPOSIT.replace("order_no=A1", "order_no=A%201"),
        "order_no",
        Reason::BadByte { at: 1 },
    );
}

#[test]
fn a_bank_has_two_spellings_and_one_value() {
    // Row 73.
    let bank = |code: &str| deposit(&DEPOSIT.replace("bank_code=11", code)).bank;
    assert_eq!(bank("bank_code=11"), kcp_codec::BankCode::parse("11").ok());
    assert_eq!(bank("bank_code=BK11"), bank("bank_code=11"));
    // What is no bank does not turn a deposit away.
    assert_eq!(bank("bank_code=x"), None);
}

#[test]
fn a_name_that_does_not_decode_keeps_its_bytes_and_the_money_counts() {
    // Row 74: cut in half, in the other charset, broken escapes, nothing at all.
    for (name, bytes, text) in [
        ("%C8%AB%B1", &b"\xc8\xab\xb1"[..], None),
        ("%80", b"\x80", None),
        ("%C8%", b"%C8%", Some("%C8%")),
        ("%ZZ\u{fffd}", "%ZZ\u{fffd}".as_bytes(), None),
        ("%ED%99%8D%EA%B8%B8%EB%8F%99", "홍길동".as_bytes(), None),
    ] {
        let body = DEPOSIT.replace("remitter=%C8%AB%B1%E6%B5%BF", &format!("remitter={name}"));
        let read = deposit(&body);
        let remitter = read.remitter.as_ref().unwrap();
        assert_eq!((remitter.as_bytes(), remitter.as_str()), (bytes, text), "{name}");
        assert_eq!(read.amount.get(), 1_004);
        assert_eq!(read.buyer.unwrap().as_str(), Some("홍길동"));
    }
    let utf8 = DEPOSIT.replace("%C8%AB%B1%E6%B5%BF", "%ED%99%8D%EA%B8%B8%EB%8F%99");
    let notice = Notice::parse(utf8.as_bytes(), NoticeCharset::Utf8).unwrap();
    let Event::Deposit(read) = notice.event else { panic!() };
    assert_eq!(read.remitter.unwrap().as_str(), Some("홍길동"));
    assert!(deposit(&DEPOSIT.replace("remitter=%C8%AB%B1%E6%B5%BF&", "")).remitter.is_none());
}

#[test]
fn numbers_and_codes_have_to_be_right() {
    let with = |from: &str, to: &str| DEPOSIT.replace(from, to);
    for (from, to, field, reason) in [
        ("=T0000", "=t0000", "site_cd", Reason::BadByte { at: 0 }),
        ("=T0000", "=", "site_cd", Reason::Missing),
        ("tno=2", "tno=", "tno", Reason::WrongLength { len: 13, want: 14 }),
        ("tno=2", "tno=%B2", "tno", Reason::BadByte { at: 0 }),
        ("tx_cd=TX00", "tx_cd=TX0", "tx_cd", Reason::WrongLength { len: 3, want: 4 }),
        ("mnyx=1004&totl", "mnyx=1%2C004&totl", "ipgm_mnyx", Reason::BadByte { at: 1 }),
        ("mnyx=1004&totl", "mnyx=-1004&totl", "ipgm_mnyx", Reason::BadByte { at: 0 }),
        ("mnyx=1004&totl", "mnyx=0&totl", "ipgm_mnyx", Reason::Zero),
        ("mnyx=1004&totl", "mnyx=&totl", "ipgm_mnyx", Reason::Missing),
        ("mnyx=1004&totl", "mnyx=1+004&totl", "ipgm_mnyx", Reason::BadByte { at: 1 }),
        ("totl_mnyx=1004", "totl_mnyx=1e3", "totl_mnyx", Reason::BadByte { at: 1 }),
        ("op_cd=50", "op_cd=", "op_cd", Reason::Missing),
        ("op_cd=50", "op_cd=013", "op_cd", Reason::WrongLength { len: 3, want: 2 }),
        ("op_cd=50", "op_cd=1+3", "op_cd", Reason::WrongLength { len: 3, want: 2 }),
        ("noti_id=0", "noti_id=00", "noti_id", Reason::TooLong { len: 21, max: 20 }),
        ("noti_id=0", "noti_id=%00", "noti_id", Reason::BadByte { at: 0 }),
        ("account=1", "account=%EF%BC%91", "account", Reason::BadByte { at: 0 }),
    ] {
        let body = with(from, to);
        assert_ne!(body, DEPOSIT, "{from}");
        refused(&body, field, reason);
    }
}

#[test]
fn a_strange_date_turns_no_deposit_away() {
    for date in ["", "2012010100000000", "20121301000000", "now"] {
        let notice = parse(&DEPOSIT.replace("20120101000000", date)).unwrap();
        assert_eq!(notice.at, None, "{date}");
        assert_eq!(notice.fields.get(Name::from_static("tx_tm")), Some(date.as_bytes()));
    }
}

#[test]
fn a_reversal_shares_the_number_and_not_the_key() {
    // Row 56.
    let (came, went) =
        (parse(DEPOSIT).unwrap(), parse(&DEPOSIT.replace("op_cd=50", "op_cd=13")).unwrap());
    let leg = |notice: &Notice| match &notice.event {
        Event::Deposit(deposit) => deposit.leg(),
        other => panic!("{other:?}"),
    };
    assert_eq!((leg(&came), leg(&went)), (Leg::Deposit, Leg::Reversal));
    assert_ne!(came.key(), went.key());
    assert_eq!(came.key().to_string(), "T0000:20120101999999:08060404000000000004:deposit");
    assert_eq!(went.key().to_string(), "T0000:20120101999999:08060404000000000004:reversal");
    // Another deposit code is the same leg, and the same key.
    assert_eq!(parse(&DEPOSIT.replace("op_cd=50", "op_cd=18")).unwrap().key(), came.key());
    for (from, to) in [("T0000", "T0007"), ("tno=2", "tno=3"), ("noti_id=0", "noti_id=1")] {
        assert_ne!(parse(&DEPOSIT.replace(from, to)).unwrap().key(), came.key(), "{to}");
    }
}

#[test]
fn each_kind_has_its_fields() {
    let refund =
        event("TX01", "&refund_nm=%C8%AB%B1%E6%B5%BF&refund_mny=1004&bank_code=03").unwrap();
    let Event::Refund(refund) = refund else { panic!("{refund:?}") };
    assert_eq!(refund.amount.map(|amount| amount.get()), Some(1_004));
    assert_eq!(refund.bank.unwrap().digits(), "03");
    assert_eq!(refund.owner.unwrap().as_str(), Some("홍길동"));
    assert!(event("TX01", "&refund_mny=x").is_err());

    let purchase = |rest: &str| match event("TX02", rest).unwrap() {
        Event::Purchase(purchase) => purchase,
        other => panic!("{other:?}"),
    };
    match purchase("&st_cd=N&can_msg=%C8%AB%B1%E6%B5%BF") {
        Purchase::Cancelled { reason } => assert_eq!(reason.unwrap().as_str(), Some("홍길동")),
        other => panic!("{other:?}"),
    }
    assert_eq!(purchase("&st_cd=Y"), Purchase::Confirmed);
    assert_eq!(purchase("&st_cd=S"), Purchase::ConfirmedBySystem);
    assert_eq!(purchase("&st_cd=n"), Purchase::Other('n'));
    for bad in ["", "&st_cd=", "&st_cd=NN", "&st_cd=%20", "&can_msg=x"] {
        assert!(event("TX02", bad).is_err(), "{bad}");
    }

    let delivery = event("TX03", "&waybill_no=1234-5678&waybill_corp=CJ").unwrap();
    let Event::DeliveryStarted(delivery) = delivery else { panic!("{delivery:?}") };
    assert_eq!(delivery.waybill.unwrap().as_str(), Some("1234-5678"));
    assert_eq!(delivery.courier.unwrap().as_str(), Some("CJ"));

    for (code, want) in [
        ("TX04", Event::SettlementHeld),
        ("TX05", Event::CancelledAtOnce),
        ("TX06", Event::Cancelled),
        ("TX07", Event::AccountReleased),
    ] {
        assert_eq!(event(code, "&tx_tm=20120101000000"), Ok(want));
    }

    let mobile = event("TX08", "&ipgm_mnyx=1004&bank_code=BK03").unwrap();
    let Event::MobilePayment(mobile) = mobile else { panic!("{mobile:?}") };
    assert_eq!((mobile.amount.get(), mobile.bank.unwrap().digits()), (1_004, "03"));
    assert!(event("TX08", "").is_err());
}

#[test]
fn an_unknown_kind_is_kept_with_its_fields() {
    let notice = parse(
        "site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX99&tx_tm=20300101000000&new_field=%B0%A1",
    )
    .unwrap();
    assert_eq!((&notice.event, notice.code.as_str()), (&Event::Other, "TX99"));
    assert_eq!(notice.fields.get(Name::from_static("new_field")), Some(&b"\xb0\xa1"[..]));
    assert_eq!(notice.key().to_string(), "T0000:20120101999999:TX99:20300101000000");
    let bare = parse("site_cd=T0000&tno=20120101999999&order_no=A1&tx_cd=TX07").unwrap();
    assert_eq!(bare.key().to_string(), "T0000:20120101999999:TX07:-");
}

#[test]
fn nothing_personal_is_printed() {
    let body = DEPOSIT
        .replace("10838964000000", "T1083896400")
        .replace("remitter=%C8%AB%B1%E6%B5%BF", "remitter=HONG");
    let printed = format!("{:?} {:#?} {}", parse(&body), parse(&body), parse(&body).unwrap().key());
    assert!(printed.contains("1004") && printed.contains("20120101999999"), "{printed}");
    for personal in ["1083896400", "HONG", "홍길동"] {
        assert!(!printed.contains(personal), "{personal} in {printed}");
    }
}

proptest! {
    /// Whatever order the fields come in, and whatever stands between them.
    #[test]
    fn the_order_of_fields_counts_for_nothing(seed in any::<u64>()) {
        let mut pairs: Vec<&str> = DEPOSIT.split('&').collect();
        let mut state = seed;
        for at in (1..pairs.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            pairs.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let (mixed, plain) = (parse(&pairs.join("&&")).unwrap(), parse(DEPOSIT).unwrap());
        prop_assert_eq!(mixed.event, plain.event);
        prop_assert_eq!((mixed.order, mixed.at, mixed.transaction), (plain.order, plain.at, plain.transaction));
    }

    #[test]
    fn what_is_read_is_written_and_read_again(
        remitter in proptest::collection::vec(any::<u8>(), 0..40),
        extra in proptest::collection::vec(("[a-z_]{1,8}", proptest::collection::vec(any::<u8>(), 0..20)), 0..5),
    ) {
        let mut body = DEPOSIT.replace("remitter=%C8%AB%B1%E6%B5%BF", "remitter=").into_bytes();
        body.extend_from_slice(b"&x_name=");
        body.extend_from_slice(&remitter);
        for (name, value) in extra {
            body.extend_from_slice(format!("&x_{name}=").as_bytes());
            body.extend_from_slice(&value);
        }
        crate::fuzzing::parse_notice(&body);
    }

    #[test]
    fn any_bytes_have_an_end(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        crate::fuzzing::parse_notice(&body);
    }
}

mod hostile;
