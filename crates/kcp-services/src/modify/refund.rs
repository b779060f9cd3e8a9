//! Paying a virtual account's deposit back to an account of the buyer's (`legacy.md §3.4`).

use std::net::Ipv4Addr;

use kcp_codec::{
    AccountNumber, BankCode, FieldError, Fields, Literal, Name, OwnerName, OwnerNumber, SiteCode,
    TransactionId, Won, WonOrZero,
};
use kcp_crypto::Target;
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{
    Change, RefundDue, Sums, TaxParts, change_options,
    payee::{Check, Payee},
};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, TNO, classify_about},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Refunds a paid virtual account, as a whole (`STHD`, `MDSC00`) or in part (`STPD`, `MDSC03`; `MDSC04` under compound
/// taxation), with a check of the account (`MDCP01`) or of account and real name (`MDCP02`).
///
/// The fields are known from the socket channel. That the PG-API takes the same ones is a conclusion nobody has
/// confirmed (`https.md §2`).
#[doc(alias = "STHD")]
#[doc(alias = "STPD")]
#[doc(alias = "mod_comp_type")]
#[doc(alias = "mod_depositor")]
#[derive(Clone, Debug)]
pub struct RefundAccount {
    change: Change,
    payee: Payee,
    check: Check,
    part: Option<Sums>,
    tax: Option<TaxParts>,
}

impl RefundAccount {
    /// A refund of everything, to the account of `owner` (`mod_depositor`).
    #[must_use]
    pub const fn new(
        transaction: TransactionId,
        bank: BankCode,
        account: AccountNumber,
        owner: OwnerName,
    ) -> Self {
        let payee = Payee::new(bank, account, owner);
        Self {
            change: Change::of(transaction),
            payee,
            check: Check::Account,
            part: None,
            tax: None,
        }
    }

    /// A refund of `amount` (`mod_mny`) only, out of `remaining` won (`rem_mny`) that could be refunded before.
    ///
    /// # Errors
    /// [`OutOfRange`](kcp_codec::Reason::OutOfRange) of `mod_mny` if `amount` is more than `remaining`.
    pub fn with_part(self, amount: Won, remaining: Won) -> Result<Self, FieldError> {
        Ok(self.with_sums(Sums::new(amount, remaining)?))
    }

    /// As [`RefundAccount::with_part`], for a payment of compound taxation (`tax_flag` `TG03`): the amount with its
    /// parts.
    ///
    /// # Errors
    /// [`OutOfRange`](kcp_codec::Reason::OutOfRange) of `mod_mny` if `amount` is more than `remaining`, of
    /// `mod_tax_mny` unless the parts add up to it.
    pub fn with_taxed_part(
        self,
        amount: Won,
        remaining: Won,
        tax: TaxParts,
    ) -> Result<Self, FieldError> {
        let tax = tax.of_amount(amount)?;
        Ok(Self { tax: Some(tax), ..self.with_part(amount, remaining)? })
    }

    /// With a check of the real name too (`MDCP02`): the owner's number (`mod_socno`) and the name that belongs to it
    /// (`mod_socname`).
    #[must_use]
    pub fn with_real_name(self, number: OwnerNumber, name: OwnerName) -> Self {
        Self { check: Check::RealName { number, name }, ..self }
    }

    pub(super) fn with_sums(self, sums: Sums) -> Self {
        Self { part: Some(sums), tax: None, ..self }
    }

    const fn kind(&self) -> (Literal, Literal) {
        match (&self.part, &self.tax) {
            (None, _) => (Literal::new("STHD"), Literal::new("MDSC00")),
            (Some(_), None) => (Literal::new("STPD"), Literal::new("MDSC03")),
            (Some(_), Some(_)) => (Literal::new("STPD"), Literal::new("MDSC04")),
        }
    }

    fn fields(&self, fields: Fields) -> Fields {
        let (_, sub) = self.kind();
        let fields = self.payee.onto(fields.with(Name::from_static("mod_sub_type"), &sub));
        let fields = self.check.onto(fields);
        match (&self.part, &self.tax) {
            (None, _) => fields,
            (Some(part), None) => part.onto(fields),
            (Some(part), Some(tax)) => tax.onto(part.onto(fields)),
        }
    }
}

change_options!(RefundAccount);

/// A refund that KCP took in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refunded {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Whether an earlier request had asked for it (8337, 8340 and their kin) and this one had nothing left to do. No
    /// source says whether a part that was refunded before is answered so too: after one, ask for parts only.
    pub earlier: bool,
    /// What can still be refunded, in won: after a part by arithmetic, after the whole nothing.
    pub remaining: WonOrZero,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Refunded {
    /// The refund of everything that is left, which lacks an account, or `None` if nothing is left.
    #[must_use]
    pub fn rest(&self) -> Option<RefundDue> {
        self.remaining.won().map(|left| RefundDue::part(self.transaction, left))
    }
}

impl Sealed for RefundAccount {}

impl Operation for RefundAccount {
    type Answer = Refunded;

    const NAME: &'static str = "kcp refund";

    fn address(&self) -> Option<Ipv4Addr> {
        self.change.client()
    }

    fn read(&self, answer: &Answer) -> Outcome<Refunded> {
        let transaction = self.change.transaction;
        let remaining = self.part.map(|part| part.left()).unwrap_or_default();
        let told =
            |earlier| Refunded { transaction, earlier, remaining, fields: answer.fields().clone() };
        let yes = |answer: &Answer| -> Result<Refunded, UnknownCause> {
            // No source shows the answer to a refund; amounts that it names have to be the ones that were asked.
            self.part.map_or(Ok(()), |part| part.answered_if_told(answer))?;
            Ok(told(false))
        };
        // A part that was refunded before is another part; only the whole can be said to be done already.
        let earlier = self.part.is_none().then(|| told(true));
        classify_about(answer, (TNO, &transaction), yes, earlier)
    }
}

impl Effect for RefundAccount {}

impl On<Socket> for RefundAccount {
    fn write(&self, (): &()) -> Result<Message, Error> {
        Ok(self.change.message(self.kind().0, |fields| self.fields(fields)))
    }
}

impl On<PgApi> for RefundAccount {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        let call = self.change.call(who, self.kind().0)?;
        Ok(call.with_fields(&self.fields(Fields::new())))
    }

    fn target(&self, site: SiteCode) -> Option<Target> {
        self.change.target(site, self.kind().0)
    }
}
