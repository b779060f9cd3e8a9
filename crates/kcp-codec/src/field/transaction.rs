//! KCP's own number of a transaction.

use crate::field::ascii::{Ascii, ascii_field};

/// KCP's transaction number (`tno`): 14 digits, kept as text because leading zeros count
/// (`seed 000 §5.1.1`, `seed 002 §5`).
///
/// Store it: a cancel is not possible without it.
#[doc(alias = "tno")]
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TransactionId(Ascii<14>);

ascii_field!(
    TransactionId,
    "tno",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_digit()),
    "Anything but 14 digits."
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn fourteen_digits_and_nothing_else() {
        assert_eq!(TransactionId::parse("00261121000001").unwrap().as_str(), "00261121000001");
        for (text, reason) in [
            ("2026112100000", Reason::WrongLength { len: 13, want: 14 }),
            ("202611210000011", Reason::WrongLength { len: 15, want: 14 }),
            ("2026112100000a", Reason::BadByte { at: 13 }),
            ("", Reason::Empty),
        ] {
            assert_eq!(TransactionId::parse(text).unwrap_err().reason(), reason, "{text}");
        }
    }
}
