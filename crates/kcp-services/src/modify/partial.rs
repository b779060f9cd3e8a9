//! Cancelling a part of a payment.

use std::net::Ipv4Addr;

use kcp_codec::{
    FieldError, Fields, KstDateTime, Literal, Name, SiteCode, TransactionId, Won, WonOrZero,
};
use kcp_crypto::Target;
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{
    Change, OlderPartialCancel, Sums, TaxParts,
    cancel::{RECEIPT_LEFT, cancel_time},
    change_options,
};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, TNO, classify_about},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Cancels a part of a payment, or what is left of it after other parts (`mod_type` `STPC`).
///
/// Never repeated by itself: nobody has shown that KCP tells a repetition from a second cancel. What it does have is
/// the remaining amount, which goes with every request, so that a stale one is refused (8037).
///
/// `STPC` is the kind that the guides' own pages and every newer integration name, for cards and transfers, on both
/// channels. The socket has older names for it, which contracts of that time may want:
/// [`PartialCancel::under_older_card_kind`] and its twin.
#[doc(alias = "STPC")]
#[derive(Clone, Debug)]
pub struct PartialCancel {
    pub(super) change: Change,
    sums: Sums,
    tax: Option<TaxParts>,
}

impl PartialCancel {
    /// A cancel of `amount` (`mod_mny`) out of the `remaining` won (`rem_mny`) that could be cancelled before.
    ///
    /// # Errors
    /// [`OutOfRange`](kcp_codec::Reason::OutOfRange) of `mod_mny` if `amount` is more than `remaining`.
    pub fn new(
        transaction: TransactionId,
        amount: Won,
        remaining: Won,
    ) -> Result<Self, FieldError> {
        let sums = Sums::new(amount, remaining)?;
        Ok(Self { change: Change::of(transaction), sums, tax: None })
    }

    /// A cancel of all that is `left` of a payment after other parts were cancelled. KCP refuses a full cancel then
    /// (8040), and knows this one by its two equal amounts.
    #[must_use]
    pub const fn of_rest(transaction: TransactionId, left: Won) -> Self {
        Self { change: Change::of(transaction), sums: Sums::all_of(left), tax: None }
    }

    /// With the parts of the amount, for a payment of compound taxation (`tax_flag` `TG03`).
    ///
    /// # Errors
    /// [`OutOfRange`](kcp_codec::Reason::OutOfRange) of `mod_tax_mny` unless the parts add up to the amount.
    pub fn with_tax(self, tax: TaxParts) -> Result<Self, FieldError> {
        Ok(Self { tax: Some(tax.of_amount(self.sums.amount())?), ..self })
    }

    /// Under the older kind for cards, `RN07`. Socket only.
    #[doc(alias = "RN07")]
    #[must_use]
    pub const fn under_older_card_kind(self) -> OlderPartialCancel {
        OlderPartialCancel::new(self, Literal::new("RN07"))
    }

    /// Under the older kind for bank transfers, `STPA`. Socket only.
    #[doc(alias = "STPA")]
    #[must_use]
    pub const fn under_older_transfer_kind(self) -> OlderPartialCancel {
        OlderPartialCancel::new(self, Literal::new("STPA"))
    }

    /// What a partial cancel adds to a change, whatever its kind is called.
    pub(super) fn onto(&self, fields: Fields) -> Fields {
        let fields = self.sums.onto(fields);
        match &self.tax {
            Some(tax) => tax.onto(fields),
            None => fields,
        }
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
    /// The part of it that went back to the card (`panc_card_mod_mny`, or `card_mod_mny`), in won. Informs only.
    pub card_part: Option<WonOrZero>,
    /// The part of it that went back to a coupon (`panc_coupon_mod_mny`, or `coupon_mod_mny`), in won. Informs only.
    pub coupon_part: Option<WonOrZero>,
    /// KCP's number of this partial cancel (`mod_pcan_seq_no`), if it came.
    pub sequence: Option<String>,
    /// The part whose cash receipt is not cancelled with it (`app_cash_receipt_mny`, `https.md §2`), in won.
    pub receipt_left: Option<WonOrZero>,
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
        self.remaining.won().map(|left| PartialCancel::of_rest(self.transaction, left))
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
        let transaction = self.change.transaction;
        classify_about(answer, (TNO, &transaction), |answer| self.agree(answer), None)
    }
}

impl Effect for PartialCancel {}

impl On<Socket> for PartialCancel {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(KIND, |fields| self.onto(fields)))
    }
}

impl On<PgApi> for PartialCancel {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(self.change.call(who, KIND)?.with_fields(&self.onto(Fields::new())))
    }

    fn target(&self, site: SiteCode) -> Option<Target> {
        self.change.target(site, KIND)
    }
}

const KIND: Literal = Literal::new("STPC");

impl PartialCancel {
    fn agree(&self, answer: &Answer) -> Result<PartlyCancelled, UnknownCause> {
        self.sums.answered(answer)?;
        Ok(PartlyCancelled {
            transaction: self.change.transaction,
            amount: self.sums.amount(),
            remaining: self.sums.left(),
            card_part: answer.first(&["panc_card_mod_mny", "card_mod_mny"]),
            coupon_part: answer.first(&["panc_coupon_mod_mny", "coupon_mod_mny"]),
            sequence: answer.text(Name::from_static("mod_pcan_seq_no")),
            receipt_left: answer.info(RECEIPT_LEFT),
            cancelled_at: cancel_time(answer),
            fields: answer.fields().clone(),
        })
    }
}
