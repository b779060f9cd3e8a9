//! What came back: approved, declined, not sent or unknown.

use std::fmt;

use kcp_codec::{FieldError, TransactionId, WonOrZero};
use kcp_transport::{Cause, Error};

use crate::{ResultCode, answer::Answer};

/// How an operation ended. All four ends are ordinary and all four have to be handled.
#[must_use = "an outcome says whether money moved"]
#[derive(Debug)]
#[allow(clippy::exhaustive_enums)] // complete by definition: the four things that can be known
pub enum Outcome<A> {
    /// A whole, authentic answer that says yes and agrees with what was asked.
    Approved(Approved<A>),
    /// A whole, authentic answer that says no. Nothing moved.
    Declined(Decline),
    /// No byte left this machine. Trying again is safe.
    NotSent(NotSent),
    /// It may have happened. Ask or cancel; never send the same again.
    Unknown(Unknown),
}

/// An approval. There is no way to make one but to get KCP's answer: result code, transaction, amount, method and
/// order all agree with what was asked.
#[derive(Clone, Debug)]
pub struct Approved<A> {
    answer: A,
    code: ResultCode,
}

/// A refusal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decline {
    code: ResultCode,
    message: Option<String>,
    english: Option<String>,
    transaction: Option<TransactionId>,
}

/// A request that was not sent.
#[derive(Debug)]
pub struct NotSent(Error);

/// A request of which nobody can say, from here, whether it was carried out.
#[derive(Debug)]
pub struct Unknown {
    cause: UnknownCause,
    code: Option<ResultCode>,
    transaction: Option<TransactionId>,
    source: Option<Error>,
}

/// Why an outcome is unknown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum UnknownCause {
    /// The answer says yes and then names another amount than was asked. Cancel an approval; look up what is left
    /// after a change.
    AmountDiffers {
        /// What was asked, in won; after a partial change it may be what should be left.
        asked: WonOrZero,
        /// What KCP names, in won.
        answered: WonOrZero,
    },
    /// KCP has seen the order number or the request before; an earlier attempt may have been carried out.
    DuplicateOrder,
    /// A success code of another operation.
    ForeignSuccess,
    /// A code by which KCP says that it does not know either.
    GatewaySide,
    /// The answer says yes and then names another method.
    MethodDiffers,
    /// The answer says yes and then names another order.
    OrderDiffers,
    /// The answer says yes and then names another transaction than the one to be changed.
    TransactionDiffers,
    /// No whole, authentic answer came.
    Transport(Cause),
    /// A code that is in no table, together with a transaction number.
    UnlistedCode,
    /// The answer sends the buyer to a host that is not one of KCP's.
    UntrustedUrl,
    /// The answer says yes, and a part that it must have is missing or makes no sense.
    Unreadable(FieldError),
}

impl<A> Approved<A> {
    pub(crate) const fn new(answer: A, code: ResultCode) -> Self {
        Self { answer, code }
    }

    /// The answer.
    #[must_use]
    pub const fn answer(&self) -> &A {
        &self.answer
    }

    /// The code that said yes (`res_cd`). For a cancel that came second it is the one that says so, 8133 for
    /// example.
    #[must_use]
    pub const fn code(&self) -> ResultCode {
        self.code
    }

    /// The answer, owned.
    #[must_use]
    pub fn into_answer(self) -> A {
        self.answer
    }
}

impl Decline {
    pub(crate) const fn new(
        code: ResultCode,
        message: Option<String>,
        transaction: Option<TransactionId>,
    ) -> Self {
        Self { code, message, english: None, transaction }
    }

    pub(crate) fn with_english(self, english: Option<String>) -> Self {
        Self { english, ..self }
    }

    /// KCP's code (`res_cd`).
    #[must_use]
    pub const fn code(&self) -> ResultCode {
        self.code
    }

    /// KCP's own text (`res_msg`), up to 100 bytes of EUC-KR on the wire. Not trusted: escape it before showing it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// KCP's own text in English (`res_en_msg`), up to 100 bytes, if it came. Not trusted: escape it before showing it.
    #[must_use]
    pub fn english_message(&self) -> Option<&str> {
        self.english.as_deref()
    }

