//! Sealed messages: SEED-CBC over HAS-160 and the message, and the session key they need.

use alloc::vec::Vec;
use core::fmt;

use cipher::{
    Array, KeyInit,
    consts::{U16, U32},
};
use rand_core::TryCryptoRng;
use subtle::{
    Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater, ConstantTimeLess,
};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    Has160, Secret, Seed128,
    has160::hash_prefix,
    seed::{cbc_decrypt, cbc_encrypt},
};

/// One direction's key: a SEED key (16 bytes) and the CBC initial vector (16 bytes).
///
/// A request has two, drawn independently: one seals the request, the other is for the gateway to
/// seal its answer with. Draw a new pair for every request: a fixed initial vector under a fixed
/// key shows equal beginnings of messages. Wiped on drop, compared in constant time, never
/// printed. (legacy.md §4.3)
#[derive(Clone, Eq, PartialEq)]
pub struct SessionKey(Secret<32>);

impl SessionKey {
    /// Bytes of a session key: SEED key, then initial vector.
    pub const LEN: usize = 32;

    /// Takes 32 known bytes: SEED key (16), then initial vector (16).
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(Secret::new(bytes))
    }

    /// Draws a fresh key of 32 bytes.
    ///
    /// # Errors
    /// The source's own error, whenever it fails to fill all 32 bytes. There is no fallback.
    pub fn draw<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Self, R::Error> {
        let mut bytes = Secret::zeroed();
        rng.try_fill_bytes(bytes.expose_mut())?;
        Ok(Self(bytes))
    }

    /// The 32 bytes, for reading.
    #[must_use]
    pub const fn expose(&self) -> &[u8; Self::LEN] {
        self.0.expose()
    }

    /// The cipher and its initial vector, taken apart without copying either.
    fn cipher_and_iv(&self) -> (Seed128, &Array<u8, U16>) {
        let (key, iv) = Array::<u8, U32>::cast_from_core(self.expose()).split_ref::<U16>();
        (Seed128::new(key), iv)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

impl ZeroizeOnDrop for SessionKey {}

/// A sealed message, or a key envelope, that does not open.
///
/// Says nothing about why: a wrong key, a wrong length, bad padding and a hash that does not match
/// are one and the same to the caller.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("does not open")]
#[allow(clippy::exhaustive_structs)] // complete by definition: it has nothing to say
pub struct DoesNotOpen;

/// Seals a message: SEED-CBC over HAS-160(message), message and PKCS#7 padding.
///
/// Any length of message, none included; the answer is a multiple of 16 bytes and 21 to 36 bytes
/// longer than the message. Raw bytes: the text coding of the wire is not done here.
/// (legacy.md §4.3, `enc_data`)
#[must_use]
pub fn seal(key: &SessionKey, message: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    seal_into(key, message, &mut out);
    out
}

/// Appends to `out` what [`seal`] gives, [`sealed_len`] bytes of it.
///
/// Allocates nothing when `out` has the room. What stands in `out` stays; when `out` has to grow,
/// it grows before the message is written, so no copy of the message is left behind in memory.
///
/// ```
/// use kcp_crypto::{SessionKey, open, seal_into, sealed_len};
///
/// let key = SessionKey::draw(&mut getrandom::SysRng)?;
/// let mut body = b"enc_data=".to_vec();
/// body.reserve(sealed_len(14));
/// seal_into(&key, b"mod_type=STSC\x1f", &mut body);
/// assert_eq!(*open(&key, &body[9..])?, b"mod_type=STSC\x1f");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn seal_into(key: &SessionKey, message: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let len = sealed_len(message.len());
    out.reserve(len);
    out.extend_from_slice(&Has160::hash(message));
    out.extend_from_slice(message);
    out.resize(start + len, pad_of(message.len()));

    let (cipher, iv) = key.cipher_and_iv();
    let (_, fresh) = out.split_at_mut(start);
    let (blocks, _) = fresh.as_chunks_mut();
    cbc_encrypt(&cipher, &iv.0, blocks);
}

