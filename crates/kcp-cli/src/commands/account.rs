//! `kcp account verify`.

use clap::{Args, Subcommand};
use kcp_codec::{AccountNumber, BankCode, OrderId, OwnerName};
use kcp_services::account::VerifyAccount;

use super::{Failure, address, finish};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Account {
    /// Ask whether an account belongs to a name; moves no money
    ///
    /// KCP's guide does not say how this request is laid out on the wire. The default layout follows the direct
    /// payments and was never tried against KCP.
    Verify(Verify),
}

#[derive(Args)]
pub(super) struct Verify {
    /// Bank code: 04, BK04
    #[arg(long, value_name = "CODE")]
    bank: String,
    /// Account number, digits only
    #[arg(long, value_name = "DIGITS")]
    account: String,
    /// Owner's name, at most 20 bytes: ten Korean characters
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: Option<String>,
    /// Address of whoever asks
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

impl Account {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let Self::Verify(given) = self;
        let settings = Settings::load(flags)?;
        let bank = BankCode::parse(&given.bank)?;
        let account = AccountNumber::parse(&given.account)?;
        let owner = OwnerName::new(settings.charset, &given.owner)?;
        let mut query = VerifyAccount::new(bank, account, owner);
        if let Some(order) = &given.order {
            query = query.with_order(OrderId::parse(order)?);
        }
        if let Some(address) = address(given.client_ip.as_ref())? {
            query = query.with_client_address(address);
        }
        let outcome = settings.socket_client()?.ask(&query).await;
        let report =
            Report::of("account verify", &outcome, settings.language, |verified, report| {
                report.add("tno", verified.transaction.as_str());
                report.add_some("app_time", verified.verified_at.map(|time| time.to_string()));
            });
        finish(&report, &settings)
    }
}
