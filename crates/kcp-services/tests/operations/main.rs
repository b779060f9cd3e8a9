//! Operations against a gateway that says what the test wants: what they write, and what each answer means.

mod desk;
mod messages;
mod outcomes;
