//! Writing a request: keys, envelopes, encrypted and clear groups, HTTP head. Pure: the random source is given.

use std::io::Write as _;

use kcp_codec::{Separator, TraceNo, enc2, form};
use kcp_crypto::{GatewayPublicKey, SessionKey, seal_tail, sealed_len};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{Credentials, Message, TranCode};
use crate::{Cause, Endpoint, Error, WireEntry, wire_log::sha256};

/// Most bytes of a body. The vendor's client has a buffer of about 30 KiB and breaks at its edge
/// (`legacy.md §4.1`), so nothing larger is known to arrive.
pub const BODY_LIMIT: usize = 30_000;

/// A request ready to be written, and the key that its answer must be sealed with.
///
/// Wiped on drop; the bytes hold the site key in the clear.
#[derive(Debug)]
pub struct Request {
    bytes: Zeroizing<Vec<u8>>,
    start: usize,
    body: usize,
    answer_key: SessionKey,
}

impl Request {
    /// The bytes to write, head and body.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// The body alone.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.bytes.get(self.body..).unwrap_or_default()
    }

    /// The key of the answer.
    #[must_use]
    pub const fn answer_key(&self) -> &SessionKey {
        &self.answer_key
    }

    pub(crate) fn entry(&self, message: &Message) -> WireEntry {
        WireEntry::Request {
            tran_cd: *message.tran_cd().as_bytes(),
            len: self.body().len(),
            sha256: sha256(self.body()),
            groups: message
                .groups()
                .map(|group| (group.kind().prefix(), group.as_bytes().len()))
                .collect(),
        }
    }
}

/// Writes `message` for the gateway at `endpoint`, with two fresh keys from `rng` (`legacy.md §4.1` to `§4.3`).
///
/// Head and body go into one buffer that is as large as it will ever be from the start: what is encrypted and encoded
/// is so where it lies, and no copy of a secret is left behind by growing.
///
/// # Errors
/// Nothing is sent in any of these: [`Cause::TooLarge`] for a body over [`BODY_LIMIT`]; [`Cause::Random`] if `rng`
/// fails; [`Cause::Key`] if the public key does not take a session key.
pub fn write_request<R: TryCryptoRng>(
    rng: &mut R,
    key: &GatewayPublicKey,
    endpoint: &Endpoint,
    who: &Credentials,
    trace_no: TraceNo,
    message: &Message,
) -> Result<Request, Error> {
    let random = |_| Error::not_sent(Cause::Random);
    let answer_key = SessionKey::draw(rng).map_err(random)?;
    let mut out = Zeroizing::new(Vec::with_capacity(room(key, endpoint, who, message)));
    out.resize(FIRST_LINES, 0);
    for part in [
        &b"\r\nAccept: */*\r\nHost: "[..],
        endpoint.host.as_bytes(),
        b"\r\nContent-Type: application/x-pay_form-urlencoded\r\nUser-Agent: ",
        who.user_agent(),
        b"\r\nsite_cd: ",
        who.site_cd(),
        b"\r\ntrace_no: ",
        trace_no.as_str().as_bytes(),
        b"\r\nsite_key: ",
        who.site_key(),
        b"\r\nenc_info: ",
    ] {
        out.extend_from_slice(part);
    }
    let window = message.window_texts();
    let request_key = if let Some((_, enc_info)) = window {
        out.extend_from_slice(enc_info);
        None
    } else {
        let request_key = SessionKey::draw(rng).map_err(random)?;
        envelope(rng, key, &request_key, &mut out)?;
        Some(request_key)
    };
    out.extend_from_slice(b"\r\nenc_key: ");
    envelope(rng, key, &answer_key, &mut out)?;
    out.extend_from_slice(b"\r\n\r\n");

    let body = out.len();
    write_plan(message, &mut out);
    out.extend_from_slice(b"enc_data=");
    if let Some((enc_data, _)) = window {
        out.extend_from_slice(enc_data);
    }
    if let Some(request_key) = request_key {
        let start = out.len();
        for group in message.groups().filter(|group| group.kind().is_sealed()) {
            group.write(&mut out);
        }
        seal_tail(&request_key, &mut out, start);
        text(rng, start, &mut out)?;
    }
    let length = out.len() - body;
    if length > BODY_LIMIT {
        return Err(Error::not_sent(Cause::TooLarge));
    }
    let start = write_first_lines(message.tran_cd(), length, &mut out);
    Ok(Request { bytes: out, start, body, answer_key })
}

