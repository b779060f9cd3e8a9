//! Tables made by `cargo xtask codegen`. The simulator's copy: it shares no rule with the client.

pub(crate) mod fields;
