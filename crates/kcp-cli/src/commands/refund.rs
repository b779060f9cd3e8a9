//! `kcp refund`: a virtual account's deposit goes back to an account of the buyer's.

use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use clap::Args;
use kcp_codec::{OwnerName, OwnerNumber, TransactionId};
use kcp_services::{Client, On, channel::Channel, modify::RefundAccount};

use super::{
    Failure, both, finish,
    shared::{Part, Payee, Tax, explained, secret},
};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(super) struct Refund {
    /// Transaction number (tno) of the paid virtual account, 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    #[command(flatten)]
    payee: Payee,
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    tax: Tax,
    /// Have the owner's real name checked too (mod_socname); the number that belongs to it (mod_socno) is read from
    /// KCP_OWNER_NUMBER or a file, and there is no flag for it
    #[arg(long, value_name = "NAME")]
    real_name: Option<String>,
    /// File with the number of --real-name on its first line
    #[arg(long, value_name = "FILE", requires = "real_name")]
    owner_number_file: Option<PathBuf>,
    /// Why, at most 256 bytes
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Address of whoever asks
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

impl Refund {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let transaction = TransactionId::parse(&self.tno)?;
        let (bank, account, owner) = self.payee.needed(settings.charset)?;
        let mut refund = RefundAccount::new(transaction, bank, account, owner);
        refund = match (self.part.read()?, self.tax.read()?) {
            (Some((amount, remaining)), Some(tax)) => {
                refund.with_taxed_part(amount, remaining, tax)?
            }
            (Some((amount, remaining)), None) => refund.with_part(amount, remaining)?,
            (None, None) => refund,
            (None, Some(_)) => return Err(anyhow!("taxes are named of a part: --amount").into()),
        };
        if let Some(name) = &self.real_name {
            let number = secret("KCP_OWNER_NUMBER", self.owner_number_file.as_deref())?;
            let number = number.context(
                "--real-name needs the owner's number: set KCP_OWNER_NUMBER or --owner-number-file",
            )?;
            let number = OwnerNumber::parse(&number)?;
            refund = refund.with_real_name(number, OwnerName::new(settings.charset, name)?);
        }
        let refund = explained!(refund, self, settings);
        both!(settings, client => send(&settings, &client, refund).await)
    }
}

async fn send<X: Channel>(
    settings: &Settings,
    client: &Client<X>,
    refund: RefundAccount,
) -> Result<Exit, Failure>
where
    RefundAccount: On<X::Wire>,
{
    let outcome = client.perform(refund).await;
    let report = Report::of("refund", &outcome, settings.language, |done, report| {
        report.add("tno", done.transaction.as_str());
        report.add("earlier", done.earlier);
        report.add("rem_mny", done.remaining.get());
    });
    finish(&report, settings)
}
