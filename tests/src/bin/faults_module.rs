//! `pp_cli` under another name: the child process that the `faults` target starts.

use std::process::ExitCode;

fn main() -> ExitCode {
    kcp_cli::pp_cli::main()
}
