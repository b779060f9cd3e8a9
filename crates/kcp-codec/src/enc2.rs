//! ENC2, the text form of everything encrypted: a table digit, then base-64 symbols (`legacy.md §4.2`).

use alloc::vec::Vec;
use core::fmt;

/// One of the five symbol tables. The sender draws one per value; the digit in front says which.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Table(u8);

impl Table {
    /// How many tables there are.
    pub const COUNT: u8 = 5;

    /// A table from a random byte. The tables hide nothing, so the small bias of the remainder does no harm.
    #[must_use]
    pub const fn pick(random: u8) -> Self {
        Self(random % Self::COUNT)
    }

    /// The digit that announces this table.
    #[must_use]
    pub const fn digit(self) -> u8 {
        b'0' + self.0
    }

    fn of_digit(digit: u8) -> Option<Self> {
        let number = digit.wrapping_sub(b'0');
        (number < Self::COUNT).then_some(Self(number))
    }

    fn symbols(self) -> &'static [u8; 64] {
        TABLES.get(usize::from(self.0)).unwrap_or(&TABLES[0])
    }
}

/// Bytes that are not ENC2 text, and nothing more about it: the text may be a secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NotEnc2;

impl fmt::Display for NotEnc2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not ENC2 text")
    }
}

impl core::error::Error for NotEnc2 {}

/// Bytes of text that `len` bytes of data become.
#[must_use]
pub const fn encoded_len(len: usize) -> usize {
    1 + len.div_ceil(3) * 4
}

/// Writes `data` with one table: four symbols for three bytes, the last group filled up with `_`.
#[must_use]
pub fn encode(table: Table, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded_len(data.len()));
    out.extend_from_slice(data);
    encode_tail(table, &mut out, 0);
    out
}

/// Turns the bytes of `buffer` from `start` on into the text that [`encode`] makes of them, where they lie.
///
/// Allocates nothing when `buffer` has room for the text. A `start` behind the end is the end.
pub fn encode_tail(table: Table, buffer: &mut Vec<u8>, start: usize) {
    let symbols = table.symbols();
    let start = start.min(buffer.len());
    let len = buffer.len() - start;
    buffer.resize(start + encoded_len(len), PAD);
    let (_, tail) = buffer.split_at_mut(start);
    // From the last chunk to the first: the text of a chunk begins behind the data of those before it.
    for chunk in (0..len.div_ceil(3)).rev() {
        let (from, to) = (3 * chunk, 1 + 4 * chunk);
        let bytes = tail.get(from..len.min(from + 3)).unwrap_or_default();
        let bits = bytes
            .iter()
            .enumerate()
            .fold(0_u32, |bits, (at, &byte)| bits | u32::from(byte) << (16 - 8 * at));
        let kept = bytes.len();
        let text = tail.get_mut(to..to + 4).unwrap_or_default();
        for (place, out) in text.iter_mut().enumerate() {
            let value = (bits >> (18 - 6 * place)) & 63;
            let symbol = usize::try_from(value).ok().and_then(|value| symbols.get(value));
            *out = if place <= kept { symbol.copied().unwrap_or(PAD) } else { PAD };
        }
    }
    if let Some(first) = tail.first_mut() {
        *first = table.digit();
    }
}

/// Reads ENC2 text. Strict: one text for each data, so that no changed symbol goes unseen.
///
/// # Errors
/// [`NotEnc2`] for an unknown table digit, a symbol outside the alphabet, a length that is no multiple of four,
/// padding in the wrong place, or bits set behind the last byte.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, NotEnc2> {
    let (&digit, body) = text.split_first().ok_or(NotEnc2)?;
    let values =
        &VALUES.get(usize::from(Table::of_digit(digit).ok_or(NotEnc2)?.0)).ok_or(NotEnc2)?;
    let (quads, rest) = body.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(NotEnc2);
    }
    let mut out = Vec::with_capacity(quads.len() * 3);
    for (at, quad) in quads.iter().enumerate() {
        let pads = quad.iter().rev().take_while(|&&symbol| symbol == PAD).count();
        if pads > 2 || (pads > 0 && at + 1 != quads.len()) {
            return Err(NotEnc2);
        }
        let mut bits = 0_u32;
        for &symbol in quad.iter().take(4 - pads) {
            let value = values
                .get(usize::from(symbol))
                .copied()
                .filter(|&value| value < 64)
                .ok_or(NotEnc2)?;
            bits = bits << 6 | u32::from(value);
        }
        bits <<= 6 * pads;
        let [_, bytes @ ..] = bits.to_be_bytes();
        let (kept, dropped) = bytes.split_at(3 - pads);
        if dropped.iter().any(|&byte| byte != 0) {
            return Err(NotEnc2);
        }
        out.extend_from_slice(kept);
    }
    Ok(out)
}

