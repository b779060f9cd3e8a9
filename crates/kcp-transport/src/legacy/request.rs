//! Writing a request: keys, envelopes, encrypted and clear groups, HTTP head. Pure: the random source is given.

use kcp_codec::{TraceNo, enc2, form};
use kcp_crypto::{GatewayPublicKey, SessionKey, seal};
use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{Credentials, Message, message::Payload};
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
    body: usize,
    answer_key: SessionKey,
}

impl Request {
    /// The bytes to write, head and body.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
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
    let enc_key = envelope(rng, key, &answer_key)?;
    let (enc_info, enc_data) = match message.payload() {
        Payload::Sealed(_) => {
            let request_key = SessionKey::draw(rng).map_err(random)?;
            let mut plain = Zeroizing::new(Vec::new());
            for group in message.groups().filter(|group| group.kind().is_sealed()) {
                group.write(&mut plain);
            }
            let enc_info = envelope(rng, key, &request_key)?;
            (Zeroizing::new(enc_info), Zeroizing::new(text(rng, &seal(&request_key, &plain))?))
        }
        Payload::Window { enc_data, enc_info } => (enc_info.clone(), enc_data.clone()),
    };
    let body = body(message, &enc_data)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(1_024 + body.len()));
    let tran_cd = message.tran_cd();
    let host = endpoint.host.as_bytes();
    let length = body.len().to_string();
    for part in [
        &b"POST /"[..],
        tran_cd.as_bytes(),
        b" HTTP/1.1\r\nContent-Length: ",
        length.as_bytes(),
        b"\r\nAccept: */*\r\nHost: ",
        host,
        b"\r\nContent-Type: application/x-pay_form-urlencoded\r\nUser-Agent: ",
        who.user_agent(),
        b"\r\nsite_cd: ",
        who.site_cd(),
        b"\r\ntrace_no: ",
        trace_no.as_str().as_bytes(),
        b"\r\nsite_key: ",
        who.site_key(),
        b"\r\nenc_info: ",
        &enc_info,
        b"\r\nenc_key: ",
        &enc_key,
        b"\r\n\r\n",
        &body,
    ] {
        bytes.extend_from_slice(part);
    }
    let body = bytes.len() - body.len();
    Ok(Request { bytes, body, answer_key })
}

/// `[plan_data=<groups, url-encoded>&]enc_data=<text as it is>`.
fn body(message: &Message, enc_data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut plan = Zeroizing::new(Vec::new());
    for group in message.groups().filter(|group| !group.kind().is_sealed()) {
        group.write(&mut plan);
    }
    let mut body = Zeroizing::new(Vec::with_capacity(plan.len() * 3 + enc_data.len() + 32));
    if !plan.is_empty() {
        body.extend_from_slice(b"plan_data=");
        form::encode_into(&plan, &mut body);
        body.push(b'&');
    }
    body.extend_from_slice(b"enc_data=");
    body.extend_from_slice(enc_data);
    if body.len() > BODY_LIMIT { Err(Error::not_sent(Cause::TooLarge)) } else { Ok(body) }
}

fn envelope<R: TryCryptoRng>(
    rng: &mut R,
    key: &GatewayPublicKey,
    session: &SessionKey,
) -> Result<Vec<u8>, Error> {
    let wrapped = key.envelope(rng, session).map_err(|_| Error::not_sent(Cause::Key))?;
    text(rng, &wrapped)
}

fn text<R: TryCryptoRng>(rng: &mut R, data: &[u8]) -> Result<Vec<u8>, Error> {
    let mut pick = [0];
    rng.try_fill_bytes(&mut pick).map_err(|_| Error::not_sent(Cause::Random))?;
    Ok(enc2::encode(enc2::Table::pick(pick[0]), data))
}

#[cfg(test)]
mod tests;
