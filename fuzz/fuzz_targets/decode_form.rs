//! Any bytes as text of a form and as a return post: read as by hand, and `0000` alone authenticates.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_services::fuzzing::decode_form(data));
