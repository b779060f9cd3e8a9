//! The tests live in `tests/tests`; this crate holds the README's examples, which have to build, and a child
//! process for the tests to start.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
