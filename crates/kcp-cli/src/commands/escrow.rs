//! `kcp escrow`: delivery, hold, and the cancels that escrow adds. Socket only.

mod confirmed;

use clap::{Args, Subcommand};
use kcp_codec::{Name, Text, TransactionId};
use kcp_services::{
    Outcome,
    modify::{
        CancelEscrow, Cancelled, EscrowChanged, HoldSettlement, ReleaseAccount, StartDelivery,
    },
};

use super::{
    Failure, finish,
    shared::{Payee, explained},
};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Escrow {
    /// Cancel before the goods are under way (STE2)
    ///
    /// A deposit into a virtual account goes back to an account, so name one.
    Cancel(Cancel),
    /// Cancel after a hold (STE4)
    ///
    /// A deposit into a virtual account goes back to an account, so name one.
    CancelHeld(Cancel),
    /// Cancel or refund after the buyer confirmed the purchase (STE9)
    Confirmed(Box<confirmed::Confirmed>),
    /// Tell KCP that the goods are under way (STE1)
    Deliver(Deliver),
    /// Have the settlement held, before a cancel of goods under way (STE3)
    Hold(Change),
    /// Give up an issued virtual account that nobody has paid into (STE5)
    Release(Change),
}

/// What every change takes.
#[derive(Args)]
pub(super) struct Change {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// Why, at most 256 bytes
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Address of whoever asks
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

#[derive(Args)]
pub(super) struct Cancel {
    #[command(flatten)]
    change: Change,
    #[command(flatten)]
    payee: Payee,
}

#[derive(Args)]
pub(super) struct Deliver {
    #[command(flatten)]
    change: Change,
    /// Number of the parcel (deli_numb), at most 30 bytes; shops that deliver by themselves send 0000
    #[arg(long, value_name = "NUMBER")]
    waybill: String,
    /// Delivery company (deli_corp), at most 30 bytes; shops that deliver by themselves send 자가배송
    #[arg(long, value_name = "NAME")]
    carrier: String,
}

impl Escrow {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        match self {
            Self::Cancel(given) => {
                let cancel = CancelEscrow::before_delivery(given.change.transaction()?);
                given.send(&settings, cancel, "escrow cancel").await
            }
            Self::CancelHeld(given) => {
                let cancel = CancelEscrow::after_hold(given.change.transaction()?);
                given.send(&settings, cancel, "escrow cancel-held").await
            }
            Self::Confirmed(given) => given.run(&settings).await,
            Self::Deliver(given) => {
                let text = |name, text| Text::new(Name::from_static(name), settings.charset, text);
                let delivery = StartDelivery::new(
                    given.change.transaction()?,
                    text("deli_numb", &given.waybill)?,
                    text("deli_corp", &given.carrier)?,
                );
                let delivery = explained!(delivery, given.change, settings);
                let outcome = settings.socket_client()?.perform(delivery).await;
                changed(&settings, &outcome, "escrow deliver")
            }
            Self::Hold(given) => {
                let hold = HoldSettlement::new(given.transaction()?);
                let hold = explained!(hold, given, settings);
                let outcome = settings.socket_client()?.perform(hold).await;
                changed(&settings, &outcome, "escrow hold")
            }
            Self::Release(given) => {
                let release = ReleaseAccount::new(given.transaction()?);
                let release = explained!(release, given, settings);
                let outcome = settings.socket_client()?.perform(release).await;
                cancelled(&settings, &outcome, "escrow release")
            }
        }
    }
}

impl Change {
    fn transaction(&self) -> Result<TransactionId, Failure> {
        Ok(TransactionId::parse(&self.tno)?)
    }
}

impl Cancel {
    async fn send(
        &self,
        settings: &Settings,
        mut cancel: CancelEscrow,
        operation: &str,
    ) -> Result<Exit, Failure> {
        if let Some((bank, account, owner)) = self.payee.read(settings.charset)? {
            cancel = cancel.with_refund(bank, account, owner);
        }
        let cancel = explained!(cancel, self.change, settings);
        let outcome = settings.socket_client()?.perform(cancel).await;
        cancelled(settings, &outcome, operation)
    }
}

fn changed(
    settings: &Settings,
    outcome: &Outcome<EscrowChanged>,
    operation: &str,
) -> Result<Exit, Failure> {
    let report = Report::of(operation, outcome, settings.language, |done, report| {
        report.add("tno", done.transaction.as_str());
    });
    finish(&report, settings)
}

fn cancelled(
    settings: &Settings,
    outcome: &Outcome<Cancelled>,
    operation: &str,
) -> Result<Exit, Failure> {
    let report = Report::of(operation, outcome, settings.language, |done, report| {
        report.add("tno", done.transaction.as_str());
        report.add("earlier", done.earlier);
        report.add_some("canc_time", done.cancelled_at.map(|time| time.to_string()));
    });
    finish(&report, settings)
}
