//! NPKI's PBE: how Korean public certificates' keys were encrypted before PBES2.
//!
//! What is certain: RFC 4269 §3 gives pbeWithSHA1AndSEED-CBC (1.2.410.200004.1.15) its identifier
//! and its parameters, salt and iterations, and sends the reader to PBKDF1 for the rest. PBKDF1
//! with SHA-1 gives 20 bytes, four too few for SEED's key and initial vector. Every public reader
//! found takes the first 16 as the key, and as the vector the first 16 bytes of SHA-1 over the last
//! four: nine programs in C, C#, Java, JavaScript and Python, one of them tried on a real key. KISA's
//! own document (KCAC.TS.ENC) was not read.
//!
//! What is less certain: SEED-CBC's identifier (1.2.410.200004.1.4) used as the scheme itself, with
//! the same parameters and one initial vector for everybody. Two readers have `0123456789012345`
//! there, which is taken; a third has the same without its first digit, 15 bytes that no cipher
//! takes. No file of this form was seen.
//!
//! Whether KCP ever issued a key in either form is not known. (https.md §4)

use digest::Digest;
use sha1::Sha1;

use super::scheme::NpkiIv;
use crate::Secret;

/// Key and initial vector.
pub(super) fn derive(
    passphrase: &[u8],
    salt: &[u8],
    iterations: u32,
    iv: NpkiIv,
) -> (Secret<16>, Secret<16>) {
    // PBKDF1, RFC 8018 §5.1.
    let mut hash =
        Secret::new(Sha1::new().chain_update(passphrase).chain_update(salt).finalize().into());
    for _ in 1..iterations {
        let next = Sha1::digest(hash.expose()).into();
        *hash.expose_mut() = next;
    }
    let hash: &[u8; 20] = hash.expose();
    let (key, rest) = hash.split_at(16);
    let iv = match iv {
        NpkiIv::Derived => first16(&Sha1::digest(rest)),
        NpkiIv::Fixed => Secret::new(*FIXED_IV),
    };
    (first16(key), iv)
}

/// The first 16 of 16 or more bytes.
fn first16(bytes: &[u8]) -> Secret<16> {
    let mut out = Secret::zeroed();
    for (to, from) in out.expose_mut().iter_mut().zip(bytes) {
        *to = *from;
    }
    out
}

/// The initial vector of keys that name SEED-CBC itself as their scheme.
const FIXED_IV: &[u8; 16] = b"0123456789012345";
