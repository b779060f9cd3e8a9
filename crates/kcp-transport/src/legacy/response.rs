//! Reading a response, one piece at a time, without I/O: HTTP head, then a body by length, by chunks or until close.

mod head;

use std::ops::Range;

use head::{HEAD_END, HEAD_LIMIT, framing, head_end, is_sealed, starts_like_http};
use httparse::{EMPTY_HEADER, Status};

use crate::{Cause, Error};

/// Most bytes of an answer that are read, head and framing included: 256 KiB.
pub const ANSWER_LIMIT: usize = 256 * 1_024;

/// Most headers of an answer.
const HEADER_LIMIT: usize = 64;

/// Longest line that announces a chunk: sixteen digits would do, extensions are allowed.
const CHUNK_LINE_LIMIT: usize = 256;

/// Least room for one read. An answer of the test gateway has about 1 KiB with its head.
const READ_LEN: usize = 4 * 1_024;

/// Whether more is to come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition
pub enum Progress {
    /// The answer is not whole yet.
    More,
    /// The answer is whole.
    Whole,
}

/// A response's parts that matter.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status. The protocol ignores it (`legacy.md §4.5`).
    pub status: u16,
    /// Whether the content type is `enc/html`, which marks a sealed body.
    pub sealed: bool,
    /// The body, without its framing.
    pub body: Vec<u8>,
}

/// Collects a response from pieces. The end of a read never matters: any cut gives the same result.
///
/// One buffer takes the bytes off the socket and becomes the body. Chunks are moved together inside it.
#[derive(Debug, Default)]
pub struct ResponseReader {
    /// All that came.
    bytes: Vec<u8>,
    /// Up to where it was understood. In the head, up to where it was searched for its end.
    at: usize,
    /// Where the body lies. What is between its end and `at` is framing.
    body: Range<usize>,
    state: State,
    status: u16,
    sealed: bool,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum State {
    #[default]
    Head,
    Length {
        left: usize,
    },
    UntilClose,
    ChunkLine,
    Chunk {
        left: usize,
    },
    ChunkEnd,
    Trailer,
    Done,
}

impl ResponseReader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// All with unknown outcome: [`Cause::NotHttp`], [`Cause::Framing`] for lengths that contradict each other,
    /// [`Cause::AnswerTooLarge`], [`Cause::TrailingBytes`] for anything but line ends behind the end.
    pub fn push(&mut self, piece: &[u8]) -> Result<Progress, Error> {
        self.bytes.extend_from_slice(piece);
        self.advance()
    }

    /// The buffer, with room for a read behind what came; [`ResponseReader::advance`] looks at what the read left.
    pub(super) fn room(&mut self) -> &mut Vec<u8> {
        let expected = match self.state {
            State::Length { left } | State::Chunk { left } => left,
            _ => 0,
        };
        self.bytes.reserve(expected.max(READ_LEN));
        &mut self.bytes
    }

    /// Goes through the bytes that came since the last time. Fails as [`ResponseReader::push`] does.
    pub(super) fn advance(&mut self) -> Result<Progress, Error> {
        if self.bytes.len() > ANSWER_LIMIT {
            return Err(Error::unknown(Cause::AnswerTooLarge));
        }
        while self.step()? {}
        if self.state != State::Done {
            return Ok(Progress::More);
        }
        // A line end too much is a slip of many an old server and says nothing.
        if self.rest().iter().all(|byte| b"\r\n".contains(byte)) {
            Ok(Progress::Whole)
        } else {
            Err(Error::unknown(Cause::TrailingBytes))
        }
    }

    /// The response, after the last byte came or the connection closed.
    ///
    /// # Errors
    /// [`Cause::TruncatedAnswer`] unless the response is whole; [`Cause::EmptyAnswer`] if not a byte came;
    /// [`Cause::NotHttp`] if what came is no HTTP.
    pub fn finish(self) -> Result<Response, Error> {
        match self.state {
            State::Done | State::UntilClose => {
                let mut body = self.bytes;
                body.truncate(self.body.end);
                body.drain(..self.body.start);
                Ok(Response { status: self.status, sealed: self.sealed, body })
            }
            State::Head if self.bytes.is_empty() => Err(Error::unknown(Cause::EmptyAnswer)),
            State::Head if !starts_like_http(&self.bytes) => Err(Error::unknown(Cause::NotHttp)),
            _ => Err(Error::unknown(Cause::TruncatedAnswer)),
        }
    }

