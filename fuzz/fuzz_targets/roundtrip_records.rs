//! Groups read from any bytes or made of typed fields: written and read again as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_codec::fuzzing::roundtrip_records(data));
