//! A cut before every byte of request and answer: each way, each operation, each framing of an answer.

use kcp_sim::Framing;

use crate::{
    campaign::{self, Ending},
    deed::Deed,
    desk::Way,
    relay::Action,
    settings::Settings,
    table::Table,
};

/// Plays the endings at every place, or at every `rough`th where not all of them are asked for.
async fn play(endings: Vec<Ending>, rough: usize) -> Table {
    let step = Settings::read().step(rough);
    let mut cases = Vec::new();
    for ending in endings {
        cases.extend(campaign::endings(&ending, step).await);
    }
    let table = campaign::play(cases).await;
    println!("{table}");
    table.check();
    table
}

/// A cut of each of these operations, whose answers have a length.
fn cuts(way: Way, deeds: &[Deed]) -> Vec<Ending> {
    let cut = |deed: &Deed| Ending::new(way, *deed, Action::Cut, Framing::ContentLength);
    deeds.iter().map(cut).collect()
}

/// The ways in which a connection ends besides a cut.
fn other_endings(way: Way) -> Vec<Ending> {
    let ending = |action| Ending::new(way, Deed::Charge, action, Framing::ContentLength);
    [Action::Reset, Action::HalfClose].map(ending).into()
}

/// An answer that was cut before its last byte is never known, and one that came whole always is.
#[track_caller]
fn only_the_whole_answer_is_known(table: &Table, endings: &[Ending]) {
    for ending in endings {
        let answer = table.row(&ending.row("answer"));
        let rest = answer.runs - answer.approved;
        assert_eq!((answer.approved, answer.unknown), (1, rest), "{}", ending.row("answer"));
        assert!(rest > 2);
        let request = table.row(&ending.row("request"));
        assert_eq!((request.approved, request.declined), (0, 0), "{}", ending.row("request"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cut_of_a_charge_on_the_socket() {
    let endings = cuts(Way::Socket, &[Deed::Charge]);
    let table = play(endings.clone(), 1).await;
    only_the_whole_answer_is_known(&table, &endings);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_every_operation_on_the_socket() {
    let endings = cuts(Way::Socket, &Deed::ALL);
    let table = play(endings.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &endings);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_answers_in_chunks_and_without_a_length() {
    let endings: Vec<Ending> = [Framing::Chunked, Framing::UntilClose]
        .map(|framing| Ending::new(Way::Socket, Deed::Charge, Action::Cut, framing))
        .into();
    let table = play(endings.clone(), 13).await;
    only_the_whole_answer_is_known(&table, &endings);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_through_the_child() {
    let endings = cuts(Way::Module, &[Deed::Charge, Deed::Cancel]);
    let table = play(endings.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &endings);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_inside_tls() {
    let endings = cuts(Way::Plaintext, &Deed::ALL);
    let table = play(endings.clone(), 37).await;
    only_the_whole_answer_is_known(&table, &endings);
}

#[tokio::test(flavor = "multi_thread")]
async fn cuts_of_tls_are_not_sent_until_it_stands() {
    let endings = cuts(Way::Ciphertext, &Deed::ALL);
    let table = play(endings.clone(), 37).await;
    for ending in &endings {
        let answer = table.row(&ending.row("answer"));
        assert!(answer.not_sent > 0 && answer.unknown > 0 && answer.approved > 0, "{answer:?}");
        assert!(table.row(&ending.row("request")).not_sent > 0);
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
