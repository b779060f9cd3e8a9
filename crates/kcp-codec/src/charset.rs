//! EUC-KR, strictly: no replacement character, no byte-order mark, no guess.

mod decode;
mod encode;
#[cfg(any(feature = "fuzzing", test))]
mod naive;
mod table;

#[cfg(feature = "fuzzing")]
pub(crate) use naive::fuzz_diff;

pub(crate) use encode::Rule;

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{FieldError, Name, Reason};

/// Which Korean text may go over the wire.
///
/// KCP speaks EUC-KR (`seed 000 §2.1.1`). The vendor's module maps through KS X 1001 and destroys the rest together
/// with its neighbour (`legacy.md §2.1`), so [`Ksx1001`](Self::Ksx1001) is the default.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Charset {
    /// Windows code page 949: KS X 1001 and 8,822 more Hangul syllables. Whether KCP takes those is unknown.
    Cp949,
    /// KS X 1001 in EUC form: both bytes of a character are `0xa1` to `0xfe`. 2,350 Hangul syllables.
    #[default]
    Ksx1001,
}

impl Charset {
    /// Encodes `text`, one byte for ASCII and two for everything else.
    ///
    /// # Errors
    /// [`Reason::Unmappable`] with the first character that the charset does not have, or
    /// [`Reason::DecomposedHangul`] where that character is a Hangul jamo.
    pub fn encode(self, field: Name, text: &str) -> Result<Vec<u8>, FieldError> {
        let mut out = Vec::with_capacity(text.len());
        self.encode_into(field, text, &mut out)?;
        Ok(out)
    }

    /// As [`Charset::encode`], behind what `out` holds already. It takes at most as many bytes as `text` has.
    ///
    /// # Errors
    /// As [`Charset::encode`]; `out` then holds what it held.
    pub fn encode_into(self, field: Name, text: &str, out: &mut Vec<u8>) -> Result<(), FieldError> {
        self.append(Rule::Any, text, out).map_err(|reason| FieldError::new(field, reason))
    }

    /// Decodes `bytes`.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] at the first byte that begins no character of the charset.
    pub fn decode(self, field: Name, bytes: &[u8]) -> Result<String, FieldError> {
        self.decode_borrowed(field, bytes).map(Cow::into_owned)
    }

    /// As [`Charset::decode`], without a copy where the text is all ASCII.
    ///
    /// # Errors
    /// As [`Charset::decode`].
    pub fn decode_borrowed(self, field: Name, bytes: &[u8]) -> Result<Cow<'_, str>, FieldError> {
        self.text(bytes).map_err(|at| FieldError::new(field, Reason::Undecodable { at }))
    }
}

fn unmappable(ch: char, at: usize) -> Reason {
    // Hangul Jamo, its extensions A and B: what a decomposed syllable is made of.
    match ch {
        '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}' => {
            Reason::DecomposedHangul { at }
        }
        ch => Reason::Unmappable { at, ch },
    }
}

#[cfg(test)]
mod tests;
