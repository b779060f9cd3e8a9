//! Any bytes as a certificate file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::decode_certificate(data));
