//! The HTTPS server: accepting, TLS, paths, one request per connection.

use std::{future::pending, sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
    routing::post,
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{self, ServerConfig, crypto::aws_lc_rs, version},
};

use super::{
    Operation, PgApi,
    read::{self, Unreadable},
    respond::{page, respond},
    spoil::{Mode, Spoil, Spoilt},
};
use crate::{Fault, certificates::Certificates};

/// Accepts connections until it is dropped; dropping it ends every connection too.
pub(crate) async fn serve(listener: TcpListener, acceptor: TlsAcceptor, api: Arc<PgApi>) {
    let router = router(&api);
    let mut connections = JoinSet::new();
    loop {
        while let Some(ended) = connections.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "a connection ended badly");
            }
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                api.gateway.state().book.note_connection();
                connections.spawn(connection(stream, acceptor.clone(), router.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "no connection accepted");
                sleep(BREATH).await;
            }
        }
    }
}

/// TLS 1.2 and 1.3 with the provider named, so that nobody's default is asked for or set.
pub(crate) fn acceptor(certificates: &Certificates) -> Result<TlsAcceptor, rustls::Error> {
    let (certificate, key) = certificates.server();
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn router(api: &Arc<PgApi>) -> Router {
    let router = Operation::ALL.into_iter().fold(Router::new(), |router, (path, operation)| {
        let api = Arc::clone(api);
        let handle = move |Extension(spoil): Extension<Spoil>, request: Request<Body>| {
            handle(Arc::clone(&api), operation, spoil, request)
        };
        router.route(path, post(handle))
    });
    router
        .fallback(async || page(StatusCode::NOT_FOUND, "없는 주소입니다"))
        .method_not_allowed_fallback(async || {
            page(StatusCode::METHOD_NOT_ALLOWED, "POST만 받습니다")
        })
}

async fn connection(stream: TcpStream, acceptor: TlsAcceptor, router: Router) {
    let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await else {
        tracing::debug!("no TLS");
        return;
    };
    let spoil = Spoil::default();
    let service = TowerToHyperService::new(router.layer(Extension(spoil.clone())));
    let served = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(Spoilt::new(stream, spoil)), service);
    // The client may be gone, and that is its business.
    if !matches!(timeout(WHOLE, served).await, Ok(Ok(()))) {
        tracing::debug!("answer not sent to its end");
    }
}

async fn handle(
    api: Arc<PgApi>,
    operation: Operation,
    spoil: Spoil,
    request: Request<Body>,
) -> Response<Body> {
    let Ok(Ok(body)) = timeout(REQUEST, to_bytes(request.into_body(), BODY_MAX)).await else {
        return page(StatusCode::PAYLOAD_TOO_LARGE, "요청이 너무 깁니다");
    };
    let read = match operation {
        Operation::Deposit | Operation::Window => read::form_or_json(&body),
        _ => read::json(&body),
    };
    let fields = match &read {
        Ok(fields) => Ok(fields),
        Err(Unreadable::Refused(refusal)) => Err(*refusal),
        Err(Unreadable::NotJson) => return page(StatusCode::BAD_REQUEST, "잘못된 요청입니다"),
    };
    let fault = api.gateway.faults.next();
    if matches!(fault, Fault::CloseAfterRequestBytes(count) if count < body.len()) {
        spoil.set(Mode::Cut(0));
        return page(StatusCode::OK, "");
    }
    let answer = api.answer(operation, fields, &fault);
    if fault == Fault::NeverAnswer {
        // Ends with the connection, which the client or the time limit ends.
        return pending().await;
    }
    respond(answer, &fault, &spoil)
}

/// For the client to agree on TLS.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// For one whole body.
const REQUEST: Duration = Duration::from_secs(10);

/// For request and answer, with every fault: twice the longest that a client was seen to wait (`https.md §8`).
const WHOLE: Duration = Duration::from_secs(120);

/// Longest body. A request with a certificate has about two thousand bytes.
const BODY_MAX: usize = 64 * 1024;

/// Before accepting again when the system is out of something.
const BREATH: Duration = Duration::from_millis(20);
