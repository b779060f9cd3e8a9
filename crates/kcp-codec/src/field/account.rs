//! A bank account: bank, number, owner.

use alloc::vec::Vec;
use core::fmt;

use crate::{
    Charset, Decode, Field, FieldError, Name, Reason, Text,
    field::{ascii::Ascii, sealed::Sealed, secret::Hidden, secret::hidden_field},
};

/// A bank (`bank_code`): two digits, or three from 200 on for a securities firm (`seed 000 §6.1`, `seed 002` bank
/// tables).
///
/// KCP writes the same bank as `04`, as `BK04` and, for a firm, as `209` or `B209`; all four are read. Which codes
/// are in use changes with time, so any code of this shape is taken.
#[doc(alias = "bank_code")]
#[doc(alias = "mod_bankcode")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct BankCode(Ascii<3>);

impl BankCode {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("bank_code");

    /// Reads `04`, `BK04`, `209` or `B209`.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::WrongLength`], or [`Reason::BadByte`] at the first byte that is no digit.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        Self::decode(Self::NAME, text.as_bytes())
    }

    /// A bank written in the source by its digits: `04`, `209`.
    ///
    /// # Panics
    /// If the text is not two digits, or three from 200 on. In a `const` this is a build error.
    #[must_use]
    pub const fn from_static(digits: &'static str) -> Self {
        match (digits.as_bytes(), Ascii::capitals(digits.as_bytes())) {
            ([b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0'..=b'9', b'0'..=b'9'], Some(code)) => {
                Self(code)
            }
            _ => panic!("a bank code is two digits, or three that start with 2"),
        }
    }

    /// The digits: `04`, `209`. Account verification takes this form (`seed 000 §6.1`).
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.as_str()
    }

    /// The four-byte form of answers and refunds: `BK04`, `B209` (`legacy.md §3.4`).
    #[must_use]
    pub fn prefixed(&self) -> Text<4> {
        let prefix: &[u8] = if self.is_securities_firm() { b"B" } else { b"BK" };
        Text::trusted(&[prefix, self.0.as_bytes()].concat())
    }

    /// Whether this is a securities firm and not a bank.
    #[must_use]
    pub fn is_securities_firm(&self) -> bool {
        self.0.as_bytes().len() == 3
    }
}

impl Decode for BankCode {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        let (digits, before) = match bytes {
            [b'B', b'K', digits @ ..] if digits.len() == 2 => (digits, 2),
            [b'B', digits @ ..] if digits.len() == 3 => (digits, 1),
            digits => (digits, 0),
        };
        let code = match digits {
            [] => return Err(refuse(Reason::Empty)),
            [_, _] | [b'2', _, _] => Ascii::new(digits, |byte| byte.is_ascii_digit()),
            [_, _, _] => Err(Reason::BadByte { at: 0 }),
            _ => return Err(refuse(Reason::WrongLength { len: bytes.len(), want: 2 })),
        };
        code.map(Self).map_err(|reason| match reason {
            Reason::BadByte { at } => refuse(Reason::BadByte { at: at + before }),
            reason => refuse(reason),
        })
    }
}

impl Sealed for BankCode {
    fn room(&self) -> usize {
        self.0.as_bytes().len()
    }
}

impl Field for BankCode {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

impl fmt::Debug for BankCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankCode({})", self.digits())
    }
}

/// An account number (`account_no`): 1 to 20 digits, without hyphens (`seed 000 §4.1.1`). A secret.
#[doc(alias = "account_no")]
#[doc(alias = "mod_account")]
#[derive(Clone, Eq, PartialEq)]
pub struct AccountNumber(Hidden);

hidden_field!(
    AccountNumber,
    "account_no",
    |bytes| Ascii::<20>::new(bytes, |byte| byte.is_ascii_digit()).map(drop),
    "An empty number, more than 20 digits, or a byte that is no digit, hyphens included."
);

/// The owner of an account (`owner_nm`): 1 to 20 bytes in the wire encoding, so ten Korean characters
/// (`seed 000 §4.1.1`). Personal, so it is not printed.
///
/// The guide warns that anything but Korean may not be recognised; it does not forbid it.
#[doc(alias = "owner_nm")]
#[derive(Clone, Eq, PartialEq)]
pub struct OwnerName(Text<20>);

impl OwnerName {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("owner_nm");

