//! The native client: one connection, one request, one answer.

use std::time::Duration;

use getrandom::SysRng;
use kcp_codec::TraceNo;
use kcp_crypto::GatewayPublicKey;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout_at},
};
use tracing::{
    Instrument, Span,
    field::{Empty, display},
    info_span,
};

use super::{
    Credentials, Exchange, Message, Progress, RawAnswer, Reply, Request, ResponseReader,
    write_request,
};
use crate::{Cause, Endpoint, Environment, Error, Reach, WireEntry, WireLog, loopback::connect};

/// How long an exchange may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Deadlines {
    /// Resolving the name and connecting, TLS included: 5 s.
    pub connect: Duration,
    /// Everything, connecting included: 70 s on the socket channel, where the vendor's client waits 60 s for each
    /// read (`legacy.md §4.5`), and 30 s on the PG-API.
    pub exchange: Duration,
}

impl Deadlines {
    /// Other limits.
    #[must_use]
    pub const fn new(connect: Duration, exchange: Duration) -> Self {
        Self { connect, exchange }
    }
}

impl Default for Deadlines {
    fn default() -> Self {
        Self::new(Duration::from_secs(5), Duration::from_secs(70))
    }
}

/// The native client of the legacy gateway. Cheap to clone; holds no connection.
#[derive(Clone, Debug)]
pub struct Gateway {
    endpoint: Endpoint,
    key: GatewayPublicKey,
    deadlines: Deadlines,
    reach: Reach,
    log: WireLog,
}

impl Gateway {
    /// A client of `environment`'s gateway, whose public key is `key` (`pub.key`, delivered with the vendor's
    /// module). The key is all that tells the gateway from anybody else.
    #[must_use]
    pub fn new(environment: &Environment, key: GatewayPublicKey) -> Self {
        Self {
            endpoint: environment.hosts().gateway,
            key,
            deadlines: Deadlines::default(),
            reach: Reach::of(environment),
            log: WireLog::off(),
        }
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

    /// As [`Exchange::exchange`], with the answer's text as it came. For the drop-in module, which prints it.
    ///
    /// # Errors
    /// As [`Exchange::exchange`], but an answer in the clear is no error here: look at
    /// [`RawAnswer::sealed`].
    pub async fn raw_exchange(
        &self,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<RawAnswer, Error> {
        let span = self.span(message);
        let attempt = self.attempt(&span, who, trace_no, message);
        let result = attempt.instrument(span.clone()).await;
        self.tell(&span, result)
    }

    /// The span of an exchange.
    fn span(&self, message: &Message) -> Span {
        info_span!(
            "kcp exchange",
            otel.name = "kcp exchange",
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            server.address = %self.endpoint.host,
            server.port = self.endpoint.port,
            network.transport = "tcp",
            network.peer.address = Empty,
            network.peer.port = Empty,
            kcp.tx_cd = %message.tran_cd().as_bytes().escape_ascii(),
            kcp.delivery = Empty,
        )
    }

    /// Says in span and log how an exchange failed.
    fn tell<T>(&self, span: &Span, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &result {
            error.record_on(span);
            self.log
                .record(|| WireEntry::Failure { cause: error.cause(), delivery: error.delivery() });
        }
        result
    }

    async fn attempt(
        &self,
        span: &Span,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<RawAnswer, Error> {
        let request =
            write_request(&mut SysRng, &self.key, &self.endpoint, who, trace_no, message)?;
        let deadline = Instant::now() + self.deadlines.exchange;
        let limit = self.deadlines.connect.min(self.deadlines.exchange);
        let mut stream = connect(&self.endpoint, self.reach, limit).await?;
        record_peer(span, &stream);
        self.log.record(|| request.entry(message));
        send(&mut stream, &request, deadline).await?;
        let response = receive(&mut stream, deadline).await?.finish()?;
        let raw = RawAnswer::open(request.answer_key(), &response)?;
        self.log.record(|| raw.entry(&response));
        Ok(raw)
    }
}

impl Exchange for Gateway {
    async fn exchange(
        &self,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<Reply, Error> {
        let span = self.span(message);
        let attempt = async { self.attempt(&span, who, trace_no, message).await?.into_reply() };
        let result = attempt.instrument(span.clone()).await;
        self.tell(&span, result)
    }
}

/// Says in the span whom the connection reached.
fn record_peer(span: &Span, stream: &TcpStream) {
    if let Ok(peer) = stream.peer_addr() {
        span.record("network.peer.address", display(peer.ip()));
        span.record("network.peer.port", peer.port());
    }
}

/// Writes the request, all of it in one call if the operating system takes it. The verdict turns with the first byte
/// that it does.
async fn send(stream: &mut TcpStream, request: &Request, deadline: Instant) -> Result<(), Error> {
    let mut sent = 0;
    while let Some(rest @ [_, ..]) = request.as_bytes().get(sent..) {
        match timeout_at(deadline, stream.write(rest)).await {
            Ok(Ok(0)) => return Err(Error::after(sent, Cause::WriteBroken)),
            Ok(Ok(taken)) => sent += taken,
            Ok(Err(error)) => return Err(Error::after(sent, Cause::WriteBroken).with_io(error)),
            Err(_) => return Err(Error::after(sent, Cause::Deadline)),
        }
    }
    Ok(())
}

/// Reads until the answer is whole or the connection closes, straight into the buffer that becomes its body.
async fn receive(stream: &mut TcpStream, deadline: Instant) -> Result<ResponseReader, Error> {
    let mut reader = ResponseReader::new();
    loop {
        match timeout_at(deadline, stream.read_buf(reader.room())).await {
            Ok(Ok(0)) => return Ok(reader),
            Ok(Ok(_)) => {
                if reader.advance()? == Progress::Whole {
                    return Ok(reader);
                }
            }
            Ok(Err(error)) => return Err(Error::unknown(Cause::ReadBroken).with_io(error)),
            Err(_) => return Err(Error::unknown(Cause::Deadline)),
        }
    }
}

#[cfg(test)]
mod tests;
