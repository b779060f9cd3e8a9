//! Why an exchange brought no reply, and what that says about the money.

use std::{error, fmt, io};

use kcp_codec::FieldError;
use tracing::{Span, field::display};

use crate::Delivery;

/// An exchange without a reply.
///
/// Ask [`delivery`](Self::delivery) before anything else. Carries no value of the request and none of the answer.
#[derive(Debug)]
pub struct Error {
    delivery: Delivery,
    cause: Cause,
    source: Option<Source>,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// More of an answer than is read: 256 KiB from a gateway, 64 KiB from the module.
    AnswerTooLarge,
    /// As many requests were under way as are allowed at once.
    Busy,
    /// The merchant has no service certificate, or it is out of its time.
    Certificate,
    /// The merchant has no site key.
    Credentials,
    /// The whole exchange took longer than its deadline, or than its caller would wait.
    Deadline,
    /// An answer without a byte in it.
    EmptyAnswer,
    /// A value that this way of sending cannot carry.
    ForbiddenValue,
    /// An answer whose HTTP framing contradicts itself.
    Framing,
    /// The server answered with this HTTP status. Whatever stood in the body, it is no refusal.
    HttpStatus(u16),
    /// A blocking client was called inside an async runtime, whose thread it would have held up.
    InsideRuntime,
    /// The task that made the attempt was ended before the attempt was: its runtime shut down, or it panicked.
    Interrupted,
    /// The gateway's public key does not take a session key.
    Key,
    /// The vendor's module reported an error of its own, with this code.
    Module([u8; 4]),
    /// The vendor's module died or printed something that is no answer.
    ModuleCrashed,
    /// The vendor's module could not be started.
    ModuleMissing,
    /// An attempt that needs a task of its own was started outside every async runtime.
    NoRuntime,
    /// Only loopback may be reached, and this is not.
    NotLoopback,
    /// The connection was refused, or not made in time.
    NotConnected,
    /// What came back is not HTTP.
    NotHttp,
    /// The operating system gave no random numbers.
    Random,
    /// The connection broke while the answer was read.
    ReadBroken,
    /// The server sent the request on to somewhere else, and it was not followed.
    Redirect,
    /// The name of the host could not be resolved.
    Resolve,
    /// No TLS connection: the server's certificate does not hold, it offers too old a version, or it hung up in the
    /// middle of the handshake. Or the connection was damaged later on: the delivery tells.
    Tls,
    /// The body would be larger than a gateway takes: 30,000 bytes.
    TooLarge,
    /// The merchant has no signing key, or it does not sign this.
    Signature,
    /// Bytes behind the end of the answer.
    TrailingBytes,
    /// The connection closed before the end of the answer.
    TruncatedAnswer,
    /// A root certificate that cannot be used, or none to be had from the operating system.
    Trust,
    /// An answer that does not open or does not parse.
    Unreadable,
    /// An answer in the clear: anyone on the path can write one. Holds its code, if it has one.
    Unsealed(Option<[u8; 4]>),
    /// The connection broke while the request was written.
    WriteBroken,
}

#[derive(Debug)]
enum Source {
    Field(FieldError),
    Http(reqwest::Error),
    Io(io::Error),
}

impl Error {
    pub(crate) const fn not_sent(cause: Cause) -> Self {
        Self { delivery: Delivery::NotSent, cause, source: None }
    }

    /// Nothing was sent, because whoever asked lacks something: for layers above this one.
    #[must_use]
    pub const fn refused(cause: Cause) -> Self {
        Self::not_sent(cause)
    }

    /// Nobody knows any more what became of a request, because whoever waited stopped: for layers above this one.
    #[must_use]
    pub const fn lost(cause: Cause) -> Self {
        Self::unknown(cause)
    }

    pub(crate) const fn unknown(cause: Cause) -> Self {
        Self { delivery: Delivery::Unknown, cause, source: None }
    }

    pub(crate) const fn of(delivery: Delivery, cause: Cause) -> Self {
        Self { delivery, cause, source: None }
    }

    pub(crate) const fn after(sent: usize, cause: Cause) -> Self {
        Self { delivery: Delivery::after(sent), cause, source: None }
    }

    pub(crate) fn with_io(self, source: io::Error) -> Self {
        Self { source: Some(Source::Io(source)), ..self }
    }

    pub(crate) fn with_http(self, source: reqwest::Error) -> Self {
        Self { source: Some(Source::Http(source)), ..self }
    }

    pub(crate) fn with_field(self, source: FieldError) -> Self {
        Self { source: Some(Source::Field(source)), ..self }
    }

