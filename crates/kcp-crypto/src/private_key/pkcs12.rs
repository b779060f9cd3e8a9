//! PKCS#12's way from a passphrase to key and initial vector, with SHA-1. (RFC 7292, appendix B)

use alloc::vec::Vec;

use digest::Digest;
use sha1::Sha1;
use zeroize::Zeroizing;

/// What the derived bytes are for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
}

/// Fills `out` from passphrase, salt and iterations.
pub(super) fn derive(
    passphrase: &[u8],
    salt: &[u8],
    iterations: u32,
    purpose: Purpose,
    out: &mut [u8],
) {
    // SALT and PASS repeated to whole blocks, as one number to add to: step 4 and 5.
    let passphrase = utf16(passphrase);
    let mut input = Zeroizing::new(Vec::with_capacity(
        salt.len().next_multiple_of(BLOCK_LEN) + passphrase.len().next_multiple_of(BLOCK_LEN),
    ));
    for part in [salt, &passphrase] {
        input.extend(part.iter().cycle().take(part.len().next_multiple_of(BLOCK_LEN)));
    }

    for chunk in out.chunks_mut(HASH_LEN) {
        let first = Sha1::new_with_prefix([purpose as u8; BLOCK_LEN]).chain_update(&*input);
        let mut hash = Zeroizing::new(<[u8; HASH_LEN]>::from(first.finalize()));
        for _ in 1..iterations {
            *hash = Sha1::digest(*hash).into();
        }
        for (to, from) in chunk.iter_mut().zip(*hash) {
            *to = from;
        }
        // Step 6C: every block of the input, plus the hash repeated to a block, plus one.
        for block in input.chunks_mut(BLOCK_LEN) {
            let added = hash.iter().cycle().take(BLOCK_LEN);
            let added: Zeroizing<Vec<u8>> = Zeroizing::new(added.copied().collect());
            let mut carry = 1;
            for (byte, more) in block.iter_mut().zip(&*added).rev() {
                let sum = u16::from(*byte) + u16::from(*more) + carry;
                let [high, low] = sum.to_be_bytes();
                *byte = low;
                carry = u16::from(high);
            }
        }
    }
}

/// The passphrase as big-endian UTF-16 with a terminator: from UTF-8, or else from Latin-1.
fn utf16(passphrase: &[u8]) -> Zeroizing<Vec<u8>> {
    // A byte of either makes one unit at most, and the terminator is one more.
    let mut units = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
    match str::from_utf8(passphrase) {
        Ok(text) => units.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Err(_) => units.extend(passphrase.iter().flat_map(|byte| [0, *byte])),
    }
    units.extend([0, 0]);
    units
}

/// SHA-1's digest, in bytes.
const HASH_LEN: usize = 20;
/// SHA-1's block, in bytes.
const BLOCK_LEN: usize = 64;
