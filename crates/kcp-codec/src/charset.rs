//! EUC-KR, strictly: no replacement character, no byte-order mark, no guess.

use alloc::{string::String, vec::Vec};

use encoding_rs::{DecoderResult, EUC_KR, EncoderResult};

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
        let mut encoder = EUC_KR.new_encoder();
        // No character takes more bytes here than in UTF-8, but the encoder wants room for one more.
        let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len());
        let mut out = Vec::with_capacity(room.unwrap_or(text.len()));
        let mut at = 0;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let (result, read) =
                encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut out, true);
            at += read;
            match result {
                EncoderResult::InputEmpty => break,
                EncoderResult::OutputFull => out.reserve(rest.len() + 16),
                EncoderResult::Unmappable(ch) => {
                    return Err(FieldError::new(
                        field,
                        unmappable(ch, at.saturating_sub(ch.len_utf8())),
                    ));
                }
            }
        }
        if self == Self::Ksx1001 {
            strict(text, &out).map_err(|reason| FieldError::new(field, reason))?;
        }
        Ok(out)
    }

    /// Decodes `bytes`.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] at the first byte that begins no character of the charset.
    pub fn decode(self, field: Name, bytes: &[u8]) -> Result<String, FieldError> {
        let refuse = |at| FieldError::new(field, Reason::Undecodable { at });
        if self == Self::Ksx1001
            && let Some(at) = outside_ksx1001(bytes)
        {
            return Err(refuse(at));
        }
        let mut decoder = EUC_KR.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        let mut out = String::with_capacity(room.unwrap_or_default());
        match decoder.decode_to_string_without_replacement(bytes, &mut out, true) {
            (DecoderResult::InputEmpty, _) => Ok(out),
            (DecoderResult::Malformed(len, after), read) => {
                Err(refuse(read.saturating_sub(usize::from(len) + usize::from(after))))
            }
            (DecoderResult::OutputFull, read) => Err(refuse(read)),
        }
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

/// Finds the first character whose two bytes are not both in `0xa1..=0xfe`.
fn strict(text: &str, encoded: &[u8]) -> Result<(), Reason> {
    let Some(bad) = outside_ksx1001(encoded) else { return Ok(()) };
    let mut wire = 0;
    for (at, ch) in text.char_indices() {
        if wire == bad {
            return Err(Reason::Unmappable { at, ch });
        }
        wire += if ch.is_ascii() { 1 } else { 2 };
    }
    Err(Reason::Undecodable { at: bad })
}

/// Offset of the first pair of bytes outside KS X 1001, in well-formed or malformed text.
fn outside_ksx1001(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        let inside = |byte: u8| (0xa1..=0xfe).contains(&byte);
        if !inside(lead) || !bytes.get(at + 1).copied().is_some_and(inside) {
            return Some(at);
        }
        at += 2;
    }
    None
}

#[cfg(test)]
mod tests;
