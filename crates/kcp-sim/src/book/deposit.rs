//! Deposits into virtual accounts, and the ones that the bank takes back.

use kcp_codec::{Charset, FieldError, KstDateTime, Name, Text, TransactionId, Won, WonOrZero};

use super::{Book, EscrowStage, NewReceipt, Payment, PaymentState, Person};
use crate::{PayMethod, Refusal};

/// What a customer pays into a virtual account: how much, from where, in whose name.
///
/// ```
/// # use kcp_codec::Won;
/// use kcp_sim::Deposit;
///
/// let short = Deposit::of(Won::new(900)?).from_other_bank().by("김철수")?;
/// # let _ = short;
/// # Ok::<(), kcp_codec::FieldError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Deposit {
    amount: Option<Won>,
    operation: &'static str,
    remitter: Option<Person>,
}

impl Deposit {
    /// What the account asks for, once.
    #[must_use]
    pub const fn whole() -> Self {
        Self { amount: None, operation: OWN_BANK, remitter: None }
    }

    /// Any amount, into an account that may hold money already: short, over, a second time.
    #[must_use]
    pub const fn of(amount: Won) -> Self {
        Self { amount: Some(amount), operation: OWN_BANK, remitter: None }
    }

    /// From an account at another bank (`op_cd` 18 and not 50, `seed 002 §6`).
    #[must_use]
    pub const fn from_other_bank(mut self) -> Self {
        self.operation = OTHER_BANK;
        self
    }

    /// In this name (`remitter`): at most 30 bytes of EUC-KR (CP949). Without this, in the name of who ordered.
    ///
    /// # Errors
    /// As [`Text::new`].
    pub fn by(mut self, name: &str) -> Result<Self, FieldError> {
        Text::<30>::new(Name::from_static("remitter"), Charset::Cp949, name)?;
        self.remitter = Some(Person(name.to_owned()));
        Ok(self)
    }
}

/// A deposit as the book has it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct DepositEntry {
    /// The payment.
    pub tno: TransactionId,
    /// What was paid in (`ipgm_mnyx`).
    pub amount: Won,
    /// What was in the account then (`totl_mnyx`).
    pub total: WonOrZero,
    /// `50` from the same bank, `18` from another one (`op_cd`).
    pub operation: &'static str,
    /// The number that its notices share (`noti_id`): twenty digits.
    pub notice_id: String,
    /// When it was paid in (`ipgm_time`).
    pub paid_at: KstDateTime,
    /// When the bank took it back.
    pub reversed_at: Option<KstDateTime>,
    /// The cash receipt that was registered with it (`cash_no`).
    pub receipt: Option<TransactionId>,
    remitter: Person,
}

impl DepositEntry {
    pub(crate) fn remitter(&self) -> &str {
        &self.remitter.0
    }
}

impl Book {
    /// Pays into a virtual account.
    pub(crate) fn deposit(
        &mut self,
        tno: TransactionId,
        deposit: &Deposit,
        now: KstDateTime,
    ) -> Result<(Payment, DepositEntry), Refusal> {
        let payment = *self.payments.get(&tno).ok_or(Refusal::NO_PAYMENT)?;
        let waits = payment.state == PaymentState::Issued;
        if payment.method != PayMethod::VirtualAccount || (deposit.amount.is_none() && !waits) {
            return Err(Refusal::ALREADY_PAID);
        }
        if payment.state == PaymentState::Cancelled || now > payment.deadline() {
            return Err(Refusal::CLOSED_ACCOUNT);
        }
        let amount = deposit.amount.unwrap_or(payment.amount);
        let total = payment.paid_in.get() + amount.get();
        let total = WonOrZero::new(total).map_err(|_| Refusal::MORE_THAN_LEFT)?;
        let remitter = deposit.remitter.clone().unwrap_or_else(|| self.buyer(tno));
        let receipt = match payment.extras.receipt {
            Some(usage) => Some(self.register_receipt(
                NewReceipt {
                    amount,
                    traded_at: now,
                    payment: Some(tno),
                    usage,
                    ..NewReceipt::of(&payment)
                },
                now,
            )?),
            None => None,
        };
        let entry = DepositEntry {
            tno,
            amount,
            total,
            operation: deposit.operation,
            notice_id: self.notice_id(now),
            paid_at: now,
            reversed_at: None,
            receipt: receipt.map(|receipt| receipt.number),
            remitter,
        };
        self.deposits.push(entry.clone());
        let payment = self.payments.get_mut(&tno).ok_or(Refusal::NO_PAYMENT)?;
        payment.paid_in = total;
        payment.deposited = true;
        if waits {
            payment.state = PaymentState::Approved;
        }
        Ok((*payment, entry))
    }

    /// Takes the last deposit back, as a bank does that paid it in by mistake. The account then waits again, which is a
    /// guess.
    pub(crate) fn reverse(
        &mut self,
        tno: TransactionId,
        now: KstDateTime,
    ) -> Result<(Payment, DepositEntry), Refusal> {
        let payment = self.payments.get_mut(&tno).ok_or(Refusal::NO_PAYMENT)?;
        let stands = |entry: &&mut DepositEntry| entry.tno == tno && entry.reversed_at.is_none();
        let entry = self.deposits.iter_mut().rev().find(stands).ok_or(Refusal::NOTHING_PAID)?;
        if payment.cancelled != WonOrZero::ZERO {
            return Err(Refusal::ALREADY_REFUNDED);
        }
        entry.reversed_at = Some(now);
        let left = payment.paid_in.get().saturating_sub(entry.amount.get());
        payment.paid_in = WonOrZero::new(left).unwrap_or_default();
        if payment.paid_in == WonOrZero::ZERO {
            payment.deposited = false;
            payment.state = PaymentState::Issued;
            payment.escrow = payment.escrow.map(|_| EscrowStage::Open);
        }
        let done = (*payment, entry.clone());
        if let Some(receipt) = done.1.receipt {
            self.receipts.undo(receipt);
        }
        Ok(done)
    }

    /// The day and a counter: twenty digits, as in the guides' examples (`seed 002 §6`, `seed 003 §8`).
    fn notice_id(&self, now: KstDateTime) -> String {
        let (year, count) = (now.year() % 100, self.deposits.len() + 1);
        format!("{year:02}{:02}{:02}{count:014}", now.month(), now.day())
    }
}

/// From an account at the bank of the virtual one.
const OWN_BANK: &str = "50";

/// From an account elsewhere.
const OTHER_BANK: &str = "18";
