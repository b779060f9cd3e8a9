//! Every operation with an answer that is its own, and what an approval of it has to say, read by hand.

/// An operation that both wires know.
macro_rules! both {
    ($operation:expr) => {
        $crate::fuzzing::cases::Ways::Both {
            socket: |wire| $crate::fuzzing::classify::over_socket(&$operation, wire),
            api: |body| $crate::fuzzing::classify::over_api(&$operation, body),
        }
    };
}

/// An operation of the socket alone.
macro_rules! socket {
    ($operation:expr) => {
        $crate::fuzzing::cases::Ways::Socket(|wire| {
            $crate::fuzzing::classify::over_socket(&$operation, wire)
        })
    };
}

/// An operation of the PG-API alone.
macro_rules! api {
    ($operation:expr) => {
        $crate::fuzzing::cases::Ways::Api(|body| {
            $crate::fuzzing::classify::over_api(&$operation, body)
        })
    };
}

mod changes;
mod holds;
mod payments;
mod values;

use super::{classify::End, told::Told};

/// An operation of a kind: 1,004 won of order `TEST1234`, or a change of transaction 20261121000001.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// An answer that approves it. Its code comes first.
    pub(super) answer: &'static [(&'static str, &'static str)],
    pub(super) ways: Ways,
    /// Whether an answer approves it.
    pub(super) holds: fn(&Told) -> bool,
}

/// How an answer is read by each wire that knows the operation.
#[derive(Clone, Copy)]
pub(super) enum Ways {
    Socket(fn(&[u8]) -> End),
    Api(fn(&[u8]) -> End),
    Both { socket: fn(&[u8]) -> End, api: fn(&[u8]) -> End },
}

impl Case {
    /// Where its code stands.
    pub(super) fn code(&self) -> &'static str {
        self.answer.first().map_or("res_cd", |(name, _)| name)
    }

    /// All.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        payments::PAYMENTS.iter().chain(&changes::CHANGES)
    }
}
