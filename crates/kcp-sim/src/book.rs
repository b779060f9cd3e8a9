//! The book of money: every payment, what was taken back of it, and how often anything was asked.

mod deposit;
mod escrow;
mod payment;
mod receipts;
mod refund;
mod view;

use std::collections::BTreeMap;

use kcp_codec::{Instalments, KstDateTime, OrderId, SiteCode, TransactionId, Won, WonOrZero};

use self::{receipts::Receipts, view::Counts};
use crate::{Extras, PayMethod, Refusal};

pub use self::{
    deposit::{Deposit, DepositEntry},
    payment::{EscrowStage, Payment, PaymentState},
    receipts::CashReceipt,
    view::BookView,
};
pub(crate) use self::{
    payment::{Person, bank_name},
    receipts::NewReceipt,
};

/// What a payment begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charge {
    pub(crate) site: SiteCode,
    pub(crate) order: OrderId,
    pub(crate) method: PayMethod,
    pub(crate) amount: Won,
    pub(crate) instalments: Instalments,
    pub(crate) extras: Extras,
}

/// A partial cancel: how much, of how much, and which method the request is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) take: WonOrZero,
    pub(crate) left_before: WonOrZero,
    pub(crate) only: Option<PayMethod>,
}

impl Part {
    /// Holds the request against what is left in truth.
    fn check(&self, left: u64) -> Result<(), Refusal> {
        if self.take == WonOrZero::ZERO {
            return Err(Refusal::NOTHING_TO_CANCEL);
        }
        if self.left_before.get() != left {
            return Err(Refusal::OTHER_AMOUNT_LEFT);
        }
        if self.take.get() > left { Err(Refusal::MORE_THAN_LEFT) } else { Ok(()) }
    }
}

/// The book itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    payments: BTreeMap<TransactionId, Payment>,
    /// Who ordered, where the order said so.
    buyers: BTreeMap<TransactionId, Person>,
    deposits: Vec<DepositEntry>,
    receipts: Receipts,
    counts: Counts,
    last: u32,
}

impl Book {
    pub(crate) fn note_connection(&mut self) {
        self.counts.connections += 1;
    }

    /// Counts a request, and gives its number.
    pub(crate) fn note_request(&mut self) -> u64 {
        self.counts.requests += 1;
        self.counts.requests
    }

    /// Charges, or issues an account.
    pub(crate) fn charge(&mut self, charge: Charge, now: KstDateTime) -> Result<Payment, Refusal> {
        let issued = charge.method == PayMethod::VirtualAccount;
        let payment = Payment {
            tno: self.number(now)?,
            site: charge.site,
            order: charge.order,
            method: charge.method,
            amount: charge.amount,
            cancelled: WonOrZero::ZERO,
            instalments: charge.instalments,
            state: if issued { PaymentState::Issued } else { PaymentState::Approved },
            captured: false,
            partial_cancels: 0,
            approved_at: now,
            deposited: false,
            paid_in: WonOrZero::ZERO,
            escrow: charge.extras.escrow.then_some(EscrowStage::Open),
            extras: charge.extras,
            reapproved_as: None,
        };
        self.payments.insert(payment.tno, payment);
        self.counts.approvals += 1;
        Ok(payment)
    }

    /// Notes who ordered.
    pub(crate) fn note_buyer(&mut self, tno: TransactionId, name: &str) {
        if !name.is_empty() {
            self.buyers.insert(tno, Person(name.to_owned()));
        }
    }

    /// Who ordered; somebody, where nobody said who.
    pub(crate) fn buyer(&self, tno: TransactionId) -> Person {
        self.buyers.get(&tno).cloned().unwrap_or_else(Person::nobody)
    }

    /// Notes a verified account, which moves no money.
    pub(crate) fn verify(&mut self, now: KstDateTime) -> Result<TransactionId, Refusal> {
        let tno = self.number(now)?;
        self.counts.verifications += 1;
        Ok(tno)
    }

    /// Takes everything back (`STSC`).
    pub(crate) fn cancel(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        let payment = self.plain(site, tno)?;
        match payment.state {
            PaymentState::Cancelled => return Err(Refusal::ALREADY_CANCELLED),
            PaymentState::PartlyCancelled => return Err(Refusal::PARTLY_CANCELLED),
            PaymentState::Approved if payment.deposited => return Err(Refusal::NOT_TO_CANCEL),
            PaymentState::Approved | PaymentState::Issued => {}
        }
        self.take_all(site, tno)
    }

