//! Cancelling a part of a payment.

use std::net::Ipv4Addr;

use kcp_codec::{
    Decode, FieldError, Fields, KstDateTime, Literal, Name, Reason, TransactionId, Won, WonOrZero,
};
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{Change, TaxParts, cancel::cancel_time, change_options};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
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
    tax: Option<TaxParts>,
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
        Ok(Self { change: Change::of(transaction), amount, remaining, tax: None })
    }

    /// With the parts of the amount, for a payment of compound taxation (`tax_flag` `TG03`).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_tax_mny` unless the parts add up to the amount.
    pub fn with_tax(self, tax: TaxParts) -> Result<Self, FieldError> {
        if tax.total() != self.amount.get() {
            return Err(FieldError::new(Name::from_static("mod_tax_mny"), Reason::OutOfRange));
        }
        Ok(Self { tax: Some(tax), ..self })
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

impl PartlyCancelled {
    /// The cancel of everything that is left, or `None` if nothing is. After one partial cancel this is the only way:
    /// KCP refuses a full cancel then (8040).
    #[must_use]
    pub fn rest(&self) -> Option<PartialCancel> {
        let left = self.remaining.won()?;
        PartialCancel::new(self.transaction, left, left).ok()
    }
}

impl Sealed for PartialCancel {}

impl Operation for PartialCancel {
    type Answer = PartlyCancelled;

    const NAME: &'static str = "kcp partial cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<PartlyCancelled> {
        classify(answer, &DONE, |answer, _| self.agree(answer), None)
    }
}

impl Effect for PartialCancel {}

impl On<Socket> for PartialCancel {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(KIND, |fields| {
            let fields = fields.with(MOD_MNY, &self.amount).with(REM_MNY, &self.remaining);
            match &self.tax {
                Some(tax) => tax.onto(fields),
                None => fields,
            }
        }))
    }
}

impl On<PgApi> for PartialCancel {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call =
            self.change.call(who, KIND)?.with(MOD_MNY, &self.amount).with(REM_MNY, &self.remaining);
        Ok(match &self.tax {
            Some(tax) => tax.onto_call(call),
            None => call,
        })
    }
}

const KIND: Literal = Literal::new("STPC");

impl PartialCancel {
    fn agree(&self, answer: &Answer) -> Result<PartlyCancelled, UnknownCause> {
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
fn either<T: Decode>(answer: &Answer, socket: Name, api: Name) -> Result<T, UnknownCause> {
    let name = if answer.fields().get(socket).is_some() { socket } else { api };
    answer.required(name)
}

const MOD_MNY: Name = Name::from_static("mod_mny");
const REM_MNY: Name = Name::from_static("rem_mny");
const PANC_MOD_MNY: Name = Name::from_static("panc_mod_mny");
const PANC_REM_MNY: Name = Name::from_static("panc_rem_mny");
