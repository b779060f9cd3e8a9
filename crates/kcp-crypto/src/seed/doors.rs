//! Doors for the tests, the fuzz targets and the benches: any backend by name. Not a stable interface.

use super::{
    Seed128,
    backend::{Backend, Kernels, on},
    kernel::{Block, Direction, Kernel as _},
    many::{self, Message},
    modes, naive,
    scalar::RoundKeys,
};

/// Every backend there is, whether this processor has it or not.
pub fn all_backends() -> impl Iterator<Item = Backend> {
    Backend::all()
}

/// Function G, slowly and obviously.
#[must_use]
pub fn naive_g(word: u32) -> u32 {
    naive::g(word)
}

/// [`super::cbc_decrypt`] by one backend.
///
/// # Panics
/// Where the processor has it not; so do all functions here.
pub fn cbc_decrypt_with(backend: Backend, seed: &Seed128, iv: &Block, blocks: &mut [Block]) {
    on!(kernels(backend), kernel => modes::cbc_decrypt(kernel, &seed.round_keys, iv, blocks));
}

/// [`super::cbc_encrypt`] by one backend.
///
/// # Panics
/// Where the processor has it not.
pub fn cbc_encrypt_with(backend: Backend, seed: &Seed128, iv: &Block, blocks: &mut [Block]) {
    super::cbc_encrypt_on(kernels(backend), &seed.round_keys, iv, blocks);
}

/// [`super::cbc_encrypt_many`] by one backend.
///
/// # Panics
/// Where the processor has it not.
pub fn cbc_encrypt_many_with(backend: Backend, messages: &mut [Message<'_>]) {
    on!(kernels(backend), kernel => many::encrypt(kernel, messages));
}

/// Every block enciphered by itself, by one backend.
///
/// # Panics
/// Where the processor has it not.
pub fn encrypt_blocks_with(backend: Backend, seed: &Seed128, blocks: &mut [Block]) {
    let keys = &seed.round_keys;
    on!(kernels(backend), kernel => modes::each(kernel, keys, Direction::Encrypt, blocks));
}

/// Every block deciphered by itself, by one backend.
///
/// # Panics
/// Where the processor has it not.
pub fn decrypt_blocks_with(backend: Backend, seed: &Seed128, blocks: &mut [Block]) {
    let keys = &seed.round_keys;
    on!(kernels(backend), kernel => modes::each(kernel, keys, Direction::Decrypt, blocks));
}

/// The key schedule by one backend.
///
/// # Panics
/// Where the processor has it not.
#[must_use]
pub fn seed_with(backend: Backend, key: &Block) -> Seed128 {
    Seed128 { round_keys: on!(kernels(backend), kernel => modes::expand(kernel, key)) }
}

/// Function G of 32 words, by one backend.
///
/// # Panics
/// Where the processor has it not.
pub fn g_with(backend: Backend, words: &mut RoundKeys) {
    on!(kernels(backend), kernel => kernel.g(words));
}

#[allow(clippy::expect_used)] // a test asks for what is there
fn kernels(backend: Backend) -> Kernels {
    Kernels::of(backend).expect("the processor has this backend")
}
