//! Cancelling a part of a payment.

use std::net::Ipv4Addr;

use kcp_codec::{
    Decode, FieldError, Fields, KstDateTime, Literal, Name, Reason, TransactionId, Won, WonOrZero,
};
use kcp_transport::legacy::{Message, Reply};

use super::{Change, cancel::cancel_time, change_options};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    operation::{Effect, sealed::Sealed},
};

/// Cancels a part of a payment, or what is left of it after other parts (`mod_type` `STPC`).
///
/// Never repeated by itself: nobody has shown that KCP tells a repetition from a second cancel. What it does have is
/// the remaining amount, which goes with every request, so that a stale one is refused (8037).
#[doc(alias = "STPC")]
#[derive(Clone, Debug)]
pub struct PartialCancel {
    change: Change,
    amount: Won,
    remaining: Won,
}

impl PartialCancel {
    /// A cancel of `amount` (`mod_mny`) out of the `remaining` won (`rem_mny`) that could be cancelled before.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub fn new(
        transaction: TransactionId,
        amount: Won,
        remaining: Won,
    ) -> Result<Self, FieldError> {
        if amount > remaining {
            return Err(FieldError::new(MOD_MNY, Reason::OutOfRange));
        }
        Ok(Self { change: Change::of(transaction), amount, remaining })
    }
}

change_options!(PartialCancel);

/// A payment of which a part was cancelled.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartlyCancelled {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// What was cancelled now, in won.
    pub amount: Won,
    /// What can still be cancelled, in won. Zero: the payment is cancelled as a whole.
    pub remaining: WonOrZero,
    /// KCP's number of this partial cancel (`mod_pcan_seq_no`), if it came.
    pub sequence: Option<String>,
    /// When (`canc_time`), Korean time.
    pub cancelled_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for PartialCancel {}

impl Operation for PartialCancel {
    type Answer = PartlyCancelled;

    const NAME: &'static str = "kcp partial cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn message(&self) -> Message {
        self.change.message(Literal::new("STPC"), |fields| {
            fields.with(MOD_MNY, &self.amount).with(REM_MNY, &self.remaining)
        })
    }

    fn read(&self, reply: &Reply) -> Outcome<PartlyCancelled> {
        classify(reply, &DONE, |answer, _| self.agree(answer), None)
    }
}

impl Effect for PartialCancel {}

impl PartialCancel {
    fn agree(&self, answer: &Answer<'_>) -> Result<PartlyCancelled, UnknownCause> {
        answer.same_transaction(self.change.transaction)?;
        let amount: Won = either(answer, PANC_MOD_MNY, MOD_MNY)?;
        same(self.amount.into(), amount.into())?;
        // What is left is known by arithmetic; if the answer says it, it must say the same.
        let remaining = WonOrZero::new(self.remaining.get() - self.amount.get())
            .map_err(UnknownCause::Unreadable)?;
        if [PANC_REM_MNY, REM_MNY].iter().any(|name| answer.fields().get(*name).is_some()) {
            same(remaining, either(answer, PANC_REM_MNY, REM_MNY)?)?;
        }
        Ok(PartlyCancelled {
            transaction: self.change.transaction,
            amount,
            remaining,
            sequence: answer.text(Name::from_static("mod_pcan_seq_no")),
            cancelled_at: cancel_time(answer),
            fields: answer.fields().clone(),
        })
    }
}

fn same(asked: WonOrZero, answered: WonOrZero) -> Result<(), UnknownCause> {
    if asked == answered { Ok(()) } else { Err(UnknownCause::AmountDiffers { asked, answered }) }
}

/// The socket's name of a field, or the PG-API's (`https.md §2`).
fn either<T: Decode>(answer: &Answer<'_>, socket: Name, api: Name) -> Result<T, UnknownCause> {
    let name = if answer.fields().get(socket).is_some() { socket } else { api };
    answer.required(name)
}

const MOD_MNY: Name = Name::from_static("mod_mny");
const REM_MNY: Name = Name::from_static("rem_mny");
const PANC_MOD_MNY: Name = Name::from_static("panc_mod_mny");
const PANC_REM_MNY: Name = Name::from_static("panc_rem_mny");
