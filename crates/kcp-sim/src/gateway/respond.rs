//! From an answer to the bytes on the connection, and everything that a fault does to them.

use std::time::Duration;

use kcp_codec::enc2::{self, Table};
use kcp_crypto::{SessionKey, seal};

use super::{Reply, Wrap};
use crate::faults::{Fault, Framing};

/// What is done with a connection once the gateway has acted.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Sending {
    /// Send this and close.
    AtOnce(Vec<u8>),
    /// Close without a byte.
    Close,
    /// Send this in pieces and close.
    Drip { bytes: Vec<u8>, piece: usize, pause: Duration },
    /// Send this and filler behind it.
    Endless(Vec<u8>),
    /// Send nothing until the client hangs up.
    Hold,
}

/// Wraps an answer as it is to be sent under a fault.
pub(crate) fn render(reply: &Reply, fault: &Fault) -> Sending {
    match fault {
        Fault::CloseAfterRequestBytes(_) => return Sending::Close,
        Fault::NeverAnswer => return Sending::Hold,
        _ => {}
    }
    let (content_type, body) = body(reply, fault);
    let mut bytes = match reply.wrap {
        Wrap::Bare => body,
        Wrap::Plain | Wrap::Sealed(_) => framed(content_type, &body, fault),
    };
    match *fault {
        Fault::CutAnswerAfter(count) => {
            bytes.truncate(count);
            Sending::AtOnce(bytes)
        }
        Fault::DripAnswer { bytes: piece, pause } => {
            Sending::Drip { bytes, piece: piece.max(1), pause }
        }
        Fault::EndlessBody => Sending::Endless(bytes),
        _ => Sending::AtOnce(bytes),
    }
}

/// The content type and the body. Anything but `enc/html` is read as plain text (`legacy.md §4.5`).
fn body(reply: &Reply, fault: &Fault) -> (&'static str, Vec<u8>) {
    let mut answer = reply.answer.clone();
    match fault {
        Fault::BrokenText => answer.break_text(),
        Fault::DropField(name) => answer.drop_field(name),
        Fault::RepeatKey => answer.repeat_code(),
        _ => {}
    }
    let message = answer.message();
    let key = match (&reply.wrap, fault) {
        (Wrap::Bare | Wrap::Plain, _) | (_, Fault::AnswerPlain) => return (PLAIN, message),
        (Wrap::Sealed(key), Fault::WrongKey) => &other(key),
        (Wrap::Sealed(key), _) => key,
    };
    let mut sealed = seal(key, &message);
    if let Fault::FlipAnswerBit(bit) = *fault {
        let at = (bit / 8).checked_rem(sealed.len()).unwrap_or_default();
        if let Some(byte) = sealed.get_mut(at) {
            *byte ^= 0x80 >> (bit % 8);
        }
    }
    let [.., pick] = reply.turn.to_be_bytes();
    (SEALED, enc2::encode(Table::pick(pick), &sealed))
}

/// Head and body of HTTP/1.1.
fn framed(content_type: &str, body: &[u8], fault: &Fault) -> Vec<u8> {
    let status = match fault {
        Fault::Status(200) => "200 OK".to_owned(),
        Fault::Status(status) => format!("{status:03} Simulated"),
        _ => "200 OK".to_owned(),
    };
    let (framing, lie) = match *fault {
        Fault::EndlessBody => (Framing::UntilClose, 0),
        Fault::Framing(framing) => (framing, 0),
        Fault::LieLength(lie) => (Framing::ContentLength, lie),
        _ => (Framing::ContentLength, 0),
    };
    let mut out = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n").into_bytes();
    match framing {
        Framing::Chunked => out.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
        Framing::ContentLength => {
            let told = i64::try_from(body.len()).unwrap_or(i64::MAX).saturating_add(lie).max(0);
            out.extend_from_slice(format!("Content-Length: {told}\r\n").as_bytes());
        }
        Framing::UntilClose => {}
    }
    out.extend_from_slice(b"Connection: close\r\n\r\n");
    if framing == Framing::Chunked {
        for chunk in body.chunks(CHUNK) {
            out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"0\r\n\r\n");
    } else {
        out.extend_from_slice(body);
    }
    out
}

