//! A stand-in for the gateway that does as little as an honest one can: it opens the answer's key, by OpenSSL, and answers
//! sealed. What an exchange takes with it is nearly all ours.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use anyhow::{Context as _, Result};
use kcp_codec::enc2::{self, Table};
use kcp_crypto::{SessionKey, seal};

use crate::{codec, inputs::ANSWER, openssl::Unwrap};

/// A gateway on a thread of its own, until the process ends.
#[derive(Clone, Debug)]
pub struct StandIn {
    /// Where it listens: on loopback.
    address: SocketAddr,
    public_key: String,
}

impl StandIn {
    /// Starts one that answers every request with the same forty fields.
    ///
    /// # Errors
    /// No key, no port.
    pub fn start() -> Result<Self> {
        let key = Unwrap::generate()?;
        let public_key = key.public_pem()?;
        let answer = codec::wire(ANSWER)?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        thread::spawn(move || {
            let mut bytes = Vec::new();
            for stream in listener.incoming().flatten() {
                // Whoever asked sees a broken connection, and says so.
                let _ = serve(stream, &mut bytes, &key, &answer);
            }
        });
        Ok(Self { address, public_key })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its `pub.key`.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        &self.public_key
    }
}

fn serve(mut stream: TcpStream, bytes: &mut Vec<u8>, key: &Unwrap, answer: &[u8]) -> Result<()> {
    stream.set_nodelay(true)?;
    bytes.clear();
    let mut piece = [0; 8 * 1024];
    while !is_whole(bytes) {
        let len = stream.read(&mut piece)?;
        anyhow::ensure!(len > 0, "the request was cut");
        bytes.extend_from_slice(piece.get(..len).unwrap_or_default());
    }
    let envelope = header(bytes, b"enc_key: ").context("no key for the answer")?;
    let envelope = enc2::decode(envelope).ok().context("no envelope")?;
    // Mark, hash and slot stand in front of what RSA wrapped. (legacy.md §4.3)
    let session = key.open(envelope.get(23..).unwrap_or_default())?;
    let body = enc2::encode(Table::pick(3), &seal(&SessionKey::new(session), answer));
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: enc/html\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body].concat())?;
    Ok(())
}

/// Whether head and body are there.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let length = header(bytes, b"Content-Length: ")
        .and_then(|text| str::from_utf8(text).ok()?.parse::<usize>().ok());
    length.is_some_and(|length| bytes.len() >= head + 4 + length)
}

/// The value of a line of the head.
fn header<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let lines = bytes.split(|byte| *byte == b'\n');
    lines.map(<[u8]>::trim_ascii_end).find_map(|line| line.strip_prefix(name))
}
