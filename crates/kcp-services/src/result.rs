//! Result codes: what KCP answers, whose affair it is and what to do.

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
    /// The order number was used before.
    Duplicate,
    /// The merchant's contract or settings at KCP.
    Merchant,
    /// The vendor's module, before anything was sent.
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
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_table_are_found_and_others_are_not() {
        let class = |text| ResultCode::parse(text).unwrap().class();
        assert_eq!(class("0000"), Some(Class::Success));
        assert_eq!(class("V000"), Some(Class::Success));
        assert_eq!(class("8133"), Some(Class::AlreadyCancelled));
        assert_eq!(class("8041"), Some(Class::Uncertain));
        assert_eq!(class("8094"), Some(Class::Duplicate));
        assert_eq!(class("ZZZZ"), None);
    }

    #[test]
    fn every_row_explains_itself_in_both_languages() {
        assert!(LISTED.is_sorted_by(|one, next| one.code < next.code));
        for row in LISTED {
            assert!(row.english.ends_with('.') && row.korean.ends_with('.'), "{:?}", row.code);
            assert!(row.korean.chars().any(|ch| ('가'..='힣').contains(&ch)), "{:?}", row.code);
        }
    }

    #[test]
    fn a_code_is_four_letters_and_digits() {
        for text in ["", "000", "00000", "00 0", "00\n0", "가"] {
            assert_eq!(ResultCode::parse(text), None, "{text:?}");
        }
    }
}