    /// Takes a part back (`STPC`, `RN07`, `STPA`). What the request says is left must be left.
    pub(crate) fn cancel_part(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        part: Part,
    ) -> Result<Payment, Refusal> {
        let payment = self.plain(site, tno)?;
        if payment.deposited {
            return Err(Refusal::NOT_TO_CANCEL);
        }
        if payment.method.is_whole() {
            return Err(Refusal::NO_PARTS);
        }
        self.take_part(site, tno, part)
    }

    /// The payment as it stands.
    pub(crate) fn look(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        self.find(site, tno).copied()
    }

    /// The payment, if it is this merchant's and has no escrow, which has changes of its own.
    fn plain(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        let payment = *self.find(site, tno)?;
        if payment.escrow.is_some() { Err(Refusal::OTHER_KIND_OF_PAYMENT) } else { Ok(payment) }
    }

    /// Takes everything back that is there, whatever the state.
    fn take_all(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        let payment = self.find(site, tno)?;
        payment.state = PaymentState::Cancelled;
        payment.cancelled = WonOrZero::new(payment.total()).map_err(|_| Refusal::NOT_TO_CANCEL)?;
        let payment = *payment;
        self.receipts.take_back(tno, payment.cancelled.get());
        self.counts.cancels += 1;
        Ok(payment)
    }

    fn take_part(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        part: Part,
    ) -> Result<Payment, Refusal> {
        let payment = self.find(site, tno)?;
        match payment.state {
            PaymentState::Cancelled => return Err(Refusal::ALREADY_CANCELLED),
            PaymentState::Issued => return Err(Refusal::NOTHING_PAID),
            PaymentState::Approved | PaymentState::PartlyCancelled => {}
        }
        if part.only.is_some_and(|method| method != payment.method) {
            return Err(Refusal::OTHER_METHOD_TO_CANCEL);
        }
        part.check(payment.left())?;
        let taken = payment.cancelled.get() + part.take.get();
        payment.cancelled = WonOrZero::new(taken).map_err(|_| Refusal::MORE_THAN_LEFT)?;
        payment.partial_cancels += 1;
        payment.state = match payment.left() {
            0 => PaymentState::Cancelled,
            _ => PaymentState::PartlyCancelled,
        };
        let payment = *payment;
        self.receipts.take_back(tno, part.take.get());
        self.counts.cancels += 1;
        Ok(payment)
    }

    /// Notes that the merchant wants a card payment captured (`STMR`).
    pub(crate) fn capture(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        let payment = self.find(site, tno)?;
        if payment.method != PayMethod::Card || payment.state == PaymentState::Cancelled {
            return Err(Refusal::NOT_TO_CAPTURE);
        }
        if payment.captured {
            return Err(Refusal::ALREADY_CAPTURED);
        }
        payment.captured = true;
        let payment = *payment;
        self.counts.captures += 1;
        Ok(payment)
    }

    pub(crate) fn view(&self) -> BookView {
        BookView::new(
            self.payments.values().copied().collect(),
            self.deposits.clone(),
            self.receipts.all(),
            self.counts,
        )
    }

    /// The payment, if it is this merchant's; another's number is as good as none.
    fn find(&mut self, site: SiteCode, tno: TransactionId) -> Result<&mut Payment, Refusal> {
        self.payments
            .get_mut(&tno)
            .filter(|payment| payment.site == site)
            .ok_or(Refusal::NO_PAYMENT)
    }

    /// The day and a counter: 14 digits, each number once.
    fn number(&mut self, now: KstDateTime) -> Result<TransactionId, Refusal> {
        for _ in 0..PER_DAY {
            self.last = (self.last + 1) % PER_DAY;
            let text =
                format!("{:04}{:02}{:02}{:06}", now.year(), now.month(), now.day(), self.last);
            let tno = TransactionId::parse(&text).map_err(|_| Refusal::NO_NUMBER_LEFT)?;
            if !self.payments.contains_key(&tno) {
                return Ok(tno);
            }
        }
        Err(Refusal::NO_NUMBER_LEFT)
    }
}

/// Numbers of one day: six digits behind the date.
const PER_DAY: u32 = 1_000_000;

#[cfg(test)]
mod tests;
