//! The simulator's book before and after: what changed, and whether it is what was asked.

use kcp_codec::{OrderId, TransactionId};
use kcp_sim::{BookView, PayMethod, Payment, PaymentState};

/// A payment that is new or is not what it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Change {
    pub(crate) before: Option<Payment>,
    pub(crate) after: Payment,
}

/// What one run did to the book.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Moved {
    pub(crate) changes: Vec<Change>,
    /// Whole requests that came in.
    pub(crate) requests: u64,
    /// How often anything took effect: approvals, cancels, captures. A change that was made twice counts twice.
    pub(crate) effects: u64,
}

impl Moved {
    /// The difference of two looks into one book.
    pub(crate) fn between(before: &BookView, after: &BookView) -> Self {
        // Both are sorted by number, and nothing ever leaves a book.
        let mut old = before.payments().iter().copied().peekable();
        let changes = after.payments().iter().filter_map(|after| {
            let before = old.next_if(|old| old.tno == after.tno);
            (before != Some(*after)).then_some(Change { before, after: *after })
        });
        let effects = |book: &BookView| book.approvals() + book.cancels() + book.captures();
        Self {
            changes: changes.collect(),
            requests: after.requests() - before.requests(),
            effects: effects(after) - effects(before),
        }
    }
}

/// What an operation does to the book when it is carried out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Asked {
    /// Charges an order, or issues an account for it.
    Book { order: OrderId, amount: u64, method: PayMethod },
    /// Takes so much back of a payment, and leaves so much.
    TakeBack { tno: TransactionId, amount: u64, left: u64 },
    /// Changes nothing.
    Look,
}

impl Asked {
    /// Whether a change is the one that was asked for, to the won.
    pub(crate) fn is(&self, change: &Change) -> bool {
        let Change { before, after } = change;
        match *self {
            Self::Book { order, amount, method } => {
                let state = match method {
                    PayMethod::VirtualAccount => PaymentState::Issued,
                    _ => PaymentState::Approved,
                };
                before.is_none()
                    && (after.order, after.method, after.state) == (order, method, state)
                    && (after.amount.get(), after.cancelled.get()) == (amount, 0)
            }
            Self::TakeBack { tno, amount, left } => before.is_some_and(|before| {
                let taken = after.cancelled.get() - before.cancelled.get();
                after.tno == tno && (taken, after.left()) == (amount, left)
            }),
            Self::Look => false,
        }
    }
}
