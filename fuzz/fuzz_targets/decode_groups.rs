//! Groups of a request: what is read writes and reads again as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_codec::fuzzing::decode_groups(data));
