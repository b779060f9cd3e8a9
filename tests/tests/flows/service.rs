//! The client as a tower service against the simulated gateway: what a caller that leaves, a deadline and a full house
//! do to the money, which is nothing.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use kcp_services::{
    Client, Outcome, UnknownCause,
    approve::Approval,
    batch::ChargeBatch,
    modify::Cancel,
    service::{Attempts, ConcurrencyLayer, DeadlineLayer, TraceLayer},
};
use kcp_sim::Fault;
use kcp_transport::{
    Cause, GatewayPublicKey, WireLog,
    legacy::{Deadlines, Gateway},
};
use tokio::{
    runtime::Runtime,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::yield_now,
    time::timeout,
};
use tower::{Layer, Service, ServiceBuilder, ServiceExt as _};

use crate::shop::{Shop, charge};

/// The shop's client once more, with a wire log that tells how each attempt went on.
fn watched(shop: &Shop, limit: Duration) -> (Attempts<Gateway>, UnboundedReceiver<String>) {
    let merchant = shop.client.merchant().clone();
    let public = GatewayPublicKey::from_pem(&shop.simulator.public_key_pem()).unwrap();
    let (tell, told) = unbounded_channel();
    let gateway = Gateway::new(merchant.environment(), public)
        .with_deadlines(Deadlines::new(limit, limit))
        .with_wire_log(WireLog::to(move |entry| drop(tell.send(entry.to_string()))));
    let now = || kcp_codec::KstDateTime::parse("20261121221401").unwrap();
    (Attempts::new(Client::without_ledger(merchant, gateway, now)), told)
}

const LONG: Duration = Duration::from_secs(20);

/// The next entry of the log, which has to come.
async fn next(told: &mut UnboundedReceiver<String>) -> String {
    timeout(LONG, told.recv()).await.unwrap().unwrap()
}

/// Polls once.
async fn once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(std::pin::Pin::new(&mut *future).poll(context))).await
}

#[track_caller]
fn not_sent<A: std::fmt::Debug>(outcome: &Outcome<A>, cause: Cause) {
    assert!(
        matches!(outcome, Outcome::NotSent(why) if why.error().cause() == cause),
        "{cause:?}: {outcome:?}"
    );
}

#[track_caller]
fn unknown<A: std::fmt::Debug>(outcome: &Outcome<A>, cause: Cause) {
    let cause = UnknownCause::Transport(cause);
    assert!(
        matches!(outcome, Outcome::Unknown(what) if what.cause() == cause),
        "{cause:?}: {outcome:?}"
    );
}

#[tokio::test]
async fn a_call_through_every_layer_ends_as_the_client_s_own() {
    let shop = Shop::open().await;
    let kcp = ServiceBuilder::new()
        .layer(TraceLayer::new())
        .layer(DeadlineLayer::new(LONG))
        .layer(ConcurrencyLayer::new(2))
        .service(Attempts::new(shop.client.bare()));
    let Ok(charged) = kcp.clone().oneshot(charge("S1", 1_004)).await;
    let tno = charged.approved().unwrap().answer().transaction;
    // One service for every operation of the wire.
    let Ok(cancelled) = kcp.clone().oneshot(Cancel::new(tno)).await;
    assert!(!cancelled.approved().unwrap().answer().earlier);
    let Ok(refused) = kcp.clone().oneshot(charge("S2", 50_004)).await;
    assert!(matches!(&refused, Outcome::Declined(no) if no.code().as_str() == "8129"));
    shop.simulator.faults().push(Fault::CutAnswerAfter(40));
    let Ok(lost) = kcp.oneshot(charge("S3", 1_004)).await;
    unknown(&lost, Cause::TruncatedAnswer);
    shop.book(2, 2_008, 1_004);
}

#[tokio::test]
async fn a_caller_that_leaves_at_any_moment_ends_no_attempt() {
    let shop = Shop::open().await;
    let (kcp, mut told) = watched(&shop, LONG);
    let moments = 60;
    for moment in 0..moments {
        let mut call = kcp.clone().oneshot(charge(&format!("L{moment}"), 1_004));
        let mut ended = once(&mut call).await.is_ready();
        for _ in 0..moment {
            yield_now().await;
            ended |= !ended && once(&mut call).await.is_ready();
        }
        drop(call);
        // The request is sent and the answer is read, though nobody waits.
        let sent = next(&mut told).await;
        assert!(sent.contains("\"sent\":\"00100000\""), "{moment}: {sent}");
        let answer = next(&mut told).await;
        assert!(answer.contains("\"answer\":\"0000\""), "{moment}: {answer}");
    }
    shop.book(moments, moments * 1_004, 0);
}

#[tokio::test]
async fn a_call_that_is_never_polled_sends_nothing() {
    let shop = Shop::open().await;
    let (kcp, mut told) = watched(&shop, LONG);
    let mut kcp = ConcurrencyLayer::new(1).layer(kcp);
    drop(kcp.call(charge("N1", 1_004)));
    // And its place is free again.
    let Ok(outcome) = kcp.call(charge("N2", 1_004)).await;
    assert!(matches!(outcome, Outcome::Approved(_)), "{outcome:?}");
    shop.book(1, 1_004, 0);
    assert!(next(&mut told).await.contains("sent") && next(&mut told).await.contains("answer"));
    assert!(told.try_recv().is_err());
}

