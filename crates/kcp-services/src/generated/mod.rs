//! Tables made by `cargo xtask codegen` from `data/`. Nothing here is written by hand but this line and the next.

pub(crate) mod fields;
pub(crate) mod result_codes;
