//! Every operation with an answer that is its own, and what an approval of it has to say, read by hand.

mod changes;
mod holds;
mod payments;
mod values;

use super::{classify::End, told::Told};

/// An operation of a kind: 1,004 won of order `TEST1234`, or a change of transaction 20261121000001.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Where its code stands.
    pub(super) code: &'static str,
    /// An answer that approves it.
    pub(super) answer: &'static [(&'static str, &'static str)],
    pub(super) socket: Option<fn(&[u8]) -> End>,
    pub(super) api: Option<fn(&[u8]) -> End>,
    /// Whether an answer approves it.
    pub(super) holds: fn(&Told) -> bool,
}

impl Case {
    /// All.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        payments::PAYMENTS.iter().chain(&changes::CHANGES)
    }
}
