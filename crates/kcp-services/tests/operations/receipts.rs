//! Cash receipts on the socket: what each operation writes, and what each answer means.

use crate::{
    desk::{Desk, order, read, tno, unknown, won},
    wire::{code, groups, message},
};
use kcp_codec::{Charset, KstDateTime, Name, Reason, Text, WonOrZero, Word};
use kcp_services::{
    Outcome, Query, UnknownCause,
    cash_receipt::{
        BusinessNumber, CancelReceipt, PaidBy, Purpose, QueryReceipt, ReceiptId, RegisterReceipt,
        Seller, SellerTax,
    },
};

const YES: &str = "res_cd=0000\x1fcash_no=20370466727800\x1freceipt_no=591234567\x1fapp_time=20261121221401\x1f\
    reg_stat=0000\x1freg_desc=ok";

fn text<const MAX: usize>(value: &str) -> Text<MAX> {
    Text::new(Name::from_static("text"), Charset::Ksx1001, value).unwrap()
}

fn word<const MAX: usize>(value: &str) -> Word<MAX> {
    Word::new(Name::from_static("word"), value).unwrap()
}

fn at() -> KstDateTime {
    KstDateTime::parse("20261121221400").unwrap()
}

fn zero(amount: u64) -> WonOrZero {
    WonOrZero::new(amount).unwrap()
}

fn register(purpose: Purpose) -> RegisterReceipt {
    let (goods, buyer, id) = (text("운동화"), text("홍길동"), word("01012345678"));
    RegisterReceipt::new(order(), goods, buyer, at(), purpose, id, won(1_100), zero(100)).unwrap()
}

fn receipt() -> ReceiptId {
    ReceiptId::parse("20370466727800").unwrap()
}

#[test]
fn a_registration_nests_two_sets_and_ends_each_twice() {
    let want = "payx_data=\nordr_data=ordr_idxx=TEST0001|good_name=운동화|buyr_name=홍길동|\
        rcpt_data=user_type=PGNW|trad_time=20261121221400|tr_code=0|id_info=01012345678|amt_tot=1100|amt_sup=1000|\
        amt_svc=0|amt_tax=100|pay_type=PAXX||corp_data=corp_type=0||";
    assert_eq!(groups(&register(Purpose::Personal)), want);
    assert_eq!(code(&register(Purpose::Personal)), "07010000");
    let sealed: Vec<_> = message(&register(Purpose::Personal))
        .groups()
        .map(|group| group.kind().is_sealed())
        .collect();
    assert_eq!(sealed, [true, false]);
}

