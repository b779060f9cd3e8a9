//! Connections that stand, and break: whatever happens then, the outcome is unknown.

use std::time::Instant;

use super::{
    super::*,
    APPROVED, call, client_of, http, pair,
    server::{Authority, Server, Then},
};

async fn unknown(then: Then) -> Cause {
    let (_server, client) = pair(then).await;
    of(&client).await
}

async fn of(client: &Https) -> Cause {
    let error = client.exchange(&call()).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown, "{error:?}");
    error.cause()
}

fn answer(status: &str, headers: &str, body: &str) -> Then {
    Then::Answer(http(status, headers, body))
}

#[tokio::test]
async fn no_status_but_success_brings_a_reply() {
    for (status, code) in [
        ("400 Bad Request", 400),
        ("401 Unauthorized", 401),
        ("404 Not Found", 404),
        ("408 Request Timeout", 408),
        ("429 Too Many Requests", 429),
        ("500 Internal Server Error", 500),
        ("503 Service Unavailable", 503),
        ("999 Whatever", 999),
    ] {
        for body in [APPROVED, r#"{"res_cd":"8133"}"#, "<html></html>", ""] {
            assert_eq!(unknown(answer(status, "", body)).await, Cause::HttpStatus(code));
        }
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let root = Authority::root();
        let mut other = Server::start(root.issue(|_| {}), answer("200 OK", "", APPROVED)).await;
        let location = format!("Location: https://{}/gw/mod/v1/cancel\r\n", other.address);
        let mut server =
            Server::start(root.issue(|_| {}), answer(status, &location, APPROVED)).await;
        assert_eq!(of(&client_of(&server, &root)).await, Cause::Redirect);
        assert_eq!(server.seen().await.requests, 1);
        assert!(other.is_untouched());
    }
}

#[tokio::test]
async fn what_is_not_json_is_not_a_reply() {
    let html = "<html><body>점검 중입니다. res_cd=0000</body></html>";
    for (body, cause) in [
        (html, Cause::Unreadable),
        ("[]", Cause::Unreadable),
        (r#"{"res_cd":"8133","res_cd":"0000"}"#, Cause::Unreadable),
        (&APPROVED[..40], Cause::Unreadable),
        ("", Cause::EmptyAnswer),
        ("\r\n", Cause::EmptyAnswer),
    ] {
        assert_eq!(unknown(answer("200 OK", "", body)).await, cause, "{body}");
    }
    let nothing = b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
    assert_eq!(unknown(Then::Answer(nothing)).await, Cause::EmptyAnswer);
}

#[tokio::test]
async fn a_packed_answer_is_not_unpacked() {
    // The start of a gzip stream, and JSON that says it is packed and is not.
    for (coding, body) in
        [("gzip", "\u{1f}\u{8b}\u{8}\0"), ("br", APPROVED), ("identity", APPROVED), ("", APPROVED)]
    {
        let header = format!("Content-Encoding: {coding}\r\n");
        assert_eq!(unknown(answer("200 OK", &header, body)).await, Cause::Unreadable, "{coding}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_left() {
    let blanks = vec![b' '; 8_192];
    let length = b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".to_vec();
    let until_close = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"2000\r\n", &blanks[..], b"\r\n"].concat();
    for (head, piece) in [(length, blanks.clone()), (until_close, blanks), (chunked, chunk)] {
        assert_eq!(unknown(Then::Endless(head, piece)).await, Cause::AnswerTooLarge);
    }
}

#[tokio::test]
async fn a_head_without_end_is_left() {
    let then = Then::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x: y\r\n".repeat(1_000));
    assert_eq!(unknown(then).await, Cause::NotHttp);
}

#[tokio::test]
async fn an_answer_of_256_kib_and_not_one_byte_more() {
    let padded = |len: usize| format!("{APPROVED}{}", " ".repeat(len - APPROVED.len()));
    let (_server, client) = pair(answer("200 OK", "", &padded(ANSWER_LIMIT))).await;
    assert_eq!(client.exchange(&call()).await.unwrap().fields.len(), 4);
    let over = answer("200 OK", "", &padded(ANSWER_LIMIT + 1));
    assert_eq!(unknown(over).await, Cause::AnswerTooLarge);
}

#[tokio::test]
async fn the_deadline_holds_against_silence_and_against_single_bytes() {
    let whole = http("200 OK", "", APPROVED);
    for then in [Then::Hang, Then::Drip(whole, Duration::from_millis(20))] {
        let (mut server, client) = pair(then).await;
        let limit = Duration::from_secs(1);
        let client = client.with_deadlines(Deadlines::new(limit, limit));
        let start = Instant::now();
        assert_eq!(of(&client).await, Cause::Deadline);
        assert!(start.elapsed() >= limit && start.elapsed() < 5 * limit);
        assert_eq!(server.seen().await.requests, 1);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_request_leaves_the_outcome_unknown() {
    let (mut server, client) = pair(Then::CloseAfter(usize::MAX - 1)).await;
    assert_eq!(of(&client).await, Cause::TruncatedAnswer);
    let request = server.seen().await.bytes.len();
    for cut in 1..request {
        let (mut server, client) = pair(Then::CloseAfter(cut)).await;
        let cause = of(&client).await;
        let broken = [Cause::ReadBroken, Cause::TruncatedAnswer, Cause::WriteBroken];
        assert!(broken.contains(&cause), "{cause:?} after {cut}");
        assert_eq!(server.seen().await.bytes.len(), cut);
        assert!(server.is_untouched(), "tried again after {cut}");
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_not_used() {
    let whole = http("200 OK", "", APPROVED);
    for cut in 0..whole.len() {
        let part = whole[..cut].to_vec();
        for then in [Then::Close(part.clone()), Then::Cut(part)] {
            let cause = unknown(then).await;
            let broken = [Cause::ReadBroken, Cause::TruncatedAnswer];
            assert!(broken.contains(&cause), "{cause:?} after {cut}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_only_the_end_of_the_connection_ends() {
    let whole = format!("HTTP/1.1 200 OK\r\n\r\n{APPROVED}").into_bytes();
    let (_server, client) = pair(Then::Close(whole.clone())).await;
    assert_eq!(client.exchange(&call()).await.unwrap().fields.len(), 4);
    // Anyone can cut the wire; only the server can say goodbye.
    assert_eq!(unknown(Then::Cut(whole)).await, Cause::TruncatedAnswer);
}

#[tokio::test]
async fn what_is_not_http_is_told_apart() {
    let smtp = b"220 mail.example ESMTP\r\n".to_vec();
    assert_eq!(unknown(Then::Close(smtp)).await, Cause::NotHttp);
    let lengths = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}".to_vec();
    assert_eq!(unknown(Then::Close(lengths)).await, Cause::NotHttp);
    let chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n".to_vec();
    assert_eq!(unknown(Then::Close(chunks)).await, Cause::Framing);
}
