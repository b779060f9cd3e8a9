//! From settings to a client: merchant, keys and the way to KCP.

use std::{
    env, fs,
    io::Write as _,
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::Mutex,
};

use anyhow::{Context as _, Result, anyhow, bail};
use kcp_codec::{SiteCode, SiteKey};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{Client, Merchant, channel::OverSocket};
use kcp_transport::{
    Endpoint, Environment, GatewayPublicKey, Hosts, WireLog, api::Https, legacy::Gateway,
    module::Module,
};
use zeroize::Zeroizing;

use crate::{
    channel::Channel,
    clock::now,
    config::{Kind, Settings, Way, endpoint},
};

/// A client of the socket channel.
pub type SocketClient = Client<OverSocket<Channel>>;

/// A client of the PG-API.
pub type ApiClient = Client<Https>;

impl Settings {
    /// Which way an operation goes that both channels know: as set, or the PG-API if there is a certificate and no
    /// public key of the gateway's.
    #[must_use]
    pub fn way(&self) -> Way {
        let api =
            self.file.cert.is_some() && self.file.pub_key.is_none() && self.file.module.is_none();
        self.file.channel.unwrap_or(if api { Way::Api } else { Way::Socket })
    }

    /// The client of the socket channel.
    ///
    /// # Errors
    /// A missing setting, with the three ways to give it, or one that is not valid.
    pub fn socket_client(&self) -> Result<SocketClient> {
        let environment = self.environment()?;
        let merchant =
            self.named(Merchant::new(environment.clone(), self.site()?, self.site_key()?)?)?;
        let log = self.wire_log()?;
        let channel = match &self.file.module {
            Some(program) => {
                Channel::Module(self.module(&environment, program)?.with_wire_log(log))
            }
            None => {
                Channel::Gateway(Gateway::new(&environment, self.public_key()?).with_wire_log(log))
            }
        };
        Ok(Client::without_ledger(merchant, OverSocket(channel), now))
    }

    /// The merchant, for what asks nobody and holds no secret.
    ///
    /// # Errors
    /// A site code or an environment that is missing, or two that do not go together.
    pub fn merchant(&self) -> Result<Merchant> {
        Ok(Merchant::without_secrets(self.environment()?, self.site()?)?)
    }

