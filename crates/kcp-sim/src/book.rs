//! The book of money: every payment, what was taken back of it, and how often anything was asked.

mod refund;
mod view;

use std::collections::BTreeMap;

use kcp_codec::{Instalments, KstDateTime, OrderId, SiteCode, TransactionId, Won, WonOrZero};

use self::view::Counts;
use crate::{Extras, PayMethod, Refusal};

pub use self::view::BookView;

/// A payment as the gateway has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Payment {
    /// KCP's number.
    pub tno: TransactionId,
    /// The merchant.
    pub site: SiteCode,
    /// The merchant's order number.
    pub order: OrderId,
    /// How it was paid.
    pub method: PayMethod,
    /// What was charged; for a virtual account, what is to be paid in.
    pub amount: Won,
    /// What was taken back so far.
    pub cancelled: WonOrZero,
    /// In how many parts the customer pays.
    pub instalments: Instalments,
    /// Where it stands.
    pub state: PaymentState,
    /// Whether the merchant asked for capture (`STMR`).
    pub captured: bool,
    /// How many partial cancels there were.
    pub partial_cancels: u32,
    /// When it was approved.
    pub approved_at: KstDateTime,
    /// Whether anybody paid into a virtual account.
    pub deposited: bool,
    /// The coupon and the wallet of a card payment.
    pub extras: Extras,
    /// The payment that was approved in this one's place (`STRA`).
    pub reapproved_as: Option<TransactionId>,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PaymentState {
    /// Charged, nothing taken back.
    Approved,
    /// Everything taken back, or a virtual account given up.
    Cancelled,
    /// A virtual account that waits for its deposit. No money has moved.
    Issued,
    /// A part taken back.
    PartlyCancelled,
}

impl Payment {
    /// What can still be taken back.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.amount.get().saturating_sub(self.cancelled.get())
    }

    /// What the customer has been charged, after cancels.
    #[must_use]
    pub fn balance(&self) -> u64 {
        if self.moved_money() { self.left() } else { 0 }
    }

    const fn moved_money(&self) -> bool {
        self.deposited || !matches!(self.method, PayMethod::VirtualAccount)
    }
}

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

/// The book itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    payments: BTreeMap<TransactionId, Payment>,
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
            extras: charge.extras,
            reapproved_as: None,
        };
        self.payments.insert(payment.tno, payment);
        self.counts.approvals += 1;
        Ok(payment)
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
        let payment = self.find(site, tno)?;
        match payment.state {
            PaymentState::Cancelled => return Err(Refusal::ALREADY_CANCELLED),
            PaymentState::PartlyCancelled => return Err(Refusal::PARTLY_CANCELLED),
            PaymentState::Approved if payment.deposited => return Err(Refusal::REFUND_INSTEAD),
            PaymentState::Approved | PaymentState::Issued => {}
        }
        payment.state = PaymentState::Cancelled;
        payment.cancelled = payment.amount.into();
        let payment = *payment;
        self.counts.cancels += 1;
        Ok(payment)
    }

    /// Takes a part back (`STPC`, `RN07`, `STPA`). What the request says is left must be left.
    pub(crate) fn cancel_part(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        part: Part,
    ) -> Result<Payment, Refusal> {
        let payment = self.find(site, tno)?;
        if payment.deposited {
            return Err(Refusal::REFUND_INSTEAD);
        }
        if matches!(payment.method, PayMethod::Gift | PayMethod::Points) {
            return Err(Refusal::NO_PARTS);
        }
        self.take_part(site, tno, part)
    }

    /// The payment as it stands.
    pub(crate) fn look(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        self.find(site, tno).copied()
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
        if part.take == WonOrZero::ZERO {
            return Err(Refusal::NOTHING_TO_CANCEL);
        }
        if part.left_before.get() != payment.left() {
            return Err(Refusal::OTHER_AMOUNT_LEFT);
        }
        if part.take.get() > payment.left() {
            return Err(Refusal::MORE_THAN_LEFT);
        }
        let taken = payment.cancelled.get() + part.take.get();
        payment.cancelled = WonOrZero::new(taken).map_err(|_| Refusal::MORE_THAN_LEFT)?;
        payment.partial_cancels += 1;
        payment.state = match payment.left() {
            0 => PaymentState::Cancelled,
            _ => PaymentState::PartlyCancelled,
        };
        let payment = *payment;
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
        BookView::new(self.payments.values().copied().collect(), self.counts)
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
