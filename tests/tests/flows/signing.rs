//! Where signatures are made: not on the thread that drives everybody's exchanges, and never so that nobody gets one.

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, Waker},
};

use kcp_codec::TransactionId;
use kcp_services::{Client, Outcome, channel::OverApi, modify::Cancel};
use kcp_transport::{
    Cause, Error,
    api::{Call, Exchange, Reply},
};
use tokio::{
    runtime::{Builder, Runtime},
    task::spawn_blocking,
};

use crate::shop::ApiShop;

/// A way to the PG-API that counts the calls and makes none.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicUsize>);

impl Exchange for Counted {
    async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
        let signature = call.texts().find(|(name, _)| name.as_str() == "kcp_sign_data");
        assert_eq!(signature.unwrap().1.len(), 344);
        self.0.fetch_add(1, Ordering::SeqCst);
        Err(Error::refused(Cause::Trust))
    }
}

/// A client whose merchant signs, and the count of what it sent.
fn counted() -> (Client<OverApi<Counted>>, Counted) {
    let merchant = {
        let runtime = Runtime::new().unwrap();
        let shop = runtime.block_on(ApiShop::open());
        shop.client.merchant().clone()
    };
    let way = Counted::default();
    let now = || kcp_codec::KstDateTime::parse("20261121221401").unwrap();
    (Client::without_ledger(merchant, OverApi(way.clone()), now), way)
}

fn cancel() -> Cancel {
    Cancel::new(TransactionId::parse("20261121000001").unwrap())
}

#[test]
fn a_signature_waits_for_a_thread_that_may_block_but_not_for_ever() {
    let (client, way) = counted();
    let calls = || way.0.load(Ordering::SeqCst);
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(1).build();
    runtime.unwrap().block_on(async {
        let (free, held) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || held.recv());
        let mut call = pin!(client.perform(cancel()));
        std::future::poll_fn(|context| {
            // Signed here, the request would be on its way by now.
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!(calls(), 0);
        // The only such thread stays busy.
        assert!(matches!(call.await, Outcome::NotSent(_)));
        assert_eq!(calls(), 1);
        drop(free);
        assert!(busy.await.unwrap().is_err());
        assert!(matches!(client.perform(cancel()).await, Outcome::NotSent(_)));
        assert_eq!(calls(), 2);
    });
}

#[test]
fn a_call_that_is_dropped_before_it_is_signed_is_not_sent() {
    let (client, way) = counted();
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(1).build();
    runtime.unwrap().block_on(async {
        let (free, held) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || held.recv());
        {
            let mut call = pin!(client.perform(cancel()));
            std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending()))
                .await;
        }
        drop(free);
        assert!(busy.await.unwrap().is_err());
    });
    assert_eq!(way.0.load(Ordering::SeqCst), 0);
}

#[test]
fn outside_tokio_it_is_signed_where_it_is_polled() {
    let (client, way) = counted();
    let mut context = Context::from_waker(Waker::noop());
    let call = pin!(client.perform(cancel()));
    assert!(matches!(call.poll(&mut context), Poll::Ready(Outcome::NotSent(_))));
    assert_eq!(way.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_call_on_either_wire_can_be_given_to_a_task() {
    let shop = ApiShop::open().await;
    let (api, socket) = (shop.client.clone(), shop.socket());
    let api = tokio::spawn(async move { api.perform(cancel()).await });
    let socket = tokio::spawn(async move { socket.perform(cancel()).await });
    assert!(matches!(api.await.unwrap(), Outcome::Declined(_)));
    assert!(matches!(socket.await.unwrap(), Outcome::Declined(_)));
}