    /// The client of the PG-API.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn api_client(&self) -> Result<ApiClient> {
        let environment = self.environment()?;
        let mut merchant = Merchant::with_service_certificate(
            environment.clone(),
            self.site()?,
            self.certificate()?,
        )?;
        if self.file.key.is_some() {
            merchant = merchant.and_signing_key(self.signing_key()?)?;
        }
        Ok(Client::without_ledger(merchant, self.https()?, now))
    }

    /// The way to the PG-API.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn https(&self) -> Result<Https> {
        let https = Https::new(&self.environment()?)?.with_wire_log(self.wire_log()?);
        match &self.file.ca {
            Some(path) => https
                .with_root_certificate(&read(path)?)
                .with_context(|| path.display().to_string()),
            None => Ok(https),
        }
    }

    /// The site code.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn site(&self) -> Result<SiteCode> {
        Ok(SiteCode::parse(self.need("site_cd", "KCP_SITE_CD", self.file.site_cd.as_deref())?)?)
    }

    /// The service certificate.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn certificate(&self) -> Result<ServiceCertificate> {
        let path = self.file.cert.as_deref().ok_or_else(|| {
            anyhow!("no service certificate: KCP issues it in the merchant console; set `cert` in kcp.toml, KCP_CERT, or --cert")
        })?;
        ServiceCertificate::from_pem(&read(path)?).with_context(|| path.display().to_string())
    }

    /// The private key of the certificate, ready to sign.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn signing_key(&self) -> Result<SigningKey> {
        let path = self.key_path()?;
        SigningKey::new(&self.private_key(path)?).with_context(|| path.display().to_string())
    }

    /// Reads a private key, with the pass phrase of the settings if there is one.
    ///
    /// # Errors
    /// What is wrong with the file or the pass phrase.
    pub fn private_key(&self, path: &Path) -> Result<PrivateKey> {
        let phrase = self.passphrase()?;
        let pem = Zeroizing::new(read(path)?);
        let key = match phrase {
            Some(phrase) => PrivateKey::from_encrypted_pem(&pem, phrase.as_bytes()),
            None => PrivateKey::from_pem(&pem),
        };
        key.with_context(|| path.display().to_string())
    }

    /// Where the private key is.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn key_path(&self) -> Result<&Path> {
        self.file.key.as_deref().ok_or_else(|| {
            anyhow!("no private key: it comes with the certificate; set `key` in kcp.toml, KCP_KEY, or --key")
        })
    }

    /// The pass phrase of the private key, if one is given.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn passphrase(&self) -> Result<Option<Zeroizing<String>>> {
        if let Ok(phrase) = env::var("KCP_KEY_PASSPHRASE") {
            return Ok(Some(Zeroizing::new(phrase)));
        }
        let Some(path) = &self.file.key_passphrase_file else { return Ok(None) };
        let text = Zeroizing::new(read(path)?);
        Ok(Some(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())))
    }

    fn site_key(&self) -> Result<SiteKey> {
        Ok(SiteKey::parse(self.need("site_key", "KCP_SITE_KEY", self.file.site_key.as_deref())?)?)
    }

    fn named(&self, merchant: Merchant) -> Result<Merchant> {
        match &self.file.user_agent {
            Some(name) => merchant.with_user_agent(name).context("user_agent"),
            None => Ok(merchant),
        }
    }

    /// The environment.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn environment(&self) -> Result<Environment> {
        let gateway = || self.need("gateway", "KCP_GATEWAY", self.file.gateway.as_deref());
        match self.file.environment {
            Some(Kind::Production) => Ok(Environment::Production),
            Some(Kind::Test) => Ok(Environment::Test),
            Some(Kind::Custom) => {
                Ok(Environment::Custom(Hosts::with_gateway(endpoint(gateway()?)?)))
            }
            Some(Kind::Simulator) => {
                let pg_api = self.file.pg_api.as_deref().map(here).transpose().context("pg_api")?;
                let gateway = match (&self.file.gateway, pg_api) {
                    // Whoever uses the PG-API alone need not name a gateway.
                    (None, Some(_)) => SocketAddr::from(([127, 0, 0, 1], 0)),
                    _ => here(gateway()?).context("gateway")?,
                };
                Ok(Environment::Simulator { gateway, pg_api })
            }
            None => bail!(
                "no environment: set `environment` in kcp.toml, KCP_ENVIRONMENT, or --environment to production, \
                 test, simulator or custom"
            ),
        }
    }

    /// The gateway's public key.
    ///
    /// # Errors
    /// As [`Settings::socket_client`].
    pub fn public_key(&self) -> Result<GatewayPublicKey> {
        let path = self.file.pub_key.as_deref().ok_or_else(|| {
            anyhow!(
                "no public key: KCP delivers pub.key with its module, `kcp sim` writes its own; set `pub_key` in \
                 kcp.toml, KCP_PUB_KEY, or --pub-key"
            )
        })?;
        GatewayPublicKey::from_pem(&read(path)?).with_context(|| path.display().to_string())
    }

    fn module(&self, environment: &Environment, program: &Path) -> Result<Module> {
        // The vendor's layout is <home>/bin/pp_cli.
        let above = || program.parent().and_then(Path::parent).map(Path::to_path_buf);
        let home = self
            .file
            .home
            .clone()
            .or_else(above)
            .ok_or_else(|| anyhow!("module: set `home` in kcp.toml"))?;
        let module = Module::new(environment, program, home);
        Ok(match &self.file.log_path {
            Some(folder) => module.with_log_folder(folder),
            None => module,
        })
    }

    fn wire_log(&self) -> Result<WireLog> {
        let Some(path) = &self.file.wire_log else { return Ok(WireLog::off()) };
        let file = fs::OpenOptions::new().create(true).append(true).open(path);
        let file = Mutex::new(file.with_context(|| format!("cannot write {}", path.display()))?);
        Ok(WireLog::to(move |entry| {
            // A log that cannot be written must not stop a payment.
            if let Ok(mut file) = file.lock() {
                let _ = writeln!(file, "{entry}");
            }
        }))
    }

    fn need<'a>(&self, key: &str, variable: &str, value: Option<&'a str>) -> Result<&'a str> {
        let flag = key.replace('_', "-");
        value.ok_or_else(|| {
            let file = self.folder.join("kcp.toml");
            anyhow!("no {key}: set `{key}` in {}, {variable}, or --{flag}", file.display())
        })
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// An address of this machine.
fn here(text: &str) -> Result<SocketAddr> {
    let Endpoint { host, port, .. } = endpoint(text)?;
    let host = if host == "localhost" { "127.0.0.1" } else { &host };
    let ip: IpAddr = host.parse().context("a simulator is at an address of this machine")?;
    Ok((ip, port).into())
}
