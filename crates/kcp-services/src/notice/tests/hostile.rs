//! What somebody between KCP and the shop may add to a notice.

use proptest::sample;

use super::*;

const NAMES: [&str; 12] = [
    "site_cd",
    "tno",
    "order_no",
    "ordr_no",
    "tx_cd",
    "tx_tm",
    "ipgm_mnyx",
    "totl_mnyx",
    "noti_id",
    "op_cd",
    "account",
    "cash_no",
];

/// A name of a field as it is, or in a spelling that some other program would take for it.
fn spelled(name: &str, how: u8) -> String {
    let escaped: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
    match how % 9 {
        0 => name.to_owned(),
        1 => escaped,
        2 => name.to_uppercase(),
        3 => format!("{name}%00"),
        4 => format!("+{name}"),
        5 => format!("{name}[]"),
        6 => format!("{name};"),
        7 => name.replace('_', "."),
        _ => format!("%EF%BB%BF{name}"),
    }
}

#[test]
fn a_name_in_capitals_is_the_same_name() {
    // Row 72: whoever reads names without regard to case must not see another notice in the same bytes.
    for (extra, name) in
        [("OP_CD=13", "OP_CD"), ("Noti_Id=1", "Noti_Id"), ("TX%5FCD=TX01", "TX_CD")]
    {
        refused(&format!("{DEPOSIT}&{extra}"), name, Reason::Repeated);
    }
    refused(&format!("OP_CD=13&{DEPOSIT}"), "op_cd", Reason::Repeated);
}

#[test]
fn a_code_that_is_not_13_to_the_byte_is_no_reversal_and_no_deposit_either() {
    for code in [
        "13%00",
        "%0013",
        "+13",
        "13+",
        "013",
        "1%203",
        "%EF%BC%91%EF%BC%93",
        "13,50",
        "50,13",
        "0x0d",
        "1",
        "3",
        "-3",
        "13;",
        "1%33%",
        "TT",
        "1e1",
        "%",
    ] {
        let body = DEPOSIT.replace("op_cd=50", &format!("op_cd={code}"));
        match parse(&body).unwrap_err() {
            NoticeError::Field(error) => assert_eq!(error.field(), DepositCode::NAME, "{code}"),
            other => panic!("{code}: {other:?}"),
        }
    }
    assert_eq!(deposit(&DEPOSIT.replace("op_cd=50", "op_cd=%31%33")).leg(), Leg::Reversal);
}

#[test]
fn a_body_without_a_field_is_no_notice() {
    for body in ["", "&", "&&&", "=", "=&=", "%", "x", "{\"tx_cd\":\"TX00\"}", "\0"] {
        refused(body, "tx_cd", Reason::Missing);
    }
}

proptest! {
    /// Whatever is added to a deposit, in whatever spelling and place: it is the same deposit, or none.
    #[test]
    fn what_is_added_changes_no_money(
        extra in proptest::collection::vec(
            (sample::select(&NAMES[..]), any::<u8>(), "[A-Za-z0-9%+;=]{0,14}|13|TX01|9999|A2"),
            1..4,
        ),
        at in any::<sample::Index>(),
        reversed in any::<bool>(),
    ) {
        let honest = if reversed { DEPOSIT.replace("op_cd=50", "op_cd=13") } else { DEPOSIT.to_owned() };
        let mut pairs: Vec<String> = honest.split('&').map(str::to_owned).collect();
        for (name, how, value) in &extra {
            let place = at.index(pairs.len() + 1);
            pairs.insert(place, format!("{}={value}", spelled(name, *how)));
        }
        if let Ok(read) = parse(&pairs.join("&")) {
            let plain = parse(&honest).unwrap();
            prop_assert_eq!((read.key(), read.order), (plain.key(), plain.order));
            match (read.event, plain.event) {
                (Event::Deposit(read), Event::Deposit(plain)) => {
                    prop_assert_eq!((read.leg(), read.amount), (plain.leg(), plain.amount));
                    prop_assert_eq!(read.account, plain.account);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    /// Row 45: an amount is its digits, or the notice is none.
    #[test]
    fn an_amount_is_its_digits(amount in "[0-9]{1,14}|[-+ ,.0-9e]{1,8}|\\PC{0,6}") {
        let mut escaped = Vec::new();
        kcp_codec::form::encode_into(amount.as_bytes(), &mut escaped);
        let escaped = String::from_utf8(escaped).unwrap();
        let body = DEPOSIT.replace("ipgm_mnyx=1004", &format!("ipgm_mnyx={escaped}"));
        let digits = (1..=12).contains(&amount.len()) && amount.bytes().all(|byte| byte.is_ascii_digit());
        let want = amount.parse::<u64>().ok().filter(|&won| digits && won > 0);
        let read = parse(&body).ok().map(|_| deposit(&body).amount.get());
        prop_assert_eq!(read, want);
    }
}
