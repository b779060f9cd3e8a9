//! The operations whose instructions are counted: nothing random in them, so that two counts of one build agree.

use std::hint::black_box;

use anyhow::{Result, ensure};
use kcp_crypto::{
    Seed128, SessionKey,
    cipher::KeyInit as _,
    fuzzing::{cbc_decrypt_with, cbc_encrypt_many_with},
    open, seal,
    seed::{Backend, Message, cbc_encrypt},
};

use crate::{
    codec,
    inputs::{ANSWER, SEED_KEY},
    seed::blocks,
};

/// An operation, ready to be done.
pub type Ready = Box<dyn FnMut()>;

/// How one is made ready.
pub type Prepare = fn() -> Result<Ready>;

/// All, by name.
pub const OPERATIONS: [(&str, Prepare); 10] = [
    ("codec/encode_fields/25", encode_fields),
    ("codec/read_answer/texts", read_answer),
    ("seal/open/704", open_704),
    ("seal/seal/704", seal_704),
    ("seed/cbc_decrypt/16384/avx2", || decrypt(Backend::Avx2)),
    ("seed/cbc_decrypt/16384/scalar", || decrypt(Backend::Scalar)),
    ("seed/cbc_encrypt/704", encrypt),
    ("seed/cbc_encrypt_many/16x704/avx2", || encrypt_many(Backend::Avx2)),
    ("seed/cbc_encrypt_many/16x704/scalar", || encrypt_many(Backend::Scalar)),
    ("seed/key_schedule", key_schedule),
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

fn decrypt(backend: Backend) -> Result<Ready> {
    needs(backend)?;
    let (seed, mut blocks) = (seed(), blocks(16 * 1024));
    Ok(Box::new(move || cbc_decrypt_with(backend, &seed, &SEED_KEY, black_box(&mut blocks))))
}

#[allow(clippy::unnecessary_wraps)] // as the others
fn encrypt() -> Result<Ready> {
    let (seed, mut blocks) = (seed(), blocks(704));
    Ok(Box::new(move || cbc_encrypt(&seed, &SEED_KEY, black_box(&mut blocks))))
}

fn encrypt_many(backend: Backend) -> Result<Ready> {
    needs(backend)?;
    let (seed, mut data) = (seed(), vec![blocks(704); 16]);
    Ok(Box::new(move || {
        let message = |blocks| Message::new(&seed, SEED_KEY, blocks);
        let mut messages: Vec<_> = data.iter_mut().map(|blocks| message(blocks)).collect();
        cbc_encrypt_many_with(backend, black_box(&mut messages));
    }))
}

#[allow(clippy::unnecessary_wraps)] // as the others
fn key_schedule() -> Result<Ready> {
    Ok(Box::new(|| {
        black_box(Seed128::new(black_box(&SEED_KEY.into())));
    }))
}

fn needs(backend: Backend) -> Result<()> {
    let is_there = Backend::available().any(|known| known == backend);
    ensure!(is_there, "this processor has no {}", backend.name());
    Ok(())
}

fn seed() -> Seed128 {
    Seed128::new(&SEED_KEY.into())
}

fn key() -> SessionKey {
    SessionKey::new([0x11; SessionKey::LEN])
}
