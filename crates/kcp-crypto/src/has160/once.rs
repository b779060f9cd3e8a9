//! The digest of bytes that are all there: no buffer, and no copy but of what the blocks leave over.

use zeroize::optimization_barrier;

use super::{hidden::MARK, rounds, tables::START};

/// HAS-160 of `bytes`.
pub(super) fn hash(bytes: &[u8]) -> [u8; 20] {
    let (blocks, rest) = bytes.as_chunks();
    let mut chain = START;
    for block in blocks {
        rounds::compress(&mut chain, block);
    }

    // What is left, the mark, and the length in bits at the end of this block, or of the next if it has no room.
    let mut tail = [[0; 64]; 2];
    let (ends, _) = tail.split_at_mut(if rest.len() < 56 { 1 } else { 2 });
    let (message, behind) = ends.as_flattened_mut().split_at_mut(rest.len());
    message.copy_from_slice(rest);
    if let [mark, .., b0, b1, b2, b3, b4, b5, b6, b7] = behind {
        *mark = MARK;
        let bits = u64::try_from(bytes.len()).unwrap_or_default().wrapping_mul(8);
        [*b0, *b1, *b2, *b3, *b4, *b5, *b6, *b7] = bits.to_le_bytes();
    }
    for block in &*ends {
        rounds::compress(&mut chain, block);
    }

    let mut out = [0; 20];
    for (bytes, word) in out.as_chunks_mut().0.iter_mut().zip(chain) {
        *bytes = word.to_le_bytes();
    }
    // Session keys are hashed too.
    tail = [[0; 64]; 2];
    chain = [0; 5];
    optimization_barrier(&tail);
    optimization_barrier(&chain);
    out
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use digest::Digest;

    use crate::Has160;

    #[test]
    fn every_length_gives_what_pieces_give() {
        let bytes: Vec<u8> = (0..=255).cycle().take(300).map(|byte: u8| !byte).collect();
        for len in 0..300 {
            let mut pieces = Has160::new();
            bytes[..len].chunks(7).for_each(|piece| pieces.update(piece));
            assert_eq!(Has160::hash(&bytes[..len]), pieces.finalize().0, "{len}");
        }
    }
}
