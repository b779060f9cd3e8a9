//! PKCS#1 v1.5 padding, type 2: a session key in a block of the modulus's length.

use rand_core::TryCryptoRng;
use zeroize::Zeroize;

use super::WrapError;
use crate::SessionKey;

/// Fills a block: `00 02`, random bytes of which none is zero, `00`, the session key.
///
/// The key is written last, so a block that a failing source leaves behind holds no secret.
/// (RFC 8017, 7.2.1)
pub(super) fn fill<R: TryCryptoRng + ?Sized>(
    block: &mut [u8],
    rng: &mut R,
    key: &SessionKey,
) -> Result<(), WrapError<R::Error>> {
    let (framed, secret) =
        block.split_last_chunk_mut::<{ SessionKey::LEN }>().ok_or(WrapError::Refused)?;
    let [first, kind, padding @ .., end] = framed else { return Err(WrapError::Refused) };
    if padding.len() < MIN_PADDING {
        return Err(WrapError::Refused);
    }
    (*first, *kind, *end) = (0, 2, 0);
    draw_non_zero(padding, rng)?;
    *secret = *key.expose();
    Ok(())
}

/// Fills with random bytes, and draws anew for each that is zero.
///
/// The places where a zero was drawn show in the time; the bytes that are used do not.
fn draw_non_zero<R: TryCryptoRng + ?Sized>(
    padding: &mut [u8],
    rng: &mut R,
) -> Result<(), WrapError<R::Error>> {
    rng.try_fill_bytes(padding).map_err(WrapError::Draw)?;
    let mut spare = [0; SPARE];
    for _ in 0..REDRAWS {
        if !padding.contains(&0) {
            spare.zeroize();
            return Ok(());
        }
        rng.try_fill_bytes(&mut spare).map_err(WrapError::Draw)?;
        let gaps = padding.iter_mut().filter(|byte| **byte == 0);
        for (gap, byte) in gaps.zip(&spare) {
            *gap = *byte;
        }
    }
    Err(WrapError::Stuck)
}

/// Least bytes of padding. (RFC 8017, 7.2.1)
const MIN_PADDING: usize = 8;

/// Bytes per further draw: the longest padding has 477 bytes, so 1.9 of them are zero on average.
const SPARE: usize = 16;

/// Further draws before a source counts as stuck. Under a key of 1024 bits the first is needed for
/// three envelopes in ten, and each one after it 256 times less often.
const REDRAWS: usize = 64;
