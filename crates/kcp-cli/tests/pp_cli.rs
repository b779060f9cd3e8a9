//! The drop-in module as a process: its bytes, its exit statuses, its log, what the gateway sees of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)] // helpers of tests are tests

#[path = "pp_cli/answers.rs"]
mod answers;
#[path = "pp_cli/gateway.rs"]
mod gateway;
#[path = "pp_cli/logs.rs"]
mod logs;
#[path = "pp_cli/program.rs"]
mod program;
#[path = "pp_cli/refusals.rs"]
mod refusals;
#[path = "pp_cli/requests.rs"]
mod requests;
#[path = "pp_cli/shop.rs"]
mod shop;
#[path = "pp_cli/simulator.rs"]
mod simulator;
#[path = "pp_cli/usage.rs"]
mod usage;
