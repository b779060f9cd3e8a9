//! Entry point of `pp_cli`.

fn main() {}
