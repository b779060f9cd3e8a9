//! The name of a field or a sub-record: what stands before the first `=`.

use alloc::vec::Vec;
use core::{fmt, str};

/// A field name as KCP writes it: one to 32 bytes of `A-Z a-z 0-9 _`.
///
/// Small enough to copy, so that an error can name any field, also one that this library does not know.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Name {
    bytes: [u8; Self::MAX],
    len: u8,
}

impl Name {
    /// Longest name in bytes. The longest one in the guides has 21 (`vcnt_expire_term_time`).
    pub const MAX: usize = 32;

    /// A name written in the source.
    ///
    /// # Panics
    /// If the text is not a name. In a `const` this is a build error.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        match Self::from_bytes(text.as_bytes()) {
            Some(name) => name,
            None => panic!("a field name is 1 to 32 bytes of A-Z a-z 0-9 _"),
        }
    }

    /// A name that came over the wire, or `None` if the bytes are not one.
    #[must_use]
    #[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // `at` stays below both lengths
    pub const fn from_bytes(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > Self::MAX {
            return None;
        }
        let mut bytes = [0; Self::MAX];
        let mut at = 0;
        while at < text.len() {
            if !(text[at].is_ascii_alphanumeric() || text[at] == b'_') {
                return None;
            }
            bytes[at] = text[at];
            at += 1;
        }
        Some(Self { bytes, len: text.len() as u8 })
    }

    /// Bytes of the name.
    #[inline]
    pub(crate) const fn len(&self) -> u8 {
        self.len
    }

    /// Appends the name.
    #[inline]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        // A copy of known size is a few instructions; what is too much of it is cut off again.
        let end = out.len() + usize::from(self.len);
        out.extend_from_slice(&self.bytes);
        out.truncate(end);
    }

    /// A number that two names seldom share.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // the upper half of 64 bits
    pub(crate) fn hash(&self) -> u32 {
        // The odd number nearest to 2^64 divided by the golden ratio spreads every bit into the upper half.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let (words, _) = self.bytes.as_chunks();
        let sum =
            words.iter().fold(0_u64, |sum, &word| sum.rotate_left(23) ^ u64::from_le_bytes(word));
        (sum.wrapping_mul(SPREAD) >> 32) as u32
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The name as bytes of the wire.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_guides_are_taken() {
        for name in ["tno", "res_cd", "CI_URL", "card_bin_type_01", "vcnt_expire_term_time"] {
            assert_eq!(
                Name::from_bytes(name.as_bytes()).map(|n| n.as_str() == name),
                Some(true),
                "{name}"
            );
        }
    }

    #[test]
    fn a_name_holds_no_separator_no_blank_and_no_33rd_byte() {
        assert_eq!(Name::from_bytes(b""), None);
        assert_eq!(Name::from_bytes(b"a b"), None);
        assert_eq!(Name::from_bytes(b"a\x1fb"), None);
        assert_eq!(Name::from_bytes("\u{ac00}".as_bytes()), None);
        assert!(Name::from_bytes(&[b'a'; 32]).is_some());
        assert_eq!(Name::from_bytes(&[b'a'; 33]), None);
    }
}
