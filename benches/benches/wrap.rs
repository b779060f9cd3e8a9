//! The key envelope: `cargo bench -p kcp-benches --bench wrap`.

fn main() {
    kcp_benches::criterion(kcp_benches::wrap::contests);
}
