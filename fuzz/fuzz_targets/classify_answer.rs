//! Any answer to any operation, on both wires: only a complete, matching one is ever an approval.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_services::fuzzing::classify_answer(data));