const PAD: u8 = b'_';

/// The tables of `legacy.md §4.2`, without the pad that all share.
const TABLES: [&[u8; 64]; 5] = [
    b"xNm14ALV9q5dwE3jThip-cs2QJta7.XRSl0GfrPOnKb6WMo8uYvFDBezUgCZyHIk",
    b"LD8B46Uo-05SPXFEdlqreCYKvQMVIiaHfby91w7.2u3cpAZtNRjWOgJTskmGzxnh",
    b"fLYeiUlvBDX5asIP1Fd.nRMpQ78ZobrJTHj3z29hGNkVCKxO4c-6wAtquSEy0gmW",
    b"6e.kJUjoWB0Trhp2lSaCtHIsYXZc4LQ-7fgx5bnMvdGwDKu3F9POqAy1i8VENzRm",
    b"XPQ.-lZ8i4tScGLVK3JHmukhesbpAxTaYU7REjN10f5D6vwBO2rznyqd9WIMFCog",
];

/// Value of each byte in each table; 64 and more is no symbol.
static VALUES: [[u8; 256]; 5] = values();

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // bounds are the arrays' own, at build time
const fn values() -> [[u8; 256]; 5] {
    let mut all = [[u8::MAX; 256]; 5];
    let mut table = 0;
    while table < 5 {
        let mut value = 0;
        while value < 64 {
            all[table][TABLES[table][value] as usize] = value as u8;
            value += 1;
        }
        table += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_table_is_an_alphabet_of_64() {
        for values in &VALUES {
            assert_eq!(values.iter().filter(|&&value| value < 64).count(), 64);
            assert_eq!(values[usize::from(PAD)], u8::MAX);
        }
    }

    #[test]
    fn the_guide_s_site_key_is_sixteen_bytes_in_table_three() {
        let key = decode(b"3grptw1.zW0GSo4PQdaGvsF__").unwrap();
        assert_eq!(key.len(), 16);
        assert_eq!(encode(Table::pick(3), &key), b"3grptw1.zW0GSo4PQdaGvsF__");
    }

    #[test]
    fn text_that_is_not_whole_is_refused() {
        for text in [
            &b""[..],
            b"5AAAA",
            b"3grptw1.zW0GSo4PQdaGvsF",
            b"0A___",
            b"0____",
            b"0AA__AAAA",
            b"0AA=A",
            b"0A_AA",
        ] {
            assert_eq!(decode(text), Err(NotEnc2), "{text:?}");
        }
    }

    #[test]
    fn bits_behind_the_last_byte_are_refused() {
        let text = encode(Table::pick(0), b"a");
        let mut changed = text.clone();
        // The second symbol holds two bits of the byte; the lower four must be zero.
        changed[2] = TABLES[0][usize::from(VALUES[0][usize::from(text[2])]) | 1];
        assert_eq!(decode(&changed), Err(NotEnc2));
    }

    proptest! {
        #[test]
        fn data_comes_back_from_every_table(data in proptest::collection::vec(any::<u8>(), 0..100), pick: u8) {
            let text = encode(Table::pick(pick), &data);
            prop_assert_eq!(text.len(), encoded_len(data.len()));
            prop_assert_eq!(decode(&text), Ok(data));
        }

        #[test]
        fn a_tail_becomes_the_same_text_without_growing(
            head in proptest::collection::vec(any::<u8>(), 0..9),
            data in proptest::collection::vec(any::<u8>(), 0..100),
            pick: u8,
        ) {
            let table = Table::pick(pick);
            let mut buffer = Vec::with_capacity(head.len() + encoded_len(data.len()));
            buffer.extend_from_slice(&head);
            buffer.extend_from_slice(&data);
            let place = buffer.as_ptr();
            encode_tail(table, &mut buffer, head.len());
            prop_assert_eq!(buffer.as_ptr(), place);
            prop_assert_eq!(buffer, [head, encode(table, &data)].concat());
        }

        #[test]
        fn accepted_text_encodes_back_to_itself(text in "[0-5][A-Za-z0-9._-]{0,12}_{0,3}") {
            if let Ok(data) = decode(text.as_bytes()) {
                prop_assert_eq!(encode(Table(text.as_bytes()[0] - b'0'), &data), text.as_bytes());
            }
        }
    }
}
