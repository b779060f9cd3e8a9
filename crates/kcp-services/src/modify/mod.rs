//! Changing an earlier payment: cancel it, cancel a part, capture it (`legacy.md §3.4`).

mod cancel;
mod capture;
mod partial;
mod refund;
mod tax;

pub use cancel::{Cancel, Cancelled};
pub use capture::{Capture, Captured};
pub use partial::{PartialCancel, PartlyCancelled};
pub use refund::{RefundAccount, Refunded};
pub use tax::TaxParts;

use std::net::Ipv4Addr;

use kcp_codec::{ClientAddress, Fields, Group, Literal, Name, Text, TransactionId};
use kcp_crypto::Target;
use kcp_transport::{
    Cause, Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use crate::merchant::Identity;

/// What every change has: the transaction, who asks and why.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) transaction: TransactionId,
    pub(crate) address: Option<ClientAddress>,
    pub(crate) reason: Option<Text<256>>,
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
        let fields = Fields::new()
            .with(TransactionId::NAME, &self.transaction)
            .with(Name::from_static("mod_type"), &kind)
            .with_some(Name::from_static("mod_ip"), self.address.as_ref())
            .with_some(Name::from_static("mod_desc"), self.reason.as_ref());
        Message::new(TranCode::MODIFY, [Group::modify(&extra(fields))])
    }

    /// The PG-API's change, signed over site, transaction and kind (`https.md §3`). The amount is not signed.
    pub(crate) fn call(&self, who: &Identity<'_>, kind: Literal) -> Result<Call, Error> {
        let target = Target::modify(who.site.as_str(), self.transaction.as_str(), kind.as_str())
            .map_err(|_| Error::refused(Cause::Signature))?;
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
            /// With the address of whoever asks (`mod_ip`).
            #[must_use]
            pub fn with_client_address(mut self, address: kcp_codec::ClientAddress) -> Self {
                self.change.address = Some(address);
                self
            }

            /// With a reason (`mod_desc`), up to 256 bytes (`seed 004 §5`).
            #[must_use]
            pub fn with_reason(mut self, reason: kcp_codec::Text<256>) -> Self {
                self.change.reason = Some(reason);
                self
            }
        }
    };
}

pub(crate) use change_options;
