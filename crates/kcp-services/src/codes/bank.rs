//! Banks and securities firms, with what merged banks became.

use std::borrow::Cow;

use kcp_codec::BankCode;

use super::{Words, entry::table};

/// A bank or a securities firm (`bank_code`, `bankcode`, `mod_bankcode`). `BK04` and `04` are one code, and so are
/// `B209` and `209`. [seed 000 §6.1, seed 002 §3.2]
#[doc(alias = "bank_code")]
#[doc(alias = "mod_bankcode")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Bank {
    /// The code.
    pub code: BankCode,
    /// The name, as far as the sources know it.
    pub name: Words,
    /// Other names, older ones among them.
    pub aliases: &'static [&'static str],
    /// The bank that this one was merged into. Such a code still comes: virtual accounts carry old ones.
    pub became: Option<BankCode>,
    /// Whether the guide lists the code among those that issue virtual accounts.
    pub virtual_accounts: bool,
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// What kind of house it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum BankKind {
    /// A bank, or a cooperative or the post office in the place of one.
    Bank,
    /// A securities firm.
    SecuritiesFirm,
}

impl Bank {
    /// Bank or securities firm.
    #[must_use]
    pub fn kind(&self) -> BankKind {
        if self.code.is_securities_firm() { BankKind::SecuritiesFirm } else { BankKind::Bank }
    }

    /// The bank that this one is today: itself, unless it was merged.
    #[must_use]
    pub fn current(&'static self) -> &'static Self {
        // One step is the whole way: what a bank became is current itself, or codegen refuses the table.
        self.became.and_then(bank).unwrap_or(self)
    }
}

table!(
    Bank(BankCode) in BANKS by digits: banks, bank, bank_named; "bank or securities firm";
    fn code_in_answers(&self) -> Cow<'_, str> {
        let prefix = if self.code.is_securities_firm() { "B" } else { "BK" };
        Cow::Owned(format!("{prefix}{}", self.code.digits()))
    }
);
