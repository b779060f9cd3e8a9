//! The operations whose instructions are counted: nothing random in them, so that two counts of one build agree.

use std::hint::black_box;

use anyhow::Result;
use kcp_crypto::{SessionKey, open, seal};

use crate::{codec, inputs::ANSWER};

/// An operation, ready to be done.
pub type Ready = Box<dyn FnMut()>;

/// How one is made ready.
pub type Prepare = fn() -> Result<Ready>;

/// All, by name.
pub const OPERATIONS: [(&str, Prepare); 4] = [
    ("codec/encode_fields/25", encode_fields),
    ("codec/read_answer/texts", read_answer),
    ("seal/open/704", open_704),
    ("seal/seal/704", seal_704),
];

fn encode_fields() -> Result<Ready> {
    let mut frame = codec::Frame::default();
    Ok(Box::new(move || {
        let _ = black_box(frame.write());
    }))
}

fn read_answer() -> Result<Ready> {
    let answer = codec::wire(ANSWER)?;
    Ok(Box::new(move || {
        black_box(codec::texts(black_box(&answer)));
    }))
}

fn open_704() -> Result<Ready> {
    let sealed = seal(&key(), &[0x5a; 704]);
    Ok(Box::new(move || {
        let _ = black_box(open(&key(), black_box(&sealed)));
    }))
}

#[allow(clippy::unnecessary_wraps)] // as the others
fn seal_704() -> Result<Ready> {
    let message = vec![0x5a; 704];
    Ok(Box::new(move || {
        black_box(seal(&key(), black_box(&message)));
    }))
}

fn key() -> SessionKey {
    SessionKey::new([0x11; SessionKey::LEN])
}
