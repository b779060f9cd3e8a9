//! From an answer to an HTTP response, and what a fault does to it.

use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderName, Response, StatusCode, header},
};
use hyper::body::Frame;
use kcp_codec::{Charset, Name};

use super::spoil::{Mode, Spoil};
use crate::{Fault, faults::Framing, gateway::answer::Answer};

/// The response that carries an answer, under a fault.
pub(crate) fn respond(mut answer: Answer, fault: &Fault, spoil: &Spoil) -> Response<Body> {
    match fault {
        Fault::BrokenText => answer.break_text(),
        Fault::DropField(name) => answer.drop_field(name),
        Fault::RepeatKey => answer.repeat_code(),
        _ => {}
    }
    let json = json(&answer);
    match *fault {
        Fault::CutAnswerAfter(count) => spoil.set(Mode::Cut(count)),
        Fault::CloseAfterRequestBytes(_) => spoil.set(Mode::Cut(0)),
        Fault::DripAnswer { bytes, pause } => spoil.set(Mode::Drip { bytes: bytes.max(1), pause }),
        _ => {}
    }
    let ok = StatusCode::OK;
    match *fault {
        Fault::Status(status) => {
            whole(StatusCode::from_u16(status).unwrap_or(ok), JSON, json.into(), None)
        }
        Fault::Html => page(ok, "점검 중입니다"),
        Fault::Redirect => {
            let there = (header::LOCATION, "/moved");
            whole(StatusCode::FOUND, HTML, Body::empty(), Some(there))
        }
        Fault::GzipHeader => whole(ok, JSON, json.into(), Some((header::CONTENT_ENCODING, "gzip"))),
        Fault::EndlessBody => {
            let body = Pieces { pieces: [json.into()].into(), filler: ENDLESS / FILLER.len() };
            whole(ok, JSON, Body::new(body), None)
        }
        Fault::Framing(Framing::Chunked) => {
            let pieces = json.chunks(CHUNK).map(Bytes::copy_from_slice).collect();
            whole(ok, JSON, Body::new(Pieces { pieces, filler: 0 }), None)
        }
        _ => whole(ok, JSON, json.into(), None),
    }
}

/// A page as a proxy in front of the PG-API would show it.
pub(crate) fn page(status: StatusCode, text: &str) -> Response<Body> {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{0}</title></head>\
         <body><h1>{0}</h1><p>{text}</p></body></html>\n",
        status.as_u16()
    );
    whole(status, HTML, page.into(), None)
}

fn whole(
    status: StatusCode,
    content_type: &'static str,
    body: Body,
    more: Option<(HeaderName, &'static str)>,
) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let content_type = Some((header::CONTENT_TYPE, content_type));
    for (name, value) in content_type.into_iter().chain(more) {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

/// A flat object of strings, in order, with slashes escaped as KCP does (`https.md §2`).
pub(crate) fn json(answer: &Answer) -> Vec<u8> {
    let mut out = vec![b'{'];
    for (name, value) in answer.fields() {
        if out.len() > 1 {
            out.push(b',');
        }
        out.extend_from_slice(format!("\"{name}\":").as_bytes());
        match Charset::Cp949.decode(ANSWER, value) {
            Ok(text) => {
                // A slash stands in strings only; whatever serde_json escapes, it is not that one.
                let text = serde_json::Value::from(text).to_string().replace('/', "\\/");
                out.extend_from_slice(text.as_bytes());
            }
            // Spoilt on purpose: bytes that are no UTF-8, as they are.
            Err(_) => out.extend_from_slice(&[b"\"", value, b"\""].concat()),
        }
    }
    out.push(b'}');
    out
}

/// A body without a length: pieces, and filler behind them.
struct Pieces {
    pieces: VecDeque<Bytes>,
    filler: usize,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.pop_front().or_else(|| {
            self.filler = self.filler.checked_sub(1)?;
            Some(Bytes::from_static(&FILLER))
        });
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}

const ANSWER: Name = Name::from_static("answer");
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json;charset=UTF-8";

/// Bytes of a chunk: small, so that every answer has several.
const CHUNK: usize = 29;

/// Bytes of filler that stand for an answer without an end.
const ENDLESS: usize = 16 * 1024 * 1024;

/// White space, so that the object in front stays JSON to a reader that never stops.
static FILLER: [u8; 8192] = [b' '; 8192];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;

    #[test]
    fn an_answer_is_utf_8_with_escaped_slashes() {
        let answer = Answer::done("0000").text("PayUrl", "https://127.0.0.1:1/pay/mobileGW.kcp");
        let text = String::from_utf8(json(&answer)).unwrap();
        assert_eq!(
            text,
            "{\"res_cd\":\"0000\",\"res_msg\":\"정상처리\",\"res_en_msg\":\"processing completed\",\
             \"PayUrl\":\"https:\\/\\/127.0.0.1:1\\/pay\\/mobileGW.kcp\"}"
        );
        assert_eq!(json(&Answer::refused(Refusal::BAD_FRAME)).first(), Some(&b'{'));
    }

    #[test]
    fn a_repeated_key_and_broken_text_are_in_the_bytes() {
        let mut answer = Answer::done("0000");
        answer.repeat_code();
        let text = String::from_utf8(json(&answer)).unwrap();
        assert_eq!(text.matches("\"res_cd\"").count(), 2);
        let mut answer = Answer::done("0000");
        answer.break_text();
        assert!(String::from_utf8(json(&answer)).is_err());
    }
}
