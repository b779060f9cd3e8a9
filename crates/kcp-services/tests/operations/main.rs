//! Operations against a gateway that says what the test wants: what they write, and what each answer means.

#![allow(clippy::unwrap_used)] // the whole target is a test

mod answers;
mod changes;
mod contradictions;
mod desk;
mod escrow;
mod hostile;
mod messages;
mod outcomes;
mod receipts;
mod wire;
