//! What an answer says, once it has proved where it comes from.

use std::fmt;

use kcp_codec::{Fields, Name, Separator, enc2};
use kcp_crypto::{SessionKey, open};
use zeroize::Zeroizing;

use super::Response;
use crate::{Cause, Error, WireEntry, wire_log::sha256};

/// A whole answer that parses. It is the gateway's word; whether it means success is not decided here.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// The answer's fields.
    pub fields: Fields,
    /// How the answer proves that it is the gateway's.
    pub proof: Proof,
}

impl Reply {
    /// A reply, for ways to the gateway that are not of this crate. Whoever makes one vouches for it.
    #[must_use]
    pub const fn new(fields: Fields, proof: Proof) -> Self {
        Self { fields, proof }
    }
}

/// How an answer proves where it comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Proof {
    /// The vendor's module printed it. That module also accepts answers in the clear (`legacy.md §4.5`), so this is
    /// as good as the network in between.
    Module,
    /// It was sealed with a key that went out under the gateway's public key, with this request alone.
    Sealed,
}

/// The plain text of an answer, before anything is made of it. Prints its length only.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawAnswer {
    /// The text: fields separated by US, in EUC-KR.
    pub text: Zeroizing<Vec<u8>>,
    /// Whether the text was sealed. If not, anyone on the path may have written it.
    pub sealed: bool,
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawAnswer(<{} bytes>, sealed: {})", self.text.len(), self.sealed)
    }
}

impl RawAnswer {
    /// Opens a response with the key that went out with the request.
    ///
    /// # Errors
    /// [`Cause::EmptyAnswer`]; [`Cause::Unreadable`] if a body marked as sealed does not open, with no more said
    /// about it.
    pub fn open(key: &SessionKey, response: &Response) -> Result<Self, Error> {
        if response.body.is_empty() {
            return Err(Error::unknown(Cause::EmptyAnswer));
        }
        if !response.sealed {
            return Ok(Self { text: Zeroizing::new(response.body.clone()), sealed: false });
        }
        let unreadable = || Error::unknown(Cause::Unreadable);
        // Old servers end a body with a line end; what it holds is proved by the seal alone.
        let sealed = enc2::decode(response.body.trim_ascii_end()).map_err(|_| unreadable())?;
        let text = open(key, &sealed).map_err(|_| unreadable())?;
        if text.is_empty() {
            Err(Error::unknown(Cause::EmptyAnswer))
        } else {
            Ok(Self { text, sealed: true })
        }
    }

    /// The answer as fields.
    ///
    /// # Errors
    /// [`Cause::Unsealed`] for text in the clear, whatever it says: an approval in the clear is worth nothing, and
    /// a refusal in the clear may be somebody's invention too. [`Cause::Unreadable`] if the text does not parse.
    pub fn reply(&self) -> Result<Reply, Error> {
        self.clone().into_reply()
    }

    /// As [`RawAnswer::reply`], with the text handed over and not copied.
    ///
    /// # Errors
    /// As [`RawAnswer::reply`].
    pub fn into_reply(self) -> Result<Reply, Error> {
        let fields = Fields::read_owned(self.text, Separator::Unit);
        if !self.sealed {
            let code = fields.ok().and_then(|fields| code(&fields));
            return Err(Error::unknown(Cause::Unsealed(code)));
        }
        let fields = fields.map_err(|error| Error::unknown(Cause::Unreadable).with_field(error))?;
        Ok(Reply { fields, proof: Proof::Sealed })
    }

    pub(crate) fn entry(&self, response: &Response) -> WireEntry {
        let fields = Fields::read(&self.text, Separator::Unit).unwrap_or_default();
        WireEntry::Answer {
            status: response.status,
            sealed: self.sealed,
            len: response.body.len(),
            sha256: sha256(&response.body),
            code: code(&fields),
            fields: fields.iter().map(|(name, _)| name).collect(),
        }
    }
}

/// The result code (`res_cd`), if it is four letters and digits.
pub(crate) fn code(fields: &Fields) -> Option<[u8; 4]> {
    let code = <[u8; 4]>::try_from(fields.get(Name::from_static("res_cd"))?).ok()?;
    code.iter().all(u8::is_ascii_alphanumeric).then_some(code)
}

/// Any bytes as an answer, in one piece and in two: no panic, the same end, never a reply without a seal.
#[doc(hidden)]
#[allow(clippy::missing_panics_doc)]
pub fn fuzz_answer(bytes: &[u8]) {
    if bytes.len() > super::ANSWER_LIMIT {
        return; // refused for its size, at whichever piece goes over
    }
    let key = SessionKey::new([7; 32]);
    let end = |cut: usize| {
        let mut reader = super::ResponseReader::new();
        let (first, second) = bytes.split_at(cut);
        for part in [first, second] {
            if let Err(error) = reader.push(part) {
                return Err(error.cause());
            }
        }
        let response = reader.finish().map_err(|error| error.cause())?;
        let reply = RawAnswer::open(&key, &response)
            .and_then(|raw| raw.reply())
            .map_err(|error| error.cause())?;
        assert!(response.sealed);
        Ok(reply.fields.len())
    };
    let whole = end(bytes.len());
    assert_eq!(whole, end(bytes.len() / 2));
}
