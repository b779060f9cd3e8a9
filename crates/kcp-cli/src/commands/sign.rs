//! `kcp sign`: what is signed, and the signature.

use std::io::{self, Write as _};

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use kcp_codec::TransactionId;
use kcp_crypto::{Backend, SigningKey, Target};
use serde_json::json;

use super::Failure;
use crate::{
    config::{Flags, Settings},
    exit::Exit,
};

#[derive(Args)]
pub(super) struct Sign {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// Kind of change (mod_type: STSC, STPC, STRA) or method of an inquiry (pay_type: PACA ...), four capitals
    #[arg(value_name = "TYPE")]
    kind: String,
    /// Which library signs; both give the same bytes
    #[arg(long, value_enum, default_value = "aws-lc")]
    backend: Library,
}

#[derive(Clone, Copy, ValueEnum)]
enum Library {
    AwsLc,
    Rsa,
}

impl Sign {
    pub(super) fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let tno = TransactionId::parse(&self.tno)?;
        let target = Target::modify(settings.site()?.as_str(), tno.as_str(), &self.kind)
            .map_err(anyhow::Error::from)?;
        let backend = match self.backend {
            Library::AwsLc => Backend::AwsLc,
            Library::Rsa => Backend::Rsa,
        };
        let key = SigningKey::with_backend(&settings.private_key(settings.key_path()?)?, backend)
            .map_err(anyhow::Error::from)?;
        let signature = key.sign(&target).map_err(|_| anyhow!("the key does not sign"))?;
        let mut out = io::stdout().lock();
        if settings.json {
            let line = json!({ "target": target.as_str(), "kcp_sign_data": signature.as_base64() });
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}\n{}", target.as_str(), signature.as_base64())?;
        }
        Ok(Exit::Done)
    }
}
