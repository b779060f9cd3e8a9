//! The amounts of a partial change: what it takes, out of what was left.

use kcp_codec::{Decode, FieldError, Fields, Name, Reason, Won, WonOrZero};

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
        same(self.amount.into(), either(answer, PANC_MOD_MNY, MOD_MNY)?)?;
        if [PANC_REM_MNY, REM_MNY].into_iter().any(|name| answer.fields().get(name).is_some()) {
            same(self.left(), either(answer, PANC_REM_MNY, REM_MNY)?)?;
        }
        Ok(())
    }

    /// As [`Sums::answered`] for a change whose answer no source describes: it may leave both amounts out, and not one.
    pub(crate) fn answered_if_told(&self, answer: &Answer) -> Result<(), UnknownCause> {
        let told = [PANC_MOD_MNY, MOD_MNY, PANC_REM_MNY, REM_MNY]
            .into_iter()
            .any(|name| answer.fields().get(name).is_some());
        if told { self.answered(answer) } else { Ok(()) }
    }
}

/// The amount of a whole change, if the answer names one.
pub(crate) fn same_amount_if_told(asked: Won, answer: &Answer) -> Result<(), UnknownCause> {
    if [PANC_MOD_MNY, MOD_MNY].into_iter().any(|name| answer.fields().get(name).is_some()) {
        same(asked.into(), either(answer, PANC_MOD_MNY, MOD_MNY)?)?;
    }
    Ok(())
}

fn same(asked: WonOrZero, answered: WonOrZero) -> Result<(), UnknownCause> {
    if asked == answered { Ok(()) } else { Err(UnknownCause::AmountDiffers { asked, answered }) }
}

/// The socket's name of a field, or the PG-API's (`https.md §2`).
fn either<T: Decode>(answer: &Answer, socket: Name, api: Name) -> Result<T, UnknownCause> {
    let name = if answer.fields().get(socket).is_some() { socket } else { api };
    answer.required(name)
}

pub(crate) const MOD_MNY: Name = Name::from_static("mod_mny");
pub(crate) const REM_MNY: Name = Name::from_static("rem_mny");
const PANC_MOD_MNY: Name = Name::from_static("panc_mod_mny");
const PANC_REM_MNY: Name = Name::from_static("panc_rem_mny");
