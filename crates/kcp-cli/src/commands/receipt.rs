//! `kcp receipt`.

mod url;

use clap::{Args, Subcommand, ValueEnum};
use kcp_codec::{KstDateTime, Name, OrderId, Text, Won, WonOrZero};
use kcp_services::cash_receipt::{Purpose, RegisterReceipt};

use super::{Failure, finish};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Receipt {
    /// Register a cash receipt for money that was taken otherwise
    Cash(Cash),
    /// Print the address of a receipt, and the size of a window for it; asks nobody
    Url(url::Address),
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    Business,
    Personal,
}

#[derive(Args)]
pub(super) struct Cash {
    /// Total in won: digits only
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    total: String,
    /// Value-added tax in it, in won
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    tax: String,
    /// When the money was received, Korean time: yyyyMMddHHmmss
    #[arg(long, value_name = "TIME")]
    received: String,
    /// What the buyer uses it for
    #[arg(long = "for", value_enum, default_value = "personal")]
    purpose: For,
    /// Whom it is for: telephone, card or business number
    #[arg(long, env = "KCP_ID_INFO", value_name = "NUMBER", hide_env_values = true)]
    id: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Name of the goods, at most 100 bytes
    #[arg(long, value_name = "NAME")]
    goods: String,
    /// Name of the buyer, at most 30 bytes
    #[arg(long, value_name = "NAME")]
    buyer: String,
}

impl Receipt {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let given = match self {
            Self::Cash(given) => given,
            Self::Url(given) => return given.run(flags),
        };
        let settings = Settings::load(flags)?;
        let register = RegisterReceipt::new(
            OrderId::parse(&given.order)?,
            Text::new(Name::from_static("good_name"), settings.charset, &given.goods)?,
            Text::new(Name::from_static("buyr_name"), settings.charset, &given.buyer)?,
            KstDateTime::parse(&given.received)?,
            match given.purpose {
                For::Business => Purpose::Business,
                For::Personal => Purpose::Personal,
            },
            Text::new(Name::from_static("id_info"), settings.charset, &given.id)?,
            Won::parse(&given.total)?,
            WonOrZero::parse(&given.tax)?,
        )?;
        let outcome = settings.api_client()?.perform(register).await;
        let report = Report::of("receipt cash", &outcome, settings.language, |receipt, report| {
            report.add("cash_no", receipt.cash_no.as_str());
            report.add_some("receipt_no", receipt.receipt_no.clone());
        });
        finish(&report, &settings)
    }
}
