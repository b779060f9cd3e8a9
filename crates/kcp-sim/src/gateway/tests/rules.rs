//! One test per rule: a message goes in as it is after opening, a code comes out.

use proptest::prelude::*;

use super::*;
use crate::Refusal;

const CARD: &str = "payx_data=common=amount=1004|currency=410|cust_ip=10.0.0.1|escw_mod=N|/\
    card=card_mny=1004|card_tx_type=11511000|quota=00|bt_group_id=BA0011000348|\
    bt_batch_key=1234567890123456|/";
const ORDER: &str = "ordr_data=ordr_idxx=ORDER1|good_name=한글|good_mny=1004|buyr_name=홍길동|";

fn charge(gateway: &Gateway) -> String {
    let answer = ask(gateway, "T0000", "00100000", CARD, ORDER);
    assert_eq!(code(&answer), "0000");
    String::from_utf8(answer.find("tno").unwrap().to_vec()).unwrap()
}

#[test]
fn a_registered_card_is_charged() {
    let gateway = gateway();
    let answer = ask(&gateway, "T0000", "00100000", CARD, ORDER);
    let message = answer.message();
    for (name, want) in [
        ("res_cd", "0000"),
        ("pay_method", "PACA"),
        ("order_no", "ORDER1"),
        ("tno", "20261121000001"),
        ("amount", "1004"),
        ("card_mny", "1004"),
        ("coupon_mny", "0"),
        ("quota", "00"),
        ("app_time", "20261121120000"),
        ("app_no", "21000001"),
        ("card_no", "4673090000000032"),
    ] {
        assert_eq!(answer.find(name), Some(want.as_bytes()), "{name}");
    }
    assert!(Fields::read(&message, Separator::Unit).is_ok());
    let view = gateway.state().book.view();
    assert_eq!((view.approvals(), view.charged(), view.balance()), (1, 1_004, 1_004));
}

#[test]
fn each_amount_of_a_charge_must_be_the_same() {
    refuses(&CARD.replace("card_mny=1004", "card_mny=1003"), ORDER, Refusal::OTHER_AMOUNT);
    refuses(&CARD.replace("=amount=1004", "=amount=1005"), ORDER, Refusal::OTHER_AMOUNT);
    refuses(CARD, &ORDER.replace("good_mny=1004", "good_mny=1000"), Refusal::OTHER_AMOUNT);
    let gateway = gateway();
    let plan = ORDER.replace("good_mny=1004|", "");
    assert_eq!(code(&ask(&gateway, "T0000", "00100000", CARD, &plan)), "0000");
}

#[test]
fn each_part_of_a_charge_is_checked() {
    for (from, to, want) in [
        ("amount=1004", "amount=01004", Refusal::BAD_AMOUNT),
        ("amount=1004", "amount=1,004", Refusal::BAD_AMOUNT),
        ("amount=1004", "amount=", Refusal::BAD_AMOUNT),
        ("currency=410", "currency=840", Refusal::BAD_CURRENCY),
        ("currency=410|", "", Refusal::BAD_CURRENCY),
        ("10.0.0.1", "10.0.0", Refusal::BAD_ADDRESS),
        ("11511000", "11121000", Refusal::BAD_CARD_TYPE),
        ("card_mny=1004|", "", Refusal::BAD_CARD_AMOUNT),
        ("quota=00", "quota=x", Refusal::BAD_INSTALMENTS),
        ("bt_group_id=BA0011000348|", "", Refusal::BAD_CARD),
        ("1234567890123456", "123456789012345", Refusal::BAD_CARD),
        ("1234567890123456", "1234567890123457", Refusal::UNKNOWN_CARD),
        ("BA0011000348", "BA0011000349", Refusal::UNKNOWN_GROUP),
        ("common=", "other=", Refusal::NO_COMMON),
        ("card=card_mny", "va=card_mny", Refusal::UNSUPPORTED_METHOD),
    ] {
        assert!(CARD.contains(from), "{from}");
        refuses(&CARD.replace(from, to), ORDER, want);
    }
    refuses(CARD, "", Refusal::NO_ORDER);
    refuses(CARD, "ordr_data=good_mny=1004|", Refusal::NO_ORDER);
    refuses(CARD, "ordr_data=ordr_idxx=a b|", Refusal::BAD_ORDER);
    refuses("", ORDER, Refusal::NOTHING_TO_PAY);
    refuses("payx_data=", ORDER, Refusal::NOTHING_TO_PAY);
}

