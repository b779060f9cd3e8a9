//! The wire to text, by the same tables, and never by guess.

use alloc::{borrow::Cow, string::String};

use super::{Charset, table};

impl Charset {
    /// The text, borrowed where it is all ASCII, or the offset of the first byte that begins no character.
    pub(super) fn text(self, bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
        let plain = ascii(bytes);
        if plain.len() == bytes.len() {
            return Ok(Cow::Borrowed(plain));
        }
        // Two bytes on the wire become three at the most.
        let mut out = String::with_capacity(bytes.len() + bytes.len().div_ceil(2));
        out.push_str(plain);
        let mut rest = bytes.get(plain.len()..).unwrap_or_default();
        loop {
            match *rest {
                [] => return Ok(Cow::Owned(out)),
                [byte, ref after @ ..] if byte.is_ascii() => {
                    out.push(char::from(byte));
                    rest = after;
                }
                [lead, trail, ref after @ ..] => {
                    let Some(ch) = self.char_of(lead, trail) else { return Err(self.fault(bytes)) };
                    out.push(ch);
                    rest = after;
                }
                [_] => return Err(self.fault(bytes)),
            }
        }
    }

    /// Checks bytes without keeping their text.
    pub(crate) fn check(self, bytes: &[u8]) -> Result<(), usize> {
        let mut rest = bytes;
        loop {
            rest = rest.get(ascii(rest).len()..).unwrap_or_default();
            match *rest {
                [] => return Ok(()),
                [lead, trail, ref after @ ..] if self.char_of(lead, trail).is_some() => {
                    rest = after
                }
                _ => return Err(self.fault(bytes)),
            }
        }
    }

    #[inline]
    fn char_of(self, lead: u8, trail: u8) -> Option<char> {
        table::char_of_page(lead, trail).or_else(|| match self {
            Self::Cp949 => table::char_of_extra(lead, trail),
            Self::Ksx1001 => None,
        })
    }

    /// Where bytes that are no text go wrong. A pair outside the page of KS X 1001 comes before one that the page
    /// leaves empty, wherever each stands.
    #[cold]
    #[inline(never)]
    fn fault(self, bytes: &[u8]) -> usize {
        let inside = |byte: &u8| (table::FIRST..=0xfe).contains(byte);
        let (mut at, mut empty) = (0, None);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            match *rest {
                [lead, ..] if lead.is_ascii() => at += 1,
                [lead, trail, ..] if self.char_of(lead, trail).is_some() => at += 2,
                [lead, trail, ..] if self == Self::Ksx1001 && inside(&lead) && inside(&trail) => {
                    empty = empty.or(Some(at));
                    at += 2;
                }
                _ => return at,
            }
        }
        empty.unwrap_or(at)
    }
}

/// The ASCII at the front.
#[inline]
fn ascii(bytes: &[u8]) -> &str {
    let len = crate::scan::run(bytes, |byte| byte.is_ascii());
    bytes.get(..len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}
