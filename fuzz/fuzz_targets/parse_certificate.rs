//! Any text or DER as a certificate or public key: what loads is what stands there.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::parse_certificate(data));
