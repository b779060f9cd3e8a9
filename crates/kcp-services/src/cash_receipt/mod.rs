//! Cash receipts for money that was taken otherwise: register, cancel, ask (`legacy.md §3.6`, `https.md §2`).

mod change;
mod query;
mod register;
mod seller;
mod texts;

pub use change::{CancelReceipt, CancelledReceipt};
pub use query::{FoundReceipt, QueryReceipt};
pub use register::{PaidBy, RegisterReceipt, RegisteredReceipt};
pub use seller::{BusinessNumber, Seller, SellerTax};
pub use texts::{
    Comment, DepositNotice, HolderNumber, SellerAddress, SellerName, SellerOwner, SellerPhone,
};

use std::{fmt, str};

use kcp_codec::{Decode, FieldError, Fields, KstDateTime, Literal, Name, Reason, Text};

use crate::{answer::Answer, fields::max_bytes};

/// What the buyer uses a receipt for (`tr_code`, `cash_tr_code`).
#[doc(alias = "tr_code")]
#[doc(alias = "cash_tr_code")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Purpose {
    /// A business's expenses, `1`.
    Business,
    /// A private person's income deduction, `0`.
    Personal,
}

impl Purpose {
    const fn literal(self) -> Literal {
        match self {
            Self::Business => Literal::new("1"),
            Self::Personal => Literal::new("0"),
        }
    }
}

/// KCP's number of a cash receipt (`cash_no`): up to 20 digits, fourteen in the guide (`seed 003 §8`). Store it: no
/// cancel without it.
#[doc(alias = "cash_no")]
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct ReceiptId(String);

impl ReceiptId {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("cash_no");

    /// Most digits: those of the field that cancels name it in (`mod_value`).
    pub const MAX: usize = max_bytes("cash_receipt_change", "mod_value");

    /// Checks `text`.
    ///
    /// # Errors
    /// An empty number, more than 20 digits, or a byte that is no digit.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Self::decode(Self::NAME, text.as_bytes())
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Decode for ReceiptId {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        if let Some(at) = bytes.iter().position(|byte| !byte.is_ascii_digit()) {
            return Err(refuse(Reason::BadByte { at }));
        }
        match str::from_utf8(bytes) {
            Ok("") => Err(refuse(Reason::Empty)),
            Ok(text) if text.len() <= Self::MAX => Ok(Self(text.to_owned())),
            _ => Err(refuse(Reason::TooLong { len: bytes.len(), max: Self::MAX })),
        }
    }
}

impl fmt::Debug for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptId({self})")
    }
}

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every answer about a receipt may say, beside its number.
struct Told {
    receipt_no: Option<String>,
    at: Option<KstDateTime>,
    status: Option<String>,
    status_text: Option<String>,
}

impl Told {
    fn read(answer: &Answer) -> Self {
        Self {
            receipt_no: answer.text(Name::from_static("receipt_no")),
            at: answer.info(KstDateTime::NAME),
            status: answer.text(Name::from_static("reg_stat")),
            status_text: answer.text(Name::from_static("reg_desc")),
        }
    }
}

/// An earlier receipt, as cancels and questions name it: by KCP's number (`mod_gubn` `MG01`) and the time of the trade
/// that it was registered with.
#[derive(Clone, Debug)]
struct Named {
    receipt: ReceiptId,
    traded_at: KstDateTime,
}

impl Named {
    fn fields(&self, kind: Literal) -> Result<Fields, kcp_transport::Error> {
        // Digits are text in every charset; a number that exists is twenty of them at most.
        let value = Name::from_static("mod_value");
        let number = Text::<{ ReceiptId::MAX }>::decode(value, self.receipt.as_str().as_bytes())
            .map_err(|_| kcp_transport::Error::refused(kcp_transport::Cause::ForbiddenValue))?;
        Ok(Fields::new()
            .with(Name::from_static("mod_type"), &kind)
            .with(value, &number)
            .with(Name::from_static("mod_gubn"), &Literal::new("MG01"))
            .with(Name::from_static("trad_time"), &self.traded_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_s_number_is_digits() {
        assert_eq!(ReceiptId::parse("20370466727800").unwrap().as_str(), "20370466727800");
        for (text, reason) in [
            ("", Reason::Empty),
            ("2037046672780x", Reason::BadByte { at: 13 }),
            ("203704667278002037046", Reason::TooLong { len: 21, max: 20 }),
        ] {
            assert_eq!(ReceiptId::parse(text).unwrap_err().reason(), reason, "{text}");
        }
    }
}
