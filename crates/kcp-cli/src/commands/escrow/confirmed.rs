//! `kcp escrow confirmed`: one of seven cancels, by method, by whole or part, and by an account or none.

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use kcp_codec::Won;
use kcp_services::modify::CancelConfirmed;

use super::Change;
use crate::{
    commands::{
        Failure, finish,
        shared::{Payee, Tax, explained},
    },
    config::Settings,
    exit::Exit,
    render::Report,
};

/// How the confirmed payment was paid.
#[derive(Clone, Copy, ValueEnum)]
enum Method {
    Card,
    Transfer,
    Vaccount,
}

#[derive(Args)]
#[command(after_help = COMBINATIONS)]
pub(in crate::commands) struct Confirmed {
    #[command(flatten)]
    change: Change,
    /// How it was paid
    #[arg(long, value_enum)]
    method: Method,
    /// This amount, in won
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: Option<String>,
    /// What was left before this, in won (rem_mny); makes it a part
    #[arg(long, value_name = "WON", requires = "amount", allow_hyphen_values = true)]
    remaining: Option<String>,
    #[command(flatten)]
    payee: Payee,
    #[command(flatten)]
    tax: Tax,
}

const COMBINATIONS: &str = "\
What goes together:
  --method card                                   the whole (STE9_C)
  --method card --amount --remaining              a part (STE9_CP)
  --method transfer                               the whole (STE9_A)
  --method transfer --amount --remaining          a part (STE9_AP)
  --method transfer --amount, an account          refund (STE9_AR)
  --method vaccount --amount, an account          refund of the whole (STE9_V)
  --method vaccount --amount --remaining, account refund of a part (STE9_VP)
An account is --bank, --account or KCP_ACCOUNT, and --owner.";

impl Confirmed {
    pub(super) async fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let mut cancel = self.cancel(settings)?;
        if let Some(tax) = self.tax.read()? {
            cancel = cancel.with_tax(tax)?;
        }
        let cancel = explained!(cancel, self.change, settings);
        let outcome = settings.socket_client()?.perform(cancel).await;
        let report = Report::of("escrow confirmed", &outcome, settings.language, |done, report| {
            report.add("tno", done.transaction.as_str());
            report.add("earlier", done.earlier);
            report.add_some("rem_mny", done.remaining.map(|won| won.get()));
            report.add_some("canc_time", done.cancelled_at.map(|time| time.to_string()));
        });
        finish(&report, settings)
    }

    fn cancel(&self, settings: &Settings) -> Result<CancelConfirmed, Failure> {
        let tno = self.change.transaction()?;
        let won = |text: &Option<String>| text.as_deref().map(Won::parse).transpose();
        let given = (won(&self.amount)?, won(&self.remaining)?, self.payee.read(settings.charset)?);
        Ok(match (self.method, given) {
            (Method::Card, (None, _, None)) => CancelConfirmed::card(tno),
            (Method::Card, (Some(amount), Some(remaining), None)) => {
                CancelConfirmed::card_part(tno, amount, remaining)?
            }
            (Method::Transfer, (None, _, None)) => CancelConfirmed::transfer(tno),
            (Method::Transfer, (Some(amount), Some(remaining), None)) => {
                CancelConfirmed::transfer_part(tno, amount, remaining)?
            }
            (Method::Transfer, (Some(amount), None, Some((bank, account, owner)))) => {
                CancelConfirmed::transfer_refund(tno, amount, bank, account, owner)
            }
            (Method::Vaccount, (Some(amount), None, Some((bank, account, owner)))) => {
                CancelConfirmed::account_refund(tno, amount, bank, account, owner)
            }
            (Method::Vaccount, (Some(amount), Some(remaining), Some((bank, account, owner)))) => {
                CancelConfirmed::account_part_refund(tno, amount, remaining, bank, account, owner)?
            }
            _ => return Err(anyhow!("this does not go together\n{COMBINATIONS}").into()),
        })
    }
}
