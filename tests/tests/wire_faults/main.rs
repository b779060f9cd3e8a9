//! Real clients and the real simulator with a relay between them that cuts, resets, stalls, damages and repeats what
//! goes by. After each run the client's verdict is held against what went by and against the simulator's book.
//!
//! `cargo xtask faults` plays all of it; without its settings a part is played that takes less than a minute.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // the whole target is a test
#![allow(clippy::indexing_slicing, clippy::print_stdout)] // and its table is for whoever started it

mod books;
mod campaign;
mod cuts;
mod deed;
mod desk;
mod oracle;
mod relay;
mod seed;
mod settings;
mod table;

use crate::{desk::Way, settings::Settings};

/// Each seed's script on every way and for every operation.
#[tokio::test(flavor = "multi_thread")]
async fn scripts_from_seeds() {
    let settings = Settings::read();
    let cases = campaign::random(settings.seeds(24), &Way::ALL).await;
    if settings.is_replay() {
        for case in &cases {
            println!("{:?} {:?}: {}", case.way, case.deed, case.script);
        }
    }
    let table = campaign::play(cases).await;
    println!("{table}");
    table.check();
}
