//! Any text as a public key: loading never panics, and what loads writes itself out and loads again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::decode_public_key(data));
