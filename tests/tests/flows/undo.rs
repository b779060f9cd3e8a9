//! Every way to pay, approved in the simulator's window and taken back as the client says: the book ends at zero.

use std::fmt::Debug;

use kcp_services::{
    On, Outcome, PgApi,
    approve::{Approval, ApproveWindow},
    channel::Channel,
    modify::{
        Cancel, CancelConfirmed, Escrow, PartialCancel, RefundAccount, Standing, StartDelivery,
        Undo,
    },
};
use kcp_sim::PayMethod;

use crate::shop::{self, ApiShop, Desk, Shop, account, text, won};

const METHODS: [PayMethod; 6] = [
    PayMethod::Card,
    PayMethod::Transfer,
    PayMethod::VirtualAccount,
    PayMethod::Mobile,
    PayMethod::Points,
    PayMethod::Gift,
];

/// Does what the client says, on the socket, and gives the kind of change that it was.
async fn undo(shop: &Shop, undo: Undo) -> &'static str {
    let kind = undo.kind();
    let (bank, number, owner) = account();
    let went = match undo {
        Undo::Cancel(cancel) => went(shop.client.perform(cancel).await),
        Undo::CancelConfirmed(cancel) => went(shop.client.perform(cancel).await),
        Undo::CancelEscrow(cancel) => went(shop.client.perform(cancel).await),
        Undo::CancelRest(cancel) => went(shop.client.perform(cancel).await),
        Undo::ConfirmedRefund(due) => went(shop.client.perform(due.to(bank, number, owner)).await),
        Undo::EscrowRefund(due) => went(shop.client.perform(due.to(bank, number, owner)).await),
        Undo::Refund(due) => went(shop.client.perform(due.to(bank, number, owner)).await),
        Undo::Release(release) => went(shop.client.perform(release).await),
    };
    assert!(went, "{kind}");
    kind
}

#[track_caller]
fn went<A: Debug>(outcome: Outcome<A>) -> bool {
    matches!(outcome, Outcome::Approved(_)) || panic!("{outcome:?}")
}

async fn approved<X: Channel + Debug>(desk: &Desk<X>, id: &str, method: PayMethod) -> Approval
where
    ApproveWindow: On<X::Wire>,
{
    let outcome = desk.client.perform(desk.window(id, 5_000, 5_000, method)).await;
    outcome.approved().unwrap().into_answer()
}

/// The payment is back, all of it, and a virtual account takes no more.
fn is_back<X: Channel + Debug>(desk: &Desk<X>, done: &Approval) {
    let book = desk.simulator.book();
    let payment = book.payment(done.transaction).unwrap();
    assert_eq!((payment.balance(), payment.left()), (0, 0), "{:?}", done.method);
    assert_eq!(payment.state, kcp_sim::PaymentState::Cancelled);
}

#[tokio::test]
async fn an_untouched_approval_is_taken_back_by_what_it_says_itself() {
    for (site, kinds) in [
        ("T0000", ["STSC", "STSC", "STSC", "STSC", "STSC", "STSC"]),
        ("T0007", ["STE2", "STE2", "STE5", "STSC", "STSC", "STSC"]),
    ] {
        let shop = Shop::of(site, shop::KEY).await;
        for (method, want) in METHODS.into_iter().zip(kinds) {
            let done = approved(&shop, &format!("U{}", method.as_str()), method).await;
            assert_eq!(undo(&shop, done.undo()).await, want, "{site} {method:?}");
            is_back(&shop, &done);
        }
        assert_eq!(shop.balance(), 0);
    }
}

#[tokio::test]
async fn a_deposit_is_taken_back_to_an_account() {
    for (site, kind) in [("T0000", "STHD"), ("T0007", "STE2")] {
        let shop = Shop::of(site, shop::KEY).await;
        let done = approved(&shop, "D1", PayMethod::VirtualAccount).await;
        shop.simulator.deposit(done.transaction).unwrap();
        let paid = Undo::of(done.transaction, done.method, done.escrow(), Standing::Paid);
        assert_eq!((shop.balance(), undo(&shop, paid).await), (5_000, kind));
        is_back(&shop, &done);
    }
}

