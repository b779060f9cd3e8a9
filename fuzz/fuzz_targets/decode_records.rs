//! Any bytes as records and groups: read or refused as a slow twin does.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_codec::fuzzing::decode_records(data));
