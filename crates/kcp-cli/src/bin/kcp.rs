//! Entry point of `kcp`.

fn main() {}
