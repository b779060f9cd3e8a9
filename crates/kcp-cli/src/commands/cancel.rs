//! `kcp cancel`.

use clap::Args;
use kcp_codec::{TransactionId, Won};
use kcp_services::{
    Client, On,
    channel::Channel,
    modify::{self, PartialCancel},
};

use super::{Failure, address, both, finish, shared::Tax, text};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(super) struct Cancel {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// Cancel this amount only, in won
    #[arg(long, value_name = "WON", requires = "remaining", allow_hyphen_values = true)]
    amount: Option<String>,
    /// What could still be cancelled before this, in won (rem_mny)
    #[arg(long, value_name = "WON", requires = "amount", allow_hyphen_values = true)]
    remaining: Option<String>,
    #[command(flatten)]
    tax: Tax,
    /// Why, at most 256 bytes
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Address of whoever asks
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

impl Cancel {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let transaction = TransactionId::parse(&self.tno)?;
        match (&self.amount, &self.remaining) {
            (Some(amount), Some(remaining)) => {
                let (amount, remaining) = (Won::parse(amount)?, Won::parse(remaining)?);
                let mut cancel = PartialCancel::new(transaction, amount, remaining)?;
                if let Some(tax) = self.tax.read()? {
                    cancel = cancel.with_tax(tax)?;
                }
                if let Some(reason) = text("mod_desc", settings.charset, self.reason.as_ref())? {
                    cancel = cancel.with_reason(reason);
                }
                if let Some(address) = address(self.client_ip.as_ref())? {
                    cancel = cancel.with_client_address(address);
                }
                both!(settings, client => part(&settings, &client, cancel).await)
            }
            _ => {
                let mut cancel = modify::Cancel::new(transaction);
                if let Some(reason) = text("mod_desc", settings.charset, self.reason.as_ref())? {
                    cancel = cancel.with_reason(reason);
                }
                if let Some(address) = address(self.client_ip.as_ref())? {
                    cancel = cancel.with_client_address(address);
                }
                both!(settings, client => whole(&settings, &client, cancel, "cancel").await)
            }
        }
    }
}

/// Cancels a whole payment; points are cancelled so too.
pub(super) async fn whole<X: Channel>(
    settings: &Settings,
    client: &Client<X>,
    cancel: modify::Cancel,
    operation: &str,
) -> Result<Exit, Failure>
where
    modify::Cancel: On<X::Wire>,
{
    let outcome = client.perform(cancel).await;
    let report = Report::of(operation, &outcome, settings.language, |done, report| {
        report.add("tno", done.transaction.as_str());
        report.add("earlier", done.earlier);
        report.add_some("canc_time", done.cancelled_at.map(|time| time.to_string()));
    });
    finish(&report, settings)
}

async fn part<X: Channel>(
    settings: &Settings,
    client: &Client<X>,
    cancel: PartialCancel,
) -> Result<Exit, Failure>
where
    PartialCancel: On<X::Wire>,
{
    let outcome = client.perform(cancel).await;
    let report = Report::of("partial cancel", &outcome, settings.language, |done, report| {
        report.add("tno", done.transaction.as_str());
        report.add("mod_mny", done.amount.get());
        report.add("rem_mny", done.remaining.get());
        report.add_some("canc_time", done.cancelled_at.map(|time| time.to_string()));
    });
    finish(&report, settings)
}
