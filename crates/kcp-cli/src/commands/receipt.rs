//! `kcp receipt`.

mod change;
mod register;
mod url;

use clap::Subcommand;

use super::{Failure, finish};
use crate::{config::Flags, exit::Exit};

#[derive(Subcommand)]
pub(super) enum Receipt {
    /// Cancel a cash receipt, or a part of it (socket)
    Cancel(change::Cancel),
    /// Ask what became of a cash receipt (socket)
    Query(change::Named),
    /// Register a cash receipt for money that was taken otherwise
    #[command(alias = "cash")]
    Register(Box<register::Register>),
    /// Print the address of a receipt, and the size of a window for it; asks nobody
    Url(url::Address),
}

impl Receipt {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        match self {
            Self::Cancel(given) => given.run(flags).await,
            Self::Query(given) => given.query(flags).await,
            Self::Register(given) => given.run(flags).await,
            Self::Url(given) => given.run(flags),
        }
    }
}
