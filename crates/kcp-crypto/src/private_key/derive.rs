//! PBES2's two ways from a passphrase to a key: PBKDF2 and scrypt.

use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::Sha256;

use super::{
    PrivateKeyError,
    open::{Limits, check_iterations},
    scheme::{Kdf, Prf},
};

impl Kdf<'_> {
    /// Fills `key`, after a look at what it would cost.
    pub(super) fn derive(
        &self,
        passphrase: &[u8],
        key: &mut [u8],
        limits: &Limits,
    ) -> Result<(), PrivateKeyError> {
        match *self {
            Self::Pbkdf2 { salt, iterations, prf } => {
                let rounds = check_iterations(iterations, limits)?;
                match prf {
                    Prf::HmacSha1 => pbkdf2_hmac::<Sha1>(passphrase, salt, rounds, key),
                    Prf::HmacSha256 => pbkdf2_hmac::<Sha256>(passphrase, salt, rounds, key),
                }
                Ok(())
            }
            Self::Scrypt { salt, n, r, p } => {
                let parameters = check_scrypt(n, r, p, limits)?;
                scrypt::scrypt(passphrase, salt, &parameters, key)
                    .map_err(|_| PrivateKeyError::Malformed)
            }
        }
    }
}

/// Checks scrypt's parameters before the `scrypt` crate sees them: it multiplies `r` and `p`
/// without looking.
fn check_scrypt(
    n: u64,
    r: u64,
    p: u64,
    limits: &Limits,
) -> Result<scrypt::Params, PrivateKeyError> {
    if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
        return Err(PrivateKeyError::Malformed);
    }
    let product = |factors: [u64; 3]| {
        factors.into_iter().try_fold(BLOCK_LEN, u64::checked_mul).unwrap_or(u64::MAX)
    };
    let memory = product([n, r, 1]).saturating_add(product([r, p, 1]));
    if memory > limits.scrypt_memory {
        return Err(PrivateKeyError::Limit { resource: "memory" });
    }
    if product([n, r, p]) > limits.scrypt_memory.saturating_mul(WORK_PER_MEMORY) {
        return Err(PrivateKeyError::Limit { resource: "work" });
    }
    // Both are below 2^24 now.
    let (Ok(log_n), Ok(r), Ok(p)) = (u8::try_from(n.ilog2()), r.try_into(), p.try_into()) else {
        return Err(PrivateKeyError::Malformed);
    };
    scrypt::Params::new(log_n, r, p).map_err(|_| PrivateKeyError::Malformed)
}

/// Bytes of scrypt's block per unit of `r`. (RFC 7914 §2)
const BLOCK_LEN: u64 = 128;
/// How often scrypt may go over the memory it is allowed: some seconds.
const WORK_PER_MEMORY: u64 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private_key::LIMITS;

    #[test]
    fn scrypt_takes_what_the_limits_allow_and_no_more() {
        let refuses = |n, r, p| check_scrypt(n, r, p, &LIMITS).err();
        for (n, r, p) in [(16384, 8, 1), (2, 1, 1), (1 << 17, 8, 1), (1 << 18, 4, 6)] {
            assert_eq!(refuses(n, r, p), None, "{n} {r} {p}");
        }
        let memory = Some(PrivateKeyError::Limit { resource: "memory" });
        let work = Some(PrivateKeyError::Limit { resource: "work" });
        for (n, r, p) in [
            (1 << 18, 8, 1),
            (1 << 21, 1, 1),
            (2, 1 << 20, 1),
            (1 << 63, 1, 1),
            (2, u64::MAX, 1),
            (2, 1, u64::MAX),
            (2, 1 << 31, 1 << 31),
        ] {
            assert_eq!(refuses(n, r, p), memory, "{n} {r} {p}");
        }
        for (n, r, p) in [(1 << 17, 8, 9), (1 << 10, 1, 1 << 14)] {
            assert_eq!(refuses(n, r, p), work, "{n} {r} {p}");
        }
        for (n, r, p) in [(0, 8, 1), (1, 8, 1), (3, 8, 1), (2, 0, 1), (2, 1, 0)] {
            assert_eq!(refuses(n, r, p), Some(PrivateKeyError::Malformed), "{n} {r} {p}");
        }
    }
}
