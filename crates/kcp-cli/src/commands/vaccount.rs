//! `kcp vaccount`: virtual accounts.

use clap::{Args, Subcommand};
use kcp_codec::{BankCode, KstDateTime, Name, OrderId, Text, Won};
use kcp_services::virtual_account::IssueAccount;

use super::{Failure, finish};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Vaccount {
    /// Issue an account for one order
    Issue(Issue),
}

#[derive(Args)]
pub(super) struct Issue {
    /// Amount in won: digits only
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Bank code: 04, BK04
    #[arg(long, value_name = "CODE")]
    bank: String,
    /// Name on the account, at most 20 bytes
    #[arg(long, value_name = "NAME")]
    depositor: String,
    /// Last moment to pay, Korean time: yyyyMMddHHmmss
    #[arg(long, value_name = "TIME")]
    until: String,
    /// Name of the goods, at most 100 bytes
    #[arg(long, value_name = "NAME")]
    goods: String,
}

impl Vaccount {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let Self::Issue(given) = self;
        let settings = Settings::load(flags)?;
        let issue = IssueAccount::new(
            OrderId::parse(&given.order)?,
            Won::parse(&given.amount)?,
            BankCode::parse(&given.bank)?,
            Text::new(Name::from_static("va_name"), settings.charset, &given.depositor)?,
            KstDateTime::parse(&given.until)?,
            Text::new(Name::from_static("good_name"), settings.charset, &given.goods)?,
        );
        let outcome = settings.api_client()?.perform(issue).await;
        let report = Report::of("vaccount issue", &outcome, settings.language, |issued, report| {
            report.add("tno", issued.transaction.as_str());
            report.add("order_no", issued.order.as_str());
            report.add("amount", issued.amount.get());
            report.add_some("bankname", issued.account.bank_name.clone());
            // The buyer has to know it to pay; this is what the command is for.
            report.add_some(
                "account",
                issued.account.account.as_ref().map(|account| account.expose().to_owned()),
            );
            report.add_some("va_date", issued.account.pay_until.map(|time| time.to_string()));
        });
        finish(&report, &settings)
    }
}
