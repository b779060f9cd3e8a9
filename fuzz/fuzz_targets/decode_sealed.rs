//! A key and a sealed message: opening never panics, and what opens seals back to itself.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::decode_sealed(data));
