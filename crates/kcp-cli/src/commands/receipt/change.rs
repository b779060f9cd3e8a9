//! `kcp receipt cancel` and `kcp receipt query`. Socket only.

use clap::Args;
use kcp_codec::{FieldError, KstDateTime};
use kcp_services::cash_receipt::{CancelReceipt, QueryReceipt, ReceiptId};

use crate::{
    commands::{Failure, finish, shared::Part},
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

/// An earlier receipt.
#[derive(Args)]
pub(in crate::commands) struct Named {
    /// KCP's number of the receipt (cash_no)
    #[arg(value_name = "CASH_NO")]
    cash_no: String,
    /// When the money was received, as the receipt was registered: yyyyMMddHHmmss
    #[arg(long, value_name = "TIME")]
    received: String,
}

#[derive(Args)]
pub(in crate::commands) struct Cancel {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    part: Part,
}

impl Named {
    fn read(&self) -> Result<(ReceiptId, KstDateTime), FieldError> {
        Ok((ReceiptId::parse(&self.cash_no)?, KstDateTime::parse(&self.received)?))
    }

    pub(super) async fn query(&self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let (receipt, traded_at) = self.read()?;
        let query = QueryReceipt::new(receipt, traded_at);
        let outcome = settings.socket_client()?.ask(&query).await;
        let report = Report::of("receipt query", &outcome, settings.language, |found, report| {
            report.add("cash_no", found.cash_no.as_str());
            report.add_some("receipt_no", found.receipt_no.clone());
            report.add_some("app_time", found.registered_at.map(|time| time.to_string()));
            report.add_some("reg_stat", found.status.clone());
            report.add_some("reg_desc", found.status_text.clone());
        });
        finish(&report, &settings)
    }
}

impl Cancel {
    pub(super) async fn run(&self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let (receipt, traded_at) = self.named.read()?;
        let mut cancel = CancelReceipt::new(receipt, traded_at);
        if let Some((amount, remaining)) = self.part.read()? {
            cancel = cancel.with_part(amount, remaining)?;
        }
        let outcome = settings.socket_client()?.perform(cancel).await;
        let report = Report::of("receipt cancel", &outcome, settings.language, |done, report| {
            report.add("cash_no", done.cash_no.as_str());
            report.add("earlier", done.earlier);
            report.add("rem_mny", done.remaining.get());
            report.add_some("receipt_no", done.receipt_no.clone());
            report.add_some("app_time", done.cancelled_at.map(|time| time.to_string()));
            report.add_some("reg_stat", done.status.clone());
            report.add_some("reg_desc", done.status_text.clone());
        });
        finish(&report, &settings)
    }
}
