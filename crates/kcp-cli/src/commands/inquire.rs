//! `kcp inquire`.

use clap::Args;
use kcp_codec::TransactionId;
use kcp_services::{
    inquiry::{self, TradeState},
    window::WindowMethod,
};

use super::{Failure, finish, window::Method};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(super) struct Inquire {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// How it was paid
    #[arg(long, value_enum, default_value = "card")]
    method: Method,
}

impl Inquire {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let method = WindowMethod::from(self.method).pay_type();
        let query = inquiry::Inquire::new(TransactionId::parse(&self.tno)?, method);
        let outcome = settings.api_client()?.ask(&query).await;
        let report = Report::of("inquire", &outcome, settings.language, |found, report| {
            report.add("tno", found.transaction.as_str());
            report.add("order_no", found.order.as_str());
            report.add("amount", found.amount.get());
            report.add_some("rem_mny", found.remaining.map(|left| left.get()));
            report.add(
                "state",
                match &found.state {
                    TradeState::Approved => "approved".to_owned(),
                    TradeState::PartlyCancelled => "partly cancelled".to_owned(),
                    TradeState::Cancelled => "cancelled".to_owned(),
                    TradeState::Other(code) => code.clone(),
                    _ => "unknown".to_owned(),
                },
            );
            report.add_some("app_time", found.approved_at.map(|time| time.to_string()));
        });
        finish(&report, &settings)
    }
}
