//! Servers that no request may reach.

use rcgen::{ExtendedKeyUsagePurpose, date_time_ymd};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::rustls::ALL_VERSIONS;

use super::{
    super::*,
    call, client_of, pair,
    server::{Authority, Identity, Server, Then, acceptor, serve},
    simulator,
};

/// Not sent, for want of TLS; and the server, after the end of the connection, has not seen a byte of HTTP.
async fn is_refused(identity: Identity, root: &Authority) {
    let mut server = Server::start(identity, Then::Hang).await;
    let error = client_of(&server, root).exchange(&call()).await.unwrap_err();
    assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
    assert!(std::error::Error::source(&error).is_some());
    let seen = server.seen().await;
    assert_eq!((seen.bytes.len(), seen.requests), (0, 0), "{seen:?}");
}

#[tokio::test]
async fn an_expired_certificate() {
    let root = Authority::root();
    let identity = root.issue(|params| params.not_after = date_time_ymd(2026, 6, 28));
    is_refused(identity, &root).await;
}

#[tokio::test]
async fn a_certificate_of_the_future() {
    let root = Authority::root();
    let identity = root.issue(|params| params.not_before = date_time_ymd(2200, 1, 1));
    is_refused(identity, &root).await;
}

#[tokio::test]
async fn a_self_signed_certificate() {
    is_refused(Identity::self_signed(), &Authority::root()).await;
}

#[tokio::test]
async fn a_certificate_for_another_host() {
    let root = Authority::root();
    let identity = root.issue(|params| {
        params.subject_alt_names =
            vec![rcgen::SanType::DnsName("other.example".try_into().unwrap())];
    });
    is_refused(identity, &root).await;
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority() {
    is_refused(Authority::root().issue(|_| {}), &Authority::root()).await;
}

#[tokio::test]
async fn a_certificate_for_clients() {
    let root = Authority::root();
    let identity = root.issue(|params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    });
    is_refused(identity, &root).await;
}

#[tokio::test]
async fn a_chain_with_a_missing_link() {
    let root = Authority::root();
    is_refused(root.intermediate().issue(|_| {}), &root).await;
}

#[tokio::test]
async fn a_whole_chain_is_fine() {
    let root = Authority::root();
    let between = root.intermediate();
    let mut identity = between.issue(|_| {});
    identity.chain.push(between.der());
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec();
    let mut server = Server::start(identity, Then::Answer(answer)).await;
    client_of(&server, &root).exchange(&call()).await.unwrap();
    assert_eq!(server.seen().await.requests, 1);
}

#[tokio::test]
async fn a_simulator_without_its_root_is_a_stranger() {
    let root = Authority::root();
    let mut server = Server::start(root.issue(|_| {}), Then::Hang).await;
    let client = Https::new(&simulator(server.address)).unwrap();
    let error = client.exchange(&call()).await.unwrap_err();
    assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
    assert_eq!(server.seen().await.bytes, b"");
}

#[tokio::test]
async fn tls_1_2_is_enough_and_checks_as_much() {
    let root = Authority::root();
    let answer = Then::Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_vec());
    let mut good = Server::start_tls12(root.issue(|_| {}), answer).await;
    client_of(&good, &root).exchange(&call()).await.unwrap();
    assert_eq!(good.seen().await.requests, 1);

    let mut bad = Server::start_tls12(Identity::self_signed(), Then::Hang).await;
    let error = client_of(&bad, &root).exchange(&call()).await.unwrap_err();
    assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
    assert_eq!(bad.seen().await.bytes, b"");
}

/// A server of raw TCP: says `bytes` and hangs up when the client does, or at once.
async fn raw(bytes: Vec<u8>, hang_up: bool) -> (Error, Vec<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = vec![0; 4_096];
        let len = stream.read(&mut seen).await.unwrap();
        seen.truncate(len);
        stream.write_all(&bytes).await.unwrap();
        if !hang_up {
            let _ = stream.read_to_end(&mut seen).await;
        }
        seen
    });
    let client = Https::new(&simulator(address)).unwrap();
    let error = client.exchange(&call()).await.unwrap_err();
    (error, server.await.unwrap())
}

