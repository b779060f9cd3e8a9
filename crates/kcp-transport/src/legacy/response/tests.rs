//! Framing: three honest ones, and the ways to lie about a length.

use proptest::prelude::*;

use super::*;

fn read(pieces: &[&[u8]]) -> Result<Response, Cause> {
    let mut reader = ResponseReader::new();
    for piece in pieces {
        reader.push(piece).map_err(|error| error.cause())?;
    }
    reader.finish().map_err(|error| error.cause())
}

const BY_LENGTH: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\nContent-Length: 5\r\n\r\nhello";
const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: ENC/html; x=y\r\nTransfer-Encoding: Chunked\r\n\r\n\
    2\r\nhe\r\n3;ext=1\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n";
const UNTIL_CLOSE: &[u8] = b"HTTP/1.0 500 Oops\r\nContent-Type:enc/html\r\n\r\nhello";

#[test]
fn three_framings_bring_the_same_body() {
    for (bytes, status) in [(BY_LENGTH, 200), (CHUNKED, 200), (UNTIL_CLOSE, 500)] {
        assert_eq!(read(&[bytes]), Ok(Response { status, sealed: true, body: b"hello".to_vec() }));
    }
}

#[test]
fn any_cut_gives_the_same_result() {
    for bytes in [BY_LENGTH, CHUNKED, UNTIL_CLOSE] {
        let whole = read(&[bytes]);
        for cut in 0..=bytes.len() {
            assert_eq!(read(&[&bytes[..cut], &bytes[cut..]]), whole, "{cut}");
        }
        let single: Vec<_> = bytes.chunks(1).collect();
        assert_eq!(read(&single), whole);
    }
}

#[test]
fn an_answer_cut_anywhere_is_truncated_or_shorter_but_never_the_whole() {
    for bytes in [BY_LENGTH, CHUNKED] {
        for cut in 1..bytes.len() {
            let result = read(&[&bytes[..cut]]);
            assert_eq!(result, Err(Cause::TruncatedAnswer), "{cut}");
        }
        assert_eq!(read(&[]), Err(Cause::EmptyAnswer));
    }
    for cut in 1..UNTIL_CLOSE.len() {
        assert_ne!(read(&[&UNTIL_CLOSE[..cut]]), read(&[UNTIL_CLOSE]), "{cut}");
    }
}

