//! An operation and some of its fields: what fits comes back as it went, what does not is refused by name.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_services::fuzzing::roundtrip_fields(data));
