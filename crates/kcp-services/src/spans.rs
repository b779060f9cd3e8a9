//! The spans of an operation, and how its outcome is told in them.

use kcp_codec::SiteCode;
use tracing::{
    Span,
    field::{Empty, display},
    info_span,
};

use crate::{Operation, Outcome, UnknownCause};

/// The span of one attempt.
pub(crate) fn attempt<O: Operation>(site: SiteCode) -> Span {
    info_span!(
        "kcp",
        otel.name = O::NAME,
        otel.kind = "internal",
        otel.status_code = Empty,
        error.type = Empty,
        kcp.site_cd = %site,
        kcp.outcome = Empty,
        kcp.res_cd = Empty,
    )
}

/// The span of one call of a service, from the caller's side.
#[cfg(feature = "tower")]
pub(crate) fn call<O: Operation>() -> Span {
    info_span!(
        "kcp call",
        otel.name = O::NAME,
        otel.kind = "internal",
        otel.status_code = Empty,
        error.type = Empty,
        kcp.outcome = Empty,
        kcp.res_cd = Empty,
    )
}

/// Records how an operation ended. A refusal is an answer like another and no error.
pub(crate) fn record<A>(span: &Span, outcome: &Outcome<A>) {
    span.record("kcp.outcome", outcome.as_str());
    if let Some(code) = outcome.code() {
        span.record("kcp.res_cd", display(code));
    }
    let error = match outcome {
        Outcome::Approved(_) | Outcome::Declined(_) => return,
        Outcome::NotSent(not_sent) => UnknownCause::Transport(not_sent.error().cause()),
        Outcome::Unknown(unknown) => unknown.cause(),
    };
    span.record("error.type", error.as_str());
    span.record("otel.status_code", "ERROR");
}
