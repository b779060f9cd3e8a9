//! The blocking client against the simulator, on both wires, from plain threads and from where it must not be called.

use std::thread;

use kcp_services::{
    Outcome, UnknownCause,
    approve::PayType,
    blocking::Client,
    inquiry::{Inquire, TradeState},
    modify::{Cancel, PartialCancel},
};
use kcp_sim::Fault;
use kcp_transport::{Cause, legacy::Gateway};
use tokio::runtime::{Builder, Runtime};

use crate::shop::{ApiShop, Shop, charge, won};

/// A shop whose simulator runs on other threads than the test.
fn open() -> (Runtime, Shop, Client<Gateway>) {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(Shop::open());
    let client = Client::over(shop.client.bare()).unwrap();
    (runtime, shop, client)
}

#[track_caller]
fn inside<A: std::fmt::Debug>(outcome: &Outcome<A>) {
    assert!(
        matches!(outcome, Outcome::NotSent(why) if why.error().cause() == Cause::InsideRuntime),
        "{outcome:?}"
    );
}

#[test]
fn the_same_operations_have_the_same_outcomes() {
    let (_runtime, shop, client) = open();
    let tno = client.perform(charge("B1", 5_004)).approved().unwrap().answer().transaction;
    let part = PartialCancel::new(tno, won(2_000), won(5_004)).unwrap();
    assert_eq!(client.perform(part).approved().unwrap().answer().remaining.get(), 3_004);
    let whole = client.perform(Cancel::new(tno));
    assert!(matches!(&whole, Outcome::Declined(no) if no.code().as_str() == "8040"));
    shop.simulator.faults().push(Fault::CutAnswerAfter(40));
    let Outcome::Unknown(lost) = client.perform(charge("B2", 1_004)) else { panic!("it is known") };
    assert_eq!(lost.cause(), UnknownCause::Transport(Cause::TruncatedAnswer));
    assert_eq!(client.merchant().site().as_str(), "T0000");
    shop.book(2, 6_008, 2_000);
}

#[test]
fn the_pg_api_is_signed_and_asked_alike() {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(ApiShop::open());
    let client = Client::over(shop.client.bare()).unwrap();
    let tno = client.perform(charge("A1", 1_004)).approved().unwrap().answer().transaction;
    let query = Inquire::new(tno, PayType::Card);
    let state = || client.ask(&query).approved().unwrap().into_answer().state;
    assert_eq!(state(), TradeState::Approved);
    assert!(matches!(client.perform(Cancel::new(tno)), Outcome::Approved(_)));
    assert_eq!(state(), TradeState::Cancelled);
    shop.book(1, 1_004, 1_004);
}

#[test]
fn threads_share_a_client() {
    let (_runtime, shop, client) = open();
    thread::scope(|scope| {
        for at in 0..8 {
            let client = client.clone();
            scope.spawn(move || {
                for turn in 0..4 {
                    let outcome = client.perform(charge(&format!("T{at}x{turn}"), 1_004));
                    assert!(matches!(outcome, Outcome::Approved(_)), "{outcome:?}");
                }
            });
        }
    });
    shop.book(32, 32 * 1_004, 0);
}

#[test]
fn inside_a_runtime_it_says_so_and_sends_nothing() {
    let (_runtime, shop, client) = open();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    let several = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for runtime in [single, several] {
        let calls = client.clone();
        runtime.block_on(async move {
            inside(&calls.perform(charge("I1", 1_004)));
            let task = calls.clone();
            tokio::spawn(async move { inside(&task.perform(charge("I2", 1_004))) }).await.unwrap();
            let task = calls.clone();
            tokio::task::spawn_blocking(move || inside(&task.perform(charge("I3", 1_004))))
                .await
                .unwrap();
        });
        let _entered = runtime.enter();
        inside(&client.perform(charge("I4", 1_004)));
    }
    assert_eq!(shop.simulator.book().connections(), 0);
    // Outside again, the same client works.
    assert!(matches!(client.perform(charge("I5", 1_004)), Outcome::Approved(_)));
    shop.book(1, 1_004, 0);
}

#[test]
fn it_is_made_and_dropped_anywhere() {
    let (runtime, shop, used) = open();
    assert!(matches!(used.perform(charge("M1", 1_004)), Outcome::Approved(_)));
    runtime.block_on(async {
        drop(used);
        let made = Client::over(shop.client.bare()).unwrap();
        let thread = thread::spawn(move || {
            assert!(matches!(made.perform(charge("M2", 1_004)), Outcome::Approved(_)));
            made
        });
        drop(tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap());
    });
    shop.book(2, 2_008, 0);
}
