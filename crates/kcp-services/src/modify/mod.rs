//! Changing an earlier payment: cancel it, cancel a part, refund it, capture it, and all that escrow adds
//! (`legacy.md §3.4`).
//!
//! A bank transfer and a mobile phone payment are cancelled by [`Cancel`] as a card is, and a transfer in part by
//! [`PartialCancel`]. Which change takes an approval back is [`Approval::undo`](crate::approve::Approval::undo)'s and
//! [`Undo::of`]'s to say.

mod cancel;
mod capture;
mod escrow;
mod older;
mod partial;
mod payee;
mod refund;
mod sums;
mod tax;
mod undo;

pub use cancel::{Cancel, Cancelled};
pub use capture::{Capture, Captured};
pub use escrow::{
    CancelConfirmed, CancelEscrow, ConfirmedCancelled, DeliveryCompany, EscrowChanged,
    HoldSettlement, ReleaseAccount, StartDelivery, Waybill,
};
pub use older::OlderPartialCancel;
pub use partial::{PartialCancel, PartlyCancelled};
pub use refund::{RefundAccount, Refunded};
pub(crate) use sums::{MOD_MNY, REM_MNY, Sums};
pub use tax::TaxParts;
pub use undo::{ConfirmedRefundDue, Escrow, EscrowRefundDue, RefundDue, Standing, Undo};

use std::net::Ipv4Addr;

use kcp_codec::{ClientAddress, Fields, Group, Literal, Name, SiteCode, TransactionId};
use kcp_crypto::Target;
use kcp_transport::{
    Cause, Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use crate::{merchant::Identity, texts::ChangeReason};

/// What every change has: the transaction, who asks and why.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) transaction: TransactionId,
    pub(crate) address: Option<ClientAddress>,
    pub(crate) reason: Option<ChangeReason>,
}

impl Change {
    pub(crate) const fn of(transaction: TransactionId) -> Self {
        Self { transaction, address: None, reason: None }
    }

    pub(crate) fn client(&self) -> Option<Ipv4Addr> {
        self.address.map(ClientAddress::get)
    }

    /// The socket's change group, with what `kind` of change adds at the end.
    pub(crate) fn message(&self, kind: Literal, extra: impl FnOnce(Fields) -> Fields) -> Message {
        self.message_under(TranCode::MODIFY, kind, extra)
    }

    /// As [`Change::message`] under another transaction code.
    pub(crate) fn message_under(
        &self,
        tran_cd: TranCode,
        kind: Literal,
        extra: impl FnOnce(Fields) -> Fields,
    ) -> Message {
        let fields = Fields::new()
            .with(TransactionId::NAME, &self.transaction)
            .with(Name::from_static("mod_type"), &kind)
            .with_some(Name::from_static("mod_ip"), self.address.as_ref())
            .with_some(Name::from_static("mod_desc"), self.reason.as_ref());
        Message::new(tran_cd, [Group::modify(&extra(fields))])
    }

    /// What a change of this `kind` signs.
    pub(crate) fn target(&self, site: SiteCode, kind: Literal) -> Option<Target> {
        Target::modify(site.as_str(), self.transaction.as_str(), kind.as_str()).ok()
    }

    /// The PG-API's change, signed over site, transaction and kind (`https.md §3`). The amount is not signed.
    pub(crate) fn call(&self, who: &Identity<'_>, kind: Literal) -> Result<Call, Error> {
        let target = self.target(who.site, kind).ok_or_else(|| Error::refused(Cause::Signature))?;
        Ok(who
            .start(Path::Modify)
            .with_text(Name::from_static("kcp_sign_data"), who.sign(&target)?.as_base64())
            .with(TransactionId::NAME, &self.transaction)
            .with(Name::from_static("mod_type"), &kind)
            .with_some(Name::from_static("mod_desc"), self.reason.as_ref()))
    }
}

/// The optional parts that every change takes.
macro_rules! change_options {
    ($type:ident) => {
        impl $type {
            /// With the address of whoever asks (`mod_ip`). Socket only: the PG-API has no place for it.
            #[must_use]
            pub fn with_client_address(mut self, address: kcp_codec::ClientAddress) -> Self {
                self.change.address = Some(address);
                self
            }

            /// With a reason (`mod_desc`), up to 256 bytes (`seed 004 §2.4`).
            #[must_use]
            pub fn with_reason(mut self, reason: crate::texts::ChangeReason) -> Self {
                self.change.reason = Some(reason);
                self
            }
        }
    };
}

pub(crate) use change_options;