    /// KCP's transaction number (`tno`), which some refusals carry.
    #[must_use]
    pub const fn transaction(&self) -> Option<TransactionId> {
        self.transaction
    }
}

impl NotSent {
    /// What went wrong.
    #[must_use]
    pub const fn error(&self) -> &Error {
        &self.0
    }
}

impl Unknown {
    pub(crate) fn of(cause: UnknownCause, code: Option<ResultCode>, answer: &Answer) -> Self {
        // Another transaction than the one that was to be changed is none to look up or cancel.
        let transaction =
            answer.transaction().filter(|_| cause != UnknownCause::TransactionDiffers);
        Self { cause, code, transaction, source: None }
    }

    /// Why.
    #[must_use]
    pub const fn cause(&self) -> UnknownCause {
        self.cause
    }

    /// KCP's code, if an authentic answer had one.
    #[must_use]
    pub const fn code(&self) -> Option<ResultCode> {
        self.code
    }

    /// KCP's transaction number, if an authentic answer had one: with it the payment can be asked about or cancelled.
    /// Never that of another transaction than was to be changed.
    #[must_use]
    pub const fn transaction(&self) -> Option<TransactionId> {
        self.transaction
    }
}

impl UnknownCause {
    /// One lower-case word, without what varies: OpenTelemetry's `error.type`, or a metric's label.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AmountDiffers { .. } => "amount_differs",
            Self::DuplicateOrder => "duplicate_order",
            Self::ForeignSuccess => "foreign_success",
            Self::GatewaySide => "gateway_side",
            Self::MethodDiffers => "method_differs",
            Self::OrderDiffers => "order_differs",
            Self::TransactionDiffers => "transaction_differs",
            Self::Transport(cause) => cause.as_str(),
            Self::UnlistedCode => "unlisted_code",
            Self::UntrustedUrl => "untrusted_url",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

impl<A> Outcome<A> {
    /// The approval, if it is one.
    #[must_use]
    pub fn approved(self) -> Option<Approved<A>> {
        match self {
            Self::Approved(approved) => Some(approved),
            _ => None,
        }
    }

    /// `approved`, `declined`, `not_sent` or `unknown`, for spans and metrics.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Approved(_) => "approved",
            Self::Declined(_) => "declined",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
        }
    }

    /// KCP's code, if an authentic answer had one.
    #[must_use]
    pub const fn code(&self) -> Option<ResultCode> {
        match self {
            Self::Approved(approved) => Some(approved.code),
            Self::Declined(decline) => Some(decline.code),
            Self::NotSent(_) => None,
            Self::Unknown(unknown) => unknown.code,
        }
    }
}

impl<A> From<Error> for Outcome<A> {
    fn from(error: Error) -> Self {
        match error.delivery() {
            kcp_transport::Delivery::NotSent => Self::NotSent(NotSent(error)),
            kcp_transport::Delivery::Unknown => Self::Unknown(Unknown {
                cause: UnknownCause::Transport(error.cause()),
                code: None,
                transaction: None,
                source: Some(error),
            }),
        }
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0)
    }
}

impl fmt::Display for Decline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "declined with {}", self.code)
    }
}

impl std::error::Error for Decline {}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "outcome unknown: {}", self.cause)
    }
}

impl std::error::Error for Unknown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().and_then(std::error::Error::source)
    }
}

impl fmt::Display for UnknownCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AmountDiffers { asked, answered } => {
                return write!(f, "the answer names {answered} won where {asked} were asked");
            }
            Self::DuplicateOrder => "the gateway has seen this order or request before; look it up",
            Self::ForeignSuccess => "a success code of another operation",
            Self::GatewaySide => "the gateway did not finish; ask or cancel",
            Self::MethodDiffers => "approved by another method than was asked; cancel it",
            Self::OrderDiffers => "the answer names another order than was asked",
            Self::TransactionDiffers => "the answer is about another transaction",
            Self::Transport(cause) => return cause.fmt(f),
            Self::UntrustedUrl => "the answer names an address that is not KCP's",
            Self::UnlistedCode => "a code that is in no table, with a transaction number",
            Self::Unreadable(error) => {
                return write!(f, "the answer does not say what it must: {error}");
            }
        })
    }
}