/// A key that is not `key`.
fn other(key: &SessionKey) -> SessionKey {
    SessionKey::new(key.expose().map(|byte| !byte))
}

const PLAIN: &str = "text/html";
const SEALED: &str = "enc/html";

/// Bytes of a chunk: small, so that every answer has several and no field ends with one.
const CHUNK: usize = 29;

#[cfg(test)]
mod tests {
    use kcp_crypto::open;

    use super::*;
    use crate::gateway::Answer;

    const KEY: [u8; 32] = [7; 32];

    fn sent(fault: &Fault) -> Vec<u8> {
        let wrap = Wrap::Sealed(SessionKey::new(KEY));
        match render(&Reply { answer: Answer::done("0000"), wrap, turn: 3 }, fault) {
            Sending::AtOnce(bytes) | Sending::Endless(bytes) | Sending::Drip { bytes, .. } => bytes,
            other => panic!("{other:?}"),
        }
    }

    fn body_of(bytes: &[u8]) -> (String, Vec<u8>) {
        let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(bytes[..at].to_vec()).unwrap(), bytes[at + 4..].to_vec())
    }

    #[test]
    fn an_unspoilt_answer_is_sealed_http() {
        let (head, body) = body_of(&sent(&Fault::Pass));
        let len = body.len();
        assert_eq!(
            head,
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\nContent-Length: {len}\r\nConnection: close"
            )
        );
        let message = open(&SessionKey::new(KEY), &enc2::decode(&body).unwrap()).unwrap();
        assert_eq!(*message, Answer::done("0000").message());
    }

    #[test]
    fn a_flipped_bit_and_a_wrong_key_do_not_open_but_are_enc2() {
        for fault in [Fault::FlipAnswerBit(0), Fault::FlipAnswerBit(usize::MAX), Fault::WrongKey] {
            let (_, body) = body_of(&sent(&fault));
            let sealed = enc2::decode(&body).unwrap();
            assert!(open(&SessionKey::new(KEY), &sealed).is_err(), "{fault:?}");
        }
    }

    #[test]
    fn each_framing_carries_the_same_body() {
        let (_, want) = body_of(&sent(&Fault::Pass));
        let (head, body) = body_of(&sent(&Fault::Framing(Framing::UntilClose)));
        assert!(!head.contains("Length") && body == want);
        let (head, mut rest) = body_of(&sent(&Fault::Framing(Framing::Chunked)));
        assert!(head.contains("chunked"));
        let mut body = Vec::new();
        loop {
            let at = rest.windows(2).position(|window| window == b"\r\n").unwrap();
            let size = std::str::from_utf8(&rest[..at]).unwrap();
            let size = usize::from_str_radix(size, 16).unwrap();
            if size == 0 {
                break;
            }
            body.extend_from_slice(&rest[at + 2..at + 2 + size]);
            rest.drain(..at + 4 + size);
        }
        assert_eq!(body, want);
    }

    #[test]
    fn lies_cuts_and_statuses_are_as_told() {
        let whole = sent(&Fault::Pass);
        assert_eq!(sent(&Fault::CutAnswerAfter(9)), whole[..9]);
        assert_eq!(sent(&Fault::CutAnswerAfter(usize::MAX)), whole);
        let (head, body) = body_of(&sent(&Fault::LieLength(5)));
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len() + 5)));
        assert!(body_of(&sent(&Fault::LieLength(i64::MIN))).0.contains("Content-Length: 0\r\n"));
        assert!(sent(&Fault::Status(500)).starts_with(b"HTTP/1.1 500 "));
        let (head, body) = body_of(&sent(&Fault::AnswerPlain));
        assert!(head.contains("Content-Type: text/html"));
        assert_eq!(body, Answer::done("0000").message());
    }

    #[test]
    fn telnet_sees_no_head() {
        let reply = Reply { answer: Answer::not_a_request(), wrap: Wrap::Bare, turn: 0 };
        let Sending::AtOnce(bytes) = render(&reply, &Fault::Pass) else { panic!("not sent") };
        assert_eq!(bytes, b"res_cd=7504\x1fres_msg=\xb1\xe2\xc5\xb8 \xbf\xc0\xb7\xf9");
    }
}
