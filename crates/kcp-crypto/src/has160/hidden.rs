//! The digest of a message whose length is a secret: the padding behind it is not told from it.

use subtle::{ConditionallySelectable, ConstantTimeLess};
use zeroize::Zeroizing;

use super::{Has160Core, rounds};

/// HAS-160 of the first `len` bytes, of which at most [`REACH`] are left out.
///
/// The time shows how many bytes there are, and not how many of them are the message. So whoever
/// times an opening does not learn the length of the padding, right or wrong.
pub(crate) fn hash_prefix(bytes: &[u8], len: usize) -> [u8; 20] {
    // What is message under every length, in whole blocks.
    let sure = bytes.len().saturating_sub(REACH) / 64 * 64;
    let (blocks, rest) = bytes.split_at(sure);
    let mut core = Has160Core::default();
    for block in blocks.as_chunks().0 {
        rounds::compress(&mut core.chain, block);
    }

    // At most 63 + REACH bytes, the mark and eight of the length: two blocks.
    let mut tail = Zeroizing::new([[0; 64]; 2]);
    #[allow(clippy::cast_possible_truncation)] // below 80; a checked conversion would branch
    let end = len.wrapping_sub(sure) as u32;
    for ((at, out), byte) in (0_u32..).zip(tail.as_flattened_mut()).zip(rest.iter().chain([&0])) {
        let inside = below(at, end);
        *out = (byte & inside) | (MARK & !inside & below(at, end.wrapping_add(1)));
    }
    let bits = u64::try_from(len).unwrap_or_default().wrapping_mul(8).to_le_bytes();
    let is_short = end.ct_lt(&56);
    let [first, second] = &mut *tail;
    let (_, place) = first.split_at_mut(56);
    for (out, byte) in place.iter_mut().zip(bits) {
        *out |= u8::conditional_select(&0, &byte, is_short);
    }
    let (_, place) = second.split_at_mut(56);
    place.copy_from_slice(&bits);

    // Both are worked; the second counts for nothing where the first is the last.
    rounds::compress(&mut core.chain, first);
    let short = core.chain;
    rounds::compress(&mut core.chain, second);
    let mut out = [0; 20];
    for ((bytes, short), long) in out.as_chunks_mut().0.iter_mut().zip(short).zip(core.chain) {
        *bytes = u32::conditional_select(&long, &short, is_short).to_le_bytes();
    }
    out
}

/// All ones where `a < b`, else zero. Both are far below 2^31.
const fn below(a: u32, b: u32) -> u8 {
    let [.., top] = a.wrapping_sub(b).to_le_bytes();
    0_u8.wrapping_sub(top >> 7)
}

/// Bytes that may be left out: the longest padding of a block cipher's message.
pub(crate) const REACH: usize = 16;

/// The byte behind a message, as in MD5.
pub(super) const MARK: u8 = 0x80;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::Has160;

    #[test]
    fn every_length_within_reach_has_the_digest_of_the_bytes_before_it() {
        let bytes: Vec<u8> = (0..=255).cycle().take(400).map(|byte: u8| !byte).collect();
        for total in 0..400 {
            for left_out in 0..=REACH.min(total) {
                let len = total - left_out;
                let want = Has160::hash(&bytes[..len]);
                assert_eq!(hash_prefix(&bytes[..total], len), want, "{len} of {total}");
            }
        }
    }
}
