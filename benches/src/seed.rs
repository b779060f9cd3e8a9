//! SEED-128 in CBC, each backend that the machine has, beside OpenSSL, `kisaseed` and the naive twin.

use std::hint::black_box;

use anyhow::Result;
use cipher_0_4::{BlockDecrypt as _, BlockEncrypt as _, KeyInit as _};
use kcp_crypto::{
    Seed128,
    cipher::KeyInit as _,
    fuzzing::{NaiveSeed128, cbc_decrypt_with, cbc_encrypt_many_with},
    seed::{Backend, Message, cbc_encrypt},
};

use crate::{
    batch::{Batch, in_thread},
    contest::Contest,
    inputs::SEED_KEY,
};

/// Every case. The schedule of the key is made before, on all sides, but where it is what is measured.
///
/// # Errors
/// An OpenSSL without SEED.
pub fn contests() -> Result<Vec<Contest>> {
    let mut all = Vec::new();
    for backend in Backend::available() {
        for len in [MESSAGE, LONG] {
            all.push(decrypt(backend, len)?);
        }
        all.push(encrypt_many(backend)?);
    }
    for len in [64, MESSAGE, LONG] {
        all.push(encrypt(len)?);
    }
    let ours = in_thread(|| Seed128::new(black_box(&SEED_KEY.into())));
    let theirs = in_thread(|| kisaseed::SEED::new(black_box(&SEED_KEY.into())));
    all.push(Contest::new("seed/key_schedule", BLOCK, ours).against("kisaseed", theirs));
    Ok(all)
}

fn decrypt(backend: Backend, len: usize) -> Result<Contest> {
    let (seed, mut blocks) = (seed(), blocks(len));
    let ours = in_thread(move || cbc_decrypt_with(backend, &seed, &IV, black_box(&mut blocks)));
    let name = format!("seed/cbc_decrypt/{len}/{}", backend.name());
    let contest = Contest::new(name, len, ours).against("kisaseed", kisaseed_decrypt(len));
    #[cfg(feature = "peers")]
    let contest = {
        let mut theirs = crate::openssl::Seed::decryptor(&SEED_KEY, IV, len)?;
        let data = vec![BYTE; len];
        contest.against(
            "openssl",
            in_thread(move || theirs.decrypt(black_box(&data)).map(<[u8]>::len)),
        )
    };
    Ok(contest)
}

fn encrypt(len: usize) -> Result<Contest> {
    let (seed, mut data) = (seed(), blocks(len));
    let ours = in_thread(move || cbc_encrypt(&seed, &IV, black_box(&mut data)));
    let mut contest = Contest::new(format!("seed/cbc_encrypt/{len}"), len, ours)
        .against("kisaseed", kisaseed_encrypt(len));
    if len < MESSAGE {
        let naive = NaiveSeed128::new(SEED_KEY);
        let mut data = blocks(len);
        let chain = move || chain(&mut data, |block| naive.encrypt(block));
        contest = contest.against("naive", in_thread(chain));
    }
    #[cfg(feature = "peers")]
    let contest = {
        let mut theirs = crate::openssl::Seed::encryptor(&SEED_KEY, IV, len)?;
        let data = vec![BYTE; len];
        contest.against(
            "openssl",
            in_thread(move || theirs.encrypt(black_box(&data)).map(<[u8]>::len)),
        )
    };
    Ok(contest)
}

/// Sixteen messages, each under a key of its own. OpenSSL takes them one after the other, each in its own context.
fn encrypt_many(backend: Backend) -> Result<Contest> {
    let seeds: Vec<_> = keys().map(|key| Seed128::new(&key.into())).collect();
    let mut data = vec![blocks(MESSAGE); MANY];
    let ours = in_thread(move || {
        let pairs = seeds.iter().zip(&mut data);
        let mut messages: Vec<_> =
            pairs.map(|(seed, blocks)| Message::new(seed, IV, blocks)).collect();
        cbc_encrypt_many_with(backend, black_box(&mut messages));
    });
    let name = format!("seed/cbc_encrypt_many/{MANY}x{MESSAGE}/{}", backend.name());
    let contest = Contest::new(name, MANY * MESSAGE, ours);
    #[cfg(feature = "peers")]
    let contest = {
        let mut theirs = keys()
            .map(|key| crate::openssl::Seed::encryptor(&key, IV, MESSAGE))
            .collect::<Result<Vec<_>>>()?;
        let data = vec![BYTE; MESSAGE];
        let all = move || {
            let len = |seed: &mut crate::openssl::Seed| seed.encrypt(&data).map(<[u8]>::len);
            theirs.iter_mut().map(len).sum::<Result<usize>>()
        };
        contest.against("openssl", in_thread(all))
    };
    Ok(contest)
}

