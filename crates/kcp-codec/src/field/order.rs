//! The shop's own number of an order.

use crate::field::ascii::{Ascii, ascii_field};

/// The shop's order number (`ordr_idxx` in requests, `ordr_no` in approvals, `order_no` in answers): 1 to 40 bytes
/// of `A-Z a-z 0-9 _ -` (`seed 000 §4.1.1`, `seed 002 §2`).
#[doc(alias = "ordr_idxx")]
#[doc(alias = "ordr_no")]
#[doc(alias = "order_no")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OrderId(Ascii<40>);

ascii_field!(
    OrderId,
    "ordr_idxx",
    |bytes| Ascii::new(bytes, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')),
    "An empty number, more than 40 bytes, or a byte outside `A-Z a-z 0-9 _ -`."
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn the_guides_examples_are_taken_and_one_byte_more_is_not() {
        assert!(OrderId::parse("TESTSHOP_20120101_01").is_ok());
        let mut longest = [b'a'; 41];
        let text = core::str::from_utf8(&longest).unwrap();
        assert_eq!(
            OrderId::parse(text).unwrap_err().reason(),
            Reason::TooLong { len: 41, max: 40 }
        );
        longest[40] = b'b';
        assert!(OrderId::parse(core::str::from_utf8(&longest[..40]).unwrap()).is_ok());
    }

    #[test]
    fn a_separator_or_a_korean_character_is_refused() {
        assert_eq!(
            OrderId::parse("a\x1fordr_mony=1").unwrap_err().reason(),
            Reason::BadByte { at: 1 }
        );
        assert_eq!(OrderId::parse("a가").unwrap_err().reason(), Reason::BadByte { at: 1 });
        assert_eq!(OrderId::parse("").unwrap_err().reason(), Reason::Empty);
    }
}
