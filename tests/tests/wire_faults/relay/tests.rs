//! Each action over real sockets, on both sides of the relay, at the offset it is given, and nothing left behind.

use std::io::ErrorKind;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, yield_now},
};

use super::*;

const REQUEST: &[u8] = b"0123456789";
const ANSWER: &[u8] = b"abcdefghij";

/// What each side read, and how it ended.
#[derive(Debug, Eq, PartialEq)]
struct Seen {
    request: Vec<u8>,
    answer: Vec<u8>,
    reset: bool,
    passed: Passed,
}

/// A server that reads a request of ten bytes, or what comes of it, answers if it is whole, and hangs up.
async fn server() -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut seen, mut byte) = (Vec::new(), [0; 64]);
        while seen.len() < REQUEST.len() {
            match stream.read(&mut byte).await {
                Ok(0) | Err(_) => return seen,
                Ok(len) => seen.extend_from_slice(&byte[..len]),
            }
        }
        let _ = stream.write_all(ANSWER).await;
        let _ = stream.shutdown().await;
        let _ = stream.read_to_end(&mut seen).await;
        seen
    });
    (address, task)
}

/// A door of a relay's own.
async fn door() -> Door {
    Door::open().await.unwrap()
}

/// One exchange through a relay: the client writes, reads to the end, and hangs up.
async fn exchange(script: Script) -> Seen {
    let (upstream, server) = server().await;
    let relay = Relay::open(&door().await, upstream, Mode::Bytes, script.clone()).unwrap();
    let mut client = TcpStream::connect(relay.address()).await.unwrap();
    let mut answer = Vec::new();
    // The relay may have reset the connection before a byte was written.
    let _ = client.write_all(REQUEST).await;
    let reset = if script.stalls() {
        // Gives up as soon as what can come has come.
        let mut room = [0; 64];
        let direction = script.steps()[0].direction;
        let offset = script.steps()[0].offset;
        while direction == Direction::ToClient && answer.len() < offset {
            let len = client.read(&mut room).await.unwrap();
            answer.extend_from_slice(&room[..len]);
        }
        false
    } else {
        let end = client.read_to_end(&mut answer).await;
        end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
    };
    drop(client);
    let passed = relay.close().await;
    Seen { request: server.await.unwrap(), answer, reset, passed }
}

fn script(direction: Direction, offset: usize, action: Action) -> Script {
    Script::one(direction, offset, action)
}

#[tokio::test]
async fn a_clean_script_changes_nothing_and_sees_everything() {
    let seen = exchange(Script::clean()).await;
    assert_eq!((seen.request.as_slice(), seen.answer.as_slice()), (REQUEST, ANSWER));
    let trace = seen.passed.trace;
    assert!(trace.to_server.is_whole() && trace.to_client.is_whole());
    assert_eq!((trace.to_server.sent, trace.to_client.sent), (REQUEST.to_vec(), ANSWER.to_vec()));
    assert_eq!((seen.passed.connections, trace.fired.len()), (1, 0));
}

#[tokio::test]
async fn a_cut_ends_both_sides_at_every_offset() {
    for at in 0..=10 {
        let seen = exchange(script(Direction::ToServer, at, Action::Cut)).await;
        assert_eq!((seen.request, seen.answer), (REQUEST[..at].to_vec(), vec![]), "request {at}");
        let seen = exchange(script(Direction::ToClient, at, Action::Cut)).await;
        assert_eq!((seen.request, seen.answer), (REQUEST.to_vec(), ANSWER[..at].to_vec()), "{at}");
        assert!(!seen.reset);
        assert_eq!(seen.passed.trace.to_client.sent, ANSWER, "the book would not be at rest");
    }
}

#[tokio::test]
async fn a_reset_reaches_the_client_and_the_server_is_read_to_its_end() {
    for at in 1..=10 {
        let seen = exchange(script(Direction::ToClient, at, Action::Reset)).await;
        assert!(seen.reset, "answer {at}: {seen:?}");
        assert!(ANSWER[..at].starts_with(&seen.answer));
        assert_eq!(seen.passed.trace.to_client.sent, ANSWER);
    }
    let seen = exchange(script(Direction::ToServer, 5, Action::Reset)).await;
    assert!(seen.reset && seen.answer.is_empty());
    assert_eq!(seen.request, b"01234");
}

#[tokio::test]
async fn a_half_close_ends_one_direction_and_not_the_other() {
    let seen = exchange(script(Direction::ToServer, 10, Action::HalfClose)).await;
    assert_eq!((seen.request.as_slice(), seen.answer.as_slice()), (REQUEST, ANSWER));
    let seen = exchange(script(Direction::ToServer, 4, Action::HalfClose)).await;
    assert_eq!((seen.request.as_slice(), seen.answer.as_slice()), (&b"0123"[..], &b""[..]));
    let seen = exchange(script(Direction::ToClient, 4, Action::HalfClose)).await;
    assert_eq!((seen.request.as_slice(), seen.answer.as_slice()), (REQUEST, &b"abcd"[..]));
}

