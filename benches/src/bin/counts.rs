//! Does one named operation where Callgrind can count its instructions, and nothing else: `counts [name]`.
//!
//! Without a name it tells the backend of SEED and lists the names. Callgrind counts inside of [`measured`] alone, so the operation is done once
//! before, and nothing in it is random.

#![allow(clippy::print_stdout)] // that is what it is for

use std::hint::black_box;

use anyhow::{Context as _, Result, bail};
use kcp_benches::counted::OPERATIONS;
use kcp_crypto::seed::Backend;

fn main() -> Result<()> {
    let Some(name) = std::env::args().nth(1) else {
        println!("{}", Backend::best().name());
        for (name, _) in OPERATIONS {
            println!("{name}");
        }
        return Ok(());
    };
    let Some((_, operation)) = OPERATIONS.iter().find(|(known, _)| *known == name) else {
        bail!("no operation {name:?}");
    };
    let mut operation = operation().with_context(|| name.clone())?;
    operation();
    measured(&mut operation);
    Ok(())
}

/// What Callgrind is told to count: `--toggle-collect=*measured*`.
#[inline(never)]
fn measured(operation: &mut dyn FnMut()) {
    black_box(operation)();
}
