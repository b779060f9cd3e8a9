//! What a notice of KCP's is known by: its number, its kind, and how a deposit was settled.

use crate::{
    Reason,
    field::ascii::{Ascii, ascii_field},
};

/// KCP's number of a notice about money (`noti_id`): 1 to 20 bytes of `A-Z a-z 0-9`; twenty digits in every example
/// (`seed 002 §6`, `seed 003 §8`).
///
/// A deposit and its reversal share one, so it is no key by itself.
#[doc(alias = "noti_id")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NoticeId(Ascii<20>);

ascii_field!(
    NoticeId,
    "noti_id",
    |bytes| Ascii::new(bytes, |byte| byte.is_ascii_alphanumeric()),
    "An empty number, more than 20 bytes, or a byte outside `A-Z a-z 0-9`."
);

/// What a notice is about (`tx_cd`): four bytes, `A-Z` or `0-9`; `TX00` is a deposit (`seed 002 §6`).
#[doc(alias = "tx_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NoticeCode(Ascii<4>);

ascii_field!(
    NoticeCode,
    "tx_cd",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
    "Anything but four bytes of `A-Z 0-9`."
);

/// How a deposit was settled (`op_cd`): two digits. `50` came from the same bank, `18` from another one, `13` takes a
/// deposit back (`seed 002 §6`).
///
/// Exactly two: a reversal written in any other way must not pass for a deposit.
#[doc(alias = "op_cd")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DepositCode(Ascii<2>);

ascii_field!(DepositCode, "op_cd", two_digits, "Anything but two digits.");

fn two_digits(bytes: &[u8]) -> Result<Ascii<2>, Reason> {
    Ascii::exact(bytes, |byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_examples_are_taken() {
        for id in ["08060404000000000004", "24013112345678901234"] {
            assert_eq!(NoticeId::parse(id).unwrap().as_str(), id);
        }
        assert_eq!(NoticeCode::parse("TX00").unwrap().as_str(), "TX00");
        assert_eq!(DepositCode::parse("13").unwrap().as_str(), "13");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (text, reason) in [
            ("", Reason::Empty),
            ("013", Reason::WrongLength { len: 3, want: 2 }),
            ("3", Reason::WrongLength { len: 1, want: 2 }),
            ("1\u{b3}", Reason::WrongLength { len: 3, want: 2 }),
            (" 3", Reason::BadByte { at: 0 }),
            ("1x", Reason::BadByte { at: 1 }),
        ] {
            assert_eq!(DepositCode::parse(text).unwrap_err().reason(), reason, "{text:?}");
        }
        assert_eq!(NoticeCode::parse("tx00").unwrap_err().reason(), Reason::BadByte { at: 0 });
        assert_eq!(
            NoticeId::parse("080604040000000000041").unwrap_err().reason(),
            Reason::TooLong { len: 21, max: 20 }
        );
        assert_eq!(NoticeId::parse("0806 0404").unwrap_err().reason(), Reason::BadByte { at: 4 });
    }
}
