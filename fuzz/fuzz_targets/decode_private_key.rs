//! Any bytes as a private key file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::decode_private_key_encrypted(data));
