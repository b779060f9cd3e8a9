//! Result codes: what KCP answers, whose affair it is and what to do.
//!
//! ```
//! use kcp_services::{ResultCode, result::{Action, Again}};
//!
//! let code = ResultCode::parse("8041").ok_or("no result code")?;
//! assert_eq!(code.is_outcome_unknown(), Some(true));
//! assert_eq!((code.action(), code.again()), (Some(Action::LookUp), Some(Again::No)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The table has every code of KCP's public table of refusals, of its modules and of the guides, in our own words.
//! KCP may answer with a code that is in no table; that is no error, but next to a transaction number it leaves the
//! outcome open.

mod advice;

pub use advice::{Action, Again, Fault};

use std::{fmt, str};

use kcp_codec::{Decode, FieldError, Name, Reason};

use crate::generated::result_codes::LISTED;

/// A result code (`res_cd`): four letters and digits, kept as they came. [seed 000 §5.1.1, seed 002 §5]
#[doc(alias = "res_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ResultCode([u8; 4]);

/// What a listed code means for whoever called.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Class {
    /// What was to be cancelled is cancelled.
    AlreadyCancelled,
    /// The amount is wrong: too small, too large, or not the one that was agreed on.
    Amount,
    /// The buyer's card or account does not allow it.
    Buyer,
    /// Refused, with nothing for the shop to mend.
    Declined,
    /// The same order or request came before; an earlier attempt may have been approved.
    Duplicate,
    /// The merchant's contract or settings at KCP.
    Merchant,
    /// The vendor's module or the window's program, before anything was sent.
    Module,
    /// What we asked cannot be done, or not now.
    Request,
    /// Yes, for one operation or another.
    Success,
    /// KCP or the card company does not know either.
    Uncertain,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) code: [u8; 4],
    pub(crate) class: Class,
    pub(crate) fault: Fault,
    pub(crate) action: Action,
    pub(crate) again: Again,
    pub(crate) english: &'static str,
    pub(crate) korean: &'static str,
}

impl ResultCode {
    /// Reads a code from text; `None` unless it is four ASCII letters and digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::decode(crate::answer::RES_CD, text.as_bytes()).ok()
    }

    /// The code as bytes of the wire.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// What the code means, if it is in the table.
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        self.listed().map(|row| row.class)
    }

    /// Whose affair it is, if the code is in the table.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.listed().map(|row| row.fault)
    }

    /// What to do about it, if the code is in the table.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        self.listed().map(|row| row.action)
    }

    /// Whether the same order may be tried again, if the code is in the table.
    #[must_use]
    pub fn again(&self) -> Option<Again> {
        self.listed().map(|row| row.again)
    }

    /// Whether it may have happened and nobody knows: this attempt or, of an order that came before, an earlier one.
    /// `None` if the code is not in the table, which beside a transaction number leaves the outcome open as well.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> Option<bool> {
        self.class().map(|class| matches!(class, Class::Duplicate | Class::Uncertain))
    }

    /// Every code of the table, sorted.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        LISTED.iter().map(|row| Self(row.code))
    }

    /// What it means and what to do, in English, if it is in the table. Our words, not KCP's.
    #[must_use]
    pub fn english(&self) -> Option<&'static str> {
        self.listed().map(|row| row.english)
    }

    /// What it means and what to do, in Korean, if it is in the table. Our words, not KCP's.
    #[must_use]
    pub fn korean(&self) -> Option<&'static str> {
        self.listed().map(|row| row.korean)
    }

    fn listed(&self) -> Option<&'static Listed> {
        LISTED.binary_search_by(|row| row.code.cmp(&self.0)).ok().and_then(|at| LISTED.get(at))
    }
}

impl Decode for ResultCode {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        let code = <[u8; 4]>::try_from(bytes)
            .map_err(|_| refuse(Reason::WrongLength { len: bytes.len(), want: 4 }))?;
        match code.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
            Some(at) => Err(refuse(Reason::BadByte { at })),
            None => Ok(Self(code)),
        }
    }
}

impl fmt::Debug for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultCode({self})")
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests;
