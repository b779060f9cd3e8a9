//! The legacy channel: `cargo xtask bench`.

fn main() {
    kcp_benches::legacy();
}
