//! The client: one TLS connection, one request, one answer.

mod setup;

use std::{fmt, pin::pin, time::Duration};

use bytes::Bytes;
use reqwest::{
    Certificate, Client, Method, Request, Response, StatusCode, Url,
    header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue},
};
use setup::{Trust, base, client, untrusted};
use tokio::time::{Instant, timeout_at};
use tracing::{
    Instrument, Span,
    field::{Empty, display},
    info_span,
};
use zeroize::Zeroizing;

use super::{ANSWER_LIMIT, Call, Deadlines, Exchange, Reply, failure, gate::Gate};
use crate::{Cause, Delivery, Endpoint, Environment, Error, Reach, WireEntry, WireLog};

/// The client of the PG-API. Cheap to clone; keeps no connection, follows nothing, tries nothing twice.
///
/// TLS 1.2 is the least, and there is no way around the check of the certificate. Who may have issued it is what the
/// operating system says, except for a simulator, where it is the one root given with
/// [`Https::with_root_certificate`] and nobody else.
///
/// Its TLS is prepared once and shared by clones: make one and keep it. Every call has a connection of its own, but a
/// later one takes up the TLS session of an earlier one if the server lets it, and so spares both sides the
/// certificate's part of the handshake. No request rides in a handshake (0-RTT is off).
///
/// A failure is [`Delivery::NotSent`] as long as the connection does not stand: everything about names, refused
/// connections and TLS. From the moment the request is handed over it is [`Delivery::Unknown`], whatever the
/// status says.
#[derive(Clone)]
pub struct Https {
    client: Client,
    base: Url,
    endpoint: Endpoint,
    trust: Trust,
    roots: Vec<Certificate>,
    deadlines: Deadlines,
    reach: Reach,
    log: WireLog,
}

impl Https {
    /// A client of `environment`'s PG-API. Connecting may take 5 s, an exchange 30 s: KCP names no limit, and
    /// independent clients take 15 s to 60 s (`https.md §8`).
    ///
    /// # Errors
    /// [`Cause::Resolve`] if the host is not one that can stand in a URL; [`Cause::Trust`] if the operating system
    /// has no root certificates.
    pub fn new(environment: &Environment) -> Result<Self, Error> {
        let endpoint = environment.hosts().pg_api;
        let trust = match environment {
            Environment::Custom(_) => Trust::SystemAndGiven,
            Environment::Simulator { .. } => Trust::Given,
            Environment::Production | Environment::Test => Trust::System,
        };
        let reach = Reach::of(environment);
        Ok(Self {
            client: client(trust, &[], reach)?,
            base: base(&endpoint)?,
            endpoint,
            trust,
            roots: Vec::new(),
            deadlines: Deadlines::new(Duration::from_secs(5), Duration::from_secs(30)),
            reach,
            log: WireLog::off(),
        })
    }

    /// With one more root that may have issued the server's certificate.
    ///
    /// # Errors
    /// [`Cause::Trust`] if `pem` is not exactly one certificate in PEM, or if the environment is KCP's own, whose
    /// certificates need no such thing.
    pub fn with_root_certificate(mut self, pem: &str) -> Result<Self, Error> {
        if self.trust == Trust::System {
            return Err(Error::not_sent(Cause::Trust));
        }
        let found = Certificate::from_pem_bundle(pem.as_bytes()).map_err(untrusted)?;
        let [root] = found.as_slice() else { return Err(Error::not_sent(Cause::Trust)) };
        self.roots.push(root.clone());
        self.client = client(self.trust, &self.roots, self.reach)?;
        Ok(self)
    }

    /// With other deadlines.
    #[must_use]
    pub fn with_deadlines(self, deadlines: Deadlines) -> Self {
        Self { deadlines, ..self }
    }

    /// With a wire log.
    #[must_use]
    pub fn with_wire_log(self, log: WireLog) -> Self {
        Self { log, ..self }
    }

    /// Connects, looks at the server's certificate, asks for nothing (`HEAD /`): for whoever wants to know whether KCP
    /// can be reached.
    ///
    /// # Errors
    /// [`Cause::Resolve`], [`Cause::NotConnected`], [`Cause::Tls`], [`Cause::NotLoopback`].
    pub async fn handshake(&self) -> Result<(), Error> {
        if !self.reach.admits_host(&self.endpoint.host) {
            return Err(Error::not_sent(Cause::NotLoopback));
        }
        let request = Request::new(Method::HEAD, self.base.clone());
        let deadline = Instant::now() + self.deadlines.connect;
        match timeout_at(deadline, self.client.execute(request)).await {
            Err(_) => Err(Error::not_sent(Cause::NotConnected)),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => match failure::cause(&error) {
                cause
                @ (Cause::NotConnected | Cause::NotLoopback | Cause::Resolve | Cause::Tls) => {
                    Err(Error::not_sent(cause).with_http(error.without_url()))
                }
                // Whatever it says to a question about nothing, it was reached.
                _ => Ok(()),
            },
        }
    }

