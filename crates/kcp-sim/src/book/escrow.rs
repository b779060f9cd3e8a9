//! Escrow: goods on their way, money held back, and cancels that depend on where the goods are.

use kcp_codec::{SiteCode, TransactionId, WonOrZero};

use super::{Book, EscrowStage, Part, Payment, PaymentState};
use crate::{PayMethod, Refusal};

impl Book {
    /// Sends the goods (`STE1`).
    pub(crate) fn deliver(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        self.move_on(site, tno, &[EscrowStage::Open], EscrowStage::Delivering)
    }

    /// Holds the settlement of goods that are on their way or refused (`STE3`).
    pub(crate) fn hold(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        let from = [EscrowStage::Delivering, EscrowStage::Refused];
        self.move_on(site, tno, &from, EscrowStage::Held)
    }

    /// Takes everything back, at this stage only: `STE2` before the goods are sent, `STE4` after a hold, `STE9` after the
    /// customer confirmed.
    pub(crate) fn cancel_escrow(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        at: EscrowStage,
    ) -> Result<Payment, Refusal> {
        let payment = self.at_stage(site, tno, at)?;
        if payment.state == PaymentState::PartlyCancelled {
            return Err(Refusal::PARTLY_CANCELLED);
        }
        self.take_all(site, tno)
    }

    /// Takes a part back after the customer confirmed (`STE9`).
    pub(crate) fn cancel_escrow_part(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        part: Part,
    ) -> Result<Payment, Refusal> {
        self.at_stage(site, tno, EscrowStage::Confirmed)?;
        self.take_part(site, tno, part)
    }

    /// Gives an account up that nobody paid into (`STE5`).
    pub(crate) fn release(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        let (payment, _) = self.in_escrow(site, tno)?;
        match payment.state {
            _ if payment.method != PayMethod::VirtualAccount => {
                Err(Refusal::OTHER_METHOD_TO_CANCEL)
            }
            PaymentState::Issued => self.take_all(site, tno),
            PaymentState::Cancelled => Err(Refusal::ALREADY_CANCELLED),
            PaymentState::Approved | PaymentState::PartlyCancelled => Err(Refusal::ALREADY_PAID),
        }
    }

    /// The customer confirms the purchase, or refuses the goods. Both need goods on their way.
    pub(crate) fn decide(
        &mut self,
        tno: TransactionId,
        to: EscrowStage,
    ) -> Result<Payment, Refusal> {
        let site = self.payments.get(&tno).ok_or(Refusal::NO_PAYMENT)?.site;
        self.move_on(site, tno, &[EscrowStage::Delivering], to)
    }

    /// Won in escrow that can still be taken back.
    pub(crate) fn left_in_escrow(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<WonOrZero, Refusal> {
        let (payment, _) = self.in_escrow(site, tno)?;
        if payment.state == PaymentState::Cancelled {
            return Err(Refusal::ALREADY_CANCELLED);
        }
        WonOrZero::new(payment.left()).map_err(|_| Refusal::OTHER_REFUND)
    }

    fn move_on(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        from: &[EscrowStage],
        to: EscrowStage,
    ) -> Result<Payment, Refusal> {
        let stage = self.with_money(site, tno)?;
        if stage == EscrowStage::Confirmed {
            return Err(Refusal::PURCHASE_CONFIRMED);
        }
        if !from.contains(&stage) {
            return Err(Refusal::NOT_AT_THIS_STAGE);
        }
        let payment = self.find(site, tno)?;
        payment.escrow = Some(to);
        Ok(*payment)
    }

    fn at_stage(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        at: EscrowStage,
    ) -> Result<Payment, Refusal> {
        match self.with_money(site, tno)? {
            stage if stage == at => self.find(site, tno).copied(),
            EscrowStage::Confirmed => Err(Refusal::PURCHASE_CONFIRMED),
            _ => Err(Refusal::NOT_TO_CANCEL),
        }
    }

    /// The stage of a payment that holds money.
    fn with_money(&mut self, site: SiteCode, tno: TransactionId) -> Result<EscrowStage, Refusal> {
        let (payment, stage) = self.in_escrow(site, tno)?;
        match payment.state {
            PaymentState::Cancelled => Err(Refusal::ALREADY_CANCELLED),
            PaymentState::Issued => Err(Refusal::NOTHING_PAID),
            PaymentState::Approved | PaymentState::PartlyCancelled => Ok(stage),
        }
    }

    fn in_escrow(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<(Payment, EscrowStage), Refusal> {
        let payment = *self.find(site, tno)?;
        let stage = payment.escrow.ok_or(Refusal::OTHER_KIND_OF_PAYMENT)?;
        Ok((payment, stage))
    }
}
