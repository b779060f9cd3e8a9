//! Text to the wire in one pass: each byte is classified, checked and copied once.

use alloc::vec::Vec;

use super::{Charset, table, unmappable};
use crate::{
    Reason,
    scan::{self, is_allowed_ascii, is_forbidden},
};

/// What a text has to be beside text of the charset.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// Nothing.
    Any,
    /// The value of a text field: not empty, no forbidden byte, at most so many bytes on the wire.
    Value {
        /// The limit.
        max: usize,
    },
}

impl Rule {
    /// Bytes on the wire that a text needs at the most, if it can be taken at all.
    #[inline]
    pub(crate) fn room(self, text: &str) -> usize {
        match self {
            Self::Any => text.len(),
            Self::Value { max } => text.len().min(longest(max)),
        }
    }
}

/// Bytes of the longest text that may take `max` bytes on the wire: three of UTF-8 become two.
const fn longest(max: usize) -> usize {
    max.saturating_add(max / 2)
}

impl Charset {
    /// Appends `text`. What is refused leaves `out` as it was.
    #[inline]
    pub(crate) fn append(self, rule: Rule, text: &str, out: &mut Vec<u8>) -> Result<(), Reason> {
        let start = out.len();
        let done = match rule {
            Rule::Any => append(self, text, out, |byte| byte.is_ascii()),
            Rule::Value { max } => {
                !text.is_empty()
                    && text.len() <= longest(max)
                    && append(self, text, out, is_allowed_ascii)
                    && out.len() - start <= max
            }
        };
        if done {
            return Ok(());
        }
        out.truncate(start);
        Err(fault(self, rule, text))
    }
}

/// Whether all of `text` was appended.
#[inline(always)]
fn append(
    charset: Charset,
    text: &str,
    out: &mut Vec<u8>,
    plain: impl Fn(u8) -> bool + Copy,
) -> bool {
    let bytes = text.as_bytes();
    let run = scan::run(bytes, plain);
    if run == bytes.len() {
        out.extend_from_slice(bytes);
        return true;
    }
    let start = out.len();
    // No character takes more bytes on the wire than in UTF-8.
    out.resize(start + bytes.len(), 0);
    let left = transcode(charset, bytes, out.get_mut(start..).unwrap_or_default(), plain);
    out.truncate(out.len() - left.unwrap_or_default());
    left.is_some()
}

/// Fills `to` from the front and says how many bytes are left at its end.
#[inline(always)]
fn transcode(
    charset: Charset,
    mut from: &[u8],
    mut to: &mut [u8],
    plain: impl Fn(u8) -> bool + Copy,
) -> Option<usize> {
    let floor = match charset {
        Charset::Cp949 => 0,
        Charset::Ksx1001 => table::FIRST,
    };
    let mut lowest = u8::MAX;
    while let Some(&first) = from.first() {
        let (read, written) = if first.is_ascii() {
            let run = copy_plain(from, to, plain);
            (run, run)
        } else {
            match copy_syllables(from, to, &mut lowest) {
                0 => (copy_other(from, to)?, 2),
                count => (3 * count, 2 * count),
            }
        };
        if read == 0 {
            return None;
        }
        from = from.get(read..)?;
        to = to.get_mut(written..)?;
    }
    (lowest >= floor).then_some(to.len())
}

#[inline(always)]
fn copy_plain(from: &[u8], to: &mut [u8], plain: impl Fn(u8) -> bool) -> usize {
    let mut run = 0;
    for (&byte, place) in from.iter().zip(to) {
        if !plain(byte) {
            break;
        }
        *place = byte;
        run += 1;
    }
    run
}

/// Copies Hangul syllables and keeps the lowest of their bytes, which tells KS X 1001 from the rest.
#[inline(always)]
fn copy_syllables(from: &[u8], to: &mut [u8], lowest: &mut u8) -> usize {
    let mut count = 0;
    for (&[one, two, three], place) in from.as_chunks().0.iter().zip(to.as_chunks_mut().0) {
        // The bits of UTF-8's own marks go with the offset. No other three bytes of well-formed text come out in
        // the range of syllables, wherever their characters begin.
        let sum = (u32::from(one) << 12) + (u32::from(two) << 6) + u32::from(three);
        let index = sum.wrapping_sub(MARKS + table::FIRST_SYLLABLE);
        let Some(code) = table::code_of_syllable(index) else { break };
        *place = code.to_be_bytes();
        *lowest = (*lowest).min(place[0]).min(place[1]);
        count += 1;
    }
    count
}

/// What the marks of a character of three bytes add to its number.
const MARKS: u32 = (0xe0 << 12) + (0x80 << 6) + 0x80;

/// Copies one character that is neither ASCII nor a syllable, and says how long it was.
fn copy_other(from: &[u8], to: &mut [u8]) -> Option<usize> {
    let part = |at: usize| from.get(at).map(|byte| u32::from(byte & 0x3f));
    let first = u32::from(*from.first()?);
    let (ch, len) = match first {
        0xc0..=0xdf => ((first & 0x1f) << 6 | part(1)?, 2),
        0xe0..=0xef => ((first & 0x0f) << 12 | part(1)? << 6 | part(2)?, 3),
        _ => return None, // ends beyond the table
    };
    *to.first_chunk_mut()? = table::code_of_other(ch)?.to_be_bytes();
    Some(len)
}

/// What is wrong with a text that was refused, in the order of the rules: no character that no charset has, none
/// outside this one, not empty, no forbidden byte, no byte too many.
#[cold]
#[inline(never)]
fn fault(charset: Charset, rule: Rule, text: &str) -> Reason {
    let unknown = text.char_indices().find(|&(_, ch)| !ch.is_ascii() && code_of(ch).is_none());
    if let Some((at, ch)) = unknown {
        return unmappable(ch, at);
    }
    let is_extra =
        |ch| code_of(ch).is_some_and(|code| code.iter().any(|&byte| byte < table::FIRST));
    if charset == Charset::Ksx1001
        && let Some((at, ch)) = text.char_indices().find(|&(_, ch)| is_extra(ch))
    {
        return Reason::Unmappable { at, ch };
    }
    let mut len = 0;
    for ch in text.chars() {
        if let Some(byte) =
            u8::try_from(ch).ok().filter(|&byte| ch.is_ascii() && is_forbidden(byte))
        {
            return Reason::Forbidden { at: len, byte };
        }
        len += if ch.is_ascii() { 1 } else { 2 };
    }
    match rule {
        Rule::Value { max } if len > 0 => Reason::TooLong { len, max },
        _ => Reason::Empty,
    }
}

fn code_of(ch: char) -> Option<[u8; 2]> {
    let ch = u32::from(ch);
    let syllable = table::code_of_syllable(ch.wrapping_sub(table::FIRST_SYLLABLE));
    syllable.or_else(|| table::code_of_other(ch)).map(u16::to_be_bytes)
}