fn kisaseed_decrypt(len: usize) -> Batch {
    let (seed, mut data) = (kisaseed::SEED::new(&SEED_KEY.into()), blocks(len));
    in_thread(move || {
        let mut before = IV;
        for block in black_box(&mut data) {
            let sealed = *block;
            seed.decrypt_block(block.into());
            *block = xor(*block, before);
            before = sealed;
        }
    })
}

fn kisaseed_encrypt(len: usize) -> Batch {
    let (seed, mut data) = (kisaseed::SEED::new(&SEED_KEY.into()), blocks(len));
    in_thread(move || {
        chain(&mut data, |mut block| {
            seed.encrypt_block((&mut block).into());
            block
        });
    })
}

/// CBC over a cipher of one block.
fn chain(blocks: &mut [[u8; BLOCK]], encrypt: impl Fn([u8; BLOCK]) -> [u8; BLOCK]) {
    let mut before = IV;
    for block in black_box(blocks) {
        *block = encrypt(xor(*block, before));
        before = *block;
    }
}

fn xor(one: [u8; BLOCK], other: [u8; BLOCK]) -> [u8; BLOCK] {
    (u128::from_ne_bytes(one) ^ u128::from_ne_bytes(other)).to_ne_bytes()
}

fn seed() -> Seed128 {
    Seed128::new(&SEED_KEY.into())
}

fn keys() -> impl Iterator<Item = [u8; BLOCK]> {
    (0..).take(MANY).map(|at| SEED_KEY.map(|byte| byte ^ at))
}

/// Blocks of a message of `len` bytes.
pub(crate) fn blocks(len: usize) -> Vec<[u8; BLOCK]> {
    vec![[BYTE; BLOCK]; len / BLOCK]
}

const BLOCK: usize = 16;
const IV: [u8; BLOCK] = SEED_KEY;
const BYTE: u8 = 0x5a;

/// A usual request, sealed.
const MESSAGE: usize = 704;
const LONG: usize = 16 * 1024;
const MANY: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Vec<[u8; BLOCK]> {
        let mut data = blocks(MESSAGE);
        cbc_encrypt(&seed(), &IV, &mut data);
        data
    }

    #[test]
    fn the_ciphers_measured_give_the_same_bytes() {
        let (naive, theirs) = (NaiveSeed128::new(SEED_KEY), kisaseed::SEED::new(&SEED_KEY.into()));
        let mut data = blocks(MESSAGE);
        chain(&mut data, |block| naive.encrypt(block));
        assert_eq!(data, ours());
        let mut data = blocks(MESSAGE);
        chain(&mut data, |mut block| {
            theirs.encrypt_block((&mut block).into());
            block
        });
        assert_eq!(data, ours());
        for backend in Backend::available() {
            let mut data = ours();
            cbc_decrypt_with(backend, &seed(), &IV, &mut data);
            assert_eq!(data, blocks(MESSAGE), "{}", backend.name());
        }
    }

    #[cfg(feature = "peers")]
    #[test]
    fn openssl_gives_the_same_bytes_every_time() {
        let mut openssl = crate::openssl::Seed::encryptor(&SEED_KEY, IV, MESSAGE).unwrap();
        let mut back = crate::openssl::Seed::decryptor(&SEED_KEY, IV, MESSAGE).unwrap();
        for _ in 0..2 {
            assert_eq!(openssl.encrypt(&[BYTE; MESSAGE]).unwrap(), ours().as_flattened());
            assert_eq!(back.decrypt(ours().as_flattened()).unwrap(), [BYTE; MESSAGE]);
        }
    }
}
