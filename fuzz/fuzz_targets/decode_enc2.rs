//! Any bytes as ENC2 text, and as data in it: read as a slow twin reads it, and back again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_codec::fuzzing::decode_enc2(data));
