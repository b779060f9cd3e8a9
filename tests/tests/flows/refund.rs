//! Refunds of virtual accounts on both wires: whole, in parts, with taxes, to a checked account, and with lost answers.

use std::fmt::Debug;

use kcp_codec::{AccountNumber, BankCode, OwnerNumber, TransactionId, WonOrZero};
use kcp_services::{
    On, Outcome, UnknownCause,
    approve::ApproveWindow,
    channel::Channel,
    modify::{Cancel, PartialCancel, RefundAccount, Refunded},
    virtual_account::IssueAccount,
};
use kcp_sim::{Fault, NoticeKind, PayMethod, PaymentState};
use kcp_transport::Cause;

use crate::shop::{self, ApiShop, Desk, Shop, account, owner, refused, tax, won};

/// An account of 30,000 won, paid in.
async fn paid<X: Channel + Debug>(desk: &Desk<X>, id: &str) -> TransactionId
where
    ApproveWindow: On<X::Wire>,
{
    let window = desk.window(id, 30_000, 30_000, PayMethod::VirtualAccount);
    let tno = desk.client.perform(window).await.approved().unwrap().answer().transaction;
    desk.simulator.deposit(tno).unwrap();
    tno
}

fn refund(tno: TransactionId) -> RefundAccount {
    let (bank, number, owner) = account();
    RefundAccount::new(tno, bank, number, owner)
}

async fn refunded<X: Channel + Debug>(desk: &Desk<X>, refund: RefundAccount) -> Refunded
where
    RefundAccount: On<X::Wire>,
{
    match desk.client.perform(refund).await {
        Outcome::Approved(done) => done.into_answer(),
        other => panic!("{other:?}"),
    }
}

/// Everything that is the same on both wires.
async fn flow<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    Cancel: On<X::Wire>,
    PartialCancel: On<X::Wire>,
    RefundAccount: On<X::Wire>,
{
    whole(desk).await;
    parts(desk).await;
    checks(desk).await;
    lost(desk).await;
}

async fn whole<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    Cancel: On<X::Wire>,
    PartialCancel: On<X::Wire>,
    RefundAccount: On<X::Wire>,
{
    let window = desk.window("W1", 30_000, 30_000, PayMethod::VirtualAccount);
    let issued = desk.client.perform(window).await.approved().unwrap().answer().transaction;
    refused(&desk.client.perform(refund(issued)).await, "8329");
    let tno = paid(desk, "W2").await;
    refused(&desk.client.perform(Cancel::new(tno)).await, "8134");
    let part = PartialCancel::new(tno, won(10_000), won(30_000)).unwrap();
    refused(&desk.client.perform(part).await, "8134");
    let first = refunded(desk, refund(tno)).await;
    assert_eq!((first.earlier, first.remaining), (false, WonOrZero::ZERO));
    assert!(refunded(desk, refund(tno)).await.earlier);
    assert_eq!(desk.balance(), 0);
    let last = desk.simulator.book().notices().last().unwrap().clone();
    assert_eq!((last.kind, last.tno), (NoticeKind::Refund, tno));
}

async fn parts<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    RefundAccount: On<X::Wire>,
{
    let tno = paid(desk, "P1").await;
    let part = |amount, left| refund(tno).with_part(won(amount), won(left)).unwrap();
    let first = refunded(desk, part(10_000, 30_000)).await;
    assert_eq!((first.earlier, first.remaining.get(), desk.balance()), (false, 20_000, 20_000));
    // The same part again is another one, and what it says is left is not.
    refused(&desk.client.perform(part(10_000, 30_000)).await, "8037");
    refused(&desk.client.perform(refund(tno)).await, "8040");
    let taxed = refund(tno);
    let taxed = taxed.with_taxed_part(won(11_500), won(20_000), tax(10_000, 1_000, 500)).unwrap();
    assert_eq!(refunded(desk, taxed).await.remaining.get(), 8_500);
    let (bank, number, owner) = account();
    let rest = first.rest().unwrap().to(bank, number.clone(), owner.clone());
    // That was the rest before the second part.
    refused(&desk.client.perform(rest).await, "8037");
    let rest = refunded(desk, part(8_500, 8_500)).await;
    assert!(rest.rest().is_none());
    assert_eq!(desk.simulator.book().payment(tno).unwrap().state, PaymentState::Cancelled);
    refused(&desk.client.perform(part(8_500, 8_500)).await, "8337");
    assert_eq!(desk.balance(), 0);
    assert!(refund(tno).with_taxed_part(won(1_100), won(1_100), tax(1_000, 99, 0)).is_err());
    assert!(refund(tno).with_part(won(2), won(1)).is_err());
}

