//! Partial cancels under the names of older contracts.

use std::net::Ipv4Addr;

use kcp_codec::Literal;
use kcp_transport::{Error, legacy::Message};

use super::{PartialCancel, PartlyCancelled};
use crate::{
    Operation, Outcome,
    answer::Answer,
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// A [`PartialCancel`] under an older kind: `RN07` for cards, `STPA` for bank transfers (`legacy.md §3.4`). Same
/// fields, same answer; socket only, because no source shows either on the PG-API.
#[derive(Clone, Debug)]
pub struct OlderPartialCancel {
    cancel: PartialCancel,
    kind: Literal,
}

impl OlderPartialCancel {
    pub(super) const fn new(cancel: PartialCancel, kind: Literal) -> Self {
        Self { cancel, kind }
    }
}

impl Sealed for OlderPartialCancel {}

impl Operation for OlderPartialCancel {
    type Answer = PartlyCancelled;

    const NAME: &'static str = "kcp partial cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.cancel.address()
    }

    fn read(&self, answer: &Answer) -> Outcome<PartlyCancelled> {
        self.cancel.read(answer)
    }
}

impl Effect for OlderPartialCancel {}

impl On<Socket> for OlderPartialCancel {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.cancel.change.message(self.kind, |fields| self.cancel.onto(fields)))
    }
}