#[test]
fn a_registration_says_how_the_money_came_and_who_sold() {
    let seller = Seller::new(
        SellerTax::Taxed,
        BusinessNumber::parse("1234567890").unwrap(),
        text("상점"),
        text("김철수"),
        text("서울"),
        text("02-123-4567"),
    )
    .with_selling_number(BusinessNumber::parse("2234567890").unwrap());
    let paid = PaidBy::VirtualAccount { transaction: tno(), notice: word("26112100000000000001") };
    let full = register(Purpose::Business)
        .with_phone(text("02-1"))
        .with_mail(text("a@b.kr"))
        .with_comment(text("비고"))
        .with_service(zero(50))
        .unwrap()
        .with_payment(paid)
        .with_seller(seller);
    let want = "payx_data=\nordr_data=ordr_idxx=TEST0001|good_name=운동화|buyr_name=홍길동|buyr_tel1=02-1|\
        buyr_mail=a@b.kr|comment=비고|\
        rcpt_data=user_type=PGNW|trad_time=20261121221400|tr_code=1|id_info=01012345678|amt_tot=1100|amt_sup=950|\
        amt_svc=50|amt_tax=100|pay_type=PAVC|pay_trade_no=20261121000001|pay_tx_id=26112100000000000001||\
        corp_data=corp_type=1|corp_tax_type=TG01|corp_tax_no=1234567890|corp_sell_tax_no=2234567890|corp_nm=상점|\
        corp_owner_nm=김철수|corp_addr=서울|corp_telno=02-123-4567||";
    assert_eq!(groups(&full), want);
    let transfer = register(Purpose::Personal).with_payment(PaidBy::Transfer(tno()));
    assert!(groups(&transfer).contains("|pay_type=PABK|pay_trade_no=20261121000001||corp_data="));
    let printed = format!("{full:?}");
    for secret in ["01012345678", "홍길동", "1234567890", "김철수", "02-123"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn parts_of_a_receipt_never_pass_its_total() {
    let new = |tax| {
        RegisterReceipt::new(
            order(),
            text("운동화"),
            text("홍길동"),
            at(),
            Purpose::Personal,
            word("01012345678"),
            won(1_100),
            zero(tax),
        )
    };
    let refused = new(1_101).unwrap_err();
    assert_eq!((refused.field().as_str(), refused.reason()), ("amt_tax", Reason::OutOfRange));
    let refused = new(100).unwrap().with_service(zero(1_001)).unwrap_err();
    assert_eq!((refused.field().as_str(), refused.reason()), ("amt_svc", Reason::OutOfRange));
    assert!(new(100).unwrap().with_service(zero(1_000)).is_ok());
}

#[test]
fn a_cancel_and_a_question_name_the_receipt_and_its_time() {
    let name = "mod_value=20370466727800|mod_gubn=MG01|trad_time=20261121221400|";
    let cancel = CancelReceipt::new(receipt(), at());
    assert_eq!(groups(&cancel), format!("payx_data=\nmod_data=mod_type=STSC|{name}"));
    assert_eq!(code(&cancel), "07020000");
    let part = cancel.with_part(won(400), won(1_100)).unwrap();
    assert_eq!(
        groups(&part),
        format!("payx_data=\nmod_data=mod_type=STPC|{name}mod_mny=400|rem_mny=1100|")
    );
    let query = QueryReceipt::new(receipt(), at());
    assert_eq!(groups(&query), format!("payx_data=\nmod_data=mod_type=STSQ|{name}"));
    assert_eq!(code(&query), "07030000");
    let more = CancelReceipt::new(receipt(), at()).with_part(won(1_101), won(1_100));
    assert_eq!(more.unwrap_err().reason(), Reason::OutOfRange);
}

#[test]
fn a_registration_needs_its_number() {
    let done = read(&register(Purpose::Personal), YES).approved().unwrap().into_answer();
    assert_eq!(done.cash_no, receipt());
    assert_eq!(done.receipt_no.as_deref(), Some("591234567"));
    assert_eq!((done.status.as_deref(), done.status_text.as_deref()), (Some("0000"), Some("ok")));
    assert_eq!(done.registered_at.unwrap().to_string(), "2026-11-21 22:14:01 KST");
    for text in ["res_cd=0000", "res_cd=0000\x1fcash_no=", "res_cd=0000\x1fcash_no=2037x"] {
        let cause = unknown(read(&register(Purpose::Personal), text));
        assert!(matches!(cause, UnknownCause::Unreadable(_)), "{text}: {cause:?}");
    }
    let other = format!("{YES}\x1forder_no=TEST0002");
    assert_eq!(unknown(read(&register(Purpose::Personal), &other)), UnknownCause::OrderDiffers);
    assert!(matches!(read(&register(Purpose::Personal), "res_cd=8999"), Outcome::Declined(_)));
    assert!(matches!(read(&register(Purpose::Personal), "res_cd=8133"), Outcome::Declined(_)));
}

#[test]
fn a_cancel_of_another_receipt_is_a_doubt_and_only_a_whole_one_comes_second() {
    let cancel = || CancelReceipt::new(receipt(), at());
    let part = || cancel().with_part(won(400), won(1_100)).unwrap();
    let done = read(&cancel(), YES).approved().unwrap().into_answer();
    assert!(!done.earlier && done.remaining == WonOrZero::ZERO && done.cancelled_at.is_some());
    assert_eq!(read(&part(), YES).approved().unwrap().answer().remaining.get(), 700);
    let other = YES.replace("7800", "7801");
    assert_eq!(unknown(read(&cancel(), &other)), UnknownCause::TransactionDiffers);
    assert!(matches!(unknown(read(&cancel(), "res_cd=0000")), UnknownCause::Unreadable(_)));
    assert!(read(&cancel(), "res_cd=8133").approved().unwrap().answer().earlier);
    assert!(matches!(read(&part(), "res_cd=8133"), Outcome::Declined(_)));
    let wrong = format!("{YES}\x1fmod_mny=401");
    assert!(matches!(unknown(read(&part(), &wrong)), UnknownCause::AmountDiffers { .. }));
}

#[tokio::test]
async fn a_receipt_may_be_asked_for_again_and_again() {
    fn is_query<Q: Query>(_: &Q) {}
    let query = QueryReceipt::new(receipt(), at());
    is_query(&query);
    let client = Desk::answering(YES);
    for _ in 0..2 {
        let found = client.ask(&query).await.approved().unwrap().into_answer();
        assert_eq!((found.cash_no, found.status.as_deref()), (receipt(), Some("0000")));
    }
    let other = YES.replace("7800", "7801");
    assert_eq!(unknown(read(&query, &other)), UnknownCause::TransactionDiffers);
}
