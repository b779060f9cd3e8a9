//! How an account verification is laid out in records: a value, because nobody outside KCP has written it down.

use kcp_codec::{Literal, Name};
use kcp_transport::legacy::TranCode;

/// The record layout of an account verification.
///
/// **Unverified.** The guide (`seed 000 §4.1.1`) names the form's fields `pay_method`, `owner_nm`, `account_no`,
/// `bank_code` and `ordr_idxx`; transaction code, sub-record and names on the wire are in no public source
/// (`legacy.md §3.8`). The default follows the direct payments of `legacy.md §3.2`: code `00100000`, a sub-record
/// named after the method in lower case (`acco`), the form's own names. Ask KCP, and change what differs.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccountLayout {
    /// The transaction code; `00100000`.
    pub tran_cd: TranCode,
    /// The sub-record of what all methods share; `common`. Written only if the asker's address is known.
    pub common: Name,
    /// The sub-record of the account; `acco`.
    pub record: Name,
    /// The name of the method; `pay_method`.
    pub method: Name,
    /// The method; `ACCO`.
    pub method_value: Literal,
    /// The name of the owner's field; `owner_nm`.
    pub owner: Name,
    /// The name of the account's field; `account_no`.
    pub account: Name,
    /// The name of the bank's field; `bank_code`.
    pub bank: Name,
    /// The name of the order's field in the order group; `ordr_idxx`.
    pub order: Name,
}

impl Default for AccountLayout {
    fn default() -> Self {
        Self {
            tran_cd: TranCode::PAY,
            common: Name::from_static("common"),
            record: Name::from_static("acco"),
            method: Name::from_static("pay_method"),
            method_value: Literal::new("ACCO"),
            owner: Name::from_static("owner_nm"),
            account: Name::from_static("account_no"),
            bank: Name::from_static("bank_code"),
            order: Name::from_static("ordr_idxx"),
        }
    }
}
