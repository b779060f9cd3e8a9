//! Encoding a request, reading an answer, Korean text and ENC2: `cargo bench -p kcp-benches --bench codec`.

fn main() {
    kcp_benches::criterion(kcp_benches::codec::contests);
}