    /// What came and is not understood yet.
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// One step through the bytes at hand; `false` when it needs more or is done.
    fn step(&mut self) -> Result<bool, Error> {
        match self.state {
            State::Head => self.head(),
            State::Length { left } => {
                Ok(self.take(left, |left| State::Length { left }, State::Done))
            }
            State::UntilClose => {
                self.at = self.bytes.len();
                self.body.end = self.at;
                Ok(false)
            }
            State::ChunkLine => self.chunk_line(),
            State::Chunk { left } => {
                Ok(self.take(left, |left| State::Chunk { left }, State::ChunkEnd))
            }
            State::ChunkEnd => match self.line(2)? {
                None => Ok(false),
                Some(line) if line.is_empty() => {
                    self.state = State::ChunkLine;
                    Ok(true)
                }
                Some(_) => Err(Error::unknown(Cause::Framing)),
            },
            State::Trailer => match self.line(HEAD_LIMIT)? {
                None => Ok(false),
                Some(line) => {
                    self.state = if line.is_empty() { State::Done } else { State::Trailer };
                    Ok(true)
                }
            },
            State::Done => Ok(false),
        }
    }

    /// Adds up to `left` bytes to the body.
    fn take(&mut self, left: usize, rest: impl Fn(usize) -> State, then: State) -> bool {
        let now = left.min(self.rest().len());
        let end = self.at + now;
        if self.body.end != self.at {
            self.bytes.copy_within(self.at..end, self.body.end);
        }
        self.body.end += now;
        self.at = end;
        self.state = if now == left { then } else { rest(left - now) };
        now == left
    }

    /// Where the next line lies, without its end, if it is there.
    fn line(&mut self, limit: usize) -> Result<Option<Range<usize>>, Error> {
        let rest = self.rest();
        let Some(len) = rest.iter().take(limit).position(|&byte| byte == b'\n') else {
            return if rest.len() >= limit {
                Err(Error::unknown(Cause::Framing))
            } else {
                Ok(None)
            };
        };
        match rest.get(..len).and_then(|line| line.strip_suffix(b"\r")) {
            Some(line) => {
                let line = self.at..self.at + line.len();
                self.at += len + 1;
                Ok(Some(line))
            }
            None => Err(Error::unknown(Cause::Framing)),
        }
    }

    fn chunk_line(&mut self) -> Result<bool, Error> {
        let framing = || Error::unknown(Cause::Framing);
        let Some(line) = self.line(CHUNK_LINE_LIMIT)? else { return Ok(false) };
        let line = self.bytes.get(line).unwrap_or_default();
        let digits = line.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii_end();
        let digits = std::str::from_utf8(digits)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let size =
            digits.and_then(|text| usize::from_str_radix(text, 16).ok()).ok_or_else(framing)?;
        if size > ANSWER_LIMIT {
            return Err(Error::unknown(Cause::AnswerTooLarge));
        }
        self.state = if size == 0 { State::Trailer } else { State::Chunk { left: size } };
        Ok(true)
    }

    fn head(&mut self) -> Result<bool, Error> {
        if !starts_like_http(&self.bytes) {
            return Err(Error::unknown(Cause::NotHttp));
        }
        // The head ends at the first empty line; until that is here, parsing would be for nothing. It may begin in
        // the three bytes that were searched last.
        let Some(end) = head_end(&self.bytes, self.at.saturating_sub(HEAD_END.len() - 1)) else {
            self.at = self.bytes.len();
            // A line that began within the limit may still end.
            return if self.bytes.len() >= HEAD_LIMIT + HEAD_END.len() - 1 {
                Err(Error::unknown(Cause::NotHttp))
            } else {
                Ok(false)
            };
        };
        let mut headers = [EMPTY_HEADER; HEADER_LIMIT];
        let mut head = httparse::Response::new(&mut headers);
        let text = self.bytes.get(..end).unwrap_or_default();
        // A head that ends before its empty line has another one of bare line feeds inside: two readers would find
        // two heads.
        match head.parse(text) {
            Ok(Status::Complete(len)) if len == end => {}
            _ => return Err(Error::unknown(Cause::NotHttp)),
        }
        self.status = head.code.unwrap_or_default();
        self.state = framing(head.headers)?;
        self.sealed = is_sealed(head.headers);
        self.at = end;
        self.body = end..end;
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
