//! Cash receipts between client and simulator: registered on both wires, asked for and taken back on the socket.

use std::fmt::Debug;

use kcp_codec::{KstDateTime, Name, TransactionId, WonOrZero, Word};
use kcp_services::{
    On, Outcome, UnknownCause,
    cash_receipt::{
        BusinessNumber, CancelReceipt, PaidBy, Purpose, QueryReceipt, ReceiptId, RegisterReceipt,
        RegisteredReceipt, Seller, SellerTax,
    },
    channel::Channel,
};
use kcp_sim::{CashReceipt, Fault, PayMethod, ReceiptUse, Simulator};
use kcp_transport::{Cause, legacy::Gateway};

use crate::shop::{ApiShop, Desk, Shop, Watched, order, refused, text, won};

const TOTAL: u64 = 11_000;

fn traded_at() -> KstDateTime {
    KstDateTime::parse("20261120100000").unwrap()
}

fn receipt(id: &str, purpose: Purpose, number: &str) -> RegisterReceipt {
    RegisterReceipt::new(
        order(id),
        text("good_name", "운동화"),
        text("buyr_name", "홍길동"),
        traded_at(),
        purpose,
        word("id_info", number),
        won(TOTAL),
        WonOrZero::new(1_000).unwrap(),
    )
    .unwrap()
}

fn seller() -> Seller {
    Seller::new(
        SellerTax::Taxed,
        BusinessNumber::parse("1234567890").unwrap(),
        text("corp_nm", "한국상점"),
        text("corp_owner_nm", "김철수"),
        text("corp_addr", "서울시 중구 1"),
        text("corp_telno", "02-2108-1000"),
    )
}

async fn registered<X: Channel + Debug>(
    client: &Watched<X>,
    receipt: RegisterReceipt,
) -> RegisteredReceipt
where
    RegisterReceipt: On<X::Wire>,
{
    match client.perform(receipt).await {
        Outcome::Approved(done) => done.into_answer(),
        other => panic!("{other:?}"),
    }
}

/// The receipt of this number as the book has it.
fn in_book(simulator: &Simulator, number: &ReceiptId) -> CashReceipt {
    let book = simulator.book();
    *book.receipts().iter().find(|known| known.number.as_str() == number.as_str()).unwrap()
}

/// What is registered on either wire, and what is refused.
async fn register<X: Channel + Debug>(desk: &Desk<X>)
where
    RegisterReceipt: On<X::Wire>,
{
    let kinds = [
        (Purpose::Personal, "01012345678", ReceiptUse::Income),
        (Purpose::Business, "1234567890", ReceiptUse::Expense),
    ];
    for (at, (purpose, number, usage)) in kinds.into_iter().enumerate() {
        let id = format!("K{at}");
        let done = registered(&desk.client, receipt(&id, purpose, number)).await;
        let known = in_book(&desk.simulator, &done.cash_no);
        assert_eq!((known.amount, known.usage, known.order), (won(TOTAL), usage, order(&id)));
        assert_eq!((known.traded_at, known.payment), (traded_at(), None));
        assert_eq!(done.receipt_no.as_deref(), Some(known.approval()));
        assert_eq!(done.registered_at, Some(known.registered_at));
        assert_eq!(done.status_text.as_deref(), Some("정상처리"));
    }
    let charge = WonOrZero::new(500).unwrap();
    let more = receipt("K2", Purpose::Personal, "01012345678").with_service(charge).unwrap();
    let more = more.with_seller(seller()).with_payment(PaidBy::Elsewhere);
    let more = more.with_mail(text("buyr_mail", "test@kcp.co.kr"));
    let more = more.with_phone(text("buyr_tel1", "02-2108-1000"));
    let done = registered(&desk.client, more.with_comment(text("comment", "현장 수령"))).await;
    assert_eq!(in_book(&desk.simulator, &done.cash_no).left(), TOTAL);
    let short = receipt("K3", Purpose::Personal, "010");
    refused(&desk.client.perform(short).await, "8719");
    let book = desk.simulator.book();
    assert_eq!((book.receipts().len(), book.balance()), (3, 0));
}

#[tokio::test]
async fn a_receipt_is_registered_on_the_socket() {
    register(&Shop::open().await).await;
}

#[tokio::test]
async fn a_receipt_is_registered_on_the_pg_api_and_taken_back_on_the_socket() {
    let shop = ApiShop::open().await;
    register(&shop).await;
    let done = registered(&shop.client, receipt("P1", Purpose::Personal, "01012345678")).await;
    take_back(&shop.socket(), &shop.simulator, &done.cash_no).await;
}

