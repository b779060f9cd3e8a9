//! Cancelling a whole payment.

use std::net::Ipv4Addr;

use kcp_codec::{Fields, KstDateTime, Literal, Name, TransactionId};
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{Change, change_options};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Cancels a payment that was not cancelled in part before (`mod_type` `STSC`, `seed 002 §4`). What was cancelled
/// does not come back.
///
/// After a partial cancel the rest is another [`PartialCancel`](super::PartialCancel); KCP answers 8040 to this one.
#[doc(alias = "STSC")]
#[derive(Clone, Debug)]
pub struct Cancel {
    change: Change,
}

impl Cancel {
    /// A cancel of the whole of `transaction`.
    #[must_use]
    pub fn new(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction) }
    }
}

change_options!(Cancel);

/// A cancelled payment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancelled {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Whether an earlier cancel did it (8133 and its kin) and this one had nothing left to do.
    pub earlier: bool,
    /// When (`canc_time`), Korean time.
    pub cancelled_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for Cancel {}

impl Operation for Cancel {
    type Answer = Cancelled;

    const NAME: &'static str = "kcp cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Cancelled> {
        let transaction = self.change.transaction;
        let earlier = Cancelled {
            transaction,
            earlier: true,
            cancelled_at: None,
            fields: answer.fields().clone(),
        };
        let yes = |answer: &Answer| -> Result<Cancelled, UnknownCause> {
            answer.same_transaction(transaction)?;
            let cancelled_at = cancel_time(answer);
            Ok(Cancelled {
                transaction,
                earlier: false,
                cancelled_at,
                fields: answer.fields().clone(),
            })
        };
        classify(answer, &DONE, |answer, _| yes(answer), Some(earlier))
    }
}

impl Effect for Cancel {}

impl On<Socket> for Cancel {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(KIND, |fields| fields))
    }
}

impl On<PgApi> for Cancel {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        self.change.call(who, KIND)
    }
}

const KIND: Literal = Literal::new("STSC");

pub(super) fn cancel_time(answer: &Answer) -> Option<KstDateTime> {
    ["canc_time", "mod_time"].into_iter().find_map(|name| answer.info(Name::from_static(name)))
}