    /// Encodes and checks `name`.
    ///
    /// # Errors
    /// As [`Text::new`].
    pub fn new(charset: Charset, name: &str) -> Result<Self, FieldError> {
        Text::new(Self::NAME, charset, name).map(Self)
    }
}

impl Sealed for OwnerName {
    fn room(&self) -> usize {
        self.0.room()
    }
}

impl Field for OwnerName {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
}

impl fmt::Debug for OwnerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerName(..)")
    }
}

/// The number by which a bank knows an account's owner (`mod_socno`): 6 to 13 digits, without hyphens, a date of
/// birth, a resident's or a business's number (`legacy.md §3.4`; no source gives its length). A secret.
#[doc(alias = "mod_socno")]
#[derive(Clone, Eq, PartialEq)]
pub struct OwnerNumber(Hidden);

hidden_field!(
    OwnerNumber,
    "mod_socno",
    |bytes: &[u8]| {
        Ascii::<13>::new(bytes, |byte| byte.is_ascii_digit())?;
        if bytes.len() < 6 {
            Err(Reason::WrongLength { len: bytes.len(), want: 6 })
        } else {
            Ok(())
        }
    },
    "Fewer than 6 digits, more than 13, or a byte that is no digit, hyphens included."
);

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};

    use super::*;

    #[test]
    fn every_spelling_of_a_bank_is_one_value() {
        assert_eq!(BankCode::parse("BK04"), Ok(BankCode::from_static("04")));
        assert_eq!(BankCode::parse("B209"), Ok(BankCode::from_static("209")));
        assert_eq!(BankCode::parse("BK04"), BankCode::parse("04"));
        assert_eq!(BankCode::parse("B209"), BankCode::parse("209"));
        let mut wire = Vec::new();
        for (text, want) in [("04", "BK04"), ("BK90", "BK90"), ("209", "B209")] {
            BankCode::parse(text).unwrap().prefixed().write(&mut wire);
            assert_eq!(core::mem::take(&mut wire), want.as_bytes());
        }
    }

    #[test]
    fn what_is_no_bank_code_is_refused_where_it_fails() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("4", Reason::WrongLength { len: 1, want: 2 }),
            ("bk04", Reason::WrongLength { len: 4, want: 2 }),
            ("0a", Reason::BadByte { at: 1 }),
            ("BK0a", Reason::BadByte { at: 3 }),
            ("B2a9", Reason::BadByte { at: 2 }),
            ("104", Reason::BadByte { at: 0 }),
        ] {
            assert_eq!(BankCode::parse(text).unwrap_err().reason(), reason, "{text}");
        }
    }

    #[test]
    fn an_account_number_is_digits_and_never_printed() {
        let number = AccountNumber::parse("12345678901234567890").unwrap();
        assert_eq!(format!("{number:?}"), "AccountNumber(<20 bytes>)");
        assert_eq!(
            AccountNumber::parse("123456789012345678901").unwrap_err().reason(),
            Reason::TooLong { len: 21, max: 20 }
        );
        assert_eq!(AccountNumber::parse("123-45").unwrap_err().reason(), Reason::BadByte { at: 3 });
    }

    #[test]
    fn an_owner_s_number_is_bounded_and_never_printed() {
        let number = OwnerNumber::parse("900101").unwrap();
        assert_eq!(format!("{number:?}"), "OwnerNumber(<6 bytes>)");
        assert!(OwnerNumber::parse("9001011234567").is_ok());
        for (text, reason) in [
            ("90010", Reason::WrongLength { len: 5, want: 6 }),
            ("90010112345678", Reason::TooLong { len: 14, max: 13 }),
            ("900101-1234567", Reason::BadByte { at: 6 }),
        ] {
            assert_eq!(OwnerNumber::parse(text).unwrap_err().reason(), reason);
        }
    }

    #[test]
    fn an_owner_s_name_is_counted_in_wire_bytes() {
        let ten: String = core::iter::repeat_n('가', 10).collect();
        assert!(OwnerName::new(Charset::Ksx1001, &ten).is_ok());
        let error = OwnerName::new(Charset::Ksx1001, &format!("{ten}a")).unwrap_err();
        assert_eq!(error.reason(), Reason::TooLong { len: 21, max: 20 });
        assert_eq!(error.field().as_str(), "owner_nm");
        let error = OwnerName::new(Charset::Ksx1001, "홍|길동").unwrap_err();
        assert_eq!(error.reason(), Reason::Forbidden { at: 2, byte: b'|' });
    }
}
