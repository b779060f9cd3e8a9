//! What several test targets share, a child process for them to start, and the README's examples, which have to build.
//! The tests live in `tests/tests`.

#![allow(clippy::panic)] // helpers of tests are tests

pub mod canary;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
