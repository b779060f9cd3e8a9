//! The body of a request, and the certainty about whether it was sent.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use zeroize::Zeroizing;

use crate::Delivery;

/// A body that the HTTP client can take once, until it is taken back.
///
/// The client asks for it when the connection stands, TLS included, and it writes the head of the request only
/// together with what it got. So while the body is here, nothing was sent; and whoever asks first decides, so that a
/// verdict cannot be overtaken by a connection that comes about at the same moment. A client that tried again by
/// itself would find the body gone.
#[derive(Clone, Debug)]
pub(super) struct Gate(Arc<AtomicU8>);

const HERE: u8 = 0;
const TAKEN: u8 = 1;
const WITHDRAWN: u8 = 2;

impl Gate {
    /// A body and the gate in front of it. The text is wiped when the client is done with it.
    pub(super) fn new(text: Zeroizing<String>) -> (Self, Once) {
        let gate = Self(Arc::new(AtomicU8::new(HERE)));
        let bytes = Bytes::from_owner(Wiped(text));
        (gate.clone(), Once { gate, bytes: Some(bytes) })
    }

    /// Takes the body back if it is still here, and says what that means.
    pub(super) fn close(&self) -> Delivery {
        if self.turn(WITHDRAWN) || self.0.load(Ordering::SeqCst) == WITHDRAWN {
            Delivery::NotSent
        } else {
            Delivery::Unknown
        }
    }

    fn turn(&self, to: u8) -> bool {
        self.0.compare_exchange(HERE, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

/// The body behind a [`Gate`].
#[derive(Debug)]
pub(super) struct Once {
    gate: Gate,
    bytes: Option<Bytes>,
}

/// The body was taken back; the client is to close the connection.
#[derive(Debug, thiserror::Error)]
#[error("the request was taken back")]
pub(super) struct Withdrawn;

impl Body for Once {
    type Data = Bytes;
    type Error = Withdrawn;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Withdrawn>>> {
        let Some(bytes) = self.bytes.take() else { return Poll::Ready(None) };
        let taken = self.gate.turn(TAKEN);
        Poll::Ready(Some(if taken { Ok(Frame::data(bytes)) } else { Err(Withdrawn) }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// Text that is wiped when its last owner lets go.
struct Wiped(Zeroizing<String>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn poll(body: &mut Once) -> Option<Result<Bytes, Withdrawn>> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(body).poll_frame(&mut context) {
            Poll::Ready(frame) => frame.map(|frame| frame.map(|data| data.into_data().unwrap())),
            Poll::Pending => panic!("the body is here or gone, never awaited"),
        }
    }

    fn gate() -> (Gate, Once) {
        Gate::new(Zeroizing::new("{}".to_owned()))
    }

    #[test]
    fn a_body_that_was_taken_may_have_been_sent() {
        let (gate, mut body) = gate();
        assert_eq!(body.size_hint().exact(), Some(2));
        assert_eq!(poll(&mut body).unwrap().unwrap(), "{}");
        assert_eq!(gate.close(), Delivery::Unknown);
        assert_eq!(gate.close(), Delivery::Unknown);
        assert!(body.is_end_stream() && poll(&mut body).is_none());
    }

    #[test]
    fn a_body_that_was_taken_back_is_not_sent_afterwards() {
        let (gate, mut body) = gate();
        assert_eq!(gate.close(), Delivery::NotSent);
        assert!(poll(&mut body).unwrap().is_err());
        assert_eq!(gate.close(), Delivery::NotSent);
    }
}