#[tokio::test]
async fn what_is_left_of_an_ordinary_payment_is_taken_back() {
    let shop = Shop::open().await;
    for method in METHODS {
        let done = approved(&shop, &format!("P{}", method.as_str()), method).await;
        let tno = done.transaction;
        let part = PartialCancel::new(tno, won(1_000), won(5_000)).unwrap();
        let left = match method {
            PayMethod::VirtualAccount => {
                shop.simulator.deposit(tno).unwrap();
                let (bank, number, owner) = account();
                let refund = RefundAccount::new(tno, bank, number, owner);
                let part = refund.with_part(won(1_000), won(5_000)).unwrap();
                shop.client.perform(part).await.approved().unwrap().answer().remaining
            }
            PayMethod::Gift | PayMethod::Points => {
                // Taken back whole only, so that no part of them is ever left.
                shop::refused(&shop.client.perform(part).await, "8385");
                went(shop.client.perform(Cancel::new(tno)).await);
                continue;
            }
            _ => shop.client.perform(part).await.approved().unwrap().answer().remaining,
        };
        let standing = Standing::PartlyCancelled { left: left.won().unwrap() };
        let kind = undo(&shop, Undo::of(tno, done.method, Escrow::No, standing)).await;
        assert_eq!(kind, if method == PayMethod::VirtualAccount { "STPD" } else { "STPC" });
        is_back(&shop, &done);
    }
    assert_eq!(shop.balance(), 0);
}

#[tokio::test]
async fn what_is_left_of_an_escrow_payment_is_taken_back_after_the_confirmation() {
    let shop = Shop::with_escrow().await;
    for method in METHODS.into_iter().take(3) {
        let done = approved(&shop, &format!("E{}", method.as_str()), method).await;
        let tno = done.transaction;
        let (amount, all) = (won(1_000), won(5_000));
        let (bank, number, owner) = account();
        let part = match method {
            PayMethod::Card => CancelConfirmed::card_part(tno, amount, all),
            PayMethod::Transfer => CancelConfirmed::transfer_part(tno, amount, all),
            _ => {
                shop.simulator.deposit(tno).unwrap();
                CancelConfirmed::account_part_refund(tno, amount, all, bank, number, owner)
            }
        };
        let sent =
            StartDelivery::new(tno, text("deli_numb", "0000"), text("deli_corp", "자가배송"));
        went(shop.client.perform(sent).await);
        shop.simulator.confirm_purchase(tno).unwrap();
        let told = shop.client.perform(part.unwrap()).await.approved().unwrap().into_answer();
        let left = told.remaining.and_then(|left| left.won()).unwrap();
        let standing = Standing::PartlyCancelled { left };
        let kind = undo(&shop, Undo::of(tno, done.method, Escrow::Yes, standing)).await;
        assert_eq!(kind, "STE9");
        is_back(&shop, &done);
    }
    assert_eq!(shop.balance(), 0);
}

#[tokio::test]
async fn the_pg_api_takes_back_what_it_approved() {
    let shop = ApiShop::open().await;
    for method in METHODS {
        let done = approved(&shop, &format!("A{}", method.as_str()), method).await;
        let Undo::Cancel(cancel) = done.undo() else { panic!("{:?}", done.undo()) };
        went(shop.client.perform(cancel).await);
        is_back(&shop, &done);
    }
    let done = approved(&shop, "AP", PayMethod::Transfer).await;
    let part = PartialCancel::new(done.transaction, won(1_000), won(5_000)).unwrap();
    let part = shop.client.perform(part).await.approved().unwrap().into_answer();
    went(perform_rest(&shop, &part).await);
    is_back(&shop, &done);
    assert_eq!(shop.balance(), 0);
}

async fn perform_rest<X: Channel<Wire = PgApi> + Debug>(
    desk: &Desk<X>,
    part: &kcp_services::modify::PartlyCancelled,
) -> Outcome<kcp_services::modify::PartlyCancelled> {
    desk.client.perform(part.rest().unwrap()).await
}
