//! What the head of a response says of the body behind it.

use super::{ANSWER_LIMIT, State};
use crate::{Cause, Error};

/// Most bytes of an answer's head.
pub(super) const HEAD_LIMIT: usize = 16 * 1_024;

/// The end of a head's last line and the empty line behind it.
pub(super) const HEAD_END: &[u8] = b"\r\n\r\n";

/// Whether these bytes are, or may become, the start of an HTTP/1 status line.
pub(super) fn starts_like_http(bytes: &[u8]) -> bool {
    b"HTTP/1.".iter().zip(bytes).all(|(want, byte)| want == byte)
}

/// Where the head ends, searched from `from` on and no further than its limit.
pub(super) fn head_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut places = bytes.windows(HEAD_END.len()).enumerate().take(HEAD_LIMIT).skip(from);
    places.find(|(_, place)| *place == HEAD_END).map(|(at, _)| at + HEAD_END.len())
}

/// How the body is framed: by one length, by chunks, or by the end of the connection; never by two that contradict.
pub(super) fn framing(headers: &[httparse::Header<'_>]) -> Result<State, Error> {
    let all = |name: &'static str| {
        headers.iter().filter(move |header| header.name.eq_ignore_ascii_case(name))
    };
    let contradiction = || Error::unknown(Cause::Framing);
    let lengths: Vec<_> = all("content-length").map(|header| header.value).collect();
    let codings: Vec<_> = all("transfer-encoding").map(|header| header.value).collect();
    match (lengths.as_slice(), codings.as_slice()) {
        ([], []) => Ok(State::UntilClose),
        ([], [coding]) if coding.trim_ascii().eq_ignore_ascii_case(b"chunked") => {
            Ok(State::ChunkLine)
        }
        ([length], []) => {
            let text = std::str::from_utf8(length.trim_ascii()).map_err(|_| contradiction())?;
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(contradiction());
            }
            match text.parse() {
                Ok(length) if length <= ANSWER_LIMIT => Ok(State::Length { left: length }),
                _ => Err(Error::unknown(Cause::AnswerTooLarge)),
            }
        }
        _ => Err(contradiction()),
    }
}

/// Exactly one content type, `enc/html`, with or without parameters.
pub(super) fn is_sealed(headers: &[httparse::Header<'_>]) -> bool {
    let mut types =
        headers.iter().filter(|header| header.name.eq_ignore_ascii_case("content-type"));
    let (Some(only), None) = (types.next(), types.next()) else { return false };
    let kind = only.value.split(|&byte| byte == b';').next().unwrap_or_default();
    kind.trim_ascii().eq_ignore_ascii_case(b"enc/html")
}
