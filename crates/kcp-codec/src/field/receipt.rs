//! The two numbers of a cash receipt: the tax office's and KCP's.

use crate::field::ascii::{Ascii, ascii_field};

/// The tax office's approval number of a cash receipt (`cash_authno`, `cash_a_no`, `authno`): nine digits
/// (`seed 002 §5`, `§6`, `§7`).
#[doc(alias = "authno")]
#[doc(alias = "cash_authno")]
#[doc(alias = "cash_a_no")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReceiptApprovalNo(Ascii<9>);

ascii_field!(
    ReceiptApprovalNo,
    "cash_authno",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_digit()),
    "Anything but nine digits."
);

/// KCP's number of a cash receipt (`cash_no`): 14 digits (`seed 003 §8`).
#[doc(alias = "cash_no")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReceiptNo(Ascii<14>);

ascii_field!(
    ReceiptNo,
    "cash_no",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_digit()),
    "Anything but 14 digits."
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn the_guides_examples_are_taken_and_one_digit_more_is_not() {
        assert_eq!(ReceiptApprovalNo::parse("560098441").unwrap().as_str(), "560098441");
        assert_eq!(
            ReceiptApprovalNo::parse("5600984410").unwrap_err().reason(),
            Reason::WrongLength { len: 10, want: 9 }
        );
        assert_eq!(
            ReceiptApprovalNo::parse("56009844a").unwrap_err().reason(),
            Reason::BadByte { at: 8 }
        );
        assert_eq!(ReceiptNo::parse("20370466727800").unwrap().as_str(), "20370466727800");
        assert_eq!(
            ReceiptNo::parse("2037046672780").unwrap_err().reason(),
            Reason::WrongLength { len: 13, want: 14 }
        );
    }
}
