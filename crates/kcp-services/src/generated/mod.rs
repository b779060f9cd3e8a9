//! Tables made by `cargo xtask codegen` from `data/`. Nothing here is written by hand but this list of them.

pub(crate) mod codes;
pub(crate) mod fields;
pub(crate) mod result_codes;
