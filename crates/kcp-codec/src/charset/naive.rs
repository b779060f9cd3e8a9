//! The same rules, slowly: one character at a time through `encoding_rs`, then one check after the other.
//!
//! The twin that the tables and the fused loop must equal. Nothing else calls it.

use alloc::{string::String, vec::Vec};

use encoding_rs::{DecoderResult, EUC_KR, EncoderResult};

use super::{Charset, unmappable};
use crate::{FieldError, Fields, Name, Reason, Text, is_forbidden};

/// As [`Charset::encode`].
pub(super) fn encode(charset: Charset, text: &str) -> Result<Vec<u8>, Reason> {
    let mut out = Vec::new();
    let mut outside = None;
    for (at, ch) in text.char_indices() {
        let code = encode_char(ch).ok_or_else(|| unmappable(ch, at))?;
        if charset == Charset::Ksx1001 && code.len() == 2 && code.iter().any(|&byte| byte < 0xa1) {
            outside = outside.or(Some(Reason::Unmappable { at, ch }));
        }
        out.extend(code);
    }
    outside.map_or(Ok(out), Err)
}

/// As [`Text::new`] with this limit.
pub(super) fn value(charset: Charset, text: &str, max: usize) -> Result<Vec<u8>, Reason> {
    let bytes = encode(charset, text)?;
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    for (at, &byte) in bytes.iter().enumerate() {
        if is_forbidden(byte) {
            return Err(Reason::Forbidden { at, byte });
        }
    }
    if bytes.len() > max {
        return Err(Reason::TooLong { len: bytes.len(), max });
    }
    Ok(bytes)
}

/// As [`Charset::decode`].
pub(super) fn decode(charset: Charset, bytes: &[u8]) -> Result<String, Reason> {
    let mut out = String::new();
    let mut unknown = None;
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead.is_ascii() {
            out.push(char::from(lead));
            at += 1;
            continue;
        }
        let pair = [lead, bytes.get(at + 1).copied().unwrap_or_default()];
        let inside = pair.iter().all(|byte| (0xa1..=0xfe).contains(byte));
        if charset == Charset::Ksx1001 && !inside {
            return Err(Reason::Undecodable { at });
        }
        match decode_pair(pair) {
            Some(ch) => out.push(ch),
            None => unknown = unknown.or(Some(Reason::Undecodable { at })),
        }
        if charset == Charset::Cp949 && unknown.is_some() {
            break;
        }
        at += 2;
    }
    unknown.map_or(Ok(out), Err)
}

fn encode_char(ch: char) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(16);
    let result = EUC_KR.new_encoder().encode_from_utf8_to_vec_without_replacement(
        ch.encode_utf8(&mut [0; 4]),
        &mut out,
        true,
    );
    (result.0 == EncoderResult::InputEmpty).then_some(out)
}

fn decode_pair(pair: [u8; 2]) -> Option<char> {
    let mut out = String::with_capacity(16);
    let mut decoder = EUC_KR.new_decoder_without_bom_handling();
    let (result, _) = decoder.decode_to_string_without_replacement(&pair, &mut out, true);
    let mut chars = out.chars();
    chars.next().filter(|_| result == DecoderResult::InputEmpty && chars.next().is_none())
}

const NAME: Name = Name::from_static("text");

/// Any bytes, as text to encode where they are UTF-8 and as wire to decode: the fast way and the slow one end alike.
pub(crate) fn fuzz_diff(data: &[u8]) {
    for charset in [Charset::Cp949, Charset::Ksx1001] {
        compare_wire(charset, data);
        for chunk in data.utf8_chunks() {
            compare_text(charset, chunk.valid());
        }
    }
}

fn compare_text(charset: Charset, text: &str) {
    let reason = |error: FieldError| error.reason();
    let want = encode(charset, text);
    assert_eq!(charset.encode(NAME, text).map_err(reason), want, "{text:?}");
    let mut out = b"before".to_vec();
    let done = charset.encode_into(NAME, text, &mut out).map_err(reason);
    assert_eq!(
        done.map(|()| out.get(6..)),
        want.as_ref().map(|want| Some(want.as_slice())).map_err(|error| *error)
    );
    assert!(want.is_ok() || out == b"before");
    compare_value::<1>(charset, text);
    compare_value::<8>(charset, text);
    compare_value::<30>(charset, text);
    compare_value::<1_000>(charset, text);
}

fn compare_value<const MAX: usize>(charset: Charset, text: &str) {
    let reason = |error: FieldError| error.reason();
    let want = value(charset, text, MAX);
    let fast = Text::<MAX>::new(NAME, charset, text).map_err(reason);
    assert_eq!(fast.as_ref().map(Text::as_bytes), want.as_deref(), "{text:?}");
    let mut fields = Fields::new();
    let pushed = fields.push_text::<MAX>(NAME, charset, text).map_err(reason);
    assert_eq!(
        pushed.map(|()| fields.get(NAME)),
        want.as_deref().map(Some).map_err(|error| *error),
        "{text:?}"
    );
    assert_eq!(fields.is_empty(), want.is_err());
}

fn compare_wire(charset: Charset, bytes: &[u8]) {
    let reason = |error: FieldError| error.reason();
    let want = decode(charset, bytes);
    assert_eq!(charset.decode(NAME, bytes).map_err(reason), want, "{bytes:02x?}");
    let checked = charset.check(bytes).map_err(|at| Reason::Undecodable { at });
    assert_eq!(checked, want.map(drop), "{bytes:02x?}");
}

#[cfg(test)]
mod tests;
