//! Outcomes and answers as records for a ledger: what is known about the money, without people, cards and raw fields.

use serde_core::{Serialize, Serializer, ser::SerializeStruct as _};

use crate::{
    Approved, Decline, Unknown, UnknownCause,
    approve::Approval,
    modify::{Cancelled, Captured, PartlyCancelled, Refunded},
    notice::NoticeKey,
};

/// Records with a field for each part, in the order given.
macro_rules! records {
    ($($type:ident $(<$of:ident>)? as $self:ident { $($name:literal: $value:expr,)* })*) => { $(
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl $(<$of: Serialize>)? Serialize for $type $(<$of>)? {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $self = self;
                let parts = [$($name),*].len();
                let mut record = serializer.serialize_struct(stringify!($type), parts)?;
                $(record.serialize_field($name, &$value)?;)*
                record.end()
            }
        }
    )* };
}

records! {
    Approved<A> as this {
        "code": this.code(),
        "answer": this.answer(),
    }
    Decline as this {
        "code": this.code(),
        "message": this.message(),
        "english_message": this.english_message(),
        "transaction": this.transaction(),
    }
    Unknown as this {
        "cause": word(this.cause()),
        "code": this.code(),
        "transaction": this.transaction(),
    }
    Approval as this {
        "transaction": this.transaction,
        "order": this.order,
        "amount": this.amount,
        "method": this.method,
        "approved_at": this.approved_at,
    }
    Cancelled as this {
        "transaction": this.transaction,
        "earlier": this.earlier,
        "cancelled_at": this.cancelled_at,
        "sequence": this.sequence,
        "receipt_left": this.receipt_left,
    }
    PartlyCancelled as this {
        "transaction": this.transaction,
        "amount": this.amount,
        "remaining": this.remaining,
        "card_part": this.card_part,
        "coupon_part": this.coupon_part,
        "sequence": this.sequence,
        "receipt_left": this.receipt_left,
        "cancelled_at": this.cancelled_at,
    }
    Captured as this {
        "transaction": this.transaction,
    }
    Refunded as this {
        "transaction": this.transaction,
        "earlier": this.earlier,
        "remaining": this.remaining,
    }
}

/// As its text, which stays the same from release to release.
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for NoticeKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Which cause it is. Amounts and faults of the network are for the log.
const fn word(cause: UnknownCause) -> &'static str {
    match cause {
        UnknownCause::AmountDiffers { .. } => "amount_differs",
        UnknownCause::DuplicateOrder => "duplicate_order",
        UnknownCause::ForeignSuccess => "foreign_success",
        UnknownCause::GatewaySide => "gateway_side",
        UnknownCause::MethodDiffers => "method_differs",
        UnknownCause::OrderDiffers => "order_differs",
        UnknownCause::TransactionDiffers => "transaction_differs",
        UnknownCause::Transport(_) => "transport",
        UnknownCause::UnlistedCode => "unlisted_code",
        UnknownCause::UntrustedUrl => "untrusted_url",
        UnknownCause::Unreadable(_) => "unreadable",
    }
}