#[tokio::test]
async fn a_deadline_says_that_it_does_not_know_and_the_attempt_goes_on() {
    let shop = Shop::open().await;
    let (kcp, mut told) = watched(&shop, LONG);
    let slow = Fault::DripAnswer { bytes: 40, pause: Duration::from_millis(5) };
    shop.simulator.faults().push(slow);
    let mut kcp = DeadlineLayer::new(Duration::from_millis(1)).layer(kcp);
    let Ok(outcome) = kcp.call(charge("D1", 1_004)).await;
    unknown(&outcome, Cause::Deadline);
    assert!(next(&mut told).await.contains("\"sent\""));
    assert!(next(&mut told).await.contains("\"answer\":\"0000\""));
    shop.book(1, 1_004, 0);
}

#[tokio::test]
async fn a_deadline_leaves_a_service_alone_that_runs_where_it_is_polled() {
    /// A middleware of somebody else's, that knows nothing of tasks.
    #[derive(Clone)]
    struct Bare(Client<Gateway>);

    impl Service<ChargeBatch> for Bare {
        type Response = Outcome<Approval>;
        type Error = std::convert::Infallible;
        type Future = std::pin::Pin<
            Box<dyn Future<Output = Result<Outcome<Approval>, std::convert::Infallible>> + Send>,
        >;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, charge: ChargeBatch) -> Self::Future {
            let client = self.0.clone();
            Box::pin(async move { Ok(client.perform(charge).await) })
        }
    }

    let shop = Shop::open().await;
    let slow = Fault::DripAnswer { bytes: 40, pause: Duration::from_millis(5) };
    shop.simulator.faults().push(slow);
    let merchant = shop.client.merchant().clone();
    let public = GatewayPublicKey::from_pem(&shop.simulator.public_key_pem()).unwrap();
    let (tell, mut told) = unbounded_channel();
    let gateway = Gateway::new(merchant.environment(), public)
        .with_wire_log(WireLog::to(move |entry| drop(tell.send(entry.to_string()))));
    let now = || kcp_codec::KstDateTime::parse("20261121221401").unwrap();
    let bare = Bare(Client::without_ledger(merchant, gateway, now));
    let mut kcp = DeadlineLayer::new(Duration::from_millis(1)).layer(bare);
    let Ok(outcome) = kcp.call(charge("B1", 1_004)).await;
    unknown(&outcome, Cause::Deadline);
    assert!(next(&mut told).await.contains("\"sent\""));
    assert!(next(&mut told).await.contains("\"answer\":\"0000\""));
}

#[tokio::test]
async fn a_full_house_refuses_before_sending_and_counts_attempts_nobody_waits_for() {
    let shop = Shop::open().await;
    let (kcp, mut told) = watched(&shop, Duration::from_millis(500));
    let kcp = ConcurrencyLayer::new(1).layer(kcp);
    shop.simulator.faults().push(Fault::NeverAnswer);
    let mut first = kcp.clone().oneshot(charge("F1", 1_004));
    assert!(once(&mut first).await.is_pending());
    assert!(next(&mut told).await.contains("\"sent\""));
    drop(first);
    let Ok(second) = kcp.clone().oneshot(charge("F2", 1_004)).await;
    not_sent(&second, Cause::Busy);
    assert_eq!(shop.simulator.book().connections(), 1);
    // The first attempt ends at its own deadline and leaves its place.
    assert!(next(&mut told).await.contains("\"delivery\":\"Unknown\""));
    let third = async {
        loop {
            let Ok(outcome) = kcp.clone().oneshot(charge("F3", 1_004)).await;
            if !matches!(outcome, Outcome::NotSent(_)) {
                return outcome;
            }
            yield_now().await;
        }
    };
    assert!(matches!(timeout(LONG, third).await.unwrap(), Outcome::Approved(_)));
    let none = ConcurrencyLayer::new(0).layer(Attempts::new(shop.client.bare()));
    let Ok(outcome) = none.oneshot(charge("F4", 1_004)).await;
    not_sent(&outcome, Cause::Busy);
}

#[test]
fn outside_every_runtime_nothing_is_sent() {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(Shop::open());
    let attempts = Attempts::new(shop.client.bare());
    let mut context = Context::from_waker(Waker::noop());
    let plain = attempts.clone().oneshot(charge("O1", 1_004));
    let timed = DeadlineLayer::new(LONG).layer(attempts).oneshot(charge("O2", 1_004));
    let Poll::Ready(Ok(outcome)) = pin!(plain).poll(&mut context) else { panic!("it waits") };
    not_sent(&outcome, Cause::NoRuntime);
    let Poll::Ready(Ok(outcome)) = pin!(timed).poll(&mut context) else { panic!("it waits") };
    not_sent(&outcome, Cause::NoRuntime);
    shop.book(0, 0, 0);
    assert_eq!(shop.simulator.book().connections(), 0);
}

#[test]
fn a_runtime_that_ends_in_the_middle_leaves_a_doubt() {
    let (gateway, client) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    let shop = gateway.block_on(Shop::open());
    let (kcp, mut told) = watched(&shop, LONG);
    shop.simulator.faults().push(Fault::NeverAnswer);
    let mut call = kcp.oneshot(charge("E1", 1_004));
    {
        let _inside = client.enter();
        let mut context = Context::from_waker(Waker::noop());
        assert!(pin!(&mut call).poll(&mut context).is_pending());
    }
    assert!(gateway.block_on(next(&mut told)).contains("\"sent\""));
    drop(client);
    let Ok(outcome) = gateway.block_on(call);
    unknown(&outcome, Cause::Interrupted);
}
