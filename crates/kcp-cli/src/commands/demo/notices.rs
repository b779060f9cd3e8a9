//! The shop's side of notices: a real listener on loopback that reads what the simulator posts and answers it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context as _;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kcp_codec::SiteCode;
use kcp_services::notice::{Notice, NoticeAnswer, Receiver};
use kcp_transport::Environment;
use tokio::{net::TcpListener, task::JoinHandle};

use super::steps::site;
use crate::commands::Failure;

/// A listener, and what it was told so far. A shop keeps notices in its database; here a list will do.
pub(super) struct NoticeDesk {
    address: SocketAddr,
    told: Arc<Mutex<Vec<Notice>>>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Desk {
    receiver: Arc<Receiver>,
    told: Arc<Mutex<Vec<Notice>>>,
}

impl NoticeDesk {
    /// Listens on a free port of loopback, for a simulator's notices about this merchant and `other`.
    pub(super) async fn open(environment: &Environment, other: SiteCode) -> Result<Self, Failure> {
        let receiver = Receiver::new(environment, site()?)
            .context("the notice receiver")?
            .with_site(other)
            .context("the escrow merchant")?;
        let told = Arc::new(Mutex::new(Vec::new()));
        let desk = Desk { receiver: Arc::new(receiver), told: Arc::clone(&told) };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let app = Router::new()
            .fallback(receive)
            .with_state(desk)
            .into_make_service_with_connect_info::<SocketAddr>();
        let task = tokio::spawn(async move {
            // It ends with the demo; nobody is left to tell of an error.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, told, task })
    }

    /// Where to post.
    pub(super) fn url(&self) -> String {
        format!("http://{}/kcp/notice", self.address)
    }

    /// The last notice that was taken.
    pub(super) fn last(&self) -> Option<Notice> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).last().cloned()
    }
}

impl Drop for NoticeDesk {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn receive(
    State(desk): State<Desk>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, Notice::MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let answer = match desk.receiver.receive(head.method.as_str(), peer.ip(), headers, &body) {
        Ok(notice) => {
            desk.told.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
            desk.receiver.accepted()
        }
        Err(rejection) => desk.receiver.refused(&rejection),
    };
    respond(answer)
}

fn respond(answer: NoticeAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, [(header::CONTENT_TYPE, answer.content_type)], Body::from(answer.body)).into_response()
}
