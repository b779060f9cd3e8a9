//! A key and a message: what is sealed opens to the same message.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::roundtrip_sealed(data));
