//! A whole request, and sealing and opening alone: `cargo bench -p kcp-benches --bench seal`.

fn main() {
    kcp_benches::criterion(kcp_benches::seal::contests);
}
