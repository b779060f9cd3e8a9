//! Signatures, and the request around one: `cargo bench -p kcp-benches --bench sign`.

fn main() {
    kcp_benches::criterion(kcp_benches::sign::contests);
}