#[test]
fn a_test_card_takes_small_amounts_and_one_in_instalments() {
    let plan = "ordr_data=ordr_idxx=ORDER1|";
    refuses(&CARD.replace("1004", "999"), plan, Refusal::TEST_AMOUNT);
    refuses(&CARD.replace("1004", "5005"), plan, Refusal::TEST_AMOUNT);
    refuses(&CARD.replace("quota=00", "quota=03"), plan, Refusal::TEST_AMOUNT);
    let gateway = gateway();
    let content = CARD.replace("quota=00", "quota=03").replace("1004", "50004");
    assert_eq!(code(&ask(&gateway, "T0000", "00100000", &content, plan)), "0000");
}

#[test]
fn what_does_not_frame_is_a_format_refusal() {
    let many: String = (0..201).map(|at| format!("f{at}=x|")).collect();
    for content in [
        "payx_data=card=a=1|a=2|/".to_owned(),
        "payx_data=card=a=1|/card=a=1|/".to_owned(),
        format!("payx_data=card={many}/"),
        "what_data=a=1|".to_owned(),
        "ordr_data=ordr_idxx=ORDER1|".to_owned(),
        "no group".to_owned(),
        format!("sim_window=1|{many}"),
    ] {
        refuses(&content, ORDER, Refusal::BAD_FRAME);
    }
    for plan in [CARD, "mod_data=tno=1|", "ordr_data=a=1|a=1|", "ordr_data=a", "x=y=1|"] {
        refuses(CARD, plan, Refusal::BAD_FRAME);
    }
    let gateway = gateway();
    let broken = b"ordr_data=ordr_idxx=ORDER1\x1fbuyr_name=\xc7\x1f";
    assert_eq!(code(&act(&gateway, "T0000", "00100000", b"", broken)), "8300");
    let broken = b"payx_data=card=card_mny=\xff\xff\x1f\x1e";
    assert_eq!(code(&act(&gateway, "T0000", "00100000", broken, b"")), "8300");
}

#[test]
fn a_transaction_that_nobody_plays_is_refused() {
    let gateway = gateway();
    for transaction in ["00300001", "00402200", "99999999"] {
        assert_eq!(code(&ask(&gateway, "T0000", transaction, CARD, ORDER)), "8004");
    }
    assert_eq!(code(&ask(&gateway, "T0000", "00200000", CARD, ORDER)), "8009");
}

/// A change by `who` of `tno`.
fn change(gateway: &Gateway, who: &str, tno: &str, rest: &str) -> Answer {
    ask(gateway, who, "00200000", &format!("mod_data=tno={tno}|mod_ip=10.0.0.1|{rest}"), "")
}

#[test]
fn a_payment_is_cancelled_once_and_by_its_own_merchant() {
    let gateway = gateway();
    let tno = charge(&gateway);
    let answer = change(&gateway, "T0007", &tno, "mod_type=STSC|");
    assert_eq!(code(&answer), "8132");
    let answer = change(&gateway, "T0000", "20261121999999", "mod_type=STSC|");
    assert_eq!(code(&answer), "8132");
    let answer = change(&gateway, "T0000", &tno, "mod_type=STSC|mod_desc=변심|");
    assert_eq!(code(&answer), "0000");
    assert_eq!(answer.find("canc_time"), Some(&b"20261121120000"[..]));
    assert_eq!(answer.find("tno"), Some(tno.as_bytes()));
    assert_eq!(answer.find("amount"), Some(&b"1004"[..]));
    let answer = change(&gateway, "T0000", &tno, "mod_type=STSC|");
    assert_eq!(code(&answer), "8133");
    assert_eq!(gateway.state().book.view().cancels(), 1);
}

