//! Which change takes which payment back.

use kcp_codec::{AccountNumber, BankCode, OwnerName, TransactionId, Won};

use super::{
    Cancel, CancelConfirmed, CancelEscrow, PartialCancel, RefundAccount, ReleaseAccount, Sums,
};
use crate::approve::PayType;

/// The change that takes a payment back (`legacy.md §3.4`, `§3.5`). Those that pay to an account which only the
/// buyer knows are not operations yet: they ask for the account first.
///
/// ```
/// use kcp_codec::{TransactionId, Won};
/// use kcp_services::{approve::PayType, modify::{Escrow, Standing, Undo}};
///
/// let tno = TransactionId::parse("20261121000001")?;
/// let undo = |method, escrow, standing| Undo::of(tno, method, escrow, standing).kind();
/// assert_eq!(undo(PayType::Card, Escrow::No, Standing::Paid), "STSC");
/// assert_eq!(undo(PayType::Card, Escrow::Yes, Standing::Paid), "STE2");
/// assert_eq!(undo(PayType::Card, Escrow::No, Standing::PartlyCancelled { left: Won::new(604)? }), "STPC");
/// assert_eq!(undo(PayType::VirtualAccount, Escrow::Yes, Standing::Issued), "STE5");
/// assert_eq!(undo(PayType::VirtualAccount, Escrow::No, Standing::Paid), "STHD");
/// # Ok::<(), kcp_codec::FieldError>(())
/// ```
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_enums)] // whoever undoes a payment has to handle every way there is
pub enum Undo {
    /// `STSC`: an ordinary payment as a whole, or an ordinary account that nobody has paid into.
    Cancel(Cancel),
    /// `STE9`: all that is left of an escrow payment that was cancelled in part.
    CancelConfirmed(CancelConfirmed),
    /// `STE2`: an escrow payment before its delivery. One by bank transfer may be given an account to pay back to.
    CancelEscrow(CancelEscrow),
    /// `STPC`: all that is left of a payment that was cancelled in part.
    CancelRest(PartialCancel),
    /// `STE9` of an escrow payment into a virtual account, which pays what is left back to an account.
    ConfirmedRefund(ConfirmedRefundDue),
    /// `STE2` of an escrow payment into a virtual account, which pays back to an account.
    EscrowRefund(EscrowRefundDue),
    /// `STHD` or `STPD`: a deposit, which is paid back to an account.
    Refund(RefundDue),
    /// `STE5`: an escrow account that nobody has paid into.
    Release(ReleaseAccount),
}

/// Whether a payment is under escrow (`escw_yn`).
#[doc(alias = "escw_yn")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition
pub enum Escrow {
    /// `N`.
    No,
    /// `Y`: KCP keeps the money until the buyer has the goods.
    Yes,
}

/// How far a payment has come, and how much of it is left.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition: nothing came, all is there, or a part is left
pub enum Standing {
    /// A virtual account is issued (V000, or 0000 from older gateways) and nobody has paid. Of other methods: as paid.
    Issued,
    /// Paid, and nothing of it was taken back.
    Paid,
    /// A part was taken back.
    PartlyCancelled {
        /// What is left, in won.
        left: Won,
    },
}

