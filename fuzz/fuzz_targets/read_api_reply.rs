//! Any bytes as an answer of the PG-API: read or refused as a slow twin does, and written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_transport::fuzzing::read_api_reply(data));
