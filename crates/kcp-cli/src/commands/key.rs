//! `kcp key`: what a private key file is, and wrapping it anew.

use std::{
    env, fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use getrandom::SysRng;
use kcp_crypto::PrivateKey;
use zeroize::Zeroizing;

use super::Failure;
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Key {
    /// Wrap a private key anew: PKCS#8, PBES2 with AES-256
    Convert(Convert),
    /// Say what a private key file is: algorithm, size, encryption
    Inspect(Inspect),
}

#[derive(Args)]
pub(super) struct Convert {
    /// The key to read; its pass phrase comes as for every command
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// The file to write; it must not be there yet
    #[arg(value_name = "FILE")]
    to: PathBuf,
    /// File with the new pass phrase on its first line; or put it into KCP_NEW_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Inspect {
    /// The key file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Key {
    pub(super) fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        match self {
            Self::Convert(given) => given.run(&settings),
            Self::Inspect(given) => given.run(&settings),
        }
    }
}

impl Convert {
    fn run(self, settings: &Settings) -> Result<Exit, Failure> {
        let key = settings.private_key(&self.from)?;
        let phrase = match (&self.new_passphrase_file, env::var("KCP_NEW_PASSPHRASE")) {
            (Some(path), _) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()));
                let text = Zeroizing::new(text?);
                Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
            }
            (None, Ok(phrase)) => Zeroizing::new(phrase),
            (None, Err(_)) => {
                return Err(anyhow!(
                    "no new pass phrase: set KCP_NEW_PASSPHRASE or --new-passphrase-file"
                )
                .into());
            }
        };
        if phrase.len() < 8 {
            return Err(anyhow!("the new pass phrase has fewer than eight bytes").into());
        }
        let pem = key
            .to_encrypted_pem(&mut SysRng, phrase.as_bytes())
            .map_err(|error| anyhow!("the key could not be wrapped: {error}"))?;
        let mut file = private_file(&self.to)?;
        file.write_all(pem.as_bytes())?;
        let mut report = Report::new("key convert");
        report.add("written", self.to.display().to_string());
        report.print(settings.json)?;
        Ok(Exit::Done)
    }
}

impl Inspect {
    fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let path = &self.file;
        let pem =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let pem = Zeroizing::new(pem);
        let found = PrivateKey::inspect(&pem).with_context(|| path.display().to_string())?;
        let mut report = Report::new("key inspect");
        report.add("algorithm", found.algorithm().unwrap_or("hidden by the encryption"));
        report.add_some("bits", found.bits());
        match found.encryption() {
            None => report.add("encryption", "none"),
            Some(encryption) => {
                report.add("encryption", encryption.name());
                report.add_some("oid", encryption.oid().map(|oid| oid.to_string()));
                report.add_some("derivation", encryption.derivation());
                report.add_some("prf", encryption.prf());
                report.add_some("iterations", encryption.iterations());
                report.add("supported", encryption.is_supported());
            }
        }
        report.print(settings.json)?;
        Ok(Exit::Done)
    }
}

/// A new file that only its owner reads.
pub(super) fn private_file(path: &Path) -> anyhow::Result<fs::File> {
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot make {}", path.display()))
}
