//! A TLS server on loopback that does as it is told, and tells what it saw.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ALL_VERSIONS, HandshakeKind, ServerConfig, SupportedProtocolVersion,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer},
        version::TLS12,
    },
    server::TlsStream,
};

/// An issuer of certificates.
pub(super) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn root() -> Self {
        let (key, params) = (KeyPair::generate().unwrap(), Self::params());
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// An issuer that this one vouches for.
    pub(super) fn intermediate(&self) -> Self {
        let (key, params) = (KeyPair::generate().unwrap(), Self::params());
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    fn params() -> CertificateParams {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(rcgen::DnType::CommonName, "a test authority");
        params
    }

    pub(super) fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub(super) fn der(&self) -> CertificateDer<'static> {
        self.certificate.der().clone()
    }

    /// A server's certificate, after `change`.
    pub(super) fn issue(&self, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let (key, mut params) = (KeyPair::generate().unwrap(), leaf());
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity::new(&certificate, &key)
    }
}

/// The parameters of a good server certificate.
fn leaf() -> CertificateParams {
    let mut params = CertificateParams::new(["127.0.0.1".into(), "localhost".into()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// What a server shows and signs with.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    fn new(certificate: &Certificate, key: &KeyPair) -> Self {
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        Self { chain: vec![certificate.der().clone()], key }
    }

    #[cfg(target_os = "linux")]
    /// One certificate and its key that may stand on both ends of a chain.
    pub(super) fn root_and_server_pem() -> (String, String) {
        let (key, mut params) = (KeyPair::generate().unwrap(), leaf());
        params.distinguished_name.push(rcgen::DnType::CommonName, "root and server");
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    }

    #[cfg(target_os = "linux")]
    pub(super) fn from_pem(certificate: &str, key: &str) -> Self {
        use tokio_rustls::rustls::pki_types::pem::PemObject as _;

        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
        Self { chain: vec![certificate], key }
    }

    /// Vouched for by nobody but itself.
    pub(super) fn self_signed() -> Self {
        let key = KeyPair::generate().unwrap();
        Self::new(&leaf().self_signed(&key).unwrap(), &key)
    }
}

/// What a server does with a request.
#[derive(Clone)]
pub(super) enum Then {
    /// Writes these bytes and waits for the next request.
    Answer(Vec<u8>),
    /// Reads so many bytes of a request, and hangs up without a word.
    CloseAfter(usize),
    /// Writes these bytes and closes, as TLS has it.
    Close(Vec<u8>),
    /// Writes these bytes and hangs up without a word.
    Cut(Vec<u8>),
    /// Writes these bytes, one at a time, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// Writes the first bytes and then the others again and again, for as long as they are taken.
    Endless(Vec<u8>, Vec<u8>),
    /// Reads on and says nothing.
    Hang,
}

/// One connection, told when it has ended.
#[derive(Debug)]
pub(super) struct Seen {
    /// Whether the TLS handshake came to its end.
    pub(super) handshake: bool,
    /// Whether it took up an earlier session, so that no certificate was shown and no signature made.
    pub(super) resumed: bool,
    /// Every application byte.
    pub(super) bytes: Vec<u8>,
    /// Whole requests.
    pub(super) requests: usize,
}

pub(super) struct Server {
    pub(super) address: SocketAddr,
    seen: mpsc::UnboundedReceiver<Seen>,
}

impl Server {
    pub(super) async fn start(identity: Identity, then: Then) -> Self {
        Self::start_with(acceptor(identity, ALL_VERSIONS), then).await
    }

    /// A server that offers nothing newer than TLS 1.2.
    pub(super) async fn start_tls12(identity: Identity, then: Then) -> Self {
        Self::start_with(acceptor(identity, &[&TLS12]), then).await
    }

    async fn start_with(acceptor: TlsAcceptor, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, seen) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, then, tell) = (acceptor.clone(), then.clone(), tell.clone());
                tokio::spawn(async move {
                    let _ = tell.send(serve(&acceptor, stream, &then).await);
                });
            }
        });
        Self { address, seen }
    }

    /// The next connection that has ended; they all end soon, since nobody keeps one.
    pub(super) async fn seen(&mut self) -> Seen {
        let seen = timeout(Duration::from_secs(20), self.seen.recv()).await;
        seen.expect("a connection does not end").unwrap()
    }

    /// Whether nobody came, so far.
    pub(super) fn is_untouched(&mut self) -> bool {
        self.seen.try_recv().is_err()
    }
}

pub(super) fn acceptor(
    identity: Identity,
    versions: &[&'static SupportedProtocolVersion],
) -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain, identity.key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

pub(super) async fn serve(acceptor: &TlsAcceptor, stream: TcpStream, then: &Then) -> Seen {
    let mut seen = Seen { handshake: false, resumed: false, bytes: Vec::new(), requests: 0 };
    if let Ok(mut stream) = acceptor.accept(stream).await {
        seen.handshake = true;
        seen.resumed = stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed);
        while converse(&mut stream, &mut seen, then).await.is_some() {}
    }
    seen
}

/// One request and what follows; nothing when the connection is done with.
async fn converse(stream: &mut TlsStream<TcpStream>, seen: &mut Seen, then: &Then) -> Option<()> {
    let limit = if let Then::CloseAfter(limit) = then { *limit } else { usize::MAX };
    let start = seen.bytes.len();
    while !whole(&seen.bytes[start..]) {
        read(stream, &mut seen.bytes, limit).await?;
        if seen.bytes.len() == limit {
            return None;
        }
    }
    seen.requests += 1;
    match then {
        Then::Answer(bytes) => {
            write(stream, bytes).await?;
            Some(())
        }
        Then::Close(bytes) => {
            write(stream, bytes).await?;
            let _ = stream.shutdown().await;
            None
        }
        Then::CloseAfter(_) => None,
        Then::Cut(bytes) => {
            write(stream, bytes).await?;
            None
        }
        Then::Drip(bytes, pause) => {
            for byte in bytes {
                sleep(*pause).await;
                write(stream, &[*byte]).await?;
            }
            None
        }
        Then::Endless(first, again) => {
            write(stream, first).await?;
            loop {
                write(stream, again).await?;
            }
        }
        Then::Hang => loop {
            read(stream, &mut seen.bytes, usize::MAX).await?;
        },
    }
}

async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    out: &mut Vec<u8>,
    limit: usize,
) -> Option<()> {
    let mut buffer = [0; 4_096];
    let want = buffer.len().min(limit - out.len());
    match stream.read(&mut buffer[..want]).await {
        Ok(0) | Err(_) => None,
        Ok(len) => {
            out.extend_from_slice(&buffer[..len]);
            Some(())
        }
    }
}

async fn write(stream: &mut TlsStream<TcpStream>, bytes: &[u8]) -> Option<()> {
    stream.write_all(bytes).await.ok()?;
    stream.flush().await.ok()
}

/// Whether a request is there with all of its body.
fn whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
