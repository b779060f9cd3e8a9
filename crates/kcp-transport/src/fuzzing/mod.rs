//! Entry points for the fuzz targets and the corpus replay test. Not a stable interface.
//!
//! Each holds the library to a slow, obvious twin, and every way of cutting an answer to every other.

#![allow(clippy::missing_panics_doc, clippy::panic)] // a fuzz target fails by panicking

mod http;
mod json;

use kcp_codec::{Fields, Separator, enc2};
use kcp_crypto::{SessionKey, seal};

pub use json::flat as flat_json;

use crate::{
    Cause, Error,
    api::{Call, Path, Reply},
    legacy::{ANSWER_LIMIT, RawAnswer, Response, ResponseReader},
};

/// The key that answers are sealed with, in the doors and in the corpus.
pub const ANSWER_KEY: [u8; SessionKey::LEN] = [7; SessionKey::LEN];

/// Any bytes as an answer off the socket, cut in many ways; and any bytes as its plain text, sealed and framed here.
pub fn read_legacy_reply(bytes: &[u8]) {
    as_wire(bytes);
    as_text(bytes);
}

/// Any bytes as an answer of the PG-API: read or refused as the twin does, and what is read is written and read again
/// as the same.
pub fn read_api_reply(bytes: &[u8]) {
    let found = Reply::parse(bytes).map(|reply| reply.fields).ok();
    let want = json::flat(bytes).filter(|members| {
        members.len() <= Fields::MAX
            && members.iter().all(|(_, value)| value.len() <= Reply::VALUE_LIMIT)
    });
    let pairs = |fields: &Fields| -> Vec<(String, String)> {
        let text = |value| str::from_utf8(value).unwrap_or("no UTF-8").to_owned();
        fields.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
    };
    assert_eq!(found.as_ref().map(pairs), want);
    let Some(fields) = found else { return };
    let call = pairs(&fields)
        .iter()
        .zip(fields.iter())
        .fold(Call::new(Path::Inquiry), |call, ((_, text), (name, _))| call.with_text(name, text));
    let written = call.json();
    if let (Some((name, _)), Some(members)) = (fields.iter().next(), written.strip_prefix('{')) {
        for value in ["[]", "{}", "\"\"", "0"] {
            let twice = format!("{{\"{name}\":{value},{members}");
            assert!(Reply::parse(twice.as_bytes()).is_err(), "twice, first as {value}");
            let members = members.strip_suffix('}').unwrap_or_default();
            let twice = format!("{{{members},\"{name}\":{value}}}");
            assert!(Reply::parse(twice.as_bytes()).is_err(), "twice, last as {value}");
        }
    }
    let again = Reply::parse(written.as_bytes()).map(|reply| reply.fields);
    assert_eq!(again.ok(), Some(fields), "written and read again");
}

/// The response and its fields, or why there is none of either.
type End = Result<(Response, Result<Fields, Cause>), Cause>;

fn end<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> End {
    let cause = |error: Error| error.cause();
    let mut reader = ResponseReader::new();
    for piece in pieces {
        reader.push(piece).map_err(cause)?;
    }
    let response = reader.finish().map_err(cause)?;
    let raw = RawAnswer::open(&SessionKey::new(ANSWER_KEY), &response);
    let reply = raw.and_then(|raw| raw.reply()).map(|reply| reply.fields).map_err(cause);
    Ok((response, reply))
}

fn as_wire(bytes: &[u8]) {
    if bytes.len() > ANSWER_LIMIT {
        return; // refused for its size, at whichever piece goes over
    }
    let whole = end([bytes]);
    assert_eq!(whole, end(cuts(bytes)), "cut anywhere");
    let (most, last) = bytes.split_at(bytes.len().saturating_sub(2));
    assert_eq!(whole, end([most].into_iter().chain(last.chunks(1))), "the last bytes late");
    if bytes.len() <= 1_024 {
        assert_eq!(whole, end(bytes.chunks(1)), "byte by byte");
    }
    let Ok((response, reply)) = whole else { return };
    assert_eq!(Some((response.sealed, response.body)), http::body(bytes), "seal and body");
    if reply.is_ok() {
        assert!(http::body(bytes).is_some_and(|(sealed, _)| sealed), "a reply that nobody sealed");
    }
}

fn as_text(text: &[u8]) {
    if text.len() > 2_048 {
        return; // a longer one is sealed and framed the same way
    }
    let number = usize::try_from(hash(text) >> 32).unwrap_or_default();
    let sealed = |key: &[u8; SessionKey::LEN]| {
        let table = enc2::Table::pick(if number.is_multiple_of(2) { 0 } else { 3 });
        enc2::encode(table, &seal(&SessionKey::new(*key), text))
    };
    let body = sealed(&ANSWER_KEY);
    let reply = |kind: &str, body: &[u8]| match end([&*framed(kind, body, number)]) {
        Ok((response, reply)) => {
            assert_eq!(response.body, body, "the body is what was framed");
            reply
        }
        Err(cause) => panic!("an answer framed here is refused: {cause}"),
    };
    match (reply("enc/html", &body), Fields::read(text, Separator::Unit)) {
        (Err(Cause::EmptyAnswer), _) => assert!(text.is_empty()),
        (found, Ok(want)) => assert_eq!(found, Ok(want)),
        (found, Err(_)) => assert_eq!(found, Err(Cause::Unreadable)),
    }
    // One symbol of the sealed text changed, another key, or no seal: no reply.
    let mut damaged = body.clone();
    let at = number % body.len();
    if let Some(symbol) = damaged.get_mut(at) {
        *symbol = if *symbol == b'x' { b'N' } else { b'x' };
    }
    assert_eq!(reply("enc/html", &damaged), Err(Cause::Unreadable), "damaged");
    assert_eq!(reply("enc/html", &sealed(&[8; SessionKey::LEN])), Err(Cause::Unreadable));
    let two_types = reply("enc/html\r\nContent-Type: text/html", &body);
    assert!(matches!(two_types, Err(Cause::Unsealed(_))), "of two types: {two_types:?}");
    if !text.is_empty() {
        let clear = reply("text/html", text);
        assert!(matches!(clear, Err(Cause::Unsealed(_))), "{clear:?}");
    }
}

/// An answer around a body, by length, in chunks or until the connection closes.
fn framed(kind: &str, body: &[u8], number: usize) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n").into_bytes();
    match number % 3 {
        0 => {
            out.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
            out.extend(body);
        }
        1 => {
            out.extend(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in body.chunks(1 + number % 700) {
                out.extend(format!("{:x}\r\n", chunk.len()).bytes());
                out.extend(chunk);
                out.extend(b"\r\n");
            }
            out.extend(b"0\r\n\r\n");
        }
        _ => {
            out.extend(b"\r\n");
            out.extend(body);
        }
    }
    out
}

/// Pieces of one to some hundred bytes, by a number that the bytes themselves make: every change of the input is
/// another way of cutting.
fn cuts(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut number = hash(rest);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        // Knuth's generator; its low bits are poor.
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let most = match number >> 32 & 3 {
            // A long head is searched anew with every piece, so long answers come in fewer.
            0 | 1 if rest.len() < 1_024 => 3,
            0..=2 => 40,
            _ => 700,
        };
        let size = usize::try_from(1 + (number >> 40) % most).unwrap_or(1);
        let (piece, behind) = rest.split_at(size.min(rest.len()));
        rest = behind;
        Some(piece)
    })
}

/// A number out of bytes, for choices that a byte of the input would make harder to reach.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(5381, |hash: u64, &byte| hash.wrapping_mul(33) ^ u64::from(byte))
}
