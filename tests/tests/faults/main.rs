//! Real clients and the real simulator with a relay between them that cuts, resets, stalls, damages and repeats what
//! goes by. After each run the client's verdict is held against what went by and against the simulator's book.
//!
//! `cargo xtask faults` plays all of it; without its settings a part is played that takes less than a minute.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // the whole target is a test
#![allow(clippy::indexing_slicing, clippy::print_stdout)] // and its table is for whoever started it

mod books;
mod campaign;
mod deed;
mod desk;
mod oracle;
mod relay;
mod seed;
mod settings;
mod table;

use kcp_sim::Framing;

use crate::{
    deed::Deed,
    desk::{Desk, Way},
    oracle::Wrong,
    relay::{Action, Direction, Script},
    settings::Settings,
    table::Table,
};

/// Plays every cut of an operation on a way, and says how often what was said.
async fn every_cut(way: Way, deeds: &[Deed], framings: &[Framing], rough: usize) -> Table {
    let step = Settings::read().step(rough);
    let mut cases = Vec::new();
    for deed in deeds {
        for framing in framings {
            cases.extend(campaign::cuts(way, *deed, *framing, step).await);
        }
    }
    let table = campaign::play(cases).await;
    println!("{table}");
    table.check();
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_on_the_socket() {
    every_cut(Way::Socket, &Deed::ALL, &[Framing::ContentLength], 31).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_through_the_child() {
    every_cut(Way::Module, &[Deed::Charge, Deed::Cancel], &[Framing::ContentLength], 31).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_inside_tls() {
    every_cut(Way::Plaintext, &Deed::ALL, &[Framing::ContentLength], 31).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_of_tls() {
    every_cut(Way::Ciphertext, &Deed::ALL, &[Framing::ContentLength], 31).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_from_seeds() {
    let seeds = Settings::read().seeds(24);
    let table = campaign::play(campaign::random(seeds, &Way::ALL).await).await;
    println!("{table}");
    table.check();
}
