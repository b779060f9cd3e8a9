//! Telling KCP that goods are under way, and asking it to keep the money.

use std::net::Ipv4Addr;

use kcp_codec::{Fields, Literal, Name, Text, TransactionId};
use kcp_transport::{Error, legacy::Message};

use crate::{
    Operation, Outcome,
    answer::{Answer, TNO, classify_about},
    fields::max_bytes,
    modify::{Change, change_options},
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// A waybill number (`deli_numb`), up to 30 bytes.
#[doc(alias = "deli_numb")]
pub type Waybill = Text<{ max_bytes("escrow_change", "deli_numb") }>;

/// A delivery company's name (`deli_corp`), up to 30 bytes.
#[doc(alias = "deli_corp")]
pub type DeliveryCompany = Text<{ max_bytes("escrow_change", "deli_corp") }>;

/// Tells KCP that the goods of an escrow payment are under way (`mod_type` `STE1`, `legacy.md §3.4`). Socket only.
#[doc(alias = "STE1")]
#[doc(alias = "deli_numb")]
#[doc(alias = "deli_corp")]
#[derive(Clone, Debug)]
pub struct StartDelivery {
    change: Change,
    waybill: Waybill,
    carrier: DeliveryCompany,
}

impl StartDelivery {
    /// The delivery of what `transaction` paid for, by its waybill number (`deli_numb`) and the delivery company's name
    /// (`deli_corp`). Thirty bytes each are this library's limit; no source gives KCP's. Public integrations of shops
    /// that deliver by themselves send `0000` and `자가배송`.
    #[must_use]
    pub const fn new(
        transaction: TransactionId,
        waybill: Waybill,
        carrier: DeliveryCompany,
    ) -> Self {
        Self { change: Change::of(transaction), waybill, carrier }
    }
}

change_options!(StartDelivery);

/// Asks KCP to hold the settlement of an escrow payment whose goods are under way (`mod_type` `STE3`,
/// `legacy.md §3.4`): the step before [`CancelEscrow::after_hold`](super::CancelEscrow::after_hold). Socket only.
#[doc(alias = "STE3")]
#[derive(Clone, Debug)]
pub struct HoldSettlement {
    change: Change,
}

impl HoldSettlement {
    /// A hold of `transaction`.
    #[must_use]
    pub const fn new(transaction: TransactionId) -> Self {
        Self { change: Change::of(transaction) }
    }
}

change_options!(HoldSettlement);

/// An escrow payment whose state changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EscrowChanged {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Every field of the answer.
    pub fields: Fields,
}

impl EscrowChanged {
    fn classify(answer: &Answer, transaction: TransactionId) -> Outcome<Self> {
        let yes = |answer: &Answer| Ok(Self { transaction, fields: answer.fields().clone() });
        classify_about(answer, (TNO, &transaction), yes, None)
    }
}

impl Sealed for StartDelivery {}

impl Operation for StartDelivery {
    type Answer = EscrowChanged;

    const NAME: &'static str = "kcp escrow deliver";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<EscrowChanged> {
        EscrowChanged::classify(answer, self.change.transaction)
    }
}

impl Effect for StartDelivery {}

impl On<Socket> for StartDelivery {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(Literal::new("STE1"), |fields| {
            fields
                .with(Name::from_static("deli_numb"), &self.waybill)
                .with(Name::from_static("deli_corp"), &self.carrier)
        }))
    }
}

impl Sealed for HoldSettlement {}

impl Operation for HoldSettlement {
    type Answer = EscrowChanged;

    const NAME: &'static str = "kcp escrow hold";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<EscrowChanged> {
        EscrowChanged::classify(answer, self.change.transaction)
    }
}

impl Effect for HoldSettlement {}

impl On<Socket> for HoldSettlement {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(Literal::new("STE3"), |fields| fields))
    }
}
