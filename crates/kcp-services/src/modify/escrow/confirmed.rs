//! Cancelling an escrow payment after the buyer confirmed the purchase.

use std::net::Ipv4Addr;

use kcp_codec::{
    AccountNumber, BankCode, FieldError, Fields, KstDateTime, Literal, Name, OwnerName, Reason,
    TransactionId, Won, WonOrZero,
};
use kcp_transport::{
    Error,
    legacy::{Message, TranCode},
};

use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, TNO, classify_about},
    modify::{
        Change, MOD_MNY, REM_MNY, Sums, TaxParts, cancel::cancel_time, change_options,
        payee::Payee, sums::same_amount_if_told,
    },
    operation::{Effect, On, Socket, sealed::Sealed},
};

/// Cancels an escrow payment whose purchase the buyer confirmed (`mod_type` `STE9`, transaction code `70200200`,
/// `mod_desc_cd` `CA06`). One of seven variants, by method and by whole or part (`legacy.md §3.4`). Socket only.
#[doc(alias = "STE9")]
#[doc(alias = "sub_mod_type")]
#[doc(alias = "CA06")]
#[derive(Clone, Debug)]
pub struct CancelConfirmed {
    change: Change,
    variant: Variant,
    tax: Option<TaxParts>,
}

/// The letters behind `STE9_` by which shops call them.
#[derive(Clone, Debug)]
enum Variant {
    /// `C` and `A`.
    Whole,
    /// `CP` and `AP`, which differ in `mod_sub_type`.
    Part { sums: Sums, sub: Literal },
    /// `AR` and `V`, which differ in `mod_sub_type`.
    Refund { amount: Won, payee: Payee, sub: Literal },
    /// `VP`.
    PartRefund { sums: Sums, payee: Payee },
}

impl CancelConfirmed {
    /// A card payment as a whole (`STE9_C`).
    #[must_use]
    pub const fn card(transaction: TransactionId) -> Self {
        Self::of(transaction, Variant::Whole)
    }

    /// `amount` of a card payment (`STE9_CP`), out of the `remaining` won that could be cancelled before.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub fn card_part(
        transaction: TransactionId,
        amount: Won,
        remaining: Won,
    ) -> Result<Self, FieldError> {
        let sums = Sums::new(amount, remaining)?;
        Ok(Self::of(transaction, Variant::Part { sums, sub: MDSC03 }))
    }

    /// A bank transfer as a whole (`STE9_A`). It writes the same as [`CancelConfirmed::card`].
    #[must_use]
    pub const fn transfer(transaction: TransactionId) -> Self {
        Self::of(transaction, Variant::Whole)
    }

    /// `amount` of a bank transfer (`STE9_AP`), out of the `remaining` won that could be cancelled before.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub fn transfer_part(
        transaction: TransactionId,
        amount: Won,
        remaining: Won,
    ) -> Result<Self, FieldError> {
        let sums = Sums::new(amount, remaining)?;
        Ok(Self::of(transaction, Variant::Part { sums, sub: MDSC04 }))
    }

    /// `amount` of a bank transfer, paid back to an account (`STE9_AR`).
    #[must_use]
    pub const fn transfer_refund(
        transaction: TransactionId,
        amount: Won,
        bank: BankCode,
        account: AccountNumber,
        owner: OwnerName,
    ) -> Self {
        let payee = Payee::new(bank, account, owner);
        Self::of(transaction, Variant::Refund { amount, payee, sub: MDSC04 })
    }

    /// A deposit of `amount` as a whole, paid back to an account (`STE9_V`).
    #[must_use]
    pub const fn account_refund(
        transaction: TransactionId,
        amount: Won,
        bank: BankCode,
        account: AccountNumber,
        owner: OwnerName,
    ) -> Self {
        let payee = Payee::new(bank, account, owner);
        Self::of(transaction, Variant::Refund { amount, payee, sub: MDSC00 })
    }

    /// `amount` of a deposit, out of the `remaining` won that could be refunded before, paid back to an account
    /// (`STE9_VP`).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub fn account_part_refund(
        transaction: TransactionId,
        amount: Won,
        remaining: Won,
        bank: BankCode,
        account: AccountNumber,
        owner: OwnerName,
    ) -> Result<Self, FieldError> {
        let (sums, payee) = (Sums::new(amount, remaining)?, Payee::new(bank, account, owner));
        Ok(Self::of(transaction, Variant::PartRefund { sums, payee }))
    }

    /// All that is `left` of a card payment after other parts (`STE9_CP`): as [`PartialCancel::of_rest`], by two equal
    /// amounts.
    ///
    /// [`PartialCancel::of_rest`]: crate::modify::PartialCancel::of_rest
    #[must_use]
    pub const fn card_rest(transaction: TransactionId, left: Won) -> Self {
        Self::of(transaction, Variant::Part { sums: Sums::all_of(left), sub: MDSC03 })
    }

    /// All that is `left` of a bank transfer after other parts (`STE9_AP`).
    #[must_use]
    pub const fn transfer_rest(transaction: TransactionId, left: Won) -> Self {
        Self::of(transaction, Variant::Part { sums: Sums::all_of(left), sub: MDSC04 })
    }

    /// All that is `left` of a deposit after other parts, paid back to an account (`STE9_VP`).
    #[must_use]
    pub const fn account_rest(
        transaction: TransactionId,
        left: Won,
        bank: BankCode,
        account: AccountNumber,
        owner: OwnerName,
    ) -> Self {
        let payee = Payee::new(bank, account, owner);
        let sums = Sums::all_of(left);
        Self::of(transaction, Variant::PartRefund { sums, payee })
    }

    /// With the parts of the amount, for a part of a payment of compound taxation (`tax_flag` `TG03`).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_tax_mny` unless this is a partial variant and the parts add up to its amount.
    pub fn with_tax(self, tax: TaxParts) -> Result<Self, FieldError> {
        let sums = self
            .sums()
            .ok_or_else(|| FieldError::new(Name::from_static("mod_tax_mny"), Reason::OutOfRange))?;
        Ok(Self { tax: Some(tax.of_amount(sums.amount())?), ..self })
    }

    const fn of(transaction: TransactionId, variant: Variant) -> Self {
        Self { change: Change::of(transaction), variant, tax: None }
    }

    const fn sums(&self) -> Option<Sums> {
        match &self.variant {
            Variant::Part { sums, .. } | Variant::PartRefund { sums, .. } => Some(*sums),
            Variant::Whole | Variant::Refund { .. } => None,
        }
    }

    /// Whether it is certain that the whole was asked: of `STE9_AR` it is not, whose `MDSC04` is a part's elsewhere.
    fn is_whole(&self) -> bool {
        match &self.variant {
            Variant::Whole => true,
            Variant::Refund { sub, .. } => *sub == MDSC00,
            Variant::Part { .. } | Variant::PartRefund { .. } => false,
        }
    }

    fn onto(&self, fields: Fields) -> Fields {
        let (kind, sub) = (Name::from_static("sub_mod_type"), Name::from_static("mod_sub_type"));
        let fields = fields.with(Name::from_static("mod_desc_cd"), &Literal::new("CA06"));
        let fields = match &self.variant {
            Variant::Whole => fields.with(kind, &Literal::new("STSC")).with(sub, &MDSC03),
            Variant::Part { sums, sub: value } => fields
                .with(kind, &Literal::new("STPC"))
                .with(PART, &YES)
                .with(REM_MNY, &sums.remaining())
                .with(Name::from_static("amount"), &sums.amount())
                .with(MOD_MNY, &sums.amount())
                .with(sub, value),
            Variant::Refund { amount, payee, sub: value } => payee.onto(
                fields.with(kind, &Literal::new("STHD")).with(MOD_MNY, amount).with(sub, value),
            ),
            Variant::PartRefund { sums, payee } => payee
                .onto(sums.onto(fields.with(kind, &Literal::new("STPD"))).with(sub, &MDSC04))
                .with(PART, &YES),
        };
        match self.tax {
            Some(tax) => tax.onto(fields),
            None => fields,
        }
    }
}

