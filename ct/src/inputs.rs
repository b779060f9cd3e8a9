//! Keys, messages and a random source that are the same on every run.

use std::convert::Infallible;

use kcp_crypto::{
    GatewayPublicKey, SessionKey,
    rand_core::{TryCryptoRng, TryRng},
};

/// SplitMix64: the bytes of test inputs.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Fills with bytes.
    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            let [low, ..] = self.next().to_le_bytes();
            *byte = low;
        }
    }

    /// A session key.
    pub(crate) fn key(&mut self) -> SessionKey {
        let mut bytes = [0; SessionKey::LEN];
        self.fill(&mut bytes);
        SessionKey::new(bytes)
    }

    /// A message of [`MESSAGE`] bytes.
    pub(crate) fn message(&mut self) -> Vec<u8> {
        let mut bytes = vec![0; MESSAGE];
        self.fill(&mut bytes);
        bytes
    }
}

/// A random source without a zero, so that padding takes one draw. The padding is not the secret here.
pub(crate) struct NoZeros;

impl TryRng for NoZeros {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0xa5a5_a5a5)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0xa5a5_a5a5_a5a5_a5a5)
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        dst.fill(0xa5);
        Ok(())
    }
}

impl TryCryptoRng for NoZeros {}

/// The public key that the vectors of kcp-crypto were made with.
#[allow(clippy::expect_used)] // a file of this repository
pub(crate) fn gateway() -> GatewayPublicKey {
    GatewayPublicKey::from_pem(include_str!(
        "../../crates/kcp-crypto/tests/vectors/test_gateway.pub.pem"
    ))
    .expect("the vector is a key")
}

/// The planted leak: a compare that ends at the first difference, as nobody should write it.
#[inline(never)]
pub(crate) fn early_exit(one: &[u8], two: &[u8]) -> bool {
    for (one, two) in one.iter().zip(two) {
        if one != two {
            return false;
        }
    }
    true
}

/// Bytes of a message: seven blocks with hash and padding.
pub(crate) const MESSAGE: usize = 90;