    /// Whether the request may have been acted on.
    #[must_use]
    pub const fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// What went wrong.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// Records on a span what `error.type`, `otel.status_code` and `kcp.delivery` it declares.
    pub(crate) fn record_on(&self, span: &Span) {
        match self.cause {
            // OpenTelemetry wants the status itself here.
            Cause::HttpStatus(status) => span.record("error.type", display(status)),
            cause => span.record("error.type", cause.as_str()),
        };
        span.record("otel.status_code", "ERROR");
        span.record("kcp.delivery", self.delivery.as_str());
    }
}

impl Cause {
    /// One lower-case word, without what varies: OpenTelemetry's `error.type`, or a metric's label.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AnswerTooLarge => "answer_too_large",
            Self::Busy => "busy",
            Self::Certificate => "certificate",
            Self::Credentials => "credentials",
            Self::Deadline => "deadline",
            Self::EmptyAnswer => "empty_answer",
            Self::ForbiddenValue => "forbidden_value",
            Self::Framing => "framing",
            Self::HttpStatus(_) => "http_status",
            Self::InsideRuntime => "inside_runtime",
            Self::Interrupted => "interrupted",
            Self::Key => "key",
            Self::Module(_) => "module",
            Self::ModuleCrashed => "module_crashed",
            Self::ModuleMissing => "module_missing",
            Self::NoRuntime => "no_runtime",
            Self::NotConnected => "not_connected",
            Self::NotHttp => "not_http",
            Self::NotLoopback => "not_loopback",
            Self::Random => "random",
            Self::ReadBroken => "read_broken",
            Self::Redirect => "redirect",
            Self::Resolve => "resolve",
            Self::Signature => "signature",
            Self::Tls => "tls",
            Self::TooLarge => "too_large",
            Self::TrailingBytes => "trailing_bytes",
            Self::TruncatedAnswer => "truncated_answer",
            Self::Trust => "trust",
            Self::Unreadable => "unreadable",
            Self::Unsealed(_) => "unsealed",
            Self::WriteBroken => "write_broken",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.delivery {
            Delivery::NotSent => "not sent",
            Delivery::Unknown => "outcome unknown",
        };
        write!(f, "{}; {verdict}", self.cause)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = |code: &[u8; 4]| String::from_utf8_lossy(code).into_owned();
        f.write_str(match self {
            Self::AnswerTooLarge => "the answer is too large",
            Self::Busy => "as many requests as are allowed are under way",
            Self::Certificate => "no service certificate that is valid now",
            Self::Credentials => "no site key",
            Self::Deadline => "no whole answer before the deadline",
            Self::EmptyAnswer => "the answer is empty",
            Self::ForbiddenValue => "a value that cannot be carried this way",
            Self::Framing => "the answer's framing contradicts itself",
            Self::HttpStatus(status) => return write!(f, "the answer has HTTP status {status}"),
            Self::InsideRuntime => {
                "the blocking client was called inside an async runtime; use the async client there"
            }
            Self::Interrupted => "the task that made the attempt was ended",
            Self::Key => "the gateway's public key is not usable",
            Self::Module(known) => return write!(f, "the module reports {}", code(known)),
            Self::ModuleCrashed => "the module died or printed no answer",
            Self::ModuleMissing => "the module cannot be started",
            Self::NoRuntime => "no async runtime to make the attempt in",
            Self::NotConnected => "no connection to the gateway",
            Self::NotHttp => "the answer is not HTTP",
            Self::NotLoopback => "only loopback addresses may be reached",
            Self::Random => "the operating system gave no random numbers",
            Self::ReadBroken => "the connection broke while reading",
            Self::Redirect => "the answer points somewhere else",
            Self::Resolve => "the gateway's name cannot be resolved",
            Self::Tls => "no trustworthy TLS connection",
            Self::Signature => "no key that signs this",
            Self::TooLarge => "the request is too large",
            Self::TrailingBytes => "bytes behind the end of the answer",
            Self::Trust => "no usable root certificate",
            Self::TruncatedAnswer => "the answer was cut short",
            Self::Unreadable => "the answer does not open",
            Self::Unsealed(Some(known)) => {
                return write!(f, "the answer is not sealed and says {}", code(known));
            }
            Self::Unsealed(None) => "the answer is not sealed",
            Self::WriteBroken => "the connection broke while writing",
        })
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.source {
            Some(Source::Field(error)) => Some(error),
            Some(Source::Http(error)) => Some(error),
            Some(Source::Io(error)) => Some(error),
            None => None,
        }
    }
}
