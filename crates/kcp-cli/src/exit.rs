//! How `kcp` ends: one exit code for each kind of end.

use std::process::ExitCode;

/// The ways in which `kcp` ends. Scripts may rely on the numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// 0: done as asked.
    Done,
    /// 1: the program itself failed, a step of the demo was not as expected, or a code is in no table.
    Failed,
    /// 2: a command or a setting that makes no sense. Nothing was sent.
    Usage,
    /// 10: KCP refused.
    Declined,
    /// 20: nobody knows whether it happened. Ask or cancel, do not repeat.
    Unknown,
    /// 30: refused here, or no connection; nothing was sent, repeating is safe.
    NotSent,
}

impl Exit {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Declined => 10,
            Self::Unknown => 20,
            Self::NotSent => 30,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
