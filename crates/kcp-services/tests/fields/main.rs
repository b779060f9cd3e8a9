//! The field table against what it is for: every row on its own, every type, and every message that an operation writes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // the whole target is a test

mod operations;
mod rows;
mod types;