change_options!(CancelConfirmed);

/// A confirmed escrow payment that was cancelled, as a whole or in part.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConfirmedCancelled {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Whether an earlier cancel did it (8133 and its kin) and this one had nothing left to do. Never of a part.
    pub earlier: bool,
    /// What is left after a part, in won; `None` after the whole, and after a refund that names no rest.
    pub remaining: Option<WonOrZero>,
    /// When (`canc_time`), Korean time.
    pub cancelled_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for CancelConfirmed {}

impl Operation for CancelConfirmed {
    type Answer = ConfirmedCancelled;

    const NAME: &'static str = "kcp escrow cancel confirmed";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<ConfirmedCancelled> {
        let transaction = self.change.transaction;
        let told = |earlier, cancelled_at| ConfirmedCancelled {
            transaction,
            earlier,
            remaining: self.sums().map(|sums| sums.left()),
            cancelled_at,
            fields: answer.fields().clone(),
        };
        let yes = |answer: &Answer| -> Result<ConfirmedCancelled, UnknownCause> {
            // No source shows these answers; amounts that they name have to be the ones that were asked.
            match &self.variant {
                Variant::Whole => {}
                Variant::Part { sums, .. } | Variant::PartRefund { sums, .. } => {
                    sums.answered_if_told(answer)?;
                }
                Variant::Refund { amount, .. } => same_amount_if_told(*amount, answer)?,
            }
            Ok(told(false, cancel_time(answer)))
        };
        let earlier = self.is_whole().then(|| told(true, None));
        classify_about(answer, (TNO, &transaction), yes, earlier)
    }
}

impl Effect for CancelConfirmed {}

impl On<Socket> for CancelConfirmed {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let kind = Literal::new("STE9");
        Ok(self.change.message_under(TranCode::MODIFY_CONFIRMED, kind, |fields| self.onto(fields)))
    }
}

const PART: Name = Name::from_static("part_canc_yn");
const YES: Literal = Literal::new("Y");
const MDSC00: Literal = Literal::new("MDSC00");
const MDSC03: Literal = Literal::new("MDSC03");
const MDSC04: Literal = Literal::new("MDSC04");