/// The types of the TLS records: 22 is a handshake, 21 an alert, 23 would be application data.
fn record_types(mut bytes: &[u8]) -> Vec<u8> {
    let mut types = Vec::new();
    while let [kind, _, _, high, low, rest @ ..] = bytes {
        types.push(*kind);
        bytes = &rest[usize::from(u16::from_be_bytes([*high, *low]))..];
    }
    assert_eq!(bytes, b"");
    types
}

#[tokio::test]
async fn a_server_of_tls_1_1_or_1_0() {
    for version in [[3, 2], [3, 1]] {
        // ServerHello: version, random, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression.
        let hello = [&version[..], &[7; 32], &[0, 0xc0, 0x13, 0]].concat();
        let len = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
        let handshake = [&[2, 0, 0, len(&hello)], &hello[..]].concat();
        let record = [&[22, 3, version[1], 0, len(&handshake)], &handshake[..]].concat();
        let (error, seen) = raw(record, false).await;
        assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
        assert_eq!(record_types(&seen), [22, 21]);
    }
}

#[tokio::test]
async fn what_does_not_speak_tls() {
    let plain = b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"res_cd\":\"0000\"}".to_vec();
    let refused = vec![21, 3, 3, 0, 2, 2, 40]; // an alert: handshake failure
    for (bytes, hang_up) in [(plain, false), (refused, true), (Vec::new(), true)] {
        let (error, seen) = raw(bytes, hang_up).await;
        assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
        assert!(!record_types(&seen).contains(&23));
    }
}

#[tokio::test]
async fn a_handshake_that_is_late_carries_no_request() {
    let root = Authority::root();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let soon = Deadlines::new(Duration::from_millis(100), Duration::from_secs(10));
    let client = Https::new(&simulator(listener.local_addr().unwrap()))
        .unwrap()
        .with_root_certificate(&root.pem())
        .unwrap()
        .with_deadlines(soon);
    let start = Instant::now();
    let error = client.exchange(&call()).await.unwrap_err();
    assert!(start.elapsed() < soon.exchange / 2);
    assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::NotConnected));
    // Only now does the server wake up.
    let (stream, _) = listener.accept().await.unwrap();
    let seen = serve(&acceptor(root.issue(|_| {}), ALL_VERSIONS), stream, &Then::Hang).await;
    assert_eq!(seen.bytes, b"");
}

/// What every verdict rests on: the HTTP client writes nothing before it has the body.
#[tokio::test]
async fn a_request_that_was_taken_back_leaves_no_byte() {
    let (mut server, client) = pair(Then::Hang).await;
    let (gate, body) = Gate::new(call().json());
    assert_eq!(gate.close(), Delivery::NotSent);
    let mut request = Request::new(Method::POST, client.base.clone());
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    assert!(answer(&client.client, request, &Span::none()).await.is_err());
    let seen = server.seen().await;
    assert!(seen.handshake && seen.bytes.is_empty(), "{seen:?}");
}

#[tokio::test]
async fn a_closed_port_is_a_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let nowhere = Environment::Simulator { gateway: address, pg_api: None };
    for environment in [simulator(address), nowhere] {
        let error = Https::new(&environment).unwrap().exchange(&call()).await.unwrap_err();
        assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::NotConnected));
    }
}

#[test]
fn a_root_is_one_certificate_and_kcp_needs_none() {
    let pem = Authority::root().pem();
    let here = || Https::new(&simulator(([127, 0, 0, 1], 9).into())).unwrap();
    assert!(here().with_root_certificate(&pem).is_ok());
    let broken = pem.replacen("MII", "MIJ", 1);
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    for text in ["", "not PEM", &broken, &key, &format!("{pem}{pem}"), &pem[..pem.len() / 2]] {
        let error = here().with_root_certificate(text).unwrap_err();
        assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Trust), "{text}");
    }
    for environment in [Environment::Production, Environment::Test] {
        let error = Https::new(&environment).unwrap().with_root_certificate(&pem).unwrap_err();
        assert_eq!(error.cause(), Cause::Trust);
    }
}