#[test]
fn partial_cancels_must_know_what_is_left() {
    let gateway = gateway();
    let tno = charge(&gateway);
    let part = |kind: &str, take: &str, left: &str| {
        change(&gateway, "T0000", &tno, &format!("mod_type={kind}|mod_mny={take}|rem_mny={left}|"))
    };
    assert_eq!(code(&part("STPC", "4", "1000")), "8037");
    assert_eq!(code(&part("STPC", "1005", "1004")), "8036");
    assert_eq!(code(&part("STPC", "0", "1004")), "8035");
    assert_eq!(code(&part("STPC", "", "1004")), "8082");
    assert_eq!(code(&part("STPC", "04", "1004")), "8082");
    assert_eq!(code(&part("STPC", "4", "")), "8084");
    assert_eq!(code(&part("STPA", "4", "1004")), "8029");
    let answer = part("STPC", "4", "1004");
    for (name, want) in [
        ("res_cd", "0000"),
        ("amount", "1004"),
        ("panc_mod_mny", "4"),
        ("panc_rem_mny", "1000"),
        ("mod_pcan_seq_no", "1"),
    ] {
        assert_eq!(answer.find(name), Some(want.as_bytes()), "{name}");
    }
    assert_eq!(code(&part("STPC", "4", "1004")), "8037");
    assert_eq!(code(&change(&gateway, "T0000", &tno, "mod_type=STSC|")), "8040");
    let answer = part("RN07", "1000", "1000");
    assert_eq!(answer.find("panc_rem_mny"), Some(&b"0"[..]));
    assert_eq!(answer.find("mod_pcan_seq_no"), Some(&b"2"[..]));
    assert_eq!(code(&part("STPC", "1", "0")), "8133");
    let view = gateway.state().book.view();
    assert_eq!((view.balance(), view.cancels()), (0, 2));
}

#[test]
fn only_a_merchant_that_captures_itself_may_ask_for_capture() {
    let gateway = gateway();
    let tno = charge(&gateway);
    assert_eq!(code(&change(&gateway, "T0000", &tno, "mod_type=STMR|")), "8138");
    let charge = crate::book::Charge {
        site: site("T0007"),
        order: OrderId::parse("ORDER2").unwrap(),
        method: PayMethod::Card,
        amount: Won::new(1_004).unwrap(),
        instalments: kcp_codec::Instalments::NONE,
        extras: crate::Extras::default(),
    };
    let now = gateway.clock.now();
    let tno = gateway.state().book.charge(charge, now).unwrap().tno;
    assert_eq!(code(&change(&gateway, "T0007", tno.as_str(), "mod_type=STMR|")), "0000");
    assert_eq!(code(&change(&gateway, "T0007", tno.as_str(), "mod_type=STMR|")), "8137");
    assert_eq!(gateway.state().book.view().captures(), 1);
}

#[test]
fn a_change_that_is_none_is_refused() {
    let gateway = gateway();
    let tno = charge(&gateway);
    assert_eq!(code(&change(&gateway, "T0000", "1", "mod_type=STSC|")), "8072");
    assert_eq!(code(&ask(&gateway, "T0000", "00200000", "mod_data=mod_type=STSC|", "")), "8072");
    assert_eq!(code(&change(&gateway, "T0000", &tno, "mod_type=STE6|")), "8073");
    assert_eq!(code(&change(&gateway, "T0000", &tno, "")), "8073");
    let content = format!("mod_data=tno={tno}|mod_type=STSC|mod_ip=here|");
    assert_eq!(code(&ask(&gateway, "T0000", "00200000", &content, "")), "8081");
    assert_eq!(gateway.state().book.view().cancels(), 0);
}

proptest! {
    #[test]
    fn no_opened_message_panics(
        content in proptest::collection::vec(any::<u8>(), 0..200),
        plan in proptest::collection::vec(any::<u8>(), 0..100),
        transaction in "001000|00200000|00100000|[0-9]{8}",
    ) {
        act(&gateway(), "T0000", &transaction, &content, &plan);
    }

    #[test]
    fn no_message_of_known_pieces_panics_or_charges_another_amount(
        pieces in proptest::collection::vec(
            "(payx_data=|mod_data=|common=|card=|acco=|sim_window=|amount=|card_mny=|currency=410|mod_type=STPC|tno=20261121000001|mod_mny=|rem_mny=|bank_code=04|account_no=1|[0-9]{1,4}|[\x1c-\x1f]){1,3}",
            0..20,
        ),
        modify: bool,
    ) {
        let gateway = gateway();
        let tno = charge(&gateway);
        prop_assert_eq!(tno, "20261121000001");
        let transaction = if modify { "00200000" } else { "00100000" };
        act(&gateway, "T0000", transaction, pieces.concat().as_bytes(), b"");
        let view = gateway.state().book.view();
        prop_assert_eq!(view.charged() - view.cancelled(), view.balance());
    }
}
