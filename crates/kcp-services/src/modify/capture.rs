//! Asking for the capture of an approved card payment.

use std::net::Ipv4Addr;

use kcp_codec::{Fields, Literal, TransactionId};
use kcp_transport::{Error, legacy::Message};

use super::{Change, change_options};
use crate::{
    Operation, Outcome,
    answer::{Answer, TNO, classify_about},
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// Asks for the capture of a card payment (`mod_type` `STMR`, `seed 002 §3`). Only for merchants whose contract says
/// manual capture; for all others KCP captures by itself and refuses this.
#[doc(alias = "STMR")]
#[derive(Clone, Debug)]
pub struct Capture {
    change: Change,
}

impl Capture {
    /// A capture of `transaction`.
    #[must_use]
    pub fn new(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction) }
    }
}

change_options!(Capture);

/// A payment whose capture was taken in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Captured {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for Capture {}

impl Operation for Capture {
    type Answer = Captured;

    const NAME: &'static str = "kcp capture";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Captured> {
        let transaction = self.change.transaction;
        let yes = |answer: &Answer| Ok(Captured { transaction, fields: answer.fields().clone() });
        classify_about(answer, (TNO, &transaction), yes, None)
    }
}

impl Effect for Capture {}

impl On<Socket> for Capture {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(KIND, |fields| fields))
    }
}

const KIND: Literal = Literal::new("STMR");
