//! A key and anything: opened as a slow twin opens it, sealed and opened again, and never with a changed bit.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_crypto::fuzzing::open_sealed(data));
