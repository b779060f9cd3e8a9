//! One end of a relayed connection: plain or TLS, read until it ends, written until it is closed.

use std::future::pending;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::yield_now,
};
use tokio_rustls::TlsStream;

/// A connection to one side.
#[derive(Debug)]
pub(super) enum Side {
    Tcp(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Side {
    fn tcp(&mut self) -> &mut TcpStream {
        match self {
            Self::Tcp(stream) => stream,
            Self::Tls(stream) => match stream.as_mut() {
                TlsStream::Client(stream) => stream.get_mut().0,
                TlsStream::Server(stream) => stream.get_mut().0,
            },
        }
    }
}

/// A side, and what can still be done with it.
#[derive(Debug)]
pub(super) struct End {
    side: Option<Side>,
    readable: bool,
    writable: bool,
}

impl End {
    pub(super) const fn new(side: Side) -> Self {
        Self { side: Some(side), readable: true, writable: true }
    }

    pub(super) const fn is_readable(&self) -> bool {
        self.readable
    }

    /// The next bytes; none when the side has ended, however it did.
    pub(super) async fn read(&mut self, buffer: &mut [u8]) -> usize {
        let read = match &mut self.side {
            Some(Side::Tcp(stream)) => stream.read(buffer).await,
            Some(Side::Tls(stream)) => stream.read(buffer).await,
            None => pending().await,
        };
        read.unwrap_or(0)
    }

    /// Notes that nothing more comes.
    pub(super) const fn ended(&mut self) {
        self.readable = false;
    }

    /// Writes all of it at once, and says whether the system took it.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> bool {
        if !self.writable {
            return false;
        }
        let written = match &mut self.side {
            Some(Side::Tcp(stream)) => stream.write_all(bytes).await,
            Some(Side::Tls(stream)) => match stream.write_all(bytes).await {
                Ok(()) => stream.flush().await,
                broken => broken,
            },
            None => return false,
        };
        self.writable = written.is_ok();
        // Gives a reader on this runtime the chance to see these bytes alone.
        yield_now().await;
        self.writable
    }

    /// Ends what is written, in order: `close_notify` where there is TLS, and FIN.
    pub(super) async fn finish(&mut self) {
        if std::mem::take(&mut self.writable) {
            // Whoever is gone needs no end.
            let _ = match &mut self.side {
                Some(Side::Tcp(stream)) => stream.shutdown().await,
                Some(Side::Tls(stream)) => stream.shutdown().await,
                None => Ok(()),
            };
        }
    }

    /// Ends what is written below TLS: FIN, as after a cable was cut.
    pub(super) async fn sever(&mut self) {
        if std::mem::take(&mut self.writable)
            && let Some(side) = &mut self.side
        {
            let _ = side.tcp().shutdown().await;
        }
    }

    /// Closes with RST.
    pub(super) fn reset(&mut self) {
        if let Some(mut side) = self.side.take() {
            // Where that fails the side is closed with FIN, which a client may take as well.
            let _ = side.tcp().set_zero_linger();
        }
        self.readable = false;
        self.writable = false;
    }
}
