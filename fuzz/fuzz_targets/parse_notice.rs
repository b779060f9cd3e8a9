//! Any bytes as a notice of KCP's: what is read stands there once, and a stranger's is not taken.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_services::fuzzing::parse_notice(data));
