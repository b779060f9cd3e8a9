//! The amounts of a partial change: what it takes, out of what was left.

use kcp_codec::{FieldError, Fields, Name, Reason, Won, WonOrZero};

use crate::{UnknownCause, answer::Answer};

/// What a partial change asks for, to be found again in its answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Sums {
    amount: Won,
    remaining: Won,
}

impl Sums {
    /// `amount` (`mod_mny`) out of `remaining` (`rem_mny`).
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] of `mod_mny` if `amount` is more than `remaining`.
    pub(crate) fn new(amount: Won, remaining: Won) -> Result<Self, FieldError> {
        if amount > remaining {
            return Err(FieldError::new(MOD_MNY, Reason::OutOfRange));
        }
        Ok(Self { amount, remaining })
    }

    /// All that is left.
    pub(crate) const fn all_of(left: Won) -> Self {
        Self { amount: left, remaining: left }
    }

    pub(crate) const fn amount(&self) -> Won {
        self.amount
    }

    pub(crate) const fn remaining(&self) -> Won {
        self.remaining
    }

    /// What is left afterwards.
    pub(crate) fn left(&self) -> WonOrZero {
        self.remaining.minus(self.amount).unwrap_or_default()
    }

    /// `mod_mny` and `rem_mny`.
    pub(crate) fn onto(&self, fields: Fields) -> Fields {
        fields.with(MOD_MNY, &self.amount).with(REM_MNY, &self.remaining)
    }

    /// The answer names the amount, and the same one. What is left is known by arithmetic; if the answer says it, it
    /// must say the same.
    pub(crate) fn answered(&self, answer: &Answer) -> Result<(), UnknownCause> {
        if !MOVED.into_iter().any(|name| answer.states(name)) {
            return Err(UnknownCause::Unreadable(FieldError::new(MOD_MNY, Reason::Missing)));
        }
        same_amount_if_told(self.amount, answer)?;
        // Beside the socket's own name, `rem_mny` may be what the request said: what was left before.
        match LEFT.into_iter().find(|name| answer.states(*name)) {
            Some(name) => same(self.left(), answer.required(name)?),
            None => Ok(()),
        }
    }

    /// As [`Sums::answered`] for a change whose answer no source describes: it may leave both amounts out, and not one.
    pub(crate) fn answered_if_told(&self, answer: &Answer) -> Result<(), UnknownCause> {
        let told = MOVED.into_iter().chain(LEFT).any(|name| answer.states(name));
        if told { self.answered(answer) } else { Ok(()) }
    }
}

/// The amount of a change, under every name by which the answer gives it.
pub(crate) fn same_amount_if_told(asked: Won, answer: &Answer) -> Result<(), UnknownCause> {
    MOVED
        .into_iter()
        .filter(|name| answer.states(*name))
        .try_for_each(|name| same(asked.into(), answer.required(name)?))
}

fn same(asked: WonOrZero, answered: WonOrZero) -> Result<(), UnknownCause> {
    if asked == answered { Ok(()) } else { Err(UnknownCause::AmountDiffers { asked, answered }) }
}

pub(crate) const MOD_MNY: Name = Name::from_static("mod_mny");
pub(crate) const REM_MNY: Name = Name::from_static("rem_mny");

/// What was taken, by the socket's name and the PG-API's (`https.md §2`).
const MOVED: [Name; 2] = [Name::from_static("panc_mod_mny"), MOD_MNY];

/// What is left, likewise.
const LEFT: [Name; 2] = [Name::from_static("panc_rem_mny"), REM_MNY];
