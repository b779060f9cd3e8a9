//! Card numbers in answers, of which the middle is never kept.

use std::fmt;

use kcp_codec::{FieldError, Name, Reason};
use zeroize::Zeroizing;

/// A card number of which at most the first six and the last four digits are kept.
///
/// KCP masks the third block, by zeros as often as by stars (`https.md §2`), so a number that looks whole may come
/// in; whatever it is, the middle is dropped here.
#[doc(alias = "card_no")]
#[derive(Clone, Eq, PartialEq)]
pub struct MaskedCardNumber(Zeroizing<String>);

impl MaskedCardNumber {
    /// The number with its middle replaced by stars, one for each digit.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl kcp_codec::Decode for MaskedCardNumber {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let allowed = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'*' | b'-');
        if let Some(at) = bytes.iter().position(|byte| !allowed(byte)) {
            return Err(FieldError::new(field, Reason::BadByte { at }));
        }
        let digits: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != b'-').collect();
        let len = digits.len();
        // A number shorter than a card's may be all secret: then nothing of it is kept.
        let kept = |at: usize| len >= 13 && (at < 6 || at + 4 >= len);
        let masked = digits
            .iter()
            .enumerate()
            .map(|(at, digit)| if kept(at) { char::from(*digit) } else { '*' });
        Ok(Self(Zeroizing::new(masked.collect())))
    }
}

impl fmt::Debug for MaskedCardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MaskedCardNumber({})", self.as_str())
    }
}

impl fmt::Display for MaskedCardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use kcp_codec::Decode;

    use super::*;

    fn mask(text: &str) -> Option<String> {
        MaskedCardNumber::decode(Name::from_static("card_no"), text.as_bytes())
            .ok()
            .map(|number| number.to_string())
    }

    #[test]
    fn no_more_than_six_and_four_digits_survive() {
        assert_eq!(mask("4673090000000032").as_deref(), Some("467309******0032"));
        assert_eq!(mask("9410123412341234").as_deref(), Some("941012******1234"));
        assert_eq!(mask("9410-1234-1234-1234").as_deref(), Some("941012******1234"));
        assert_eq!(mask("461954******7815").as_deref(), Some("461954******7815"));
        assert_eq!(mask("123456789012").as_deref(), Some("************"));
        assert_eq!(mask("9410 1234"), None);
    }
}
