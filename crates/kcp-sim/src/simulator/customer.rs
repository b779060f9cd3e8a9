//! What customers and banks do at a running gateway, and the notices that shops get about it.

use kcp_codec::{Charset, Name, SiteCode, Text, TransactionId};

use super::Simulator;
use crate::{Deposit, Notice, NoticeFaults, NoticeUrl, PayMethod, Payment, Refusal, notice::Event};

impl Simulator {
    /// Plays a customer who pays into a virtual account what it asks for. The shop gets a notice (`TX00`).
    ///
    /// # Errors
    /// [`Refusal::NO_PAYMENT`] for a number that no payment has; [`Refusal::ALREADY_PAID`] for an account that does not
    /// wait for its deposit; [`Refusal::CLOSED_ACCOUNT`] after its deadline.
    pub fn deposit(&self, tno: TransactionId) -> Result<Payment, Refusal> {
        self.deposit_as(tno, &Deposit::whole())
    }

    /// Plays a customer who pays in something else: less, more, again, in another name, from another bank.
    ///
    /// # Errors
    /// As [`Simulator::deposit`], which also refuses an account that holds money; this one does not.
    pub fn deposit_as(&self, tno: TransactionId, deposit: &Deposit) -> Result<Payment, Refusal> {
        let gateway = &self.gateway.0;
        gateway.state().deposit(tno, deposit, gateway.clock.now())
    }

    /// Plays a bank that takes the last deposit back. The shop gets a notice with the deposit's `noti_id` and `op_cd` 13.
    ///
    /// # Errors
    /// [`Refusal::NO_PAYMENT`]; [`Refusal::NOTHING_PAID`] for an account that holds no deposit;
    /// [`Refusal::ALREADY_REFUNDED`] if any of it was refunded.
    pub fn reverse(&self, tno: TransactionId) -> Result<Payment, Refusal> {
        let gateway = &self.gateway.0;
        gateway.state().reverse(tno, gateway.clock.now())
    }

    /// Plays a customer who got the goods of an escrow payment and confirms the purchase (`TX02`).
    ///
    /// # Errors
    /// [`Refusal::NO_PAYMENT`], [`Refusal::OTHER_KIND_OF_PAYMENT`] without escrow, [`Refusal::NOT_AT_THIS_STAGE`] for
    /// goods that are not on their way, and what else the payment's state says.
    pub fn confirm_purchase(&self, tno: TransactionId) -> Result<Payment, Refusal> {
        let gateway = &self.gateway.0;
        gateway.state().confirm(tno, gateway.clock.now())
    }

    /// Plays a customer who sends the goods back, and says why (`TX02` with `st_cd=N`, `can_msg`).
    ///
    /// # Errors
    /// As [`Simulator::confirm_purchase`]; [`Refusal::BAD_TEXT`] for a reason that is not 1 to 100 bytes of EUC-KR
    /// (CP949).
    pub fn refuse_purchase(&self, tno: TransactionId, reason: &str) -> Result<Payment, Refusal> {
        Text::<100>::new(Name::from_static("can_msg"), Charset::Cp949, reason)
            .map_err(|_| Refusal::BAD_TEXT)?;
        let gateway = &self.gateway.0;
        gateway.state().refuse(tno, reason, gateway.clock.now())
    }

    /// Sends the notice of a safe payment by mobile phone (`TX08`) about a phone payment. Nothing else happens.
    ///
    /// # Errors
    /// [`Refusal::NO_PAYMENT`]; [`Refusal::OTHER_METHOD`] for a payment of another method.
    pub fn safe_payment(&self, tno: TransactionId) -> Result<(), Refusal> {
        let gateway = &self.gateway.0;
        let state = gateway.state();
        let view = state.book.view();
        let payment = view.payment(tno).ok_or(Refusal::NO_PAYMENT)?;
        if payment.method != PayMethod::Mobile {
            return Err(Refusal::OTHER_METHOD);
        }
        state.tell(payment, &Event::SafePayment, gateway.clock.now());
        Ok(())
    }

    /// Sets where a merchant takes its notices from now on.
    ///
    /// # Errors
    /// [`Refusal::UNKNOWN_MERCHANT`].
    pub fn register_notice_url(&self, site: SiteCode, url: NoticeUrl) -> Result<(), Refusal> {
        let gateway = &self.gateway.0;
        gateway.merchants.find(site).ok_or(Refusal::UNKNOWN_MERCHANT)?;
        gateway.state().notices.register(site, url);
        Ok(())
    }

    /// Waits until every notice was accepted or given up, and says what each attempt was answered. What a
    /// [`NoticeFault::Behind`](crate::NoticeFault::Behind) holds back goes out now.
    ///
    /// [`BookView::notices`](crate::BookView::notices) shows the same without waiting.
    pub async fn notices(&self) -> Vec<Notice> {
        let office = self.gateway.0.state().notices.clone();
        office.settled().await
    }

    /// What is to go wrong with notices.
    #[must_use]
    pub fn notice_faults(&self) -> NoticeFaults {
        self.gateway.0.state().notices.faults().clone()
    }
}
