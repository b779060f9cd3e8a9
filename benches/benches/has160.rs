//! HAS-160: `cargo bench -p kcp-benches --bench has160`.

fn main() {
    kcp_benches::criterion(kcp_benches::has160::contests);
}
