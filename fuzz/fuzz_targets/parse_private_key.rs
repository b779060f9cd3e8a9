//! Any text or DER as a private key: little work, and what loads is what stands there.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::parse_private_key(data));
