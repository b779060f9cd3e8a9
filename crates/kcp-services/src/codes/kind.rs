//! Values that say what kind of trade, change, notice or method is meant, by the field that holds them.

use kcp_codec::Name;

use super::{Words, entry::entry};

/// A value of a field that says what kind of thing is meant: `00200000` of `tran_cd`, `STSC` of `mod_type`, `TX00` of
/// `tx_cd`. [legacy.md §3, legacy.md §5]
#[doc(alias = "tran_cd")]
#[doc(alias = "card_tx_type")]
#[doc(alias = "mod_type")]
#[doc(alias = "tx_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Kind {
    /// The field whose value it is.
    pub field: Name,
    /// The value.
    pub code: &'static str,
    /// What it means.
    pub name: Words,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// Every kind of the table, by field and code.
#[must_use]
pub fn kinds() -> &'static [Kind] {
    crate::generated::codes::KINDS
}

/// What this value of this field means; `None` if the table does not have it.
#[must_use]
pub fn kind(field: Name, code: &str) -> Option<&'static Kind> {
    let all = kinds();
    let place = |row: &Kind| (row.field.as_str(), row.code).cmp(&(field.as_str(), code));
    all.binary_search_by(place).ok().and_then(|at| all.get(at))
}

entry!(Kind in KINDS, row => row.code);
