//! Object identifiers: what a key file names its algorithms by.

use core::fmt;

use der::asn1::ObjectIdentifier;

/// An object identifier, printed in dotted form.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Oid(ObjectIdentifier);

impl Oid {
    /// The name an algorithm goes by, where it is one that a key file is likely to hold.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        NAMES.iter().find(|(oid, _)| *oid == self.0).map(|(_, name)| *name)
    }
}

impl From<ObjectIdentifier> for Oid {
    fn from(oid: ObjectIdentifier) -> Self {
        Self(oid)
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({})", self.0)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What stands where an algorithm has no name here.
pub(crate) const UNKNOWN: &str = "an unknown algorithm";

macro_rules! oids {
    ($($constant:ident = $oid:literal, $name:literal;)*) => {
        $(pub(crate) const $constant: ObjectIdentifier = ObjectIdentifier::new_unwrap($oid);)*
        const NAMES: &[(ObjectIdentifier, &str)] = &[$(($constant, $name),)*];
    };
}

// Schemes, derivations and PRFs of RFC 8018 and RFC 7914, PBE of RFC 7292, ciphers of NIST, and
// KISA's from RFC 4269 and RFC 5794.
oids! {
    AES_128_CBC = "2.16.840.1.101.3.4.1.2", "AES-128-CBC";
    AES_192_CBC = "2.16.840.1.101.3.4.1.22", "AES-192-CBC";
    AES_256_CBC = "2.16.840.1.101.3.4.1.42", "AES-256-CBC";
    AES_128_GCM = "2.16.840.1.101.3.4.1.6", "AES-128-GCM";
    AES_256_GCM = "2.16.840.1.101.3.4.1.46", "AES-256-GCM";
    ARIA_128_CBC = "1.2.410.200046.1.1.2", "ARIA-128-CBC";
    ARIA_192_CBC = "1.2.410.200046.1.1.7", "ARIA-192-CBC";
    ARIA_256_CBC = "1.2.410.200046.1.1.12", "ARIA-256-CBC";
    CAMELLIA_128_CBC = "1.2.392.200011.61.1.1.1.2", "CAMELLIA-128-CBC";
    CAMELLIA_192_CBC = "1.2.392.200011.61.1.1.1.3", "CAMELLIA-192-CBC";
    CAMELLIA_256_CBC = "1.2.392.200011.61.1.1.1.4", "CAMELLIA-256-CBC";
    DES_CBC = "1.3.14.3.2.7", "DES-CBC";
    DES_EDE3_CBC = "1.2.840.113549.3.7", "DES-EDE3-CBC";
    DSA = "1.2.840.10040.4.1", "DSA";
    EC = "1.2.840.10045.2.1", "EC";
    ED25519 = "1.3.101.112", "Ed25519";
    ED448 = "1.3.101.113", "Ed448";
    HMAC_SHA1 = "1.2.840.113549.2.7", "HMAC-SHA1";
    HMAC_SHA224 = "1.2.840.113549.2.8", "HMAC-SHA224";
    HMAC_SHA256 = "1.2.840.113549.2.9", "HMAC-SHA256";
    HMAC_SHA384 = "1.2.840.113549.2.10", "HMAC-SHA384";
    HMAC_SHA512 = "1.2.840.113549.2.11", "HMAC-SHA512";
    PBE_HAS160_SEED = "1.2.410.200004.1.11", "pbeWithHAS160AndSEED-CBC";
    PBE_MD2_DES = "1.2.840.113549.1.5.1", "pbeWithMD2AndDES-CBC";
    PBE_MD2_RC2 = "1.2.840.113549.1.5.4", "pbeWithMD2AndRC2-CBC";
    PBE_MD5_DES = "1.2.840.113549.1.5.3", "pbeWithMD5AndDES-CBC";
    PBE_MD5_RC2 = "1.2.840.113549.1.5.6", "pbeWithMD5AndRC2-CBC";
    PBE_SHA1_2DES = "1.2.840.113549.1.12.1.4", "pbeWithSHA1And2-KeyTripleDES-CBC";
    PBE_SHA1_3DES = "1.2.840.113549.1.12.1.3", "pbeWithSHA1And3-KeyTripleDES-CBC";
    PBE_SHA1_DES = "1.2.840.113549.1.5.10", "pbeWithSHA1AndDES-CBC";
    PBE_SHA1_RC2 = "1.2.840.113549.1.5.11", "pbeWithSHA1AndRC2-CBC";
    PBE_SHA1_RC2_40 = "1.2.840.113549.1.12.1.6", "pbeWithSHA1And40BitRC2-CBC";
    PBE_SHA1_RC2_128 = "1.2.840.113549.1.12.1.5", "pbeWithSHA1And128BitRC2-CBC";
    PBE_SHA1_RC4_40 = "1.2.840.113549.1.12.1.2", "pbeWithSHA1And40BitRC4";
    PBE_SHA1_RC4_128 = "1.2.840.113549.1.12.1.1", "pbeWithSHA1And128BitRC4";
    PBE_SHA1_SEED = "1.2.410.200004.1.15", "pbeWithSHA1AndSEED-CBC";
    PBES2 = "1.2.840.113549.1.5.13", "PBES2";
    PBKDF2 = "1.2.840.113549.1.5.12", "PBKDF2";
    RC2_CBC = "1.2.840.113549.3.2", "RC2-CBC";
    RSA = "1.2.840.113549.1.1.1", "RSA";
    RSA_PSS = "1.2.840.113549.1.1.10", "RSA-PSS";
    SCRYPT = "1.3.6.1.4.1.11591.4.11", "scrypt";
    SEED_CBC = "1.2.410.200004.1.4", "SEED-CBC";
    X25519 = "1.3.101.110", "X25519";
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_oid_has_one_name_and_prints_dotted() {
        for (at, (oid, name)) in NAMES.iter().enumerate() {
            assert_eq!(Oid(*oid).name(), Some(*name));
            assert!(NAMES.iter().skip(at + 1).all(|other| other.0 != *oid && other.1 != *name));
        }
        assert_eq!(Oid(PBE_SHA1_SEED).to_string(), "1.2.410.200004.1.15");
        assert_eq!(Oid(ObjectIdentifier::new_unwrap("1.2.3")).name(), None);
    }
}
