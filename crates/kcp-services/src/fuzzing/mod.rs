//! Entry points for the fuzz targets, the corpus replay and the tests of the field table. Not a stable interface.

#![allow(clippy::expect_used, clippy::missing_panics_doc, clippy::panic)] // a fuzz target fails by panicking

mod cases;
mod classify;
mod fields;
mod forms;
mod told;

pub use classify::{classify_answer, is_approved};
pub use fields::{longest, requests, roundtrip_fields, takes_fields, there_and_back};
pub use forms::{decode_form, parse_notice, takes_form};
