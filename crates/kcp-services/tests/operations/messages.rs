//! The groups that each operation writes, byte for byte, and what its constructor refuses.

use crate::{
    desk::{TNO, address, approve, cancel, charge, order, partial, verify, won},
    wire::{groups, message},
};
use kcp_codec::{BatchKey, Charset, GroupId, Instalments, Name, Reason, Text, TransactionId};
use kcp_services::{
    approve::PayType,
    batch::{Buyer, ChargeBatch},
    modify::{Capture, PartialCancel},
};

#[test]
fn a_cancel_writes_the_recorded_group() {
    assert_eq!(
        groups(&cancel().with_client_address(address())),
        "mod_data=tno=20261121000001|mod_type=STSC|mod_ip=10.0.0.1|"
    );
    let reason = Text::new(Name::from_static("mod_desc"), Charset::Ksx1001, "고객변심").unwrap();
    assert_eq!(
        groups(&cancel().with_reason(reason)),
        "mod_data=tno=20261121000001|mod_type=STSC|mod_desc=고객변심|"
    );
    assert_eq!(&message(&cancel()).tran_cd().as_bytes()[..], b"00200000");
}

#[test]
fn a_partial_cancel_names_what_was_left_before() {
    assert_eq!(
        groups(&partial(400, 1_004)),
        "mod_data=tno=20261121000001|mod_type=STPC|mod_mny=400|rem_mny=1004|"
    );
    let tno = TransactionId::parse(TNO).unwrap();
    assert_eq!(
        PartialCancel::new(tno, won(1_005), won(1_004)).unwrap_err().reason(),
        Reason::OutOfRange
    );
    assert_eq!(groups(&Capture::new(tno)), "mod_data=tno=20261121000001|mod_type=STMR|");
}

#[test]
fn a_charge_puts_the_amount_in_all_three_places() {
    let goods = Text::new(Name::from_static("good_name"), Charset::Ksx1001, "운동화").unwrap();
    let name = Text::new(Name::from_static("buyr_name"), Charset::Ksx1001, "홍길동").unwrap();
    let charge = charge()
        .with_goods(goods)
        .with_buyer(Buyer::new().with_name(name))
        .with_client_address(address());
    assert_eq!(
        groups(&charge),
        "payx_data=common=amount=1004|currency=410|cust_ip=10.0.0.1|escw_mod=N|~\
         card=card_mny=1004|card_tx_type=11511000|quota=00|bt_group_id=BA0011000348|bt_batch_key=1234567890123456|~\n\
         ordr_data=ordr_idxx=TEST0001|good_name=운동화|good_mny=1004|buyr_name=홍길동|"
    );
    assert_eq!(&message(&charge).tran_cd().as_bytes()[..], b"00100000");
}

#[test]
fn instalments_need_fifty_thousand_won() {
    let three = Instalments::new(3).unwrap();
    let charge = |amount| {
        let group = GroupId::parse("BA0011000348").unwrap();
        ChargeBatch::new(group, BatchKey::parse("1234567890123456").unwrap(), order(), won(amount))
    };
    assert_eq!(charge(49_999).with_instalments(three).unwrap_err().reason(), Reason::OutOfRange);
    assert!(groups(&charge(50_000).with_instalments(three).unwrap()).contains("|quota=03|"));
    assert!(charge(1_004).with_instalments(Instalments::NONE).is_ok());
}

#[test]
fn an_approval_sends_the_shop_s_own_amount_beside_the_window_s_text() {
    let approval = approve(PayType::Card);
    assert_eq!(groups(&approval), "ordr_data=ordr_mony=1004|ordr_no=TEST0001|pay_type=PACA|");
    assert_eq!(message(&approval).window_texts(), Some((&b"1AAAA+/=.-_"[..], &b"2BBBB__"[..])));
}

#[test]
fn an_account_check_follows_its_layout() {
    assert_eq!(
        groups(&verify()),
        "payx_data=acco=pay_method=ACCO|owner_nm=홍길동|account_no=123456789012|bank_code=04|~\n\
         ordr_data=ordr_idxx=TEST0001|"
    );
    let mut layout = kcp_services::account::AccountLayout::default();
    layout.record = Name::from_static("acnt");
    layout.owner = Name::from_static("owner");
    assert!(
        groups(&verify().with_layout(layout))
            .starts_with("payx_data=acnt=pay_method=ACCO|owner=홍길동|")
    );
}

#[test]
fn no_operation_prints_a_secret() {
    let printed = format!(
        "{:?} {:?} {:?} {:?}",
        charge(),
        verify(),
        approve(PayType::Card),
        message(&charge())
    );
    for secret in ["1234567890123456", "123456789012", "홍길동", "1AAAA"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}
