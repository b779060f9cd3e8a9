//! A relay between a real client and a real server on loopback, which does to one connection what its script says.
//!
//! One relay, one connection: whoever comes a second time is counted and sent away, so that a client that tries again
//! is found out. Relays may follow each other at one [`Door`]. [`Relay::close`] gives what went by, after both sides have ended.

mod editor;
mod end;
mod pump;
mod script;
#[cfg(test)]
mod tests;
mod tls;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

use self::end::Side;

pub(crate) use self::{
    pump::Trace,
    script::{Action, Direction, Script, Step},
    tls::{Middle, records},
};

/// How a relay handles what goes by.
#[derive(Clone)]
pub(crate) enum Mode {
    /// Bytes of TCP, which may be those of TLS.
    Bytes,
    /// TLS ends here and begins again: offsets count what stands inside.
    Inside(Middle),
}

/// A port to listen at, for one relay after the other. A port for each relay would run out: those of connections that
/// have ended stay taken for a minute.
#[derive(Clone)]
pub(crate) struct Door(Arc<TcpListener>);

impl Door {
    pub(crate) async fn open() -> io::Result<Self> {
        Ok(Self(Arc::new(TcpListener::bind(HERE).await?)))
    }
}

/// Any port of this machine.
const HERE: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

/// A relay for one connection.
pub(crate) struct Relay {
    address: SocketAddr,
    work: Work,
}

enum Work {
    /// A port that is taken, and nobody listens.
    Refusing(#[allow(dead_code)] TcpSocket),
    Serving(oneshot::Sender<()>, JoinHandle<Passed>),
}

/// What came to a relay.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Passed {
    /// How many connections were made. More than one is a client that tried again.
    pub(crate) connections: usize,
    /// What went by on the first.
    pub(crate) trace: Trace,
}

/// For both sides to end once the client has its verdict. Longer is a connection that somebody holds on to.
const HYGIENE: Duration = Duration::from_secs(20);

impl Relay {
    /// A relay in front of `upstream`. A script that refuses has a door of its own, which stays shut.
    pub(crate) fn open(
        door: &Door,
        upstream: SocketAddr,
        mode: Mode,
        script: Script,
    ) -> io::Result<Self> {
        if script.is_refused() {
            let socket = TcpSocket::new_v4()?;
            socket.bind(HERE.into())?;
            return Ok(Self { address: socket.local_addr()?, work: Work::Refusing(socket) });
        }
        let address = door.0.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(door.clone(), upstream, mode, script, stopped));
        Ok(Self { address, work: Work::Serving(stop, task) })
    }

    /// Where the client is to connect.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more connections, waits until the one it has is over, and says what went by.
    ///
    /// # Panics
    /// If client or server holds on to the connection.
    pub(crate) async fn close(self) -> Passed {
        match self.work {
            Work::Refusing(_) => Passed::default(),
            Work::Serving(stop, task) => {
                // A server that has ended by itself needs no stop.
                let _ = stop.send(());
                let passed = timeout(HYGIENE, task).await;
                passed.expect("a side holds on to its connection").expect("the relay panicked")
            }
        }
    }
}

async fn serve(
    door: Door,
    upstream: SocketAddr,
    mode: Mode,
    script: Script,
    mut stop: oneshot::Receiver<()>,
) -> Passed {
    let mut passed = Passed::default();
    let mut first = None;
    loop {
        tokio::select! {
            biased;
            // Whoever is in the queue already counts: a stop does not hide a second try.
            accepted = door.0.accept() => if let Ok((stream, _)) = accepted {
                passed.connections += 1;
                if first.is_none() {
                    let (mode, script) = (mode.clone(), script.clone());
                    first = Some(tokio::spawn(connection(stream, upstream, mode, script)));
                }
            },
            _ = &mut stop => break,
        }
    }
    if let Some(first) = first {
        passed.trace = first.await.expect("a relayed connection panicked");
    }
    // Who came while the first was ending counts here, and not at the next relay.
    loop {
        tokio::select! {
            biased;
            Ok(_) = door.0.accept() => passed.connections += 1,
            () = std::future::ready(()) => return passed,
        }
    }
}

async fn connection(client: TcpStream, upstream: SocketAddr, mode: Mode, script: Script) -> Trace {
    let Ok(server) = TcpStream::connect(upstream).await else { return Trace::default() };
    for stream in [&client, &server] {
        // Each piece is to go out as it is written.
        let _ = stream.set_nodelay(true);
    }
    match mode {
        Mode::Bytes => pump::pump(Side::Tcp(client), Side::Tcp(server), &script).await,
        Mode::Inside(middle) => {
            let Ok(client) = middle.accept(client).await else { return Trace::default() };
            let Ok(server) = middle.connect(server).await else { return Trace::default() };
            let (client, server) = (Side::Tls(Box::new(client)), Side::Tls(Box::new(server)));
            pump::pump(client, server, &script).await
        }
    }
}
