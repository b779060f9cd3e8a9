//! What issuing a virtual account adds to an answer.

use std::fmt;

use kcp_codec::{AccountNumber, BankCode, KstDateTime, Name, VanCode};

use super::{Answer, ReceiptPart};

/// An issued virtual account (`seed 002 §5`, `seed 003 §8`). Issued is not paid: the deposit is told in a notice,
/// later. Prints neither the account nor whose it is.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct VirtualAccountAnswer {
    /// The bank (`bankcode`, or `bank_code`).
    pub bank: Option<BankCode>,
    /// The bank's name (`bankname`, or `bank_name`), up to 20 bytes.
    pub bank_name: Option<String>,
    /// The account to pay into (`account`), up to 20 digits.
    pub account: Option<AccountNumber>,
    /// Who the account belongs to (`depositor`).
    pub depositor: Option<String>,
    /// The last moment to pay (`va_date`; the guide's example prints `va_data`), Korean time.
    pub pay_until: Option<KstDateTime>,
    /// When it was issued (`app_time`), Korean time.
    pub issued_at: Option<KstDateTime>,
    /// Who issued it (`van_cd`): `SCWR` for example (`legacy.md §2.3`).
    pub van: Option<VanCode>,
    /// Whether the payment will be under escrow (`escw_yn`).
    pub escrow: Option<bool>,
    /// What is to become of a cash receipt (`cash_yn` and its kin). Its approval number comes with the deposit.
    pub receipt: ReceiptPart,
}

impl VirtualAccountAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            bank: answer.first(&["bankcode", "bank_code"]),
            bank_name: answer.first_text(&["bankname", "bank_name"]),
            account: answer.info(Name::from_static("account")),
            depositor: answer.text(Name::from_static("depositor")),
            pay_until: answer.first(&["va_date", "va_data"]),
            issued_at: answer.info(KstDateTime::NAME),
            van: answer.info(VanCode::NAME),
            escrow: answer.yes_no("escw_yn"),
            receipt: ReceiptPart::read(answer, &["cash_yn"]),
        }
    }
}

impl fmt::Debug for VirtualAccountAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualAccountAnswer")
            .field("bank", &self.bank)
            .field("account", &self.account)
            .field("pay_until", &self.pay_until)
            .field("issued_at", &self.issued_at)
            .field("escrow", &self.escrow)
            .finish_non_exhaustive()
    }
}
