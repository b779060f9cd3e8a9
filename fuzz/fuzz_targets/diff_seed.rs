//! A key and blocks: fast and naive SEED agree, both ways.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::diff_seed(data));
