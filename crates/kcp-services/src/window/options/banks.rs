//! Which banks the window offers for a virtual account.

use std::fmt;

use kcp_codec::{BankCode, FieldError, Name, Reason};

use super::{GrammarError, grammar::Reader, instalments::repeats};
use crate::fields::shared_max_bytes;

/// The banks that the window offers for a virtual account. A PC's form spells them `03:05:11` (`wish_vbank_list`,
/// which a table of seed 002 prints as `wish_vbnk_list`), a phone's `BK03:BK05:BK11` (`used_bank`); either text takes
/// up to 50 bytes (`seed 002 §2`, `seed 003 §8`). A bank stands once.
#[doc(alias = "wish_vbank_list")]
#[doc(alias = "used_bank")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BankList(Vec<BankCode>);

impl BankList {
    /// The wire name of a PC's spelling, under which errors report the list.
    pub const NAME: Name = Name::from_static("wish_vbank_list");

    /// The wire name of a phone's spelling.
    pub const MOBILE_NAME: Name = Name::from_static("used_bank");

    /// Most bytes on the wire: 17 banks on a PC, 10 on a phone.
    pub const MAX: usize = shared_max_bytes(&[
        ("ax_hub_order", "wish_vbank_list"),
        ("window_pc_order", "wish_vbank_list"),
        ("window_mobile_order", "used_bank"),
    ]);

    /// One or more banks.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::Repeated`]; [`Reason::OutOfRange`] for a securities firm, which issues no account;
    /// [`Reason::TooLong`] for more than a PC's form takes. A phone's form takes fewer and refuses the rest itself.
    pub fn new(banks: impl IntoIterator<Item = BankCode>) -> Result<Self, FieldError> {
        let banks = Self(banks.into_iter().collect());
        let refuse = |reason| Err(FieldError::new(Self::NAME, reason));
        if banks.0.iter().any(BankCode::is_securities_firm) {
            return refuse(Reason::OutOfRange);
        }
        match banks.to_pc().len() {
            0 => refuse(Reason::Empty),
            _ if repeats(&banks.0) => refuse(Reason::Repeated),
            len if len > Self::MAX => refuse(Reason::TooLong { len, max: Self::MAX }),
            _ => Ok(banks),
        }
    }

    /// Reads the spelling of a PC's form: two digits each, with colons between.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that does not fit, at a bank that stands twice, and at byte 50 of a longer
    /// text.
    pub fn parse_pc(text: &str) -> Result<Self, GrammarError> {
        Self::read(Reader::new(Self::NAME, text), "")
    }

    /// Reads the spelling of a phone's form: `BK` and two digits each, with colons between.
    ///
    /// # Errors
    /// As [`BankList::parse_pc`].
    pub fn parse_mobile(text: &str) -> Result<Self, GrammarError> {
        Self::read(Reader::new(Self::MOBILE_NAME, text), "BK")
    }

    fn read(mut reader: Reader<'_>, before: &'static str) -> Result<Self, GrammarError> {
        reader.limit(Self::MAX, "50 bytes at most")?;
        let mut banks = Vec::new();
        loop {
            let at = reader.at();
            if !reader.take(before) {
                return Err(reader.fault("BK and the digits of a bank"));
            }
            let digits = reader.run(2, |byte| byte.is_ascii_digit(), "the two digits of a bank")?;
            match BankCode::parse(digits) {
                Ok(bank) if !banks.contains(&bank) => banks.push(bank),
                _ => return Err(reader.fault_at(at, "a bank that did not stand before")),
            }
            if reader.is_done() {
                return Ok(Self(banks));
            }
            if !reader.take(":") {
                return Err(reader.fault(": and another bank, or the end"));
            }
        }
    }

    /// The banks.
    #[must_use]
    pub fn banks(&self) -> &[BankCode] {
        &self.0
    }

    /// The spelling of a PC's form.
    #[must_use]
    pub fn to_pc(&self) -> String {
        let digits: Vec<_> = self.0.iter().map(BankCode::digits).collect();
        digits.join(":")
    }

    /// The spelling of a phone's form. Over 50 bytes from eleven banks on, which that form refuses.
    #[must_use]
    pub fn to_mobile(&self) -> String {
        let codes: Vec<_> = self.0.iter().map(|bank| format!("BK{}", bank.digits())).collect();
        codes.join(":")
    }
}

impl fmt::Display for BankList {
    /// The spelling of a PC's form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_pc())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wrong_list_is_refused_where_it_goes_wrong() {
        for (text, at) in
            [("", 0), ("3:05", 1), ("03:", 3), ("03,05", 2), ("BK03", 0), ("03:03", 3), ("209", 2)]
        {
            let error = BankList::parse_pc(text).unwrap_err();
            assert_eq!((error.at(), error.field().as_str()), (at, "wish_vbank_list"), "{text}");
        }
        for (text, at) in [("", 0), ("03", 0), ("BK3", 3), ("BK03:04", 5), ("BK03BK04", 4)] {
            let error = BankList::parse_mobile(text).unwrap_err();
            assert_eq!((error.at(), error.field().as_str()), (at, "used_bank"), "{text}");
        }
        let firm = BankCode::parse("209").unwrap();
        assert_eq!(BankList::new([firm]).unwrap_err().reason(), Reason::OutOfRange);
    }

    proptest! {
        #[test]
        fn a_list_comes_back_in_both_spellings(banks in proptest::collection::btree_set(0..100_u8, 1..=17)) {
            let codes = banks.iter().map(|bank| BankCode::parse(&format!("{bank:02}")).unwrap());
            let list = BankList::new(codes).unwrap();
            prop_assert_eq!(BankList::parse_pc(&list.to_pc()), Ok(list.clone()));
            let mobile = BankList::parse_mobile(&list.to_mobile());
            if banks.len() <= 10 {
                prop_assert_eq!(mobile, Ok(list));
            } else {
                prop_assert_eq!(mobile.unwrap_err().at(), BankList::MAX);
            }
        }

        #[test]
        fn what_is_read_is_written_as_it_stood(text in "((BK)?0[0-9][:;]?){1,3}") {
            if let Ok(list) = BankList::parse_pc(&text) {
                prop_assert_eq!(list.to_pc(), text);
            } else if let Ok(list) = BankList::parse_mobile(&text) {
                prop_assert_eq!(list.to_mobile(), text);
            }
        }
    }
}
