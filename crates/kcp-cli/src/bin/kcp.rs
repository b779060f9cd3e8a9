//! `kcp`, for people and scripts.

use std::process::ExitCode;

fn main() -> ExitCode {
    kcp_cli::commands::run().into()
}
