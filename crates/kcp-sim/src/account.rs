//! The bank accounts that the gateway knows, and the record in which it takes an account to verify.

use std::fmt;

use kcp_codec::{AccountNumber, BankCode, FieldError, Name};

/// The record of an account verification.
///
/// KCP's own layout is **unknown** (`legacy.md §3.8`): the guide gives the form fields and the answer, not the
/// transaction code and not the sub-record. The default is a guess that follows the direct-payment records; set it
/// to what KCP tells you.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccountLayout {
    pub(crate) transaction: &'static str,
    pub(crate) record: Name,
    pub(crate) owner: Name,
    pub(crate) account: Name,
    pub(crate) bank: Name,
}

impl AccountLayout {
    /// Transaction `00100000`, sub-record `acco` of `payx_data` with `pay_method=ACCO`, `owner_nm`, `account_no` and
    /// `bank_code`; the order number is `ordr_idxx` of `ordr_data`.
    pub const DEFAULT: Self = Self {
        transaction: "00100000",
        record: Name::from_static("acco"),
        owner: Name::from_static("owner_nm"),
        account: Name::from_static("account_no"),
        bank: Name::from_static("bank_code"),
    };

    /// Another transaction code.
    #[must_use]
    pub const fn with_transaction(mut self, code: &'static str) -> Self {
        self.transaction = code;
        self
    }

    /// Another name of the sub-record.
    #[must_use]
    pub const fn with_record(mut self, name: Name) -> Self {
        self.record = name;
        self
    }

    /// Other names of the fields.
    #[must_use]
    pub const fn with_fields(mut self, owner: Name, account: Name, bank: Name) -> Self {
        (self.owner, self.account, self.bank) = (owner, account, bank);
        self
    }
}

impl Default for AccountLayout {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Accounts and their owners.
///
/// | bank | number | owner |
/// |---|---|---|
/// | 04 | 123456789012 | 홍길동 |
/// | 88 | 110123456789 | 김철수 |
/// | 90 | 3333012345678 | 이영희 |
///
/// All made up. That bank with another number is "no such account" (8999), that number with another owner is
/// "another owner" (8090), any other bank is "unknown bank" (8713).
#[derive(Clone)]
pub struct Accounts(Vec<(BankCode, AccountNumber, String)>);

impl Accounts {
    /// No account.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The three of the table.
    ///
    /// # Panics
    /// Never: the values are checked by a test.
    #[must_use]
    #[allow(clippy::expect_used)] // literals of this file
    pub fn builtin() -> Self {
        let table = [
            ("04", "123456789012", "홍길동"),
            ("88", "110123456789", "김철수"),
            ("90", "3333012345678", "이영희"),
        ];
        let all: Result<Vec<_>, FieldError> = table
            .into_iter()
            .map(|(bank, number, owner)| {
                Ok((BankCode::parse(bank)?, AccountNumber::parse(number)?, owner.to_owned()))
            })
            .collect();
        Self(all.expect("literals that fit their fields"))
    }

    /// Adds an account.
    #[must_use]
    pub fn with(mut self, bank: BankCode, number: AccountNumber, owner: &str) -> Self {
        self.0.push((bank, number, owner.to_owned()));
        self
    }

    /// Whose account this is.
    pub(crate) fn find(&self, bank: BankCode, number: &AccountNumber) -> Found<'_> {
        let mut at_bank = self.0.iter().filter(|(known, ..)| *known == bank).peekable();
        if at_bank.peek().is_none() {
            return Found::NoBank;
        }
        at_bank
            .find(|(_, known, _)| known == number)
            .map_or(Found::NoAccount, |(.., owner)| Found::Owner(owner))
    }
}

/// What [`Accounts::find`] found.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Found<'a> {
    NoBank,
    NoAccount,
    Owner(&'a str),
}

impl Default for Accounts {
    fn default() -> Self {
        Self::builtin()
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accounts(<{} accounts>)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_found_and_nothing_else() {
        let accounts = Accounts::builtin();
        let find = |bank, number| {
            accounts
                .find(BankCode::parse(bank).unwrap(), &AccountNumber::parse(number).unwrap())
                .into_owner()
        };
        assert_eq!(find("04", "123456789012"), Ok("홍길동"));
        assert_eq!(find("BK88", "110123456789"), Ok("김철수"));
        assert_eq!(find("04", "110123456789"), Err(Found::NoAccount));
        assert_eq!(find("71", "123456789012"), Err(Found::NoBank));
    }

    #[test]
    fn neither_number_nor_owner_is_printed() {
        assert_eq!(format!("{:?}", Accounts::builtin()), "Accounts(<3 accounts>)");
    }

    impl<'a> Found<'a> {
        fn into_owner(self) -> Result<&'a str, Self> {
            match self {
                Self::Owner(owner) => Ok(owner),
                other => Err(other),
            }
        }
    }
}
