//! Any bytes as an answer of the PG-API: the same end twice, and what is read can be written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_transport::fuzzing::decode_json(data));
