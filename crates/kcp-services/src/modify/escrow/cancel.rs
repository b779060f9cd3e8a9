//! Cancelling an escrow payment before the buyer confirmed it, and giving up an account that nobody paid into.

use std::net::Ipv4Addr;

use kcp_codec::{AccountNumber, BankCode, Literal, OwnerName, TransactionId};
use kcp_transport::{Error, legacy::Message};

use crate::{
    Operation, Outcome,
    answer::Answer,
    modify::{Cancelled, Change, change_options, payee::Payee},
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// Cancels an escrow payment as a whole: before its delivery (`mod_type` `STE2`), or after a hold (`STE4`)
/// (`legacy.md §3.4`). Socket only.
#[doc(alias = "STE2")]
#[doc(alias = "STE4")]
#[doc(alias = "refund_account")]
#[doc(alias = "refund_nm")]
#[derive(Clone, Debug)]
pub struct CancelEscrow {
    change: Change,
    kind: Literal,
    payee: Option<Payee>,
}

impl CancelEscrow {
    /// A cancel of `transaction` before its goods are under way (`STE2`).
    #[must_use]
    pub const fn before_delivery(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction), kind: Literal::new("STE2"), payee: None }
    }

    /// A cancel of `transaction` after [`HoldSettlement`](super::HoldSettlement) (`STE4`).
    #[must_use]
    pub const fn after_hold(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction), kind: Literal::new("STE4"), payee: None }
    }

    /// With the account that the money goes back to (`refund_account`, `refund_nm`, `bank_code`), for a payment into a
    /// virtual account or by bank transfer. The vendor's own automatic cancel sends none for a transfer
    /// (`legacy.md §3.5`); a deposit needs one, which [`Undo`](crate::modify::Undo) asks for.
    #[must_use]
    pub fn with_refund(self, bank: BankCode, account: AccountNumber, owner: OwnerName) -> Self {
        Self { payee: Some(Payee::new(bank, account, owner)), ..self }
    }
}

change_options!(CancelEscrow);

/// Gives an issued virtual account up that nobody has paid into (`mod_type` `STE5`, `legacy.md §3.4`). Socket only.
#[doc(alias = "STE5")]
#[derive(Clone, Debug)]
pub struct ReleaseAccount {
    change: Change,
}

impl ReleaseAccount {
    /// The release of the account that `transaction` issued.
    #[must_use]
    pub const fn new(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction) }
    }
}

change_options!(ReleaseAccount);

impl Sealed for CancelEscrow {}

impl Operation for CancelEscrow {
    type Answer = Cancelled;

    const NAME: &'static str = "kcp escrow cancel";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Cancelled> {
        Cancelled::classify(answer, self.change.transaction)
    }
}

impl Effect for CancelEscrow {}

impl On<Socket> for CancelEscrow {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(self.kind, |fields| match &self.payee {
            Some(payee) => payee.onto_escrow(fields),
            None => fields,
        }))
    }
}

impl Sealed for ReleaseAccount {}

impl Operation for ReleaseAccount {
    type Answer = Cancelled;

    const NAME: &'static str = "kcp escrow release";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Cancelled> {
        Cancelled::classify(answer, self.change.transaction)
    }
}

impl Effect for ReleaseAccount {}

impl On<Socket> for ReleaseAccount {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(Literal::new("STE5"), |fields| fields))
    }
}
