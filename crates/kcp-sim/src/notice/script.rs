//! What can be made to go wrong with notices, one fault per notice, in the order they were scripted.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// One thing that goes wrong with one notice.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NoticeFault {
    /// Holds it back until so many later ones had their first attempt, or until [`Simulator::notices`] is asked. With
    /// one, a reversal overtakes its deposit.
    ///
    /// [`Simulator::notices`]: crate::Simulator::notices
    Behind(usize),
    /// Sends it so much later. Others overtake it.
    Delay(Duration),
    /// Sends it so many times again at once, although it was accepted.
    Duplicate(usize),
    /// Nothing goes wrong: lets a notice pass before the next fault.
    Pass,
    /// Says this amount (`ipgm_mnyx`) under the same `noti_id`. Deposits and reversals only.
    SayAmount(u64),
    /// Says this kind (`tx_cd`), one that nobody knows for example.
    SayKind(&'static str),
    /// Says this operation (`op_cd`): `13` of a deposit, `50` of a reversal. Those two only.
    SayOperation(&'static str),
}

/// The script of notice faults. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct NoticeFaults(Arc<Mutex<VecDeque<NoticeFault>>>);

impl NoticeFaults {
    /// Adds a fault at the end of the script.
    pub fn push(&self, fault: NoticeFault) {
        self.script().push_back(fault);
    }

    /// Drops what is left of the script.
    pub fn clear(&self) {
        self.script().clear();
    }

    /// How many faults are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.script().len()
    }

    /// Whether the script is played through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.script().is_empty()
    }

    /// The fault of the notice that arises now.
    pub(super) fn next(&self) -> NoticeFault {
        self.script().pop_front().unwrap_or(NoticeFault::Pass)
    }

    fn script(&self) -> MutexGuard<'_, VecDeque<NoticeFault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_played_in_order_and_then_nothing_goes_wrong() {
        let faults = NoticeFaults::default();
        faults.push(NoticeFault::Behind(1));
        faults.push(NoticeFault::Duplicate(2));
        assert_eq!((faults.len(), faults.next()), (2, NoticeFault::Behind(1)));
        faults.clear();
        assert!(faults.is_empty());
        assert_eq!(faults.next(), NoticeFault::Pass);
    }
}
