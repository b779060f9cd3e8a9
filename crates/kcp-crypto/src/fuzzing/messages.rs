//! Sealed messages, held to a slow twin.

use alloc::vec::Vec;

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

use crate::{Has160, Seed128, SessionKey, open, seal};

/// Key (32 bytes) and anything. As a sealed message it opens or not as the twin says, and what opens seals back to
/// itself. As a message it comes back from its seal, and from no seal with a changed byte. As a message and an end,
/// sealed with that end in the place of the padding, it opens only where the end is padding.
pub fn open_sealed(data: &[u8]) {
    let Some((bytes, rest)) = data.split_first_chunk::<32>() else { return };
    let (key, twin) = (SessionKey::new(*bytes), Twin::new(bytes));

    let opened = open(&key, rest).ok().map(|message| message.to_vec());
    assert_eq!(opened, twin.open(rest), "opened as the twin opens it");
    if let Some(message) = opened {
        assert_eq!(seal(&key, &message), rest, "sealed again");
    }

    let sealed = seal(&key, rest);
    assert_eq!(open(&key, &sealed).as_deref().map(Vec::as_slice), Ok(rest));
    let number =
        rest.iter().fold(5381, |hash: usize, &byte| hash.wrapping_mul(33) ^ usize::from(byte));
    let mut damaged = sealed.clone();
    if let Some(byte) = damaged.get_mut((number >> 3) % sealed.len()) {
        *byte ^= 1 << (number % 8);
    }
    assert!(open(&key, &damaged).is_err(), "a changed bit goes unseen");

    // The last byte says how much of the rest is the end.
    let Some((&len, rest)) = rest.split_last() else { return };
    let (message, end) = rest.split_at(rest.len().saturating_sub(usize::from(len % 40)));
    let mut plain = [&Has160::hash(message)[..], message, end].concat();
    plain.truncate(plain.len() / 16 * 16);
    let forged = twin.encrypt(&plain);
    let opened = open(&key, &forged).ok().map(|message| message.to_vec());
    assert_eq!(opened, twin.open(&forged), "an end that is no padding");
}

/// CBC block by block, the padding byte by byte. That a block is right is [`diff_seed`](super::diff_seed)'s affair.
struct Twin {
    cipher: Seed128,
    iv: [u8; 16],
}

impl Twin {
    fn new(key: &[u8; 32]) -> Self {
        let (mut cipher, mut iv) = ([0; 16], [0; 16]);
        for (place, byte) in cipher.iter_mut().chain(&mut iv).zip(key) {
            *place = *byte;
        }
        Self { cipher: Seed128::new(&cipher.into()), iv }
    }

    fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        let mut last = self.iv;
        let blocks = plain.as_chunks::<16>().0.iter().flat_map(|block| {
            let mut next = xor(*block, last).into();
            self.cipher.encrypt_block(&mut next);
            last = next.0;
            last
        });
        blocks.collect()
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (blocks, []) = sealed.as_chunks::<16>() else { return None };
        let befores = [self.iv].into_iter().chain(blocks.iter().copied());
        let plain: Vec<u8> = blocks
            .iter()
            .zip(befores)
            .flat_map(|(block, before)| {
                let mut bare = (*block).into();
                self.cipher.decrypt_block(&mut bare);
                xor(bare.0, before)
            })
            .collect();
        let pad = usize::from(*plain.last()?);
        let body = plain.get(..plain.len().checked_sub(pad)?)?;
        let padding = plain.get(body.len()..)?;
        let (hash, message) = body.split_at_checked(20)?;
        let is_padding =
            (1..=16).contains(&pad) && padding.iter().all(|&byte| usize::from(byte) == pad);
        (is_padding && hash == Has160::hash(message)).then(|| message.to_vec())
    }
}

fn xor(mut one: [u8; 16], other: [u8; 16]) -> [u8; 16] {
    for (byte, more) in one.iter_mut().zip(other) {
        *byte ^= more;
    }
    one
}
