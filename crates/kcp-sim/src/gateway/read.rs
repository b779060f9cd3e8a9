//! Reading one request off a connection: HTTP/1.1 with caps and a deadline, and nothing that a client need not send.

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt},
    time::timeout,
};

/// What a connection brought.
pub(crate) enum Arrival {
    /// A `POST` whose head cannot be read.
    BadHead,
    /// The connection broke, or was to be closed here.
    Closed,
    /// Not a `POST`, or not all of one.
    NotARequest,
    /// A request.
    Request(Request),
}

/// A request as it came.
pub(crate) struct Request {
    pub(crate) head: Head,
    /// `None` where the body had no length, too great a one, or a transfer coding.
    pub(crate) body: Option<Vec<u8>>,
}

/// A head: the path and the headers, each name once and in small letters.
pub(crate) struct Head {
    path: Vec<u8>,
    headers: Vec<(Vec<u8>, Vec<u8>)>,
}

/// How long to wait, and how much to take.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// For the first byte.
    pub(crate) patience: Duration,
    /// For the whole request.
    pub(crate) deadline: Duration,
    /// Bytes after which the connection is closed.
    pub(crate) most: usize,
}

/// Longest head. The module's own has about 700 bytes (`legacy.md §4.1`).
const HEAD_MAX: usize = 16 * 1024;

/// Longest body. The module's own ends at 30,788 bytes (`legacy.md §4.1`).
const BODY_MAX: usize = 64 * 1024;

/// Most headers.
const HEADERS_MAX: usize = 64;

/// Reads one request.
pub(crate) async fn arrival<S: AsyncRead + Unpin>(stream: &mut S, limits: Limits) -> Arrival {
    timeout(limits.deadline, read(stream, limits)).await.unwrap_or(Arrival::NotARequest)
}

async fn read<S: AsyncRead + Unpin>(stream: &mut S, limits: Limits) -> Arrival {
    let mut bytes = Vec::with_capacity(4096);
    let first = timeout(limits.patience, fill(stream, &mut bytes, limits.most)).await;
    let Ok(mut filled) = first else { return Arrival::NotARequest };
    let body_at = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n").filter(|end| *end <= HEAD_MAX) {
            break end + 4;
        }
        let start = bytes.get(..METHOD.len()).unwrap_or(&bytes);
        if !METHOD.starts_with(start) {
            return Arrival::NotARequest;
        }
        if bytes.len() > HEAD_MAX {
            return Arrival::BadHead;
        }
        match filled {
            Filled::More => filled = fill(stream, &mut bytes, limits.most).await,
            Filled::End => return Arrival::NotARequest,
            Filled::Broken | Filled::Enough => return Arrival::Closed,
        }
    };
    let head = match bytes.get(..body_at.saturating_sub(4)).map(Head::read) {
        Some(Ok(head)) => head,
        Some(Err(arrival)) => return arrival,
        None => return Arrival::BadHead,
    };
    let Some(len) = head.body_len().filter(|len| *len <= BODY_MAX) else {
        return Arrival::Request(Request { head, body: None });
    };
    let end = body_at + len;
    while bytes.len() < end {
        match filled {
            Filled::More => filled = fill(stream, &mut bytes, limits.most).await,
            Filled::End => return Arrival::NotARequest,
            Filled::Broken | Filled::Enough => return Arrival::Closed,
        }
    }
    let body = bytes.get(body_at..end).map(<[u8]>::to_vec);
    Arrival::Request(Request { head, body })
}

enum Filled {
    Broken,
    End,
    Enough,
    More,
}

/// Reads what is there, at least a byte, up to `most` bytes in all.
async fn fill<S: AsyncRead + Unpin>(stream: &mut S, bytes: &mut Vec<u8>, most: usize) -> Filled {
    let mut piece = [0; 4096];
    let room = most.saturating_sub(bytes.len()).min(piece.len());
    let Some(place) = piece.get_mut(..room).filter(|place| !place.is_empty()) else {
        return Filled::Enough;
    };
    match stream.read(place).await {
        Ok(0) => Filled::End,
        Ok(count) => {
            bytes.extend_from_slice(place.get(..count).unwrap_or_default());
            Filled::More
        }
        Err(_) => Filled::Broken,
    }
}

impl Head {
    /// Reads a head without the empty line behind it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Arrival> {
        let mut lines = Lines(Some(bytes));
        let line = lines.next().unwrap_or_default();
        let rest = line.strip_prefix(METHOD).ok_or(Arrival::NotARequest)?;
        let (path, version) = split(rest, b' ').ok_or(Arrival::NotARequest)?;
        if !matches!(version, b"HTTP/1.1" | b"HTTP/1.0") {
            return Err(Arrival::NotARequest);
        }
        let mut head = Self { path: path.to_vec(), headers: Vec::new() };
        for line in lines {
            let (name, value) = split(line, b':').ok_or(Arrival::BadHead)?;
            let known = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let name = name.to_ascii_lowercase();
            if name.is_empty()
                || !name.iter().all(known)
                || head.header(&name).is_some()
                || head.headers.len() == HEADERS_MAX
            {
                return Err(Arrival::BadHead);
            }
            head.headers.push((name, value.trim_ascii().to_vec()));
        }
        Ok(head)
    }

    /// What stands behind the slash.
    pub(crate) fn path(&self) -> &[u8] {
        &self.path
    }

    /// The value of a header, by its name in small letters.
    pub(crate) fn header(&self, name: &[u8]) -> Option<&[u8]> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }

    /// Bytes of the body, if it has a plain length.
    fn body_len(&self) -> Option<usize> {
        if self.header(b"transfer-encoding").is_some() {
            return None;
        }
        let digits = self.header(b"content-length")?;
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

/// How a request of the module begins.
const METHOD: &[u8] = b"POST /";

/// Lines that end in CR LF, the last one at the end.
struct Lines<'a>(Option<&'a [u8]>);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.0.take()?;
        let Some(at) = find(rest, b"\r\n") else { return Some(rest) };
        self.0 = rest.get(at + 2..);
        rest.get(..at)
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// What stands before and behind the first `at`.
pub(crate) fn split(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let place = bytes.iter().position(|byte| *byte == at)?;
    Some((bytes.get(..place)?, bytes.get(place + 1..)?))
}

#[cfg(test)]
mod tests;
