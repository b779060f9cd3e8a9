//! A client of the PG-API written by hand from `https.md`: TLS, HTTP/1.1 and JSON, one request per connection.

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use ::aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64ct::{Base64, Encoding as _};
use kcp_codec::SiteCode;
use kcp_sim::Builder;
use serde_json::{Map, Value};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore, SupportedProtocolVersion,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName, pem::PemObject as _},
        version,
    },
};

use super::{Desk, desk_with};

/// A gateway with its PG-API.
pub fn api_desk() -> Desk {
    api_desk_with(|builder| builder)
}

pub fn api_desk_with(change: impl FnOnce(Builder) -> Builder) -> Desk {
    desk_with(|builder| change(builder.pg_api((Ipv4Addr::LOCALHOST, 0).into())))
}

/// What came back.
pub struct Response {
    pub bytes: Vec<u8>,
}

impl Response {
    pub fn head(&self) -> String {
        let at = self.bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        String::from_utf8(self.bytes[..at].to_vec()).unwrap()
    }

    /// The body, out of its chunks if it came in chunks.
    pub fn body(&self) -> Vec<u8> {
        let mut rest = &self.bytes[self.head().len() + 4..];
        if !self.head().contains("transfer-encoding: chunked") {
            return rest.to_vec();
        }
        let mut body = Vec::new();
        while let Some(at) = rest.windows(2).position(|window| window == b"\r\n") {
            let size =
                usize::from_str_radix(std::str::from_utf8(&rest[..at]).unwrap(), 16).unwrap();
            if size == 0 {
                break;
            }
            body.extend_from_slice(&rest[at + 2..at + 2 + size]);
            rest = &rest[at + 4 + size..];
        }
        body
    }

    pub fn status(&self) -> u16 {
        self.head().split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub fn json(&self) -> Map<String, Value> {
        serde_json::from_slice(&self.body()).unwrap()
    }

    pub fn get(&self, name: &str) -> String {
        match self.json().get(name) {
            Some(Value::String(text)) => text.clone(),
            other => panic!("{name}: {other:?}"),
        }
    }

    pub fn code(&self) -> String {
        self.get("res_cd")
    }
}

impl Desk {
    /// Sends bytes over TLS and reads until the server closes.
    pub fn tls(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        ca: &str,
        bytes: &[u8],
    ) -> io::Result<Response> {
        self.tls_within(versions, ca, bytes, Duration::from_secs(10))
    }

    /// As [`Desk::tls`], with another limit for the answer.
    pub fn tls_within(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        ca: &str,
        bytes: &[u8],
        limit: Duration,
    ) -> io::Result<Response> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let address = self.gateway().pg_api_address().unwrap();
        self.runtime.block_on(async {
            let stream = TcpStream::connect(address).await?;
            let name = ServerName::from(address.ip());
            let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
            stream.write_all(bytes).await?;
            let mut answer = Vec::new();
            match timeout(limit, stream.read_to_end(&mut answer)).await? {
                Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
                _ => Ok(Response { bytes: answer }),
            }
        })
    }

    pub fn http(&self, method: &str, path: &str, body: &str) -> Response {
        let ca = self.gateway().ca_pem().unwrap();
        self.tls(&[&version::TLS13], &ca, request(method, path, body).as_bytes()).unwrap()
    }

    /// Posts `a=b|c=d` as JSON, with site and certificate of T0000.
    pub fn post(&self, path: &str, pairs: &str) -> Response {
        self.http("POST", path, &self.json(pairs))
    }

    pub fn json(&self, pairs: &str) -> String {
        let identity = self.gateway().service_certificate(t0000()).unwrap();
        let mut object = Map::new();
        object.insert("site_cd".into(), "T0000".into());
        object.insert("kcp_cert_info".into(), identity.certificate_pem.replace('\n', "").into());
        for pair in pairs.split('|').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            object.insert(name.into(), value.into());
        }
        Value::Object(object).to_string()
    }

    /// A change or an inquiry, signed for `last`.
    pub fn signed(&self, path: &str, tno: &str, name: &str, last: &str, more: &str) -> Response {
        let signature = self.sign(&format!("T0000^{tno}^{last}"));
        self.post(path, &format!("tno={tno}|{name}={last}|kcp_sign_data={signature}|{more}"))
    }

    pub fn sign(&self, target: &str) -> String {
        let identity = self.gateway().service_certificate(t0000()).unwrap();
        let pem = identity.private_key_pem.lines().filter(|line| !line.starts_with('-'));
        let der = Base64::decode_vec(&pem.collect::<String>()).unwrap();
        let key = RsaKeyPair::from_pkcs8(&der).unwrap();
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), target.as_bytes(), &mut signature)
            .unwrap();
        Base64::encode_string(&signature)
    }
}

pub fn request(method: &str, path: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

pub fn t0000() -> SiteCode {
    SiteCode::parse("T0000").unwrap()
}