    async fn attempt(&self, span: &Span, call: &Call) -> Result<Reply, Error> {
        if !self.reach.admits_host(&self.endpoint.host) {
            return Err(Error::not_sent(Cause::NotLoopback));
        }
        let now = Instant::now();
        let deadline = now + self.deadlines.exchange;
        let connected = (now + self.deadlines.connect).min(deadline);
        let body = call.json();
        span.record("http.request.body.size", body.len());
        self.log.record(|| WireEntry::ApiRequest {
            path: call.path(),
            len: body.len(),
            fields: call.names().collect(),
        });
        let (gate, body) = Gate::new(body);
        let mut request = Request::new(Method::POST, self.base.clone());
        request.url_mut().set_path(call.path().as_str());
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(reqwest::Body::wrap(body));

        let mut answer = pin!(answer(&self.client, request, span));
        let result = match timeout_at(connected, &mut answer).await {
            Ok(result) => result,
            // The body is asked for when the connection stands. If that was not yet, it will not be.
            Err(_) if gate.close() == Delivery::NotSent => Err(Cause::NotConnected.into()),
            Err(_) => match timeout_at(deadline, answer).await {
                Ok(result) => result,
                Err(_) => Err(Cause::Deadline.into()),
            },
        };
        let (status, body) = result.map_err(|failure: Failure| {
            let error = Error::of(gate.close(), failure.cause);
            match failure.source {
                Some(source) => error.with_http(source),
                None => error,
            }
        })?;
        span.record("http.response.body.size", body.len());
        let reply = Reply::parse(&body)?;
        self.log.record(|| WireEntry::ApiAnswer {
            status: status.as_u16(),
            len: body.len(),
            code: reply.code(),
            fields: reply.fields.iter().map(|(name, _)| name).collect(),
        });
        Ok(reply)
    }
}

impl Exchange for Https {
    async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
        let path = call.path().as_str();
        let span = info_span!(
            "kcp exchange",
            otel.name = %format_args!("POST {path}"),
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            http.request.method = "POST",
            http.request.body.size = Empty,
            http.response.status_code = Empty,
            http.response.body.size = Empty,
            network.protocol.name = "http",
            network.protocol.version = "1.1",
            network.transport = "tcp",
            network.peer.address = Empty,
            network.peer.port = Empty,
            server.address = %self.endpoint.host,
            server.port = self.endpoint.port,
            url.full = %format_args!("https://{}{path}", self.endpoint),
            url.scheme = "https",
            kcp.delivery = Empty,
        );
        let result = self.attempt(&span, call).instrument(span.clone()).await;
        if let Err(error) = &result {
            error.record_on(&span);
            self.log
                .record(|| WireEntry::Failure { cause: error.cause(), delivery: error.delivery() });
        }
        result
    }
}

impl fmt::Debug for Https {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Https")
            .field("endpoint", &self.endpoint)
            .field("trust", &self.trust)
            .field("roots", &self.roots.len())
            .field("deadlines", &self.deadlines)
            .field("reach", &self.reach)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// An answer that did not come about. What it says about the request is the gate's to know.
struct Failure {
    cause: Cause,
    source: Option<reqwest::Error>,
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self { cause, source: None }
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self { cause: failure::cause(&error), source: Some(error.without_url()) }
    }
}

/// Sends the request and reads the whole body of an answer that is worth reading.
async fn answer(
    client: &Client,
    request: Request,
    span: &Span,
) -> Result<(StatusCode, Bytes), Failure> {
    let mut response = client.execute(request).await?;
    let status = response.status();
    record(span, &response);
    if status.is_redirection() {
        return Err(Cause::Redirect.into());
    }
    if !status.is_success() {
        return Err(Cause::HttpStatus(status.as_u16()).into());
    }
    // No coding was offered, so one that comes all the same is not unpacked: it may be a bomb.
    if response.headers().contains_key(CONTENT_ENCODING) {
        return Err(Cause::Unreadable.into());
    }
    Ok((status, read(&mut response).await?))
}

/// Says in the span what answered, and with what status.
fn record(span: &Span, response: &Response) {
    span.record("http.response.status_code", response.status().as_u16());
    if let Some(peer) = response.remote_addr() {
        span.record("network.peer.address", display(peer.ip()));
        span.record("network.peer.port", peer.port());
    }
}

/// The whole body. One that came in one piece, as KCP's do, is that piece.
async fn read(response: &mut Response) -> Result<Bytes, Failure> {
    let Some(first) = next(response, 0).await? else { return Ok(Bytes::new()) };
    let Some(second) = next(response, first.len()).await? else { return Ok(first) };
    // An answer has about 2 KiB; with this room, growing leaves no copy of it behind.
    let room = (first.len() + second.len()).max(16 * 1_024);
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    while let Some(piece) = next(response, body.len()).await? {
        body.extend_from_slice(&piece);
    }
    Ok(Bytes::from_owner(body))
}

/// The next piece of a body of which `len` bytes are here, within the limit.
async fn next(response: &mut Response, len: usize) -> Result<Option<Bytes>, Failure> {
    let piece = response.chunk().await?;
    match &piece {
        Some(piece) if len + piece.len() > ANSWER_LIMIT => Err(Cause::AnswerTooLarge.into()),
        _ => Ok(piece),
    }
}

#[cfg(test)]
mod tests;
