//! A stream whose writes a fault cuts or slows down, below HTTP and above TLS.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// What happens to writes from now on. Clones share it: the stream has one, the handler sets the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spoil(Arc<Mutex<Mode>>);

/// What happens to writes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Mode {
    /// So many bytes are sent, and then the connection closes.
    Cut(usize),
    /// At most so many bytes at once, each after a rest.
    Drip { bytes: usize, pause: Duration },
    /// Nothing.
    #[default]
    Pass,
}

impl Spoil {
    pub(crate) fn set(&self, mode: Mode) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    fn mode(&self) -> Mode {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The stream.
pub(crate) struct Spoilt<S> {
    inner: S,
    spoil: Spoil,
    rest: Option<Pin<Box<Sleep>>>,
}

impl<S> Spoilt<S> {
    pub(crate) const fn new(inner: S, spoil: Spoil) -> Self {
        Self { inner, spoil, rest: None }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Spoilt<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Spoilt<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let most = match this.spoil.mode() {
            Mode::Pass => bytes.len(),
            Mode::Cut(0) => {
                ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
                return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
            }
            Mode::Cut(left) => left,
            Mode::Drip { bytes, pause } => {
                let rest = this.rest.get_or_insert_with(|| Box::pin(sleep(pause)));
                ready!(rest.as_mut().poll(cx));
                bytes
            }
        };
        let bytes = bytes.get(..most.min(bytes.len())).unwrap_or_default();
        let written = ready!(Pin::new(&mut this.inner).poll_write(cx, bytes))?;
        this.rest = None;
        if let Mode::Cut(left) = this.spoil.mode() {
            this.spoil.set(Mode::Cut(left.saturating_sub(written)));
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_cut_stream_sends_so_many_bytes_and_closes() {
        for (count, want) in [(0, ""), (5, "HTTP/"), (100, "HTTP/1.1 200 OK")] {
            let (here, mut there) = tokio::io::duplex(64);
            let spoil = Spoil::default();
            let mut stream = Spoilt::new(here, spoil.clone());
            spoil.set(Mode::Cut(count));
            let sent = stream.write_all(b"HTTP/1.1 200 OK").await;
            assert_eq!(sent.is_err(), count < 15);
            drop(stream);
            let mut got = String::new();
            there.read_to_string(&mut got).await.unwrap();
            assert_eq!(got, want);
        }
    }

    #[tokio::test]
    async fn a_dripping_stream_rests_before_each_piece() {
        let (here, mut there) = tokio::io::duplex(64);
        let spoil = Spoil::default();
        let mut stream = Spoilt::new(here, spoil.clone());
        spoil.set(Mode::Drip { bytes: 4, pause: Duration::from_millis(2) });
        let begun = tokio::time::Instant::now();
        stream.write_all(b"HTTP/1.1 200").await.unwrap();
        assert!(begun.elapsed().as_millis() >= 6);
        let mut got = [0; 12];
        there.read_exact(&mut got).await.unwrap();
        assert_eq!(&got, b"HTTP/1.1 200");
    }
}
