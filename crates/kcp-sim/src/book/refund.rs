//! What comes after a payment besides a cancel: refunds and re-approvals.

use kcp_codec::{SiteCode, TransactionId, Won, WonOrZero};

use super::{Book, Part, Payment, PaymentState};
use crate::{PayMethod, Refusal};

impl Book {
    /// Refunds a virtual account that was paid into, all of it (`STHD`).
    pub(crate) fn refund(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
    ) -> Result<Payment, Refusal> {
        let payment = self.refundable(site, tno)?;
        if payment.state == PaymentState::PartlyCancelled {
            return Err(Refusal::PARTLY_CANCELLED);
        }
        let left = WonOrZero::new(payment.left()).map_err(|_| Refusal::NOT_REFUNDABLE)?;
        self.take_part(site, tno, Part { take: left, left_before: left, only: None })
    }

    /// Refunds a part of it (`STPD`).
    pub(crate) fn refund_part(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        part: Part,
    ) -> Result<Payment, Refusal> {
        self.refundable(site, tno)?;
        self.take_part(site, tno, part)
    }

    fn refundable(&mut self, site: SiteCode, tno: TransactionId) -> Result<Payment, Refusal> {
        let payment = self.plain(site, tno)?;
        match payment.state {
            _ if !payment.deposited => Err(Refusal::NOT_REFUNDABLE),
            PaymentState::Cancelled => Err(Refusal::ALREADY_REFUNDED),
            _ => Ok(payment),
        }
    }

    /// The payment, if it may be approved anew for `amount` (`STRA`).
    pub(crate) fn reapprovable(
        &mut self,
        site: SiteCode,
        tno: TransactionId,
        amount: Won,
    ) -> Result<Payment, Refusal> {
        let payment = *self.find(site, tno)?;
        if payment.method != PayMethod::Points {
            return Err(Refusal::NOT_TO_REAPPROVE);
        }
        if payment.reapproved_as.is_some() {
            return Err(Refusal::ALREADY_REAPPROVED);
        }
        if amount > payment.amount {
            return Err(Refusal::MORE_THAN_REAPPROVED);
        }
        Ok(payment)
    }

    /// Notes which payment took the place of another.
    pub(crate) fn replace(&mut self, tno: TransactionId, by: TransactionId) {
        if let Some(payment) = self.payments.get_mut(&tno) {
            payment.reapproved_as = Some(by);
        }
    }
}
