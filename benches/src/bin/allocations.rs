//! Counts the allocations of one request that is encoded and sealed in buffers that were used before.
//!
//! `allocations` TAB operation TAB count TAB bytes.

#![allow(clippy::print_stdout)] // that is what it is for

use std::alloc::System;

use anyhow::{Context as _, Result};
use kcp_benches::{codec::Frame, seal::Request};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<()> {
    let mut frame = Frame::default();
    frame.write()?;
    count("encode_fields", || frame.write().ok().map(<[u8]>::len))?;
    let mut request = Request::new()?;
    request.write().context("no request")?;
    count("encode_and_seal", || request.write().map(|(sealed, _)| sealed.len()))
}

/// Prints what the operation allocates or grows.
fn count(operation: &str, run: impl FnOnce() -> Option<usize>) -> Result<()> {
    let region = Region::new(COUNTING);
    let done = run();
    let change = region.change();
    done.context("the operation failed")?;
    let count = change.allocations + change.reallocations;
    println!("allocations\t{operation}\t{count}\t{}", change.bytes_allocated);
    Ok(())
}