#[tokio::test]
async fn a_stall_holds_back_what_follows_until_the_client_gives_up() {
    for at in [0, 4, 10] {
        let seen = exchange(script(Direction::ToServer, at, Action::Stall)).await;
        assert_eq!(seen.request, REQUEST[..at], "request {at}");
        let seen = exchange(script(Direction::ToClient, at, Action::Stall)).await;
        assert_eq!(seen.answer, ANSWER[..at], "answer {at}");
    }
}

#[tokio::test]
async fn what_is_changed_arrives_changed_on_either_side() {
    for (action, text) in [
        (Action::Flip(1), "0121456789"),
        (Action::Duplicate(2), "012123456789"),
        (Action::Drip, "0123456789"),
    ] {
        let seen = exchange(script(Direction::ToServer, 3, action)).await;
        assert_eq!(String::from_utf8_lossy(&seen.request), text, "{action:?}");
        assert_eq!(seen.passed.trace.to_server.given, text.as_bytes());
        assert_eq!(seen.passed.trace.to_server.is_true(), action == Action::Drip);
    }
    for (at, want) in
        [(0, ["", "abcdefghij"]), (3, ["abc", "defghij"]), (Step::END, ["abcdefghij", ""])]
    {
        let seen = exchange(script(Direction::ToClient, at, Action::Garbage(5, 7))).await;
        let [before, behind] = want.map(str::as_bytes);
        assert_eq!(seen.answer, [before, &Action::garbage(5, 7), behind].concat());
    }
}

#[tokio::test]
async fn nobody_listens_at_a_relay_that_refuses() {
    let relay =
        Relay::open(&door().await, ([127, 0, 0, 1], 1).into(), Mode::Bytes, Script::refused());
    let relay = relay.unwrap();
    let error = TcpStream::connect(relay.address()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    assert_eq!(relay.close().await, Passed::default());
}

#[tokio::test]
async fn a_client_that_comes_again_is_counted() {
    let (upstream, _server) = server().await;
    let relay = Relay::open(&door().await, upstream, Mode::Bytes, Script::clean()).unwrap();
    for _ in 0..3 {
        let mut client = TcpStream::connect(relay.address()).await.unwrap();
        let _ = client.write_all(REQUEST).await;
        let _ = client.read_to_end(&mut Vec::new()).await;
    }
    assert_eq!(relay.close().await.connections, 3);
}

#[tokio::test]
async fn a_client_that_comes_while_the_first_is_ending_counts_here_and_not_at_the_next_relay() {
    let door = door().await;
    let (upstream, _server) = server().await;
    let relay = Relay::open(&door, upstream, Mode::Bytes, Script::clean()).unwrap();
    let address = relay.address();
    let first = TcpStream::connect(address).await.unwrap();
    let passed = tokio::spawn(relay.close());
    // On one thread: the relay takes the first, hears that it is to stop, and waits for the first.
    for _ in 0..100 {
        yield_now().await;
    }
    let second = TcpStream::connect(address).await.unwrap();
    drop((first, second));
    assert_eq!(passed.await.unwrap().connections, 2);

    let (upstream, _server) = server().await;
    let next = Relay::open(&door, upstream, Mode::Bytes, Script::clean()).unwrap();
    drop(TcpStream::connect(next.address()).await.unwrap());
    assert_eq!(next.close().await.connections, 1);
}

/// The kernel's numbers, in Linux, of the sockets that somebody holds and that have one of these ports on either side.
#[cfg(target_os = "linux")]
fn held(ports: [u16; 2]) -> std::collections::BTreeSet<String> {
    let port =
        |text: &str| text.rsplit(':').next().and_then(|port| u16::from_str_radix(port, 16).ok());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let rows = table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| {
        [row[1], row[2]].into_iter().filter_map(port).any(|port| ports.contains(&port))
    })
    .map(|row| row[9].to_owned())
    .filter(|number| number != "0")
    .collect()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn no_socket_is_left_behind_whatever_happened() {
    for action in [Action::Cut, Action::Reset, Action::HalfClose, Action::Stall, Action::Drip] {
        for direction in [Direction::ToServer, Direction::ToClient] {
            let (upstream, server) = server().await;
            let relay =
                Relay::open(&door().await, upstream, Mode::Bytes, script(direction, 5, action));
            let relay = relay.unwrap();
            let ports = [relay.address().port(), upstream.port()];
            let mut client = TcpStream::connect(relay.address()).await.unwrap();
            client.write_all(REQUEST).await.unwrap();
            let before = held(ports);
            assert!(before.len() > 2, "both listeners and the client at least");
            drop(client);
            relay.close().await;
            server.await.unwrap();
            // A child that another test starts has a copy of every socket until it becomes its program.
            let gone = async {
                while !before.is_disjoint(&held(ports)) {
                    yield_now().await;
                }
            };
            timeout(HYGIENE, gone).await.unwrap_or_else(|_| panic!("{direction} {action:?}"));
        }
    }
}
