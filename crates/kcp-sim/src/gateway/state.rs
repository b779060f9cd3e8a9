//! What changes while the gateway runs: the book and what hangs on it, and the notices that changes set off.

use kcp_codec::{KstDateTime, SiteCode, TransactionId};

use crate::{
    Deposit, EscrowStage, Payment, Refusal,
    book::Book,
    cards::Cards,
    members::Members,
    notice::{Event, Office},
    pg_api::Registrations,
    window::Windows,
};

/// What changes while it runs. One lock, so that a request acts as a whole or not at all.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) book: Book,
    pub(crate) windows: Windows,
    pub(crate) cards: Cards,
    pub(crate) members: Members,
    pub(crate) registrations: Registrations,
    pub(crate) notices: Office,
}

impl State {
    /// Takes everything back, points to the member who paid with them.
    pub(crate) fn cancel(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        let payment = self.book.cancel(site, tno)?;
        self.members.give_back(tno, payment.amount.get());
        Ok(payment)
    }

    /// A customer pays into a virtual account, and the shop is told.
    pub(crate) fn deposit(
        &mut self,
        tno: TransactionId,
        deposit: &Deposit,
        now: KstDateTime,
    ) -> Result<Payment, Refusal> {
        let (payment, entry) = self.book.deposit(tno, deposit, now)?;
        let receipt = entry.receipt.and_then(|number| self.book.receipt_numbered(number));
        self.tell(&payment, &Event::Deposited(&entry, receipt), now);
        Ok(payment)
    }

    /// The bank takes the last deposit back, and the shop is told.
    pub(crate) fn reverse(
        &mut self,
        tno: TransactionId,
        now: KstDateTime,
    ) -> Result<Payment, Refusal> {
        let (payment, entry) = self.book.reverse(tno, now)?;
        let receipt = entry.receipt.and_then(|number| self.book.receipt_numbered(number));
        self.tell(&payment, &Event::Reversed(&entry, receipt), now);
        Ok(payment)
    }

    /// The customer confirms a purchase, and the shop is told.
    pub(crate) fn confirm(
        &mut self,
        tno: TransactionId,
        now: KstDateTime,
    ) -> Result<Payment, Refusal> {
        let payment = self.book.decide(tno, EscrowStage::Confirmed)?;
        self.tell(&payment, &Event::PurchaseConfirmed, now);
        Ok(payment)
    }

    /// The customer refuses the goods, and the shop is told.
    pub(crate) fn refuse(
        &mut self,
        tno: TransactionId,
        reason: &str,
        now: KstDateTime,
    ) -> Result<Payment, Refusal> {
        let payment = self.book.decide(tno, EscrowStage::Refused)?;
        self.tell(&payment, &Event::PurchaseRefused { reason }, now);
        Ok(payment)
    }

    /// Sends a notice about a payment.
    pub(crate) fn tell(&self, payment: &Payment, event: &Event<'_>, now: KstDateTime) {
        self.notices.take(payment, &self.book.buyer(payment.tno).0, event, now);
    }
}
