//! Bytes that are wiped on drop, compared in constant time and never printed.

use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes.
///
/// Wiped on drop; `==` takes the same time wherever the bytes differ; `Debug` prints the length
/// alone and there is no `Display`. Reading the bytes is [`Secret::expose`], so that a search for
/// that word finds every use. Every clone is wiped on its own drop.
///
/// ```
/// let key = kcp_crypto::Secret::new([7; 16]);
/// assert_eq!(format!("{key:?}"), "Secret<16>(..)");
/// assert_eq!(key, kcp_crypto::Secret::new([7; 16]));
/// ```
#[derive(Clone)]
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// Takes the bytes over. The caller's own copy, if it kept one, stays its own to wipe.
    #[must_use]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// All zero, to be filled in place by [`Secret::expose_mut`].
    pub(crate) const fn zeroed() -> Self {
        Self([0; N])
    }

    /// The bytes, for writing.
    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// The bytes, for reading.
    #[must_use]
    pub const fn expose(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret<{N}>(..)")
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> ZeroizeOnDrop for Secret<N> {}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn secrets_are_equal_only_when_every_byte_is() {
        let key = Secret::new([9; 32]);
        assert_eq!(key, key.clone());
        for at in 0..32 {
            let mut other = key.clone();
            other.expose_mut()[at] ^= 0x80;
            assert_ne!(key, other, "byte {at}");
        }
    }

    #[test]
    fn debug_prints_the_length_and_no_byte() {
        assert_eq!(format!("{:?}", Secret::new([0xab; 32])), "Secret<32>(..)");
        assert_eq!(format!("{:#?}", Secret::new([0xab; 2])), "Secret<2>(..)");
    }
}
