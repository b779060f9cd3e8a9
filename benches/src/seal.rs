//! Sealing: a request of twenty-five fields from text to wire beside OpenSSL; one message sealed and opened.

use std::hint::black_box;

use anyhow::Result;
use getrandom::SysRng;
use kcp_crypto::{GatewayPublicKey, SessionKey, open, seal, seal_into};

use crate::{batch::in_thread, codec::Frame, contest::Contest, wrap::PUB_KEY};

/// The whole request, and its parts.
///
/// # Errors
/// A key that does not load.
pub fn contests() -> Result<Vec<Contest>> {
    let mut request = Request::new()?;
    let len = request.frame.write()?.len();
    let ours = in_thread(move || request.write().is_some());
    let contest = Contest::new("seal/request/25", len, ours);
    #[cfg(feature = "peers")]
    let contest = {
        let (mut low, mut evp) = (peer::Request::new()?, peer::Request::new()?);
        contest
            .against("openssl", in_thread(move || low.write(crate::openssl::Wrap::low).is_ok()))
            .against("openssl evp", in_thread(move || evp.write(crate::openssl::Wrap::evp).is_ok()))
    };
    let message = vec![0x5a; MESSAGE];
    let key = SessionKey::new([0x11; SessionKey::LEN]);
    let sealed = seal(&key, &message);
    let (other, copy) = (key.clone(), message);
    Ok(vec![
        contest,
        Contest::new("seal/seal/704", MESSAGE, in_thread(move || seal(&other, black_box(&copy)))),
        Contest::new(
            "seal/open/704",
            MESSAGE,
            in_thread(move || open(&key, black_box(&sealed)).is_ok()),
        ),
    ])
}

/// A request in buffers that stay: fields, sealed frame, envelope.
#[derive(Debug)]
pub struct Request {
    gateway: GatewayPublicKey,
    frame: Frame,
    sealed: Vec<u8>,
    envelope: Vec<u8>,
}

impl Request {
    /// An empty one.
    ///
    /// # Errors
    /// A test key that does not load.
    pub fn new() -> Result<Self> {
        Ok(Self {
            gateway: GatewayPublicKey::from_pem(PUB_KEY)?,
            frame: Frame::default(),
            sealed: Vec::new(),
            envelope: Vec::new(),
        })
    }

    /// Checks, encodes and frames the fields, draws a key, seals the frame under it, wraps the key.
    pub fn write(&mut self) -> Option<(&[u8], &[u8])> {
        let frame = self.frame.write().ok()?;
        let key = SessionKey::draw(&mut SysRng).ok()?;
        self.sealed.clear();
        seal_into(&key, frame, &mut self.sealed);
        self.envelope.clear();
        self.gateway.envelope_into(&mut SysRng, &key, &mut self.envelope).ok()?;
        Some((&self.sealed, &self.envelope))
    }
}

/// A request's longest usual frame, in bytes.
const MESSAGE: usize = 704;

/// The same steps on OpenSSL.
#[cfg(feature = "peers")]
mod peer {
    use anyhow::Result;
    use kcp_crypto::Has160;

    use crate::{
        encoding,
        openssl::{Seed, Wrap, draw},
        wrap::PUB_KEY,
    };

    /// Context and key prepared, as a program would keep them.
    pub(super) struct Request {
        seed: Seed,
        wrap: Wrap,
    }

    impl Request {
        pub(super) fn new() -> Result<Self> {
            Ok(Self { seed: Seed::encryptor(&[0; 16], [0; 16], 1024)?, wrap: Wrap::new(PUB_KEY)? })
        }

        /// Fields by `encoding_rs`, keys, SEED and RSA by OpenSSL, HAS-160 by ours, which OpenSSL has not.
        pub(super) fn write(
            &mut self,
            wrap: impl for<'a> FnOnce(&'a mut Wrap, &[u8]) -> Result<&'a [u8]>,
        ) -> Result<(Vec<u8>, Vec<u8>)> {
            let frame = encoding::fields();
            let message = [&Has160::hash(&frame), frame.as_slice()].concat();
            let key = draw()?;
            let (seed, iv) = key.split_first_chunk().unwrap_or((&[0; 16], &[]));
            let iv = iv.first_chunk().unwrap_or(&[0; 16]);
            let sealed = self.seed.seal(seed, iv, &message)?.to_vec();
            let wrapped = wrap(&mut self.wrap, &key)?;
            let envelope = [&b"S"[..], &Has160::hash(&key), b"00", wrapped].concat();
            Ok((sealed, envelope))
        }
    }

    #[cfg(test)]
    mod tests {
        use getrandom::SysRng;
        use kcp_crypto::{GatewayPrivateKey, open};

        use super::*;
        use crate::codec::Frame;

        #[test]
        fn what_openssl_seals_opens_as_the_frame_of_ours() {
            let gateway = GatewayPrivateKey::generate(&mut SysRng, 1024).unwrap();
            let pem = gateway.public_key().to_pkcs1_pem();
            let mut request = Request::new().unwrap();
            request.wrap = Wrap::new(&pem).unwrap();
            // Twice: the context is used again.
            for _ in 0..2 {
                let (sealed, envelope) = request.write(Wrap::low).unwrap();
                let key = gateway.open_envelope(&envelope).unwrap();
                assert_eq!(*open(&key, &sealed).unwrap(), Frame::default().write().unwrap());
            }
        }
    }
}
