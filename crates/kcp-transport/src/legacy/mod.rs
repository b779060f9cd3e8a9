//! The socket channel: one HTTP/1.1 POST over plain TCP per request, with the payload encrypted inside
//! (`legacy.md §4`).

mod credentials;
mod message;
mod reply;
mod request;
mod response;
mod tcp;

pub use credentials::Credentials;
pub use message::{Message, TranCode};
pub use reply::{Proof, RawAnswer, Reply};
pub use request::{BODY_LIMIT, Request, write_request};
pub use response::{ANSWER_LIMIT, Progress, Response, ResponseReader};
pub use tcp::{Deadlines, Gateway};

pub(crate) use reply::code as reply_code;

use std::future::Future;

use kcp_codec::TraceNo;

use crate::Error;

/// A way to the legacy gateway: one message out, one reply back, or the verdict on what became of it.
///
/// At most one attempt is made. The future may be dropped, but what was sent by then stays sent.
pub trait Exchange {
    /// Sends `message` for the merchant `who` and waits for its reply.
    ///
    /// # Errors
    /// [`Error`] with its [`Delivery`](crate::Delivery).
    fn exchange(
        &self,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> impl Future<Output = Result<Reply, Error>> + Send;
}
