//! The guides' own examples: every answer parses into the typed values, every request is what its operation writes.
//! The examples are in `tests/vectors/guides/answers.json`, each with its section.

#![allow(clippy::unwrap_used, clippy::panic)] // the whole target is a test

mod answers;
mod requests;
mod settings;
mod vector;