async fn checks<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    RefundAccount: On<X::Wire>,
{
    let tno = paid(desk, "C1").await;
    let (bank, number, _) = account();
    let nobody = AccountNumber::parse("999999999999").unwrap();
    let elsewhere = BankCode::parse("71").unwrap();
    for (refund, code) in [
        (RefundAccount::new(tno, bank, number.clone(), owner("김철수")), "8090"),
        (RefundAccount::new(tno, bank, nobody, owner("홍길동")), "8999"),
        (RefundAccount::new(tno, elsewhere, number.clone(), owner("홍길동")), "8713"),
    ] {
        refused(&desk.client.perform(refund).await, code);
    }
    assert_eq!(desk.balance(), 30_000);
    let number = OwnerNumber::parse("7001011234567").unwrap();
    let real = refund(tno).with_real_name(number.clone(), owner("홍길동"));
    let part = real.clone().with_part(won(1), won(30_000)).unwrap();
    assert_eq!(refunded(desk, part).await.remaining.get(), 29_999);
    let rest = real.with_part(won(29_999), won(29_999)).unwrap();
    assert_eq!(refunded(desk, rest).await.remaining.get(), 0);
    let tno = paid(desk, "C2").await;
    assert!(!refunded(desk, refund(tno).with_real_name(number, owner("홍길동"))).await.earlier);
    assert_eq!(desk.balance(), 0);
}

async fn lost<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    RefundAccount: On<X::Wire>,
{
    let tno = paid(desk, "L1").await;
    let cancels = desk.simulator.book().cancels();
    desk.simulator.faults().push(Fault::CutAnswerAfter(40));
    let outcome = desk.client.perform(refund(tno)).await;
    let Outcome::Unknown(unknown) = outcome else { panic!("{outcome:?}") };
    assert!(
        matches!(unknown.cause(), UnknownCause::Transport(Cause::TruncatedAnswer)),
        "{unknown}"
    );
    assert_eq!((desk.simulator.book().cancels(), desk.balance()), (cancels + 1, 0));
    assert!(refunded(desk, refund(tno)).await.earlier);
    assert_eq!(desk.simulator.book().cancels(), cancels + 1);

    let tno = paid(desk, "L2").await;
    let part = || refund(tno).with_part(won(10_000), won(30_000)).unwrap();
    desk.simulator.faults().push(Fault::CutAnswerAfter(40));
    let outcome = desk.client.perform(part()).await;
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
    assert_eq!(desk.balance(), 20_000);
    // Sent again by mistake, it is refused: what it says is left is not.
    refused(&desk.client.perform(part()).await, "8037");
    assert_eq!(desk.balance(), 20_000);
}

#[tokio::test]
async fn accounts_are_refunded_on_the_socket() {
    flow(&Shop::open().await).await;
}

#[tokio::test]
async fn accounts_are_refunded_on_the_pg_api() {
    flow(&ApiShop::open().await).await;
}

#[tokio::test]
async fn an_account_that_was_issued_without_a_window_is_refunded_on_either_wire() {
    let shop = ApiShop::open().await;
    let socket = shop.socket();
    let until = kcp_codec::KstDateTime::parse("20261130120000").unwrap();
    let issue = IssueAccount::new(
        shop::order("I1"),
        won(30_000),
        BankCode::parse("26").unwrap(),
        shop::text("va_name", "홍길동"),
        until,
        shop::text("good_name", "운동화"),
    );
    let issued = shop.client.perform(issue).await.approved().unwrap();
    assert_eq!(issued.code().as_str(), "V000");
    let tno = issued.answer().transaction;
    shop.simulator.deposit(tno).unwrap();
    let part = refund(tno).with_part(won(10_000), won(30_000)).unwrap();
    let part = shop.client.perform(part).await.approved().unwrap().into_answer();
    let (bank, number, owner) = account();
    let rest = socket.perform(part.rest().unwrap().to(bank, number, owner)).await;
    assert_eq!(rest.approved().unwrap().answer().remaining, WonOrZero::ZERO);
    assert_eq!(shop.balance(), 0);
}