/// Seals the bytes of `buffer` from `start` on where they lie: as [`seal_into`], for a message that was written there.
///
/// Every byte of the message is written over. Allocates nothing when `buffer` has room for [`sealed_len`] bytes from
/// `start` on; without that room, growing leaves a copy of the message behind. A `start` behind the end is the end.
pub fn seal_tail(key: &SessionKey, buffer: &mut Vec<u8>, start: usize) {
    let start = start.min(buffer.len());
    let len = buffer.len() - start;
    let hash = Has160::hash(buffer.get(start..).unwrap_or_default());
    buffer.resize(start + sealed_len(len), pad_of(len));
    buffer.copy_within(start..start + len, start + HASH_LEN);
    let (_, tail) = buffer.split_at_mut(start);
    if let Some(head) = tail.first_chunk_mut() {
        *head = hash;
    }

    let (cipher, iv) = key.cipher_and_iv();
    let (blocks, _) = tail.as_chunks_mut();
    cbc_encrypt(&cipher, &iv.0, blocks);
}

/// Bytes of a sealed message, from the bytes of the message: hash and padding are added.
#[must_use]
pub const fn sealed_len(message: usize) -> usize {
    HASH_LEN + message + pad_of(message) as usize
}

/// Opens what [`seal`] made and gives the message; the plain text is wiped on drop.
///
/// Padding and hash are always both computed and compared, over as many bytes whatever the padding
/// says, without an early exit. So the time shows how long `sealed` is and whether it opened, and
/// nothing else of it; where SEED has no vector backend ([`seed::Backend`](crate::seed::Backend)) it
/// shows key and data too. One allocation. (legacy.md §4.3 and §4.5)
///
/// # Errors
/// [`DoesNotOpen`], whatever was wrong.
pub fn open(key: &SessionKey, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let Undecided { mut plain, len, fits } = examine(key, sealed).ok_or(DoesNotOpen)?;
    if !bool::from(fits) {
        return Err(DoesNotOpen);
    }
    plain.truncate(HASH_LEN + len);
    plain.drain(..HASH_LEN);
    Ok(plain)
}

/// What opening finds out before anything depends on it.
pub(crate) struct Undecided {
    /// Hash, message and padding.
    pub(crate) plain: Zeroizing<Vec<u8>>,
    /// Bytes of the message, if it fits.
    pub(crate) len: usize,
    /// Whether padding and hash are both right.
    pub(crate) fits: Choice,
}

/// All of [`open`] that works on secrets; `None` for a length that nothing sealed has.
pub(crate) fn examine(key: &SessionKey, sealed: &[u8]) -> Option<Undecided> {
    if sealed.len() < MIN_LEN || !sealed.len().is_multiple_of(BLOCK_LEN) {
        return None;
    }
    let mut plain = Zeroizing::new(sealed.to_vec());
    let (cipher, iv) = key.cipher_and_iv();
    let (blocks, _) = plain.as_chunks_mut();
    cbc_decrypt(&cipher, &iv.0, blocks);

    let (pad, pad_fits) = padding(&plain);
    let (hash, rest) = plain.split_at(HASH_LEN);
    // At most what there is. Wrapping, since a check of that would be a branch on the padding.
    let len = rest.len().wrapping_sub(usize::from(pad));
    let fits = pad_fits & hash_prefix(rest, len).ct_eq(hash);
    Some(Undecided { plain, len, fits })
}

/// The padding's length, and whether the padding is right.
///
/// The length is 1 where the padding is wrong, so that what follows has bytes to work on. `plain`
/// holds at least [`MIN_LEN`] bytes.
fn padding(plain: &[u8]) -> (u8, Choice) {
    let claim = plain.last().copied().unwrap_or(0);
    // Padding ends where the hash begins, however much of it is claimed.
    let room = u8::try_from(plain.len() - HASH_LEN).unwrap_or(u8::MAX).min(BLOCK_LEN_U8);
    let mut fits = !claim.ct_eq(&0) & !claim.ct_gt(&room);
    for (back, byte) in (0..BLOCK_LEN_U8).zip(plain.iter().rev()) {
        // A byte is padding when fewer than `claim` bytes follow it.
        fits &= byte.ct_eq(&claim) | !back.ct_lt(&claim);
    }
    (u8::conditional_select(&1, &claim, fits), fits)
}

/// Bytes of padding behind a message, 1 to 16; each of them holds this number. (PKCS#7)
const fn pad_of(message: usize) -> u8 {
    // Sixteen at most, so it fits a byte.
    #[allow(clippy::cast_possible_truncation)]
    {
        (BLOCK_LEN - (HASH_LEN + message) % BLOCK_LEN) as u8
    }
}

/// SEED's block, in bytes.
const BLOCK_LEN: usize = 16;
const BLOCK_LEN_U8: u8 = 16;
/// HAS-160's digest, in bytes.
const HASH_LEN: usize = 20;
/// The digest and at least one byte of padding, in whole blocks.
const MIN_LEN: usize = 32;
