//! Paying a virtual account's deposit back to an account of the buyer's (`legacy.md §3.4`).

use std::net::Ipv4Addr;

use kcp_codec::{
    AccountNumber, BankCode, FieldError, Fields, Literal, Name, OwnerName, Reason, TransactionId,
    Won,
};
use kcp_transport::{Error, api::Call, legacy::Message};

use super::{Change, change_options};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, DONE, classify},
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Refunds a paid virtual account, as a whole (`STHD`) or in part (`STPD`), with a check of the account (`MDCP01`).
///
/// The fields are known from the socket channel. That the PG-API takes the same ones is a conclusion nobody has
/// confirmed (`https.md §2`).
#[doc(alias = "STHD")]
#[doc(alias = "STPD")]
#[derive(Clone, Debug)]
pub struct RefundAccount {
    change: Change,
    bank: BankCode,
    account: AccountNumber,
    owner: OwnerName,
    part: Option<(Won, Won)>,
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
        Self { change: Change::of(transaction), bank, account, owner, part: None }
    }

    /// A refund of `amount` (`mod_mny`) only, out of `remaining` won (`rem_mny`) that could be refunded before.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub fn with_part(self, amount: Won, remaining: Won) -> Result<Self, FieldError> {
        if amount > remaining {
            return Err(FieldError::new(Name::from_static("mod_mny"), Reason::OutOfRange));
        }
        Ok(Self { part: Some((amount, remaining)), ..self })
    }

    const fn kind(&self) -> (Literal, Literal) {
        match self.part {
            None => (Literal::new("STHD"), Literal::new("MDSC00")),
            Some(_) => (Literal::new("STPD"), Literal::new("MDSC03")),
        }
    }

    fn fields(&self, fields: Fields) -> Fields {
        let (_, sub) = self.kind();
        fields
            .with(Name::from_static("mod_sub_type"), &sub)
            .with(Name::from_static("mod_bankcode"), &self.bank.prefixed())
            .with(Name::from_static("mod_account"), &self.account)
            .with(Name::from_static("mod_depositor"), &self.owner)
            .with(Name::from_static("mod_comp_type"), &Literal::new("MDCP01"))
            .with_some(Name::from_static("mod_mny"), self.part.as_ref().map(|(amount, _)| amount))
            .with_some(
                Name::from_static("rem_mny"),
                self.part.as_ref().map(|(_, remaining)| remaining),
            )
    }
}

change_options!(RefundAccount);

/// A refund that KCP took in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refunded {
    /// The transaction, as it was asked.
    pub transaction: TransactionId,
    /// Whether an earlier request had asked for it (8337, 8340) and this one had nothing left to do.
    pub earlier: bool,
    /// Every field of the answer.
    pub fields: Fields,
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
        let told = |earlier| Refunded { transaction, earlier, fields: answer.fields().clone() };
        let yes = |answer: &Answer| -> Result<Refunded, UnknownCause> {
            answer.same_transaction(transaction)?;
            Ok(told(false))
        };
        // A part that was refunded before is another part; only the whole can be said to be done already.
        let earlier = self.part.is_none().then(|| told(true));
        classify(answer, &DONE, |answer, _| yes(answer), earlier)
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
}
