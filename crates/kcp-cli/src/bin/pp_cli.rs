//! Entry point of `pp_cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kcp_cli::pp_cli::main()
}
