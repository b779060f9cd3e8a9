//! Real sockets on loopback: the verdict at every point where a connection can break.

use std::sync::Arc;
use std::{net::SocketAddr, sync::Mutex};

use kcp_codec::{Fields, Group, Name, SiteCode, SiteKey, Won, enc2};
use kcp_crypto::{GatewayPrivateKey, seal};
use tokio::{net::TcpListener, task::JoinHandle};

use super::*;
use crate::{Delivery, legacy::TranCode};

const WON: Name = Name::from_static("ordr_mony");

struct Desk {
    gateway: Gateway,
    server: JoinHandle<usize>,
}

/// What the server does once it has read so many bytes of a request.
#[derive(Clone, Copy)]
enum Then {
    Answer(fn(&[u8]) -> Vec<u8>),
    Close,
    Hang,
}

async fn desk(read: usize, then: Then) -> Desk {
    let key = Arc::new(GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server_key = key.clone();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = Vec::new();
        let mut buffer = [0; 1024];
        while seen.len() < read && !whole(&seen) {
            let want = buffer.len().min(read - seen.len());
            match stream.read(&mut buffer[..want]).await {
                Ok(0) | Err(_) => break,
                Ok(len) => seen.extend_from_slice(&buffer[..len]),
            }
        }
        match then {
            Then::Answer(plain) => {
                stream.write_all(&answer(&server_key, &seen, plain)).await.unwrap()
            }
            Then::Close => {}
            // Until the client gives up and closes.
            Then::Hang => while stream.read(&mut buffer).await.is_ok_and(|len| len > 0) {},
        }
        seen.len()
    });
    let environment = Environment::Simulator { gateway: address, pg_api: None };
    let gateway = Gateway::new(&environment, key.public_key())
        .with_deadlines(Deadlines::new(Duration::from_secs(5), Duration::from_millis(400)));
    Desk { gateway, server }
}

fn whole(seen: &[u8]) -> bool {
    let text = String::from_utf8_lossy(seen);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    body.len() >= length.parse().unwrap()
}

/// Seals what `plain` makes of the request, or passes it on if it is an HTTP response by itself.
fn answer(key: &GatewayPrivateKey, request: &[u8], plain: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let text = plain(request);
    if text.starts_with(b"HTTP/") {
        return text;
    }
    let head = String::from_utf8_lossy(request);
    let enc_key = head.lines().find_map(|line| line.strip_prefix("enc_key: ")).unwrap();
    let session = key.open_envelope(&enc2::decode(enc_key.as_bytes()).unwrap()).unwrap();
    let body = enc2::encode(enc2::Table::pick(2), &seal(&session, &text));
    [
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .as_bytes(),
        &body,
    ]
    .concat()
}

fn who() -> Credentials {
    Credentials::new(
        SiteCode::parse("T0000").unwrap(),
        &SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap(),
    )
}

fn message(amount: u64) -> Message {
    let order = Fields::new().with(WON, &Won::new(amount).unwrap());
    Message::new(TranCode::PAY, [Group::order(&order)])
}

async fn exchange(gateway: &Gateway) -> Result<Reply, (Cause, Delivery)> {
    let trace_no = TraceNo::parse("T0000BLLM060GRMQ").unwrap();
    gateway
        .exchange(&who(), trace_no, &message(1_004))
        .await
        .map_err(|error| (error.cause(), error.delivery()))
}

#[tokio::test]
async fn a_sealed_answer_comes_back_as_fields() {
    let desk =
        desk(usize::MAX, Then::Answer(|_| b"res_cd=0000\x1ftno=20261121000001".to_vec())).await;
    let reply = exchange(&desk.gateway).await.unwrap();
    assert_eq!(reply.proof, super::super::Proof::Sealed);
    assert_eq!(reply.fields.get(Name::from_static("res_cd")), Some(&b"0000"[..]));
}

#[tokio::test]
async fn an_answer_in_the_clear_is_an_error_whatever_it_says() {
    let success = desk(
        usize::MAX,
        Then::Answer(|_| b"HTTP/1.1 200 OK\r\n\r\nres_cd=0000\x1ftno=20261121000001".to_vec()),
    );
    let (gateway, server) = {
        let desk = success.await;
        (desk.gateway, desk.server)
    };
    assert_eq!(
        exchange(&gateway).await.unwrap_err(),
        (Cause::Unsealed(Some(*b"0000")), Delivery::Unknown)
    );
    server.await.unwrap();
    let html = desk(usize::MAX, Then::Answer(|_| b"HTTP/1.1 502 Bad\r\n\r\n<html>".to_vec())).await;
    assert_eq!(
        exchange(&html.gateway).await.unwrap_err(),
        (Cause::Unsealed(None), Delivery::Unknown)
    );
}

#[tokio::test]
async fn what_does_not_open_is_unreadable_and_nothing_more_is_said() {
    let wrong = |_: &[u8]| {
        let other = kcp_crypto::SessionKey::new([1; 32]);
        let body = enc2::encode(enc2::Table::pick(0), &seal(&other, b"res_cd=0000"));
        [&b"HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\n\r\n"[..], &body].concat()
    };
    let repeated = |_: &[u8]| b"res_cd=8133\x1fres_cd=0000".to_vec();
    let clear = |_: &[u8]| b"HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\n\r\nres_cd=0000".to_vec();
    for answer in [wrong as fn(&[u8]) -> Vec<u8>, repeated, clear] {
        let desk = desk(usize::MAX, Then::Answer(answer)).await;
        assert_eq!(
            exchange(&desk.gateway).await.unwrap_err(),
            (Cause::Unreadable, Delivery::Unknown)
        );
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    drop(listener);
    let key = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap().public_key();
    let gateway = Gateway::new(&Environment::Simulator { gateway: address, pg_api: None }, key);
    assert_eq!(exchange(&gateway).await.unwrap_err(), (Cause::NotConnected, Delivery::NotSent));
}

#[tokio::test]
async fn a_connection_that_closes_after_any_byte_leaves_the_outcome_unknown() {
    for read in [0, 1, 2, 10, 100, 700] {
        let desk = desk(read, Then::Close).await;
        let (cause, delivery) = exchange(&desk.gateway).await.unwrap_err();
        assert_eq!(delivery, Delivery::Unknown, "{read}");
        let known = matches!(cause, Cause::WriteBroken | Cause::ReadBroken | Cause::EmptyAnswer);
        assert!(known, "{read}: {cause:?}");
        assert_eq!(desk.server.await.unwrap(), read);
    }
}

#[tokio::test]
async fn silence_ends_at_the_deadline_with_the_outcome_unknown() {
    let desk = desk(usize::MAX, Then::Hang).await;
    assert_eq!(exchange(&desk.gateway).await.unwrap_err(), (Cause::Deadline, Delivery::Unknown));
}

#[tokio::test]
async fn the_wire_log_holds_names_and_codes_but_no_value() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = lines.clone();
    let desk =
        desk(usize::MAX, Then::Answer(|_| b"res_cd=0000\x1fcard_no=9410123412341234".to_vec()))
            .await;
    let gateway = desk
        .gateway
        .with_wire_log(WireLog::to(move |entry| sink.lock().unwrap().push(entry.to_string())));
    exchange(&gateway).await.unwrap();
    let text = lines.lock().unwrap().join("\n");
    for word in ["\"sent\":\"00100000\"", "\"ordr_data\":25", "\"answer\":\"0000\"", "\"card_no\""]
    {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    for secret in ["9410", "1004", "3grptw1", "T0000"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert_eq!(text.lines().count(), 2);
}
