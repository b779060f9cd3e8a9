//! Legacy channel benches.

fn main() {}
