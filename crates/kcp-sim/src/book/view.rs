//! The book as a test sees it: a copy of every payment, deposit, receipt and notice, and the totals.

use kcp_codec::{OrderId, TransactionId};

use super::{CashReceipt, DepositEntry, Payment};
use crate::Notice;

/// The book as it stood at one moment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BookView {
    payments: Vec<Payment>,
    deposits: Vec<DepositEntry>,
    receipts: Vec<CashReceipt>,
    notices: Vec<Notice>,
    counts: Counts,
}

impl BookView {
    pub(super) const fn new(
        payments: Vec<Payment>,
        deposits: Vec<DepositEntry>,
        receipts: Vec<CashReceipt>,
        counts: Counts,
    ) -> Self {
        Self { payments, deposits, receipts, notices: Vec::new(), counts }
    }

    pub(crate) fn with_notices(self, notices: Vec<Notice>) -> Self {
        Self { notices, ..self }
    }

    /// What was paid into virtual accounts, in order, reversed deposits included.
    #[must_use]
    pub fn deposits(&self) -> &[DepositEntry] {
        &self.deposits
    }

    /// The deposits that the bank took back.
    pub fn reversals(&self) -> impl Iterator<Item = &DepositEntry> {
        self.deposits.iter().filter(|deposit| deposit.reversed_at.is_some())
    }

    /// The cash receipts by number.
    #[must_use]
    pub fn receipts(&self) -> &[CashReceipt] {
        &self.receipts
    }

    /// The notices in the order in which they arose, and how each stands now.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The payment with this number.
    #[must_use]
    pub fn payment(&self, tno: TransactionId) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.tno == tno)
    }

    /// All payments by number.
    #[must_use]
    pub fn payments(&self) -> &[Payment] {
        &self.payments
    }

    /// The payments of one order. More than one is a second charge.
    pub fn of_order(&self, order: OrderId) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(move |payment| payment.order == order)
    }

    /// Won charged in all, before cancels. A virtual account counts what is in it.
    #[must_use]
    pub fn charged(&self) -> u64 {
        self.moved().map(Payment::total).sum()
    }

    /// Won taken back in all.
    #[must_use]
    pub fn cancelled(&self) -> u64 {
        self.moved().map(|payment| payment.cancelled.get()).sum()
    }

    /// Won charged and not taken back.
    #[must_use]
    pub fn balance(&self) -> u64 {
        self.payments.iter().map(Payment::balance).sum()
    }

    /// How many payments were approved or accounts issued.
    #[must_use]
    pub const fn approvals(&self) -> u64 {
        self.counts.approvals
    }

    /// How many cancels took effect, full and partial.
    #[must_use]
    pub const fn cancels(&self) -> u64 {
        self.counts.cancels
    }

    /// How many captures took effect.
    #[must_use]
    pub const fn captures(&self) -> u64 {
        self.counts.captures
    }

    /// How many accounts were verified.
    #[must_use]
    pub const fn verifications(&self) -> u64 {
        self.counts.verifications
    }

    /// How many whole requests came in, refused ones included.
    #[must_use]
    pub const fn requests(&self) -> u64 {
        self.counts.requests
    }

    /// How many connections were accepted.
    #[must_use]
    pub const fn connections(&self) -> u64 {
        self.counts.connections
    }

    fn moved(&self) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(|payment| payment.moved_money())
    }
}

/// How often anything happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Counts {
    pub(super) connections: u64,
    pub(super) requests: u64,
    pub(super) approvals: u64,
    pub(super) cancels: u64,
    pub(super) captures: u64,
    pub(super) verifications: u64,
}
