//! Any bytes and any text: both charsets agree with one character at a time.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kcp_codec::fuzzing::diff_euckr(data));
