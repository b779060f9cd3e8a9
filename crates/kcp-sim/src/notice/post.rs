//! One attempt at a notice: a connection of its own, a form, and a whole answer in time.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use super::{NoticeAnswer, NoticeUrl, answer};

/// Posts a notice and reads the answer.
pub(super) async fn post(url: &NoticeUrl, body: &[u8], patience: Duration) -> NoticeAnswer {
    match timeout(patience, exchange(url, body)).await {
        Ok(Some((status, body))) => answer::read(status, &body),
        Ok(None) | Err(_) => NoticeAnswer::Silent,
    }
}

async fn exchange(url: &NoticeUrl, body: &[u8]) -> Option<(u16, Vec<u8>)> {
    let request = Request::post(url.path.as_str())
        .header(header::HOST, url.host.as_str())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONNECTION, "close")
        .body(Body::from(body.to_vec()))
        .ok()?;
    let stream = TcpStream::connect(url.address).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    // It ends with the sender, whenever this attempt ends.
    tokio::spawn(connection);
    let answer = sender.send_request(request).await.ok()?;
    let status = answer.status().as_u16();
    let body = to_bytes(Body::new(answer.into_body()), ANSWER_MAX).await.ok()?;
    Some((status, body.to_vec()))
}

/// Longest answer. A shop's page around one hidden input is far shorter.
const ANSWER_MAX: usize = 64 * 1024;
