//! Benches live in `benches/benches`; this crate holds nothing else.
