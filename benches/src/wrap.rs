//! The key envelope under a key of 1024 bits, beside `rsa` and OpenSSL.

use std::hint::black_box;

use anyhow::Result;
use getrandom::SysRng;
use kcp_crypto::{GatewayPublicKey, SessionKey};
use rsa::{Pkcs1v15Encrypt, RsaPublicKey, pkcs1::DecodeRsaPublicKey as _};

use crate::{batch::in_thread, contest::Contest};

/// A test key of this project.
pub const PUB_KEY: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/kcp-crypto/tests/vectors/test_gateway.pub.pem"
));

/// Wrapping 32 bytes. Ours also hashes them and writes the 23 bytes in front; everyone draws its own padding.
///
/// # Errors
/// A key that does not load.
pub fn contests() -> Result<Vec<Contest>> {
    let key = GatewayPublicKey::from_pem(PUB_KEY)?;
    let session = SessionKey::new(SESSION);
    let mut out = Vec::new();
    let ours = in_thread(move || {
        out.clear();
        key.envelope_into(&mut SysRng, black_box(&session), &mut out)
    });
    let theirs = RsaPublicKey::from_pkcs1_pem(PUB_KEY)?;
    let rsa = in_thread(move || {
        theirs.encrypt(&mut rsa::rand_core::UnwrapErr(SysRng), Pkcs1v15Encrypt, black_box(&SESSION))
    });
    let contest = Contest::new("wrap/envelope/1024", SESSION.len(), ours).against("rsa", rsa);
    #[cfg(feature = "peers")]
    let contest = {
        let (mut low, mut evp) =
            (crate::openssl::Wrap::new(PUB_KEY)?, crate::openssl::Wrap::new(PUB_KEY)?);
        contest
            .against("openssl", in_thread(move || low.low(black_box(&SESSION)).map(<[u8]>::len)))
            .against(
                "openssl evp",
                in_thread(move || evp.evp(black_box(&SESSION)).map(<[u8]>::len)),
            )
    };
    Ok(vec![contest])
}

const SESSION: [u8; SessionKey::LEN] = [0x11; SessionKey::LEN];

#[cfg(all(test, feature = "peers"))]
mod tests {
    use kcp_crypto::GatewayPrivateKey;

    use super::*;

    #[test]
    fn what_openssl_wraps_is_what_the_gateway_opens() {
        let gateway = GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS).unwrap();
        let pem = gateway.public_key().to_pkcs1_pem();
        let mut openssl = crate::openssl::Wrap::new(&pem).unwrap();
        let session = SessionKey::new(SESSION);
        let envelope = gateway.public_key().envelope(&mut SysRng, &session).unwrap();
        let head = &envelope[..23];
        for low in [true, false] {
            let wrapped = if low { openssl.low(&SESSION) } else { openssl.evp(&SESSION) };
            let theirs = [head, wrapped.unwrap()].concat();
            assert_eq!(gateway.open_envelope(&theirs).unwrap(), session);
        }
    }
}
