//! `kcp capture`.

use clap::Args;
use kcp_codec::TransactionId;
use kcp_services::modify;

use super::{Failure, finish};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(super) struct Capture {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
}

impl Capture {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let capture = modify::Capture::new(TransactionId::parse(&self.tno)?);
        let outcome = settings.socket_client()?.perform(capture).await;
        let report = Report::of("capture", &outcome, settings.language, |done, report| {
            report.add("tno", done.transaction.as_str());
        });
        finish(&report, &settings)
    }
}
