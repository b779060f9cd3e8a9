//! A record of what crossed the wire, without what it said: lengths, names, codes and hashes.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use kcp_codec::Name;
use sha2::{Digest, Sha256};

use crate::{Cause, Delivery, api};

/// Where wire entries go. Off unless a sink is given.
#[derive(Clone, Default)]
pub struct WireLog(Option<Arc<Sink>>);

type Sink = dyn Fn(&WireEntry) + Send + Sync;

impl WireLog {
    /// No log.
    #[must_use]
    pub const fn off() -> Self {
        Self(None)
    }

    /// Hands every entry to `sink`. An entry's `Display` is one line of JSON.
    #[must_use]
    pub fn to(sink: impl Fn(&WireEntry) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(sink)))
    }

    pub(crate) fn record(&self, entry: impl FnOnce() -> WireEntry) {
        if let Some(sink) = &self.0 {
            sink(&entry());
        }
    }
}

impl fmt::Debug for WireLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "WireLog(on)" } else { "WireLog(off)" })
    }
}

/// One line of the log. Holds no value of any field, with two exceptions that are not secret: the transaction code
/// of a request and the result code of an answer.
///
/// On the socket channel the hash is SHA-256 of a body that is mostly ciphertext under a fresh key, so nothing can
/// be guessed from it. A body of the PG-API is plain text, and the few digits in it that are secret can be found from
/// a hash by trying them all: those entries have none.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WireEntry {
    /// A whole answer of the socket channel.
    Answer {
        /// HTTP status, or exit status of the module.
        status: u16,
        /// Whether it was sealed.
        sealed: bool,
        /// Bytes of the body.
        len: usize,
        /// SHA-256 of the body.
        sha256: [u8; 32],
        /// The result code.
        code: Option<[u8; 4]>,
        /// Names of the fields, in order.
        fields: Vec<Name>,
    },
    /// A whole answer of the PG-API.
    ApiAnswer {
        /// HTTP status.
        status: u16,
        /// Bytes of the body.
        len: usize,
        /// The result code.
        code: Option<[u8; 4]>,
        /// Names of the fields, in order.
        fields: Vec<Name>,
    },
    /// A request to the PG-API, about to be sent.
    ApiRequest {
        /// Where it goes.
        path: api::Path,
        /// Bytes of the body.
        len: usize,
        /// Names of the fields, in order.
        fields: Vec<Name>,
    },
    /// No answer.
    Failure {
        /// What went wrong.
        cause: Cause,
        /// What is known about the request.
        delivery: Delivery,
    },
    /// A request of the socket channel, about to be sent.
    Request {
        /// The transaction code (`tx_cd`).
        tran_cd: [u8; 8],
        /// Bytes of the body.
        len: usize,
        /// SHA-256 of the body.
        sha256: [u8; 32],
        /// The groups, each with its length.
        groups: Vec<(&'static str, usize)>,
    },
}

pub(crate) fn sha256(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

impl fmt::Display for WireEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { tran_cd, len, sha256, groups } => {
                write!(
                    f,
                    r#"{{"sent":"{}","bytes":{len},"sha256":"{}","groups":{{"#,
                    text(tran_cd),
                    hex(sha256)
                )?;
                for (at, (name, len)) in groups.iter().enumerate() {
                    write!(f, "{}\"{name}\":{len}", if at == 0 { "" } else { "," })?;
                }
                f.write_str("}}")
            }
            Self::Answer { status, sealed, len, sha256, code, fields } => {
                let code = code.as_ref().map(|code| text(code)).unwrap_or_default();
                write!(
                    f,
                    r#"{{"answer":"{code}","status":{status},"sealed":{sealed},"bytes":{len},"sha256":"{}","fields":[{}]}}"#,
                    hex(sha256),
                    names(fields)
                )
            }
            Self::ApiAnswer { status, len, code, fields } => {
                let code = code.as_ref().map(|code| text(code)).unwrap_or_default();
                write!(
                    f,
                    r#"{{"answer":"{code}","status":{status},"bytes":{len},"fields":[{}]}}"#,
                    names(fields)
                )
            }
            Self::ApiRequest { path, len, fields } => {
                write!(
                    f,
                    r#"{{"sent":"{}","bytes":{len},"fields":[{}]}}"#,
                    path.as_str(),
                    names(fields)
                )
            }
            Self::Failure { cause, delivery } => {
                write!(f, r#"{{"failure":"{cause}","delivery":"{delivery:?}"}}"#)
            }
        }
    }
}

/// A code as text; anything outside ASCII letters and digits becomes a question mark.
fn text(code: &[u8]) -> String {
    code.iter()
        .map(|&byte| if byte.is_ascii_alphanumeric() { char::from(byte) } else { '?' })
        .collect()
}

fn names(fields: &[Name]) -> String {
    let names: Vec<_> = fields.iter().map(|name| format!("\"{name}\"")).collect();
    names.join(",")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_one_line_of_json_each() {
        let request = WireEntry::Request {
            tran_cd: *b"00200000",
            len: 3,
            sha256: sha256(b"abc"),
            groups: vec![("mod_data", 40)],
        };
        assert_eq!(
            request.to_string(),
            "{\"sent\":\"00200000\",\"bytes\":3,\"sha256\":\
             \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"groups\":{\"mod_data\":40}}"
        );
        let failure = WireEntry::Failure {
            cause: Cause::Unsealed(Some(*b"7504")),
            delivery: Delivery::Unknown,
        };
        assert_eq!(
            failure.to_string(),
            r#"{"failure":"the answer is not sealed and says 7504","delivery":"Unknown"}"#
        );
    }

    #[test]
    fn entries_of_the_pg_api_have_names_and_no_hash() {
        let fields = vec![Name::from_static("res_cd"), Name::from_static("tno")];
        let request =
            WireEntry::ApiRequest { path: api::Path::Modify, len: 9, fields: fields.clone() };
        assert_eq!(
            request.to_string(),
            r#"{"sent":"/gw/mod/v1/cancel","bytes":9,"fields":["res_cd","tno"]}"#
        );
        let answer = WireEntry::ApiAnswer { status: 200, len: 9, code: Some(*b"8133"), fields };
        assert_eq!(
            answer.to_string(),
            r#"{"answer":"8133","status":200,"bytes":9,"fields":["res_cd","tno"]}"#
        );
    }

    #[test]
    fn an_answer_s_code_cannot_break_the_line() {
        let entry = WireEntry::Answer {
            status: 200,
            sealed: false,
            len: 0,
            sha256: [0; 32],
            code: Some(*b"\"\n00"),
            fields: vec![Name::from_static("res_cd")],
        };
        assert!(entry.to_string().starts_with("{\"answer\":\"??00\",\"status\":200"));
    }
}
