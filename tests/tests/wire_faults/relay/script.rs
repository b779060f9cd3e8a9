//! What a relay does to one connection: steps, each at a direction and an offset.

use std::fmt;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Direction {
    /// Requests.
    ToServer,
    /// Answers.
    ToClient,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Action {
    /// Both connections end, in order but without a word: FIN on both, no `close_notify`.
    Cut,
    /// The client gets RST. The server's end is closed in order, so that its book comes to rest.
    Reset,
    /// This direction ends, in order; the other goes on.
    HalfClose,
    /// Nothing more in this direction; both connections stay open until one side gives up.
    Stall,
    /// From here on each byte is written by itself.
    Drip,
    /// One bit of the next byte, 0 for the lowest, is turned over.
    Flip(u8),
    /// The last so many bytes come again.
    Duplicate(usize),
    /// So many bytes that nobody sent, made from the number behind them.
    Garbage(usize, u8),
}

impl Action {
    /// One word for the table.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Reset => "reset",
            Self::HalfClose => "half-close",
            Self::Stall => "stall",
            Self::Drip => "drip",
            Self::Flip(_) => "flip",
            Self::Duplicate(_) => "duplicate",
            Self::Garbage(..) => "garbage",
        }
    }

    /// The bytes of [`Action::Garbage`]: a run that is no text, no HTTP and no record of TLS.
    pub(super) fn garbage(len: usize, first: u8) -> Vec<u8> {
        let next = |byte: &u8| Some(byte.wrapping_mul(165).wrapping_add(13));
        std::iter::successors(Some(first), next).take(len).collect()
    }
}

/// One action at one place. It happens when `offset` bytes of its direction have gone by, before any other; a
/// [`Action::Flip`] needs the byte at `offset` to be there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Step {
    pub(crate) direction: Direction,
    pub(crate) offset: usize,
    pub(crate) action: Action,
}

impl Step {
    /// Behind the last byte, when the sender has ended.
    pub(crate) const END: usize = usize::MAX;
}

/// What happens to a connection.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Script {
    refused: bool,
    steps: Vec<Step>,
}

impl Script {
    /// Nothing goes wrong.
    pub(crate) fn clean() -> Self {
        Self::default()
    }

    /// Nobody listens.
    pub(crate) fn refused() -> Self {
        Self { refused: true, steps: Vec::new() }
    }

    /// One action.
    pub(crate) fn one(direction: Direction, offset: usize, action: Action) -> Self {
        Self::clean().with(Step { direction, offset, action })
    }

    /// One action more; in the order of offsets, at one offset in the order added.
    pub(crate) fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self.steps.sort_by_key(|step| step.offset);
        self
    }

    pub(crate) const fn is_refused(&self) -> bool {
        self.refused
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether a client has to wait for its deadline.
    pub(crate) fn stalls(&self) -> bool {
        self.steps.iter().any(|step| step.action == Action::Stall)
    }

    /// The steps of one direction.
    pub(super) fn of(&self, direction: Direction) -> impl Iterator<Item = Step> + '_ {
        self.steps.iter().copied().filter(move |step| step.direction == direction)
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ToServer => "request",
            Self::ToClient => "answer",
        })
    }
}

impl fmt::Display for Script {
    /// `request@17 cut; answer@end garbage(3, 9)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.refused {
            return f.write_str("refused");
        }
        if self.steps.is_empty() {
            return f.write_str("clean");
        }
        for (at, Step { direction, offset, action }) in self.steps.iter().enumerate() {
            let rest = if at > 0 { "; " } else { "" };
            match *offset {
                Step::END => write!(f, "{rest}{direction}@end {action:?}")?,
                offset => write!(f, "{rest}{direction}@{offset} {action:?}")?,
            }
        }
        Ok(())
    }
}
