//! Cash receipts: registered by the merchant or with a deposit, taken back whole or in parts.

use std::collections::BTreeMap;

use kcp_codec::{KstDateTime, OrderId, SiteCode, TransactionId, Won, WonOrZero};

use super::{Book, Part, Payment};
use crate::{ReceiptUse, Refusal};

/// A cash receipt as the gateway has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CashReceipt {
    /// KCP's number (`cash_no`): fourteen digits.
    pub number: TransactionId,
    /// The merchant.
    pub site: SiteCode,
    /// The merchant's order number.
    pub order: OrderId,
    /// What it is about (`amt_tot`).
    pub amount: Won,
    /// What was taken back of it so far.
    pub cancelled: WonOrZero,
    /// When the money was received (`trad_time`).
    pub traded_at: KstDateTime,
    /// When it was registered (`app_time`).
    pub registered_at: KstDateTime,
    /// What it is for.
    pub usage: ReceiptUse,
    /// The payment that it came with; `None` for one that the merchant registered.
    pub payment: Option<TransactionId>,
}

impl CashReceipt {
    /// The approval number of the tax office (`receipt_no`, `cash_authno`): nine digits.
    #[must_use]
    pub fn approval(&self) -> &str {
        self.number.as_str().get(5..).unwrap_or_default()
    }

    /// What it still vouches for.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.amount.get().saturating_sub(self.cancelled.get())
    }
}

/// What a cash receipt begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewReceipt {
    pub(crate) site: SiteCode,
    pub(crate) order: OrderId,
    pub(crate) amount: Won,
    pub(crate) traded_at: KstDateTime,
    pub(crate) usage: ReceiptUse,
    pub(crate) payment: Option<TransactionId>,
}

impl NewReceipt {
    /// One for all of a payment.
    pub(crate) fn of(payment: &Payment) -> Self {
        Self {
            site: payment.site,
            order: payment.order,
            amount: payment.amount,
            traded_at: payment.approved_at,
            usage: payment.extras.receipt.unwrap_or(ReceiptUse::Income),
            payment: Some(payment.tno),
        }
    }
}

/// All receipts by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Receipts(BTreeMap<TransactionId, CashReceipt>);

impl Receipts {
    pub(super) fn all(&self) -> Vec<CashReceipt> {
        self.0.values().copied().collect()
    }

    /// Takes the receipts of a payment back as the payment is taken back. That KCP does so is a guess.
    pub(super) fn take_back(&mut self, tno: TransactionId, mut amount: u64) {
        for receipt in self.0.values_mut().filter(|receipt| receipt.payment == Some(tno)) {
            let part = amount.min(receipt.left());
            amount -= part;
            receipt.cancelled =
                WonOrZero::new(receipt.cancelled.get() + part).unwrap_or(receipt.cancelled);
        }
    }

    /// Takes all of one back.
    pub(super) fn undo(&mut self, number: TransactionId) {
        if let Some(receipt) = self.0.get_mut(&number) {
            receipt.cancelled = receipt.amount.into();
        }
    }
}

impl Book {
    /// Registers a receipt.
    pub(crate) fn register_receipt(
        &mut self,
        new: NewReceipt,
        now: KstDateTime,
    ) -> Result<CashReceipt, Refusal> {
        let NewReceipt { site, order, amount, traded_at, usage, payment } = new;
        let receipt = CashReceipt {
            number: self.number(now)?,
            site,
            order,
            amount,
            cancelled: WonOrZero::ZERO,
            traded_at,
            registered_at: now,
            usage,
            payment,
        };
        self.receipts.0.insert(receipt.number, receipt);
        Ok(receipt)
    }

    /// The receipt that came with a payment and was registered first.
    pub(crate) fn receipt_of(&self, tno: TransactionId) -> Option<CashReceipt> {
        self.receipts.0.values().find(|receipt| receipt.payment == Some(tno)).copied()
    }

    /// The receipt of this number.
    pub(crate) fn receipt_numbered(&self, number: TransactionId) -> Option<CashReceipt> {
        self.receipts.0.get(&number).copied()
    }

    /// The receipt, if it is this merchant's and of this time.
    pub(crate) fn receipt(
        &self,
        site: SiteCode,
        number: TransactionId,
        traded_at: KstDateTime,
    ) -> Result<CashReceipt, Refusal> {
        let known = self.receipts.0.get(&number).filter(|receipt| receipt.site == site);
        match known {
            None => Err(Refusal::NO_RECEIPT),
            Some(receipt) if receipt.traded_at != traded_at => Err(Refusal::OTHER_TRADE_TIME),
            Some(receipt) => Ok(*receipt),
        }
    }

    /// Takes a receipt back: a part, or all of it where nothing was taken back before.
    pub(crate) fn cancel_receipt(
        &mut self,
        number: TransactionId,
        part: Option<Part>,
    ) -> Result<CashReceipt, Refusal> {
        let receipt = self.receipts.0.get_mut(&number).ok_or(Refusal::NO_RECEIPT)?;
        if receipt.left() == 0 {
            return Err(Refusal::RECEIPT_CANCELLED);
        }
        let take = match part {
            None if receipt.cancelled != WonOrZero::ZERO => return Err(Refusal::PARTLY_CANCELLED),
            None => receipt.left(),
            Some(part) => {
                part.check(receipt.left())?;
                part.take.get()
            }
        };
        let taken = receipt.cancelled.get() + take;
        receipt.cancelled = WonOrZero::new(taken).map_err(|_| Refusal::MORE_THAN_LEFT)?;
        Ok(*receipt)
    }
}
