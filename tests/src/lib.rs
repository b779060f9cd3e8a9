//! The tests live in `tests/tests`; this crate holds nothing else.
