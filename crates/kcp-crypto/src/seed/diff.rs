//! Every backend against the naive twin, on bytes from a fuzzer.

use alloc::vec::Vec;

use cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

use super::{
    Message, Seed128,
    backend::Backend,
    doors::{
        cbc_decrypt_with, cbc_encrypt_many_with, cbc_encrypt_with, decrypt_blocks_with,
        encrypt_blocks_with, seed_with,
    },
    kernel::{Block, xor},
    naive::NaiveSeed128,
};

/// The body of the fuzz target: see [`crate::fuzzing::diff_seed`].
pub(crate) fn seed(data: &[u8]) {
    let Some((key, rest)) = data.split_first_chunk::<16>() else { return };
    let (blocks, _) = rest.as_chunks::<16>();
    let naive = NaiveSeed128::new(*key);
    let expected = Expected {
        encrypted: blocks.iter().map(|block| naive.encrypt(*block)).collect(),
        decrypted: blocks.iter().map(|block| naive.decrypt(*block)).collect(),
        opened: chained(*key, blocks, |chain, block| xor(chain, naive.decrypt(block))),
    };

    let seed = Seed128::new(&(*key).into());
    let mut traits = blocks.to_vec();
    seed.encrypt_blocks(Array::cast_slice_from_core_mut(&mut traits));
    assert_eq!(traits, expected.encrypted);
    seed.decrypt_blocks(Array::cast_slice_from_core_mut(&mut traits));
    assert_eq!(traits, blocks);

    for backend in Backend::available() {
        let seed = seed_with(backend, key);
        assert_eq!(seed.round_keys(), naive.round_keys(), "{backend:?}");
        agrees(backend, &seed, key, blocks, &expected);
        many_agree(backend, &seed, key, blocks);
    }
}

/// What the naive twin makes of the blocks.
struct Expected {
    encrypted: Vec<Block>,
    decrypted: Vec<Block>,
    opened: Vec<Block>,
}

/// Blocks with the sealed block before each; the key is the initial vector.
fn chained(iv: Block, blocks: &[Block], open: impl Fn(Block, Block) -> Block) -> Vec<Block> {
    let before = core::iter::once(&iv).chain(blocks);
    before.zip(blocks).map(|(chain, block)| open(*chain, *block)).collect()
}

fn agrees(backend: Backend, seed: &Seed128, iv: &Block, blocks: &[Block], expected: &Expected) {
    let done = |work: &dyn Fn(&mut [Block])| {
        let mut copy = blocks.to_vec();
        work(&mut copy);
        copy
    };
    let encrypted = done(&|blocks| encrypt_blocks_with(backend, seed, blocks));
    assert_eq!(encrypted, expected.encrypted, "{backend:?}");
    let decrypted = done(&|blocks| decrypt_blocks_with(backend, seed, blocks));
    assert_eq!(decrypted, expected.decrypted, "{backend:?}");
    let opened = done(&|blocks| cbc_decrypt_with(backend, seed, iv, blocks));
    assert_eq!(opened, expected.opened, "{backend:?}");
    let mut sealed = opened;
    cbc_encrypt_with(backend, seed, iv, &mut sealed);
    assert_eq!(sealed, blocks, "{backend:?}");
}

/// Messages of many lengths, under two keys in turn, beside each other and alone.
fn many_agree(backend: Backend, first: &Seed128, iv: &Block, blocks: &[Block]) {
    let second = seed_with(backend, &xor(*iv, [0x5a; 16]));
    // The blocks' own bytes say where a message ends.
    let lengths = |block: &Block, _: &Block| block.first().is_some_and(|byte| byte & 3 != 0);
    let seeds = || [first, &second].into_iter().cycle();
    let (mut together, mut alone) = (blocks.to_vec(), blocks.to_vec());
    let mut messages: Vec<_> = together
        .chunk_by_mut(lengths)
        .zip(seeds())
        .map(|(blocks, seed)| Message::new(seed, *iv, blocks))
        .collect();
    cbc_encrypt_many_with(backend, &mut messages);
    // The lengths are in the plain text, so they are the same here.
    for (blocks, seed) in alone.chunk_by_mut(lengths).zip(seeds()) {
        cbc_encrypt_with(Backend::Scalar, seed, iv, blocks);
    }
    assert_eq!(together, alone, "{backend:?}");
}
