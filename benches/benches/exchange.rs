//! A whole exchange on loopback, ours and our module's: `cargo bench -p kcp-benches --bench exchange`.

fn main() {
    kcp_benches::criterion(kcp_benches::exchange::contests);
}
