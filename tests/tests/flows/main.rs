//! Shops against the simulated gateway over real sockets, a module per group of operations. One target, so that the
//! whole client is linked once.

#![allow(clippy::unwrap_used, clippy::panic)] // the whole target is a test

mod blocking;
mod composite;
mod escrow;
mod legacy;
mod mailbox;
mod notice;
mod pg_api;
mod receipt;
mod refund;
mod service;
mod shop;
mod signing;
mod spans;
mod undo;
mod window;
