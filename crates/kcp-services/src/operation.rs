//! What an operation is, and which ones may be asked twice.

use std::net::Ipv4Addr;

use kcp_transport::legacy::{Message, Reply};

use crate::Outcome;

/// Something a merchant wants KCP to do. Sealed: an outcome of this crate means what it says only if its operation
/// reads the answer by this crate's rules.
pub trait Operation: sealed::Sealed {
    /// What success brings.
    type Answer;

    /// The span under which it is traced, `kcp approve` for example.
    const NAME: &'static str;

    /// The address of the buyer or operator, for the trace number, if known.
    #[doc(hidden)]
    fn address(&self) -> Option<Ipv4Addr> {
        None
    }

    /// How it is written on the socket channel.
    #[doc(hidden)]
    fn message(&self) -> Message;

    /// How its answer is read.
    #[doc(hidden)]
    fn read(&self, reply: &Reply) -> Outcome<Self::Answer>;
}

/// Asking changes nothing at KCP: it may be asked again.
pub trait Query: Operation {}

/// Money or an entitlement moves: at most one attempt, never a retry.
pub trait Effect: Operation {}

#[allow(unnameable_types)] // nobody outside may name it: that is what seals `Operation`
pub(crate) mod sealed {
    pub trait Sealed {}
}
