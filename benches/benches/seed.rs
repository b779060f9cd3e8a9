//! SEED-128 in CBC, each backend: `cargo bench -p kcp-benches --bench seed`.

fn main() {
    kcp_benches::criterion(kcp_benches::seed::contests);
}
