//! `kcp batch`: automatic payment.

use std::fs;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use kcp_services::{
    batch::{DeleteBatchKey, IssueBatchKey},
    window::Returned,
};

use super::{
    Failure,
    charge::{Charge, batch_key, group},
    finish,
};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Batch {
    /// Charge a registered card, as `kcp charge`
    Charge(Charge),
    /// Give a batch key up (PG-API)
    Delete(Delete),
    /// Make a batch key of what the automatic-payment window posted back (PG-API)
    Issue(Issue),
}

#[derive(Args)]
pub(super) struct Delete {
    /// Group of the batch key (group_id)
    #[arg(long, env = "KCP_BT_GROUP_ID", value_name = "ID")]
    group: Option<String>,
    /// Batch key; a flag is visible to other users of the machine
    #[arg(long, env = "KCP_BT_BATCH_KEY", value_name = "KEY", hide_env_values = true)]
    batch_key: Option<String>,
}

#[derive(Args)]
pub(super) struct Issue {
    /// The body that the window posted back, in a file
    #[arg(long, value_name = "FILE")]
    return_post: std::path::PathBuf,
    /// Where the key is written, so that it appears on no screen and in no log; the file must not be there yet
    #[arg(long, value_name = "FILE")]
    key_file: std::path::PathBuf,
}

impl Batch {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        match self {
            Self::Charge(charge) => charge.run(flags).await,
            Self::Delete(given) => {
                let key = batch_key(&settings, given.batch_key.as_deref())?;
                let delete = DeleteBatchKey::new(group(&settings, given.group.as_deref())?, key);
                let outcome = settings.api_client()?.perform(delete).await;
                finish(
                    &Report::of("batch delete", &outcome, settings.language, |_, _| {}),
                    &settings,
                )
            }
            Self::Issue(given) => given.run(&settings).await,
        }
    }
}

impl Issue {
    async fn run(self, settings: &Settings) -> Result<Exit, Failure> {
        let path = &self.return_post;
        let body = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let returned = Returned::parse(body.trim_ascii_end()).map_err(anyhow::Error::from)?;
        let Returned::Authenticated { tran_cd, enc_data, enc_info, .. } = returned else {
            return Err(anyhow::anyhow!(
                "the window was closed or refused; there is nothing to register"
            )
            .into());
        };
        // Made before anything is sent: a key that cannot be kept must not be issued.
        let mut file = super::key::private_file(&self.key_file)?;
        let issue = IssueBatchKey::new(enc_data, enc_info).with_tran_code(tran_cd);
        let outcome = settings.api_client()?.perform(issue).await;
        let mut kept = Ok(());
        let report = Report::of("batch issue", &outcome, settings.language, |issued, report| {
            kept = std::io::Write::write_all(&mut file, issued.key.expose().as_bytes());
            report.add("batch_key", format!("in {}", self.key_file.display()));
            report.add_some("card_name", issued.card.issuer_name.clone());
        });
        kept?;
        if report.exit != Exit::Done {
            // Nothing is in it; the next attempt makes it again.
            let _ = fs::remove_file(&self.key_file);
        }
        finish(&report, settings)
    }
}
