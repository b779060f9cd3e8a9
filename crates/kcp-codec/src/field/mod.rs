//! Validated field types: a value that exists fits its field, so writing it cannot fail.
//!
//! Every type has a constructor that checks (`parse` for ASCII text, `new` with a [`Charset`](crate::Charset) for
//! Korean text), and most can be read from an answer through [`Decode`]. Limits are bytes of the wire encoding.

mod account;
mod address;
mod ascii;
mod batch;
mod cents;
mod code;
mod literal;
mod money;
mod notice;
mod order;
mod points;
mod receipt;
mod secret;
mod site;
mod text;
mod time;
mod transaction;
mod url;
mod window;
mod word;

pub use account::{AccountNumber, BankCode, OwnerName, OwnerNumber};
pub use address::ClientAddress;
pub use batch::{BatchKey, GroupId, Instalments};
pub use cents::Cents;
pub use code::{CardCode, CarrierCode, OperatorCode, StateCode, VanCode};
pub use literal::Literal;
pub use money::{Won, WonOrZero};
pub use notice::{DepositCode, NoticeCode, NoticeId};
pub use order::OrderId;
pub use points::{CorporationCode, MemberId, MemberPassword};
pub use receipt::{ReceiptApprovalNo, ReceiptNo};
pub use site::{SiteCode, SiteKey};
pub use text::Text;
pub use time::KstDateTime;
pub use transaction::TransactionId;
pub use url::WebUrl;
pub use window::WindowText;
pub use word::Word;

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::{FieldError, Name};

/// A value that has been checked and can be written into a record.
///
/// Sealed: text of any other meaning goes through [`Text`], which checks it.
pub trait Field: sealed::Sealed {
    /// Appends the value as it stands on the wire. Never a separator, never a control byte.
    fn write(&self, out: &mut Vec<u8>);
}

/// A value that can be read from an answer.
pub trait Decode: Sized {
    /// Reads the bytes of the field called `field`.
    ///
    /// # Errors
    /// The field's name with what is wrong; the answer is then not understood and the outcome unknown.
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError>;
}

/// Appends what is printed, without a string in between.
fn print(out: &mut Vec<u8>, value: fmt::Arguments<'_>) {
    // Cannot fail: the buffer takes everything, and numbers print without a fault of their own.
    let _ = Printed(out).write_fmt(value);
}

struct Printed<'a>(&'a mut Vec<u8>);

impl fmt::Write for Printed<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[allow(unnameable_types)] // nobody outside may name it: that is what seals `Field`
mod sealed {
    pub trait Sealed {
        /// No fewer bytes than the value has on the wire.
        fn room(&self) -> usize;
    }
}
