//! A stand-in for the gateway: takes one request apart, gives one prepared answer.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::OnceLock,
    thread::{self, JoinHandle},
};

use kcp_codec::{enc2, form};
use kcp_crypto::{GatewayPrivateKey, SessionKey, open, seal};

/// The stand-in's key, made once for a run.
pub(crate) fn key() -> &'static GatewayPrivateKey {
    static KEY: OnceLock<GatewayPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| GatewayPrivateKey::generate(&mut getrandom::SysRng, 1024).unwrap())
}

/// What to answer.
#[derive(Clone)]
pub(crate) enum Answer {
    /// This text, sealed with the request's key.
    Sealed(Vec<u8>),
    /// This text, sealed with another key.
    Foreign(Vec<u8>),
    /// This text in the clear, under another content type.
    Plain(Vec<u8>),
    /// These bytes, whatever they are.
    Raw(Vec<u8>),
    /// Nothing until the other side gives up.
    Silence,
}

/// What a request held.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) head: String,
    /// The groups in the clear.
    pub(crate) plan: Vec<u8>,
    /// `enc_data` as it came.
    pub(crate) enc_data: Vec<u8>,
    /// The groups in `enc_data`, if it opens.
    pub(crate) sealed: Option<Vec<u8>>,
}

impl Seen {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }
}

/// A gateway for one connection.
pub(crate) struct StandIn {
    pub(crate) port: u16,
    thread: JoinHandle<Seen>,
}

impl StandIn {
    pub(crate) fn answering(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let thread = thread::spawn(move || serve(listener.accept().unwrap().0, &answer));
        Self { port, thread }
    }

    /// The one that seals `text`.
    pub(crate) fn sealing(text: &[u8]) -> Self {
        Self::answering(Answer::Sealed(text.to_vec()))
    }

    /// What it saw. Waits for the connection's end.
    pub(crate) fn seen(self) -> Seen {
        self.thread.join().unwrap()
    }
}

/// A listener that nobody may come to.
pub(crate) struct Unvisited(TcpListener);

impl Unvisited {
    pub(crate) fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Panics if anybody came.
    pub(crate) fn check(self) {
        self.0.set_nonblocking(true).unwrap();
        assert_eq!(self.0.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    }
}

fn serve(mut stream: TcpStream, answer: &Answer) -> Seen {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let (head_end, length) = loop {
        let len = stream.read(&mut piece).unwrap();
        assert_ne!(len, 0, "the request was cut");
        bytes.extend_from_slice(&piece[..len]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let length: usize = length.unwrap().parse().unwrap();
        if bytes.len() >= end + 4 + length {
            break (end, length);
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let body = &bytes[head_end + 4..head_end + 4 + length];
    let part = |name: &str| {
        let mut parts = body.split(|byte| *byte == b'&');
        parts.find_map(|part| part.strip_prefix(name.as_bytes())).unwrap_or_default().to_vec()
    };
    let mut seen = Seen {
        head,
        plan: form::decode(&part("plan_data=")).unwrap(),
        enc_data: part("enc_data="),
        sealed: None,
    };
    let session = |name: &str| {
        let envelope = enc2::decode(seen.header(name).as_bytes()).ok()?;
        key().open_envelope(&envelope).ok()
    };
    let answer_key = session("enc_key").expect("enc_key opens");
    let sealed = session("enc_info").and_then(|key| {
        open(&key, &enc2::decode(&seen.enc_data).ok()?).ok().map(|text| text.to_vec())
    });
    seen.sealed = sealed;
    reply(&mut stream, answer, &answer_key);
    seen
}

fn reply(stream: &mut TcpStream, answer: &Answer, key: &SessionKey) {
    let http = |kind: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    let sealed = |key: &SessionKey, text: &[u8]| {
        http("enc/html", &enc2::encode(enc2::Table::pick(3), &seal(key, text)))
    };
    let bytes = match answer {
        Answer::Sealed(text) => sealed(key, text),
        Answer::Foreign(text) => sealed(&SessionKey::new([1; 32]), text),
        Answer::Plain(text) => http("text/html", text),
        Answer::Raw(bytes) => bytes.clone(),
        Answer::Silence => {
            // Ends when the other side closes.
            let _ = stream.read_to_end(&mut Vec::new());
            return;
        }
    };
    stream.write_all(&bytes).unwrap();
}
