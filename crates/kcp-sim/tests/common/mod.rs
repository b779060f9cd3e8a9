//! A client written by hand from `legacy.md §4`: standard sockets, one request per connection.
#![allow(dead_code, unreachable_pub)] // each test file takes what it needs
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests are tests

pub mod api;
pub mod shop;

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::LazyLock,
    time::Duration,
};

use getrandom::SysRng;
use kcp_codec::{
    Charset, Fields, KstDateTime, Name, Separator,
    enc2::{self, Table},
    form,
};
use kcp_crypto::{GatewayPrivateKey, GatewayPublicKey, SessionKey, open, seal};
use kcp_sim::{Builder, ManualClock, Simulator};
use tokio::runtime::Runtime;

pub const SITE_KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

/// A gateway on a runtime of its own.
pub struct Desk {
    pub gateway: Option<Simulator>,
    pub runtime: Runtime,
}

static KEY: LazyLock<GatewayPrivateKey> =
    LazyLock::new(|| GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS).unwrap());

pub fn desk() -> Desk {
    desk_with(|builder| builder)
}

pub fn desk_with(change: impl FnOnce(Builder) -> Builder) -> Desk {
    let runtime = Runtime::new().unwrap();
    let clock = ManualClock::at(KstDateTime::parse("20261121120000").unwrap());
    let builder = change(Simulator::builder().key(KEY.clone()).clock(clock));
    let gateway = Some(runtime.block_on(builder.start()).unwrap());
    Desk { gateway, runtime }
}

impl Desk {
    pub fn gateway(&self) -> &Simulator {
        self.gateway.as_ref().unwrap()
    }

    pub fn address(&self) -> SocketAddr {
        self.gateway().address()
    }

    pub fn public_key(&self) -> GatewayPublicKey {
        GatewayPublicKey::from_pem(&self.gateway().public_key_pem()).unwrap()
    }

    /// Sends a request that the gateway should understand, and opens its answer.
    pub fn ask(&self, transaction: &str, sealed: &str, plan: &str) -> Answer {
        Call::new(self, transaction, sealed, plan).send(self).unwrap().opened()
    }
}

/// One request before it is sent. In texts, `|` stands for US, `/` for RS, `;` for FS.
pub struct Call {
    pub transaction: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    reply_key: SessionKey,
}

pub fn wire(text: &str) -> Vec<u8> {
    let text = text.replace('|', "\x1f").replace('/', "\x1e").replace(';', "\x1c");
    Charset::Ksx1001.encode(Name::from_static("test"), &text).unwrap()
}

pub fn enc2_text(data: &[u8]) -> String {
    String::from_utf8(enc2::encode(Table::pick(4), data)).unwrap()
}

fn envelope(desk: &Desk, key: &SessionKey) -> String {
    enc2_text(&desk.public_key().envelope(&mut SysRng, key).unwrap())
}

impl Call {
    /// A request as the vendor's module frames it.
    pub fn new(desk: &Desk, transaction: &str, sealed: &str, plan: &str) -> Self {
        let session = SessionKey::draw(&mut SysRng).unwrap();
        let enc_data = enc2_text(&seal(&session, &wire(sealed)));
        Self::verbatim(desk, transaction, &envelope(desk, &session), &enc_data, plan)
    }

    /// A request with sealed text from elsewhere, the payment window for example.
    pub fn verbatim(
        desk: &Desk,
        transaction: &str,
        enc_info: &str,
        enc_data: &str,
        plan: &str,
    ) -> Self {
        let mut body = Vec::new();
        if !plan.is_empty() {
            body.extend_from_slice(b"plan_data=");
            form::encode_into(&wire(plan), &mut body);
            body.push(b'&');
        }
        body.extend_from_slice(b"enc_data=");
        body.extend_from_slice(enc_data.as_bytes());
        let reply_key = SessionKey::draw(&mut SysRng).unwrap();
        let headers = vec![
            ("Accept", "*/*".to_owned()),
            ("Host", "127.0.0.1".to_owned()),
            ("Content-Type", "application/x-pay_form-urlencoded".to_owned()),
            ("site_cd", "T0000".to_owned()),
            ("trace_no", "T0000BLLM060GRNn".to_owned()),
            ("site_key", SITE_KEY.to_owned()),
            ("enc_info", enc_info.to_owned()),
            ("enc_key", envelope(desk, &reply_key)),
        ];
        Self { transaction: transaction.to_owned(), headers, body, reply_key }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = format!(
            "POST /{} HTTP/1.1\r\nContent-Length: {}\r\n",
            self.transaction,
            self.body.len()
        );
        for (name, value) in &self.headers {
            out.push_str(&format!("{name}: {value}\r\n"));
        }
        out.push_str("\r\n");
        [out.as_bytes(), &self.body].concat()
    }

    /// Sends it and reads until the gateway closes.
    pub fn send(&self, desk: &Desk) -> io::Result<Raw<'_>> {
        let mut stream = connect(desk);
        stream.write_all(&self.bytes())?;
        let bytes = read_all(&mut stream)?;
        Ok(Raw { bytes, call: self })
    }
}

pub fn connect(desk: &Desk) -> TcpStream {
    let stream = TcpStream::connect(desk.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

pub fn read_all(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map(|_| bytes)
}

/// What `telnet` shows after typing `text` and hanging up.
pub fn telnet(desk: &Desk, text: &[u8]) -> Vec<u8> {
    let mut stream = connect(desk);
    stream.write_all(text).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    read_all(&mut stream).unwrap()
}

/// What came back, as bytes.
pub struct Raw<'a> {
    pub bytes: Vec<u8>,
    call: &'a Call,
}

impl Raw<'_> {
    pub fn head(&self) -> String {
        let at = self.bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        String::from_utf8(self.bytes[..at].to_vec()).unwrap()
    }

    pub fn body(&self) -> &[u8] {
        &self.bytes[self.head().len() + 4..]
    }

    /// The message, if it is sealed with the key that was asked for.
    pub fn message(&self) -> Option<Vec<u8>> {
        let sealed = enc2::decode(self.body()).ok()?;
        open(&self.call.reply_key, &sealed).ok().map(|message| message.to_vec())
    }

    pub fn opened(&self) -> Answer {
        let head = self.head();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("\r\nContent-Type: enc/html\r\n"), "{head}");
        assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", self.body().len())));
        assert!(head.ends_with("\r\nConnection: close"), "{head}");
        Answer::read(&self.message().unwrap())
    }
}

/// An answer's fields.
pub struct Answer(Fields);

impl Answer {
    pub fn read(message: &[u8]) -> Self {
        Self(Fields::read(message, Separator::Unit).unwrap())
    }

    pub fn get(&self, name: &'static str) -> String {
        self.0.text(Name::from_static(name), Charset::Ksx1001).unwrap().unwrap_or_default()
    }

    pub fn code(&self) -> String {
        self.get("res_cd")
    }
}
