//! Any bytes as an answer off the socket, cut in any way; and as its text, sealed, damaged and in the clear.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_transport::fuzzing::read_legacy_reply(data));
