//! A cut before every byte of request and answer: each way, each operation, each framing of an answer. And whatever else
//! can happen at one place, at every place.

use kcp_sim::Framing;

use crate::{
    campaign::{self, Sweep},
    deed::Deed,
    desk::Way,
    relay::Action,
    settings::Settings,
    table::Table,
};

/// Plays the sweeps at every place, or at every `rough`th where not all of them are asked for.
async fn play(sweeps: Vec<Sweep>, rough: usize) -> Table {
    let step = Settings::read().step(rough);
    let mut cases = Vec::new();
    for sweep in sweeps {
        cases.extend(campaign::everywhere(&sweep, step).await);
    }
    let table = campaign::play(cases).await;
    println!("{table}");
    table.check();
    table
}

/// A cut of each of these operations, whose answers have a length.
fn cuts(way: Way, deeds: &[Deed]) -> Vec<Sweep> {
    let cut = |deed: &Deed| Sweep::new(way, *deed, Action::Cut, Framing::ContentLength);
    deeds.iter().map(cut).collect()
}

/// The ways in which a connection ends besides a cut.
fn other_endings(way: Way) -> Vec<Sweep> {
    let ending = |action| Sweep::new(way, Deed::Charge, action, Framing::ContentLength);
    [Action::Reset, Action::HalfClose].map(ending).into()
}

/// An answer that was cut before its last byte is never known, and one that came whole always is.
#[track_caller]
fn only_the_whole_answer_is_known(table: &Table, sweeps: &[Sweep]) {
    for sweep in sweeps {
        let answer = table.row(&sweep.row("answer"));
        let rest = answer.runs - answer.approved;
        assert_eq!(
            (answer.approved, answer.unknown),
            (1, rest),
            "{}: {answer:?}",
            sweep.row("answer")
        );
        assert!(rest > 2);
        let request = table.row(&sweep.row("request"));
        assert_eq!((request.approved, request.declined), (0, 0), "{}", sweep.row("request"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_of_a_charge_on_the_socket() {
    let sweeps = cuts(Way::Socket, &[Deed::Charge]);
    let table = play(sweeps.clone(), 1).await;
    only_the_whole_answer_is_known(&table, &sweeps);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_every_operation_on_the_socket() {
    let sweeps = cuts(Way::Socket, &Deed::ALL);
    let table = play(sweeps.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &sweeps);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_answers_in_chunks_and_without_a_length() {
    let sweeps: Vec<Sweep> = [Framing::Chunked, Framing::UntilClose]
        .map(|framing| Sweep::new(Way::Socket, Deed::Charge, Action::Cut, framing))
        .into();
    let table = play(sweeps.clone(), 13).await;
    only_the_whole_answer_is_known(&table, &sweeps);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_through_the_child() {
    let sweeps = cuts(Way::Module, &[Deed::Charge, Deed::Cancel]);
    let table = play(sweeps.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &sweeps);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_inside_tls() {
    let sweeps = cuts(Way::Plaintext, &Deed::ALL);
    let table = play(sweeps.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &sweeps);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_tls_are_not_sent_until_it_stands() {
    let sweeps = cuts(Way::Ciphertext, &Deed::ALL);
    let table = play(sweeps.clone(), 61).await;
    for sweep in &sweeps {
        let answer = table.row(&sweep.row("answer"));
        assert!(answer.not_sent > 0 && answer.unknown > 0 && answer.approved > 0, "{answer:?}");
        assert!(table.row(&sweep.row("request")).not_sent > 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn resets_and_half_closes_on_the_socket() {
    play(other_endings(Way::Socket), 37).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resets_and_half_closes_inside_tls() {
    play(other_endings(Way::Plaintext), 37).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resets_and_half_closes_of_tls() {
    play(other_endings(Way::Ciphertext), 37).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_anywhere_on_the_socket() {
    // Of a digit the lowest bit makes another digit: an order's number and its amount stay what they must look like.
    let flip = |deed| Sweep::new(Way::Socket, deed, Action::Flip(0), Framing::ContentLength);
    // The order's number has eleven bytes, so that one of them is among the places however rough they are.
    play([Deed::Charge, Deed::Approve, Deed::Cancel].map(flip).into(), 11).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_too_many_anywhere_on_the_socket() {
    let more = |action| Sweep::new(Way::Socket, Deed::Charge, action, Framing::ContentLength);
    play([Action::Duplicate(1), Action::Garbage(1, b'0')].map(more).into(), 37).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_anywhere_in_tls() {
    let flip = Sweep::new(Way::Ciphertext, Deed::Charge, Action::Flip(0), Framing::ContentLength);
    let table = play(vec![flip.clone()], 37).await;
    let answer = table.row(&flip.row("answer"));
    assert!(answer.not_sent > 0 && answer.unknown > 0, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_anywhere_through_the_child() {
    let flip = Sweep::new(Way::Module, Deed::Charge, Action::Flip(0), Framing::ContentLength);
    play(vec![flip], 37).await;
}