impl Undo {
    /// The change that takes back `transaction`, which was paid by `method`.
    ///
    /// An escrow payment is meant before its delivery. After that it is
    /// [`HoldSettlement`](super::HoldSettlement) and [`CancelEscrow::after_hold`], and [`CancelConfirmed`] once the buyer
    /// confirmed the purchase. A part of one is taken for a sign that it was confirmed: no source has a partial cancel
    /// of an escrow payment before that (`legacy.md §3.4`), and KCP refuses a wrong guess.
    #[must_use]
    pub fn of(
        transaction: TransactionId,
        method: PayType,
        escrow: Escrow,
        standing: Standing,
    ) -> Self {
        match (method, standing, escrow) {
            (PayType::VirtualAccount, Standing::PartlyCancelled { left }, Escrow::No) => {
                Self::Refund(RefundDue::part(transaction, left))
            }
            (PayType::VirtualAccount, Standing::PartlyCancelled { left }, Escrow::Yes) => {
                Self::ConfirmedRefund(ConfirmedRefundDue { transaction, left })
            }
            (_, Standing::PartlyCancelled { left }, Escrow::No) => {
                Self::CancelRest(PartialCancel::of_rest(transaction, left))
            }
            (PayType::Transfer, Standing::PartlyCancelled { left }, Escrow::Yes) => {
                Self::CancelConfirmed(CancelConfirmed::transfer_rest(transaction, left))
            }
            (_, Standing::PartlyCancelled { left }, Escrow::Yes) => {
                Self::CancelConfirmed(CancelConfirmed::card_rest(transaction, left))
            }
            (PayType::VirtualAccount, Standing::Paid, Escrow::No) => {
                Self::Refund(RefundDue::whole(transaction))
            }
            (PayType::VirtualAccount, Standing::Paid, Escrow::Yes) => {
                Self::EscrowRefund(EscrowRefundDue { transaction })
            }
            (PayType::VirtualAccount, Standing::Issued, Escrow::Yes) => {
                Self::Release(ReleaseAccount::new(transaction))
            }
            (_, Standing::Issued | Standing::Paid, Escrow::No) => {
                Self::Cancel(Cancel::new(transaction))
            }
            (_, Standing::Issued | Standing::Paid, Escrow::Yes) => {
                Self::CancelEscrow(CancelEscrow::before_delivery(transaction))
            }
        }
    }

    /// The kind of change (`mod_type`), for a log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Cancel(_) => "STSC",
            Self::CancelConfirmed(_) | Self::ConfirmedRefund(_) => "STE9",
            Self::CancelEscrow(_) | Self::EscrowRefund(_) => "STE2",
            Self::CancelRest(_) => "STPC",
            Self::Refund(RefundDue { part: None, .. }) => "STHD",
            Self::Refund(RefundDue { part: Some(_), .. }) => "STPD",
            Self::Release(_) => "STE5",
        }
    }
}

/// A refund of a paid virtual account that lacks the account to pay back to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefundDue {
    transaction: TransactionId,
    part: Option<Sums>,
}

impl RefundDue {
    pub(super) const fn whole(transaction: TransactionId) -> Self {
        Self { transaction, part: None }
    }

    pub(super) const fn part(transaction: TransactionId, left: Won) -> Self {
        Self { transaction, part: Some(Sums::all_of(left)) }
    }

    /// To this account of `owner`'s.
    #[must_use]
    pub fn to(self, bank: BankCode, account: AccountNumber, owner: OwnerName) -> RefundAccount {
        let refund = RefundAccount::new(self.transaction, bank, account, owner);
        match self.part {
            Some(part) => refund.with_sums(part),
            None => refund,
        }
    }
}

/// A cancel of an escrow payment into a virtual account that lacks the account to pay back to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EscrowRefundDue {
    transaction: TransactionId,
}

impl EscrowRefundDue {
    /// To this account of `owner`'s.
    #[must_use]
    pub fn to(self, bank: BankCode, account: AccountNumber, owner: OwnerName) -> CancelEscrow {
        CancelEscrow::before_delivery(self.transaction).with_refund(bank, account, owner)
    }
}

/// The rest of a confirmed escrow payment into a virtual account, which lacks the account to pay back to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ConfirmedRefundDue {
    transaction: TransactionId,
    left: Won,
}

impl ConfirmedRefundDue {
    /// To this account of `owner`'s.
    #[must_use]
    pub fn to(self, bank: BankCode, account: AccountNumber, owner: OwnerName) -> CancelConfirmed {
        CancelConfirmed::account_rest(self.transaction, self.left, bank, account, owner)
    }
}

#[cfg(test)]
mod tests;
