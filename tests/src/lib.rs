//! The tests live in `tests/tests`; this crate holds nothing but the README's examples, which have to build.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
