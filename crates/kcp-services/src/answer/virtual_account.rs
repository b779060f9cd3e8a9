//! What issuing a virtual account adds to an answer.

use kcp_codec::{AccountNumber, BankCode, KstDateTime, Name};

use super::Answer;

/// An issued virtual account (`seed 002 §5`). Issued is not paid: the deposit is told in a notice, later.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct VirtualAccountAnswer {
    /// The bank (`bankcode`).
    pub bank: Option<BankCode>,
    /// The bank's name (`bankname`), up to 20 bytes.
    pub bank_name: Option<String>,
    /// The account to pay into (`account`), up to 20 digits.
    pub account: Option<AccountNumber>,
    /// Who the account belongs to (`depositor`).
    pub depositor: Option<String>,
    /// The last moment to pay (`va_date`).
    pub pay_until: Option<KstDateTime>,
}

impl VirtualAccountAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            bank: answer.info(Name::from_static("bankcode")),
            bank_name: answer.text(Name::from_static("bankname")),
            account: answer.info(Name::from_static("account")),
            depositor: answer.text(Name::from_static("depositor")),
            pay_until: answer.info(Name::from_static("va_date")),
        }
    }
}
