//! The wire's readers once more, slow and obvious: what the fuzz targets hold the fast ones to.

use alloc::vec::Vec;

/// Names and values, in order.
pub(super) type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// Names and fields of sub-records, in order.
pub(super) type Records = Vec<(Vec<u8>, Pairs)>;

/// The payment group; then order, receiver, escrow and change.
type Groups = (Option<Records>, [Option<Pairs>; 4]);

/// Most fields of a record.
const MOST: usize = 200;

fn is_name(bytes: &[u8]) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    (1..=32).contains(&bytes.len()) && bytes.iter().all(letter)
}

/// Halves at the first `=`.
fn halves(piece: &[u8]) -> Option<(&[u8], &[u8])> {
    let equals = piece.iter().position(|&byte| byte == b'=')?;
    Some((piece.get(..equals)?, piece.get(equals + 1..)?))
}

/// Pieces with something in them.
fn pieces(bytes: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    bytes.split(move |&byte| byte == separator).filter(|piece| !piece.is_empty())
}

pub(super) fn fields(bytes: &[u8], separator: u8) -> Option<Pairs> {
    let mut found = Pairs::new();
    for piece in pieces(bytes, separator) {
        let (name, value) = halves(piece)?;
        if !is_name(name) || found.iter().any(|(known, _)| known == name) || found.len() == MOST {
            return None;
        }
        found.push((name.to_vec(), value.to_vec()));
    }
    Some(found)
}

pub(super) fn records(bytes: &[u8]) -> Option<Records> {
    let mut found = Records::new();
    for piece in pieces(bytes, 0x1e) {
        let (name, text) = halves(piece)?;
        if !is_name(name) || found.iter().any(|(known, _)| known == name) {
            return None;
        }
        found.push((name.to_vec(), fields(text, 0x1f)?));
    }
    let total: usize = found.iter().map(|(_, fields)| fields.len().max(1)).sum();
    (total <= MOST).then_some(found)
}

pub(super) fn groups(bytes: &[u8]) -> Option<Groups> {
    let (mut payment, mut rest) = (None, [const { None }; 4]);
    for piece in pieces(bytes, 0x1c) {
        let (prefix, text) = halves(piece)?;
        let (place, separator) = match prefix {
            b"payx_data" => {
                if payment.replace(records(text)?).is_some() {
                    return None;
                }
                continue;
            }
            b"ordr_data" => (0, 0x1f),
            b"rcvr_data" => (1, 0x1f),
            b"escw_data" => (2, 0x1d),
            b"mod_data" => (3, 0x1f),
            _ => return None,
        };
        if rest.get_mut(place)?.replace(fields(text, separator)?).is_some() {
            return None;
        }
    }
    Some((payment, rest))
}

/// Symbol by symbol into bits, and bits into bytes.
pub(super) fn enc2(text: &[u8]) -> Option<Vec<u8>> {
    let (&digit, body) = text.split_first()?;
    let table = digit.checked_sub(b'0').filter(|&table| table < crate::enc2::Table::COUNT)?;
    if body.len() % 4 != 0 {
        return None;
    }
    let symbols = body.strip_suffix(b"__").or_else(|| body.strip_suffix(b"_")).unwrap_or(body);
    let alphabet = alphabet(table);
    let mut bits = Vec::new();
    for symbol in symbols {
        let value = alphabet.iter().position(|known| known == symbol)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
    }
    let (bytes, rest) = bits.as_chunks::<8>();
    if rest.contains(&true) {
        return None;
    }
    Some(
        bytes
            .iter()
            .map(|bits| bits.iter().fold(0, |byte, &bit| byte << 1 | u8::from(bit)))
            .collect(),
    )
}

/// A table's symbols, which the values from 0 to 63 in a row encode to.
fn alphabet(table: u8) -> Vec<u8> {
    let quads = (0..64_u32).step_by(4).flat_map(|value| {
        let [_, bytes @ ..] =
            ((value << 6 | (value + 1)) << 12 | (value + 2) << 6 | (value + 3)).to_be_bytes();
        bytes
    });
    let values: Vec<u8> = quads.collect();
    crate::enc2::encode(crate::enc2::Table::pick(table), &values).split_off(1)
}

pub(super) fn form(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let digit = |behind: usize| {
            let digits = b"0123456789abcdef";
            let byte = text.get(at + behind)?.to_ascii_lowercase();
            digits.iter().position(|&digit| digit == byte)
        };
        let (byte, len) = match byte {
            b'+' => (b' ', 1),
            b'%' => (u8::try_from(digit(1)? * 16 + digit(2)?).ok()?, 3),
            byte => (byte, 1),
        };
        out.push(byte);
        at += len;
    }
    Some(out)
}