#[test]
fn lengths_that_lie_or_contradict_are_refused() {
    let with =
        |headers: &str| read(&[format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\nhello").as_bytes()]);
    for headers in [
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: 5 5",
        "Content-Length: 0x5",
        "Content-Length:",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
    ] {
        assert_eq!(with(headers), Err(Cause::Framing), "{headers}");
    }
    assert_eq!(with("Content-Length: 99999999999999999999999"), Err(Cause::AnswerTooLarge));
    assert_eq!(with("Content-Length: 262145"), Err(Cause::AnswerTooLarge));
    assert_eq!(with("Content-Length: 4"), Err(Cause::TrailingBytes));
    assert_eq!(with("Content-Length: 0"), Err(Cause::TrailingBytes));
    assert_eq!(with("Content-Length: 6"), Err(Cause::TruncatedAnswer));
}

#[test]
fn chunks_that_lie_are_refused() {
    let with = |body: &str| {
        read(&[format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}").as_bytes()])
    };
    assert_eq!(with("5\r\nhelloX\r\n0\r\n\r\n"), Err(Cause::Framing));
    assert_eq!(with("g\r\n"), Err(Cause::Framing));
    assert_eq!(with("-1\r\n"), Err(Cause::Framing));
    assert_eq!(with("\r\n"), Err(Cause::Framing));
    assert_eq!(with("5\nhello\n0\n\n"), Err(Cause::Framing));
    assert_eq!(with("fffffff\r\n"), Err(Cause::AnswerTooLarge));
    assert_eq!(with("ffffffffffffffffffffff\r\n"), Err(Cause::Framing));
    assert_eq!(with("0\r\n\r\nmore"), Err(Cause::TrailingBytes));
    assert_eq!(with(&"1".repeat(300)), Err(Cause::Framing));
}

#[test]
fn line_ends_behind_the_end_are_passed_over() {
    for bytes in [BY_LENGTH, CHUNKED] {
        assert_eq!(read(&[bytes, b"\r\n"]), read(&[bytes]));
        assert_eq!(read(&[bytes, b"\r\n", b"HTTP/1.1 200 OK"]), Err(Cause::TrailingBytes));
    }
}

#[test]
fn what_is_not_http_is_refused_at_its_first_wrong_byte() {
    let mut reader = ResponseReader::new();
    assert_eq!(reader.push(b"res_cd=0000\x1fres_msg=ok").unwrap_err().cause(), Cause::NotHttp);
    assert_eq!(read(&[b"HTTP/2 200\r\n\r\n"]), Err(Cause::NotHttp));
    assert_eq!(read(&[b"HTTP/1.1 twohundred OK\r\n\r\n"]), Err(Cause::NotHttp));
    assert_eq!(
        read(&[&[b"HTTP/1.1 200 OK\r\n", &b"a: b\r\n".repeat(65)[..], b"\r\n"].concat()]),
        Err(Cause::NotHttp)
    );
}

#[test]
fn an_endless_head_and_an_endless_body_end_at_their_limits() {
    let mut reader = ResponseReader::new();
    reader.push(b"HTTP/1.1 200 OK\r\n").unwrap();
    let end = (0..).map(|_| reader.push(&[b'a'; 1_000])).find_map(Result::err).unwrap();
    assert_eq!(end.cause(), Cause::NotHttp);
    let mut reader = ResponseReader::new();
    reader.push(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
    let mut taken = 0;
    let end = std::iter::repeat_with(|| {
        taken += 1_000;
        reader.push(&[b'a'; 1_000])
    })
    .find_map(Result::err)
    .unwrap();
    assert_eq!(end.cause(), Cause::AnswerTooLarge);
    assert!(taken <= ANSWER_LIMIT + 1_000);
}

#[test]
fn a_head_as_long_as_may_be_is_whole_however_it_comes() {
    // The limit is on where the empty line begins, so up to three bytes of it may lie behind.
    for (len, is_taken) in [(HEAD_LIMIT + 3, true), (HEAD_LIMIT + 4, false)] {
        let mut head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ".to_vec();
        head.resize(len - HEAD_END.len(), b'a');
        head.extend_from_slice(HEAD_END);
        let whole = read(&[&head]);
        assert_eq!(whole.is_ok(), is_taken, "{len}");
        for back in 1..6 {
            let (most, rest) = head.split_at(len - back);
            assert_eq!(read(&[most, rest]), whole, "{len} bytes, the last {back} late");
        }
    }
}

#[test]
fn a_head_with_another_end_inside_is_refused() {
    for inside in ["\n\n", "\n\r\n", "\r\n\n"] {
        let head = format!("HTTP/1.1 200 OK\r\nA: b{inside}Content-Length: 1\r\n\r\nx");
        assert_eq!(read(&[head.as_bytes()]), Err(Cause::NotHttp), "{inside:?}");
    }
}

#[test]
fn only_one_plain_statement_of_the_type_makes_a_sealed_answer() {
    let sealed = |headers: &str| {
        read(&[format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\nx").as_bytes()]).unwrap().sealed
    };
    assert!(sealed("content-type:  enc/html "));
    assert!(!sealed("Content-Type: text/html"));
    assert!(!sealed("Content-Type: enc/htmlx"));
    assert!(!sealed("Content-Type: enc/html\r\nContent-Type: text/html"));
    assert!(!sealed("X-Type: enc/html"));
}

proptest! {
    #[test]
    fn any_bytes_end_the_same_way_in_one_piece_and_in_many(
        tail in proptest::collection::vec(any::<u8>(), 0..80), head in 0_usize..4, size in 1_usize..9
    ) {
        let head = [&b""[..], BY_LENGTH, CHUNKED, UNTIL_CLOSE][head];
        let bytes = [&head[..head.len().saturating_sub(5)], &tail[..]].concat();
        let pieces: Vec<_> = bytes.chunks(size).collect();
        prop_assert_eq!(read(&pieces), read(&[&bytes]));
    }

    #[test]
    fn arbitrary_answers_never_pass_without_a_seal(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
        for head in [&b"HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\n\r\n0"[..], b"HTTP/1.1 200 OK\r\n\r\nres_cd=0000\x1f"] {
            crate::fuzzing::read_legacy_reply(&[head, &tail[..]].concat());
        }
    }
}
