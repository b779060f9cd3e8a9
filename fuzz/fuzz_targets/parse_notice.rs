//! Any bytes as a notice of KCP's, in either charset: what is read can be written and read again as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_services::fuzzing::parse_notice(data));
