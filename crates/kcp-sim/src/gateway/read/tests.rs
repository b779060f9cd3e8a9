//! Reading requests from pieces of bytes, whole and broken.

use proptest::prelude::*;

use super::*;

const LIMITS: Limits =
    Limits { patience: Duration::from_secs(5), deadline: Duration::from_secs(5), most: usize::MAX };

fn read_all(bytes: &[u8], limits: Limits) -> Arrival {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(arrival(&mut &*bytes, limits))
}

fn word(arrival: &Arrival) -> &'static str {
    match arrival {
        Arrival::BadHead => "bad head",
        Arrival::Closed => "closed",
        Arrival::NotARequest => "no request",
        Arrival::Request(Request { body: None, .. }) => "no body",
        Arrival::Request(_) => "request",
    }
}

#[test]
fn a_request_of_the_module_is_read() {
    let text = b"POST /00100000 HTTP/1.1\r\nContent-Length: 3\r\nsite_cd: T0000\r\n\r\nabcd";
    let Arrival::Request(request) = read_all(text, LIMITS) else { panic!("not read") };
    assert_eq!(request.head.path(), b"00100000");
    assert_eq!(request.head.header(b"site_cd"), Some(&b"T0000"[..]));
    assert_eq!(request.head.header(b"site_key"), None);
    assert_eq!(request.body.as_deref(), Some(&b"abc"[..]));
}

#[test]
fn what_is_no_request_is_told_from_a_broken_one() {
    for (text, want) in [
        (&b""[..], "no request"),
        (b"\r\n", "no request"),
        (b"GET / HTTP/1.1\r\n\r\n", "no request"),
        (b"POST /x HTTP/1.1\r\nsite_cd: T0000", "no request"),
        (b"POST /x HTTP/2\r\n\r\n", "no request"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcd", "no request"),
        (b"POST /x HTTP/1.1\r\nno colon\r\n\r\n", "bad head"),
        (b"POST /x HTTP/1.1\r\nsite_cd: A\r\nSITE_CD: B\r\n\r\n", "bad head"),
        (b"POST /x HTTP/1.1\r\n\r\n", "no body"),
        (b"POST /x HTTP/1.1\r\nContent-Length: +5\r\n\r\nabcde", "no body"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", "no body"),
        (b"POST /x HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "no body"),
        (
            b"POST /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
            "no body",
        ),
        (b"POST /x HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "request"),
    ] {
        assert_eq!(word(&read_all(text, LIMITS)), want, "{}", text.escape_ascii());
    }
}

#[test]
fn a_head_has_sixteen_kibibytes_and_not_more() {
    let mut text = b"POST /x HTTP/1.1\r\nx: ".to_vec();
    text.resize(20_000, b'a');
    assert_eq!(word(&read_all(&text, LIMITS)), "bad head");
    text.extend_from_slice(b"\r\n\r\n");
    assert_eq!(word(&read_all(&text, LIMITS)), "bad head");
}

#[test]
fn reading_stops_after_the_bytes_that_a_fault_allows() {
    let text = b"POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd";
    for most in 0..text.len() {
        let limits = Limits { most, ..LIMITS };
        assert_eq!(word(&read_all(text, limits)), "closed", "{most}");
    }
    assert_eq!(word(&read_all(text, Limits { most: text.len(), ..LIMITS })), "request");
}

#[test]
fn silence_is_no_request() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let (mut far, _near) = tokio::io::duplex(64);
    let limits = Limits { patience: Duration::from_millis(5), ..LIMITS };
    let arrival = runtime.block_on(arrival(&mut far, limits));
    assert_eq!(word(&arrival), "no request");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), posted: bool) {
        let mut text = if posted { b"POST /00100000 HTTP/1.1\r\n".to_vec() } else { Vec::new() };
        text.extend_from_slice(&bytes);
        read_all(&text, LIMITS);
    }

    #[test]
    fn headers_of_any_bytes_are_read_or_refused(lines in "([a-zA-Z_:-]{0,6}: ?[ -~]{0,6}\r\n){0,5}") {
        let text = format!("POST /x HTTP/1.1\r\nContent-Length: 0\r\n{lines}\r\n");
        let arrival = read_all(text.as_bytes(), LIMITS);
        prop_assert!(matches!(word(&arrival), "request" | "bad head" | "no body"));
    }
}
