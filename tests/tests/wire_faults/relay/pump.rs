//! Both directions of one connection, from its first byte until both sides have ended.

use std::fmt;

use super::{
    editor::{Editor, Piece},
    end::{End, Side},
    script::{Direction, Script, Step},
};

/// What went by in one direction.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Leg {
    /// What the sender sent, the part behind a cut too.
    pub(crate) sent: Vec<u8>,
    /// What the receiver was given.
    pub(crate) given: Vec<u8>,
}

impl Leg {
    /// Everything came through as it was sent.
    pub(crate) fn is_whole(&self) -> bool {
        self.sent == self.given
    }

    /// What came through is what was sent, as far as it goes.
    pub(crate) fn is_true(&self) -> bool {
        self.sent.starts_with(&self.given)
    }
}

/// What went by on one connection.
#[derive(Clone, Default, Eq, PartialEq)]
pub(crate) struct Trace {
    pub(crate) to_server: Leg,
    pub(crate) to_client: Leg,
    /// The steps that came to pass.
    pub(crate) fired: Vec<Step>,
}

impl fmt::Debug for Trace {
    /// Lengths alone: the bytes are in the thousands.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let leg = |leg: &Leg| format!("{} sent, {} given", leg.sent.len(), leg.given.len());
        f.debug_struct("Trace")
            .field("to_server", &leg(&self.to_server))
            .field("to_client", &leg(&self.to_client))
            .field("fired", &self.fired)
            .finish()
    }
}

/// Most bytes that a side may send: many times an exchange, and a bound for the memory of a trace.
const LIMIT: usize = 1024 * 1024;

/// Relays until both sides have ended. Whatever a script does, the server's end is closed in order and read to its
/// end, so that the server has done whatever it will do when this returns.
pub(super) async fn pump(client: Side, server: Side, script: &Script) -> Trace {
    let mut pump = Pump {
        client: End::new(client),
        server: End::new(server),
        to_server: Lane::new(script, Direction::ToServer),
        to_client: Lane::new(script, Direction::ToClient),
    };
    let pieces = pump.to_server.editor.start();
    pump.apply(Direction::ToServer, pieces).await;
    let (mut request, mut answer) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    while pump.client.is_readable() || pump.server.is_readable() {
        tokio::select! {
            len = pump.client.read(&mut request), if pump.client.is_readable() => {
                pump.take(Direction::ToServer, request.get(..len).unwrap_or_default()).await;
            }
            len = pump.server.read(&mut answer), if pump.server.is_readable() => {
                pump.take(Direction::ToClient, answer.get(..len).unwrap_or_default()).await;
            }
        }
    }
    pump.trace()
}

struct Lane {
    editor: Editor,
    given: Vec<u8>,
}

impl Lane {
    fn new(script: &Script, direction: Direction) -> Self {
        Self { editor: Editor::new(script, direction), given: Vec::new() }
    }
}

struct Pump {
    client: End,
    server: End,
    to_server: Lane,
    to_client: Lane,
}

impl Pump {
    fn lane(&mut self, direction: Direction) -> &mut Lane {
        match direction {
            Direction::ToServer => &mut self.to_server,
            Direction::ToClient => &mut self.to_client,
        }
    }

    fn receiver(&mut self, direction: Direction) -> &mut End {
        match direction {
            Direction::ToServer => &mut self.server,
            Direction::ToClient => &mut self.client,
        }
    }

    /// Bytes from a sender; none means that it has ended.
    async fn take(&mut self, direction: Direction, bytes: &[u8]) {
        let lane = self.lane(direction);
        if bytes.is_empty() || lane.editor.source().len() > LIMIT {
            let pieces = lane.editor.end();
            self.apply(direction, pieces).await;
            self.receiver(direction).finish().await;
            match direction {
                Direction::ToServer => self.client.ended(),
                Direction::ToClient => self.server.ended(),
            }
        } else {
            let pieces = lane.editor.push(bytes);
            self.apply(direction, pieces).await;
        }
    }

    async fn apply(&mut self, direction: Direction, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Bytes(bytes) => {
                    if self.receiver(direction).write(&bytes).await {
                        self.lane(direction).given.extend(bytes);
                    }
                }
                Piece::Cut => {
                    self.client.sever().await;
                    self.server.sever().await;
                }
                Piece::HalfClose => self.receiver(direction).finish().await,
                Piece::Reset => {
                    self.client.reset();
                    self.server.sever().await;
                }
            }
        }
    }

    fn trace(self) -> Trace {
        let fired = [&self.to_server, &self.to_client];
        let fired = fired.into_iter().flat_map(|lane| lane.editor.fired()).copied().collect();
        let leg = |lane: Lane| Leg { sent: lane.editor.source().to_vec(), given: lane.given };
        Trace { fired, to_server: leg(self.to_server), to_client: leg(self.to_client) }
    }
}