#[tokio::test]
async fn a_receipt_is_asked_for_and_taken_back_in_parts_and_whole() {
    let shop = Shop::open().await;
    for _ in 0..2 {
        let new = receipt("S1", Purpose::Personal, "01012345678");
        let done = registered(&shop.client, new).await;
        take_back(&shop.client, &shop.simulator, &done.cash_no).await;
    }
    let whole = registered(&shop.client, receipt("S2", Purpose::Business, "1234567890")).await;
    let cancel = || CancelReceipt::new(whole.cash_no.clone(), traded_at());
    let first = shop.client.perform(cancel()).await.approved().unwrap().into_answer();
    assert_eq!((first.earlier, first.remaining), (false, WonOrZero::ZERO));
    assert_eq!(first.status_text.as_deref(), Some("취소"));
    assert!(shop.client.perform(cancel()).await.approved().unwrap().answer().earlier);
    assert_eq!(in_book(&shop.simulator, &whole.cash_no).left(), 0);
}

/// A part, the same part again, the whole, and the rest.
async fn take_back(client: &Watched<Gateway>, simulator: &Simulator, number: &ReceiptId) {
    let query = QueryReceipt::new(number.clone(), traded_at());
    let says = async |want: &str| {
        let found = client.ask(&query).await.approved().unwrap().into_answer();
        assert_eq!(found.cash_no, *number);
        assert_eq!(found.status_text.as_deref(), Some(want));
    };
    says("정상처리").await;
    let cancel = || CancelReceipt::new(number.clone(), traded_at());
    let part = |amount, left| cancel().with_part(won(amount), won(left)).unwrap();
    let first = client.perform(part(1_100, TOTAL)).await.approved().unwrap().into_answer();
    assert_eq!((first.earlier, first.remaining.get()), (false, 9_900));
    says("부분취소").await;
    refused(&client.perform(part(1_100, TOTAL)).await, "8037");
    refused(&client.perform(cancel()).await, "8040");
    assert_eq!(in_book(simulator, number).left(), 9_900);
    let rest = client.perform(part(9_900, 9_900)).await.approved().unwrap().into_answer();
    assert_eq!((rest.earlier, rest.remaining), (false, WonOrZero::ZERO));
    says("취소").await;
    assert!(cancel().with_part(won(2), won(1)).is_err());
}

#[tokio::test]
async fn only_the_right_receipt_is_found() {
    let shop = Shop::open().await;
    let done = registered(&shop.client, receipt("F1", Purpose::Personal, "01012345678")).await;
    let nobody = ReceiptId::parse("20200101000000").unwrap();
    refused(&shop.client.ask(&QueryReceipt::new(nobody.clone(), traded_at())).await, "8585");
    refused(&shop.client.perform(CancelReceipt::new(nobody, traded_at())).await, "8585");
    let later = KstDateTime::parse("20261120100001").unwrap();
    let other = CancelReceipt::new(done.cash_no.clone(), later);
    refused(&shop.client.perform(other).await, "8095");
    assert_eq!(in_book(&shop.simulator, &done.cash_no).left(), TOTAL);
}

#[tokio::test]
async fn a_receipt_says_which_payment_it_is_for() {
    let shop = Shop::open().await;
    let window = shop.window("M1", TOTAL, TOTAL, PayMethod::VirtualAccount);
    let tno = shop.client.perform(window).await.approved().unwrap().answer().transaction;
    shop.simulator.deposit(tno).unwrap();
    let notice = shop.simulator.book().notices().last().unwrap().id.clone();
    let paid =
        |transaction| PaidBy::VirtualAccount { transaction, notice: word("pay_tx_id", &notice) };
    let new = || receipt("M1", Purpose::Personal, "01012345678");
    registered(&shop.client, new().with_payment(paid(tno))).await;
    let transfer = new().with_payment(PaidBy::Transfer(tno));
    refused(&shop.client.perform(transfer).await, "3101");
    let nobody = TransactionId::parse("20200101000000").unwrap();
    refused(&shop.client.perform(new().with_payment(paid(nobody))).await, "8132");
    assert_eq!(shop.simulator.book().receipts().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_about_a_receipt_is_a_doubt_that_a_question_settles() {
    let shop = Shop::open().await;
    shop.simulator.faults().push(Fault::CutAnswerAfter(40));
    let lost = shop.client.perform(receipt("L1", Purpose::Personal, "01012345678")).await;
    let Outcome::Unknown(unknown) = lost else { panic!("{lost:?}") };
    assert_eq!(unknown.cause(), UnknownCause::Transport(Cause::TruncatedAnswer));
    let known = shop.simulator.book().receipts().to_vec();
    let [known] = known.as_slice() else { panic!("{known:?}") };
    let number = ReceiptId::parse(known.number.as_str()).unwrap();
    shop.simulator.faults().push(Fault::CutAnswerAfter(40));
    let cancel = || CancelReceipt::new(number.clone(), traded_at());
    assert!(matches!(shop.client.perform(cancel()).await, Outcome::Unknown(_)));
    let found = shop.client.ask(&QueryReceipt::new(number.clone(), traded_at())).await;
    assert_eq!(found.approved().unwrap().answer().status_text.as_deref(), Some("취소"));
    assert!(shop.client.perform(cancel()).await.approved().unwrap().answer().earlier);
    assert_eq!(shop.simulator.book().receipts().len(), 1);
}

pub(crate) fn word(name: &'static str, value: &str) -> Word<20> {
    Word::new(Name::from_static(name), value).unwrap()
}
