//! An answer off the socket: whole or in two pieces it ends the same, and only a sealed one is a reply.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_transport::fuzzing::decode_answer(data));
