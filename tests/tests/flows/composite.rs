//! Payments of several parts between client and simulator: points and card, coupons, wallets; on both wires.

use std::fmt::Debug;

use kcp_services::{
    On, Outcome, UnknownCause,
    answer::{Agreement as Sum, PartKind},
    approve::{Approval, ApproveWindow, Detail, PayType},
    channel::Channel,
    modify::{Cancel, PartialCancel, Undo},
};
use kcp_sim::{Agreement, EasyPay, Fault, PayMethod};

use crate::shop::{ApiShop, Desk, Shop, won};

async fn approved<X: Channel + Debug>(desk: &Desk<X>, id: &str, agreement: Agreement) -> Approval
where
    ApproveWindow: On<X::Wire>,
{
    let window = desk.approval(agreement, (id, 5_004), PayMethod::Card);
    desk.client.perform(window).await.approved().unwrap().into_answer()
}

fn parts(done: &Approval) -> [Option<u64>; 3] {
    let parts = done.parts();
    assert_eq!(parts.agreement(), Sum::AddUp);
    [PartKind::Card, PartKind::Points, PartKind::Coupon]
        .map(|kind| parts.get(kind).map(|amount| amount.get()))
}

async fn flow<X: Channel + Debug>(desk: &Desk<X>)
where
    ApproveWindow: On<X::Wire>,
    Cancel: On<X::Wire>,
    PartialCancel: On<X::Wire>,
{
    let buyer = |id| Agreement::from(desk.agrees(id, 5_004, PayMethod::Card));
    let done = approved(desk, "C1", buyer("C1").with_points(won(4))).await;
    assert_eq!((done.amount, done.method), (won(5_004), PayType::Card));
    assert!(matches!((&done.detail, &done.beside), (Detail::Card(_), Some(Detail::Points(_)))));
    assert!(done.card().unwrap().approval_no.is_some());
    assert_eq!(done.points().unwrap().amount.unwrap().get(), 4);
    assert_eq!(parts(&done), [Some(5_000), Some(4), Some(0)]);
    // One cancel takes back both.
    let Undo::Cancel(cancel) = done.undo() else { panic!("{:?}", done.undo()) };
    assert!(desk.client.perform(cancel).await.approved().is_some());
    assert_eq!(desk.balance(), 0);

    let mixed = buyer("C2").with_points(won(1_000)).with_coupon(won(2_000));
    let done = approved(desk, "C2", mixed).await;
    assert_eq!(parts(&done), [Some(2_004), Some(1_000), Some(2_000)]);
    let part = PartialCancel::new(done.transaction, won(4_000), won(5_004)).unwrap();
    let part = desk.client.perform(part).await.approved().unwrap().into_answer();
    assert_eq!((part.remaining.get(), desk.balance()), (1_004, 1_004));
    assert!(desk.client.perform(part.rest().unwrap()).await.approved().is_some());

    // All of it by coupon: the card pays nothing, and the amount is what counts.
    let done = approved(desk, "C3", buyer("C3").with_coupon(won(5_004))).await;
    assert_eq!((done.amount, parts(&done)), (won(5_004), [Some(0), None, Some(5_004)]));
    assert!(done.beside.is_none() && done.points().is_none());
    assert!(desk.client.perform(Cancel::new(done.transaction)).await.approved().is_some());

    // A wallet's card is a card; a wallet's money is a method of its own where a card was asked.
    let done = approved(desk, "C4", buyer("C4").with_easy_pay(EasyPay::Kakao)).await;
    assert!(done.card().is_some() && done.beside.is_none());
    assert!(desk.client.perform(Cancel::new(done.transaction)).await.approved().is_some());
    let money = Agreement::from(desk.agrees("C5", 5_004, PayMethod::KakaoMoney));
    let done = approved(desk, "C5", money).await;
    assert_eq!((done.method, done.card().is_none()), (PayType::KakaoMoney, true));
    assert!(matches!(&done.detail, Detail::EasyPay(_)));
    assert!(desk.client.perform(Cancel::new(done.transaction)).await.approved().is_some());
    assert_eq!(desk.balance(), 0);

    // An amount that is not the total is told as what it is, and can be taken back.
    desk.simulator.faults().push(Fault::ApproveOtherAmount(-1_000));
    let window = desk.approval(buyer("C6").with_points(won(1_000)), ("C6", 5_004), PayMethod::Card);
    let outcome = desk.client.perform(window).await;
    let Outcome::Unknown(unknown) = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        unknown.cause(),
        UnknownCause::AmountDiffers { asked: won(5_004).into(), answered: won(4_004).into() }
    );
    let cancel = Cancel::new(unknown.transaction().unwrap());
    assert!(desk.client.perform(cancel).await.approved().is_some());
    assert_eq!(desk.balance(), 0);
}

#[tokio::test]
async fn parts_are_read_on_the_socket() {
    flow(&Shop::open().await).await;
}

#[tokio::test]
async fn parts_are_read_on_the_pg_api() {
    flow(&ApiShop::open().await).await;
}
