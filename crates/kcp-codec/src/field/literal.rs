//! Values that the protocol itself fixes.

use alloc::vec::Vec;

use crate::{Field, field::sealed::Sealed, scan::is_forbidden};

/// A value that stands in the source: a method, a kind of change, a currency. ASCII, without a forbidden character.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Literal(&'static str);

impl Literal {
    /// A constant of the protocol.
    ///
    /// # Panics
    /// If the text is empty, not ASCII, or holds a forbidden character. In a `const` this is a build error.
    #[must_use]
    #[allow(clippy::indexing_slicing)] // `at` stays below the length
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        assert!(!bytes.is_empty(), "a constant of the protocol is not empty");
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                bytes[at].is_ascii() && !is_forbidden(bytes[at]),
                "a constant of the protocol is plain ASCII"
            );
            at += 1;
        }
        Self(text)
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        self.0
    }
}

impl Sealed for Literal {
    fn room(&self) -> usize {
        self.0.len()
    }
}

impl Field for Literal {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_written_as_it_stands() {
        const CARD: Literal = Literal::new("PACA");
        let mut wire = Vec::new();
        CARD.write(&mut wire);
        assert_eq!((wire.as_slice(), CARD.as_str()), (&b"PACA"[..], "PACA"));
    }
}