/// At least the bytes of the whole request.
fn room(
    key: &GatewayPublicKey,
    endpoint: &Endpoint,
    who: &Credentials,
    message: &Message,
) -> usize {
    let envelope = enc2::encoded_len(key.envelope_len());
    let (enc_data, enc_info) = match message.window_texts() {
        Some((enc_data, enc_info)) => (enc_data.len(), enc_info.len()),
        None => (enc2::encoded_len(sealed_len(len(message, true))), envelope),
    };
    // A byte takes three at most under percent-encoding.
    let plan = 3 * len(message, false);
    let values = endpoint.host.len()
        + who.user_agent().len()
        + who.site_cd().len()
        + TraceNo::LEN
        + who.site_key().len();
    FIRST_LINES + NAMES_LEN + values + enc_info + envelope + plan + enc_data
}

/// Bytes of the groups that go encrypted, or of the others, each with its FS.
fn len(message: &Message, is_sealed: bool) -> usize {
    let groups = message.groups().filter(|group| group.kind().is_sealed() == is_sealed);
    groups.map(|group| group.as_bytes().len() + 1).sum()
}

/// `plan_data=<groups, url-encoded>&`, if there are any.
fn write_plan(message: &Message, out: &mut Vec<u8>) {
    let mut plan = message.groups().filter(|group| !group.kind().is_sealed()).peekable();
    if plan.peek().is_none() {
        return;
    }
    out.extend_from_slice(b"plan_data=");
    for group in plan {
        form::encode_into(group.as_bytes(), out);
        form::encode_into(&[Separator::File.byte()], out);
    }
    out.push(b'&');
}

/// Puts the first line and the length, which is known last, in front of what is there, and says where they begin.
fn write_first_lines(tran_cd: TranCode, length: usize, out: &mut [u8]) -> usize {
    let mut lines = [0; FIRST_LINES];
    let mut left = lines.as_mut_slice();
    // A write to a slice fails when it is full, and this one holds the longest code and length there are.
    let _ = write!(
        left,
        "POST /{} HTTP/1.1\r\nContent-Length: {length}",
        tran_cd.as_bytes().escape_ascii()
    );
    let start = left.len();
    let written = lines.get(..FIRST_LINES - start).unwrap_or_default();
    if let Some(place) = out.get_mut(start..FIRST_LINES) {
        place.copy_from_slice(written);
    }
    start
}

/// Appends a session key under the gateway's key, as text.
fn envelope<R: TryCryptoRng>(
    rng: &mut R,
    key: &GatewayPublicKey,
    session: &SessionKey,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let start = out.len();
    key.envelope_into(rng, session, out).map_err(|_| Error::not_sent(Cause::Key))?;
    text(rng, start, out)
}

/// Makes text of what `out` holds from `start` on.
fn text<R: TryCryptoRng>(rng: &mut R, start: usize, out: &mut Vec<u8>) -> Result<(), Error> {
    let mut pick = [0];
    rng.try_fill_bytes(&mut pick).map_err(|_| Error::not_sent(Cause::Random))?;
    enc2::encode_tail(enc2::Table::pick(pick[0]), out, start);
    Ok(())
}

/// The longest first line and length: a code of eight digits, and a length of five.
const FIRST_LINES: usize = "POST /00000000 HTTP/1.1\r\nContent-Length: 00000".len();

/// Everything in a request that is the same in all of them, behind the first lines.
const NAMES_LEN: usize = "\r\nAccept: */*\r\nHost: \
    \r\nContent-Type: application/x-pay_form-urlencoded\r\nUser-Agent: \
    \r\nsite_cd: \r\ntrace_no: \r\nsite_key: \r\nenc_info: \r\nenc_key: \r\n\r\n\
    plan_data=&enc_data="
    .len();

#[cfg(test)]
mod tests;
