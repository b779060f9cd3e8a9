//! `kcp sim`: the gateway on this machine, until it is told to stop.

use std::{
    fs,
    io::{self, Write as _},
    net::{Ipv4Addr, SocketAddr},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use clap::Args;
use getrandom::SysRng;
use kcp_crypto::GatewayPrivateKey;
use kcp_sim::{Merchants, NoticeUrl, Simulator};
use serde_json::json;

use super::Failure;
use crate::{
    config::{Flags, Settings},
    exit::Exit,
};

#[derive(Args)]
pub(super) struct Sim {
    /// Port of the legacy gateway; 0 lets the system choose [default: that of `gateway` in kcp.toml where the
    /// environment is simulator, or 8090]
    #[arg(long, env = "KCP_LEGACY_PORT", value_name = "PORT")]
    legacy_port: Option<u16>,
    /// The gateway's RSA private key (PKCS#1 or PKCS#8 PEM, not encrypted); made if the file is not there
    /// [default: gateway.pem]
    ///
    /// Its public half is written as pub.key into the same folder.
    #[arg(long, env = "KCP_GATEWAY_KEY", value_name = "FILE")]
    gateway_key: Option<PathBuf>,
    /// Port of the HTTPS PG-API; 0 lets the system choose [default: that of `pg_api` in kcp.toml where the environment
    /// is simulator, or none]
    #[arg(long, env = "KCP_API_PORT", value_name = "PORT")]
    api_port: Option<u16>,
    /// Where ca.pem and the merchants' certificates and keys are written [default: tls, with a PG-API]
    #[arg(long, env = "KCP_TLS_DIR", value_name = "FOLDER")]
    tls_dir: Option<PathBuf>,
    /// Merchants in place of T0000 and T0007, in TOML
    #[arg(long, env = "KCP_MERCHANTS", value_name = "FILE")]
    merchants: Option<PathBuf>,
    /// Where every merchant takes its notices, on this machine: http://127.0.0.1:PORT/PATH [default: nowhere]
    ///
    /// A notice is posted when something happens without the shop's asking, and again every minute, ten times in all,
    /// until the answer says 0000.
    #[arg(long, env = "KCP_NOTICE_URL", value_name = "URL")]
    notice_url: Option<String>,
}

impl Sim {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let notice_url = self.notice_url.as_deref().map(NoticeUrl::parse).transpose();
        // The text may hold a token, so it is not repeated.
        let notice_url = notice_url.context("--notice-url")?;
        let port = self.legacy_port.or_else(|| settings.simulator_port()).unwrap_or(8090);
        let path = self.gateway_key.as_deref().or_else(|| settings.gateway_key());
        let path = path.unwrap_or_else(|| Path::new("gateway.pem"));
        let key = load_or_make(path)?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let public = folder.join("pub.key");
        fs::write(&public, key.public_key().to_pkcs1_pem())
            .with_context(|| format!("cannot write {}", public.display()))?;
        let merchants = match self.merchants.as_deref().or_else(|| settings.merchants()) {
            None => Merchants::builtin(),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                Merchants::from_toml(&text).with_context(|| format!("{}", path.display()))?
            }
        };
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut builder = Simulator::builder().key(key).merchants(merchants).address(at(port));
        let api_port = self.api_port.or_else(|| settings.simulator_api_port());
        // Whoever wants the certificates wants the API.
        if let Some(port) = api_port.or_else(|| self.tls_dir.is_some().then_some(0)) {
            builder = builder.pg_api(at(port));
        }
        if let Some(url) = notice_url {
            builder = builder.notice_url(url);
        }
        let simulator = builder.start().await.with_context(|| format!("port {port}"))?;
        let tls = self.tls_dir.unwrap_or_else(|| PathBuf::from("tls"));
        if simulator.pg_api_address().is_some() {
            fs::create_dir_all(&tls).with_context(|| format!("cannot make {}", tls.display()))?;
            simulator
                .write_tls_dir(&tls)
                .with_context(|| format!("cannot write into {}", tls.display()))?;
        }
        announce(flags, &simulator, &public, &tls)?;
        stopped().await?;
        simulator.stop().await;
        Ok(Exit::Done)
    }
}

/// Waits for Ctrl-C or a request to end.
async fn stopped() -> io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        end = tokio::signal::ctrl_c() => end,
        _ = terminate.recv() => Ok(()),
    }
}

fn announce(flags: &Flags, simulator: &Simulator, public: &Path, tls: &Path) -> io::Result<()> {
    let (gateway, pg_api) = (simulator.address().to_string(), simulator.pg_api_address());
    let mut out = io::stdout().lock();
    if flags.json {
        let mut line = json!({ "gateway": gateway, "pub_key": public.display().to_string() });
        if let (Some(pg_api), Some(line)) = (pg_api, line.as_object_mut()) {
            line.insert("pg_api".into(), pg_api.to_string().into());
            line.insert("tls_dir".into(), tls.display().to_string().into());
        }
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "simulated gateway on {gateway}, public key in {}", public.display())?;
        if let Some(pg_api) = pg_api {
            writeln!(
                out,
                "simulated PG-API on https://{pg_api}, certificates in {}, pass phrase of the keys changeit",
                tls.display()
            )?;
        }
        writeln!(
            out,
            "merchant T0000, site key 3grptw1.zW0GSo4PQdaGvsF__, test money only; stop with Ctrl-C"
        )?;
    }
    out.flush()
}

/// The key of the file, or a new one, written so that only its owner reads it.
fn load_or_make(path: &Path) -> anyhow::Result<GatewayPrivateKey> {
    match fs::read_to_string(path) {
        Ok(pem) => GatewayPrivateKey::from_pem(&pem).with_context(|| format!("{}", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS)
                .map_err(|error| anyhow!("no key could be made: {error}"))?;
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .with_context(|| format!("cannot write {}", path.display()))?;
            file.write_all(key.to_pkcs1_pem().as_bytes())
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
