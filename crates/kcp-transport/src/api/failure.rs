//! What an error of the HTTP client means. Only the cause is read off it; whether anything was sent is not.

use std::{error::Error as StdError, io};

use crate::{Cause, Error};

/// The cause of a failure before the answer's body was whole.
pub(super) fn cause(error: &reqwest::Error) -> Cause {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(this) = next {
        if let Some(found) = known(this, error.is_connect()) {
            return found;
        }
        next = match this.downcast_ref::<io::Error>() {
            // An io::Error hides what it holds and shows only what lies behind that.
            Some(outer) => outer.get_ref().map(|inner| inner as _),
            None => this.source(),
        };
    }
    if error.is_connect() { Cause::NotConnected } else { Cause::ReadBroken }
}

/// What one link of the chain says, if it is the one that knows.
fn known(link: &(dyn StdError + 'static), connecting: bool) -> Option<Cause> {
    if let Some(own) = link.downcast_ref::<Error>() {
        return Some(own.cause());
    }
    if link.is::<rustls::Error>() {
        return Some(Cause::Tls);
    }
    if let Some(http) = link.downcast_ref::<hyper::Error>() {
        return if http.is_parse() {
            Some(Cause::NotHttp)
        } else if http.is_incomplete_message() {
            Some(Cause::TruncatedAnswer)
        } else {
            None
        };
    }
    let io = link.downcast_ref::<io::Error>()?;
    if io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) {
        return Some(Cause::Tls);
    }
    match (io.kind(), connecting) {
        // TCP alone does not read while it connects: whoever hung up did so during the TLS handshake.
        (io::ErrorKind::UnexpectedEof, true) => Some(Cause::Tls),
        (io::ErrorKind::UnexpectedEof, false) => Some(Cause::TruncatedAnswer),
        (io::ErrorKind::BrokenPipe | io::ErrorKind::WriteZero, false) => Some(Cause::WriteBroken),
        // hyper's words for chunks that make no sense.
        (io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput, false) => Some(Cause::Framing),
        _ => None,
    }
}
