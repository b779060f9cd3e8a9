//! Everything that the window may be told about a virtual account.

use kcp_codec::{FieldError, Reason};

use super::{BankList, DepositDate, ExpiryTerm};
use crate::window::form::{Channel, Price, Sheet};

/// Until when the account takes money, in the words of one kind of form.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DepositDeadline {
    /// Days after the account is issued. Of both PC forms.
    After(ExpiryTerm),
    /// A date. Of the phone's form.
    By(DepositDate),
}

/// What a form may say about a virtual account. Nothing by default: every bank, and the merchant's own deadline.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct VirtualAccountOptions {
    banks: Option<BankList>,
    deadline: Option<DepositDeadline>,
}

impl VirtualAccountOptions {
    /// No option.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With the banks to choose from (`wish_vbank_list` on a PC, `used_bank` on a phone).
    #[must_use]
    pub fn with_banks(self, banks: BankList) -> Self {
        Self { banks: Some(banks), ..self }
    }

    /// With a deadline (`vcnt_expire_term` and `vcnt_expire_term_time` on a PC, `ipgm_date` on a phone).
    #[must_use]
    pub fn with_deadline(self, deadline: DepositDeadline) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Puts the options on a form in the place of those that it has, or names the first that it does not take.
    pub(crate) fn put<M: Price>(&self, sheet: &mut Sheet<M>) -> Result<(), FieldError> {
        let mobile = sheet.channel == Channel::Mobile;
        match self.deadline {
            Some(DepositDeadline::After(_)) if mobile => {
                return Err(FieldError::new(ExpiryTerm::NAME, Reason::NotHere));
            }
            Some(DepositDeadline::By(_)) if !mobile => {
                return Err(FieldError::new(DepositDate::NAME, Reason::NotHere));
            }
            _ => {}
        }
        let len = self.banks.as_ref().map_or(0, |banks| banks.to_mobile().len());
        if mobile && len > BankList::MAX {
            let reason = Reason::TooLong { len, max: BankList::MAX };
            return Err(FieldError::new(BankList::MOBILE_NAME, reason));
        }
        sheet.forget(&[
            "wish_vbank_list",
            "used_bank",
            "vcnt_expire_term",
            "vcnt_expire_term_time",
            "ipgm_date",
        ]);
        match &self.banks {
            Some(banks) if mobile => sheet.text("used_bank", &banks.to_mobile()),
            Some(banks) => sheet.text("wish_vbank_list", &banks.to_pc()),
            None => {}
        }
        match self.deadline {
            Some(DepositDeadline::After(term)) => {
                sheet.text("vcnt_expire_term", &term.days_text());
                sheet.text("vcnt_expire_term_time", &term.time_text());
            }
            Some(DepositDeadline::By(date)) => sheet.text("ipgm_date", &date),
            None => {}
        }
        Ok(())
    }
}
