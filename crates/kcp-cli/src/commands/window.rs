//! `kcp register` and `kcp approve`: the standard payment around the window.

use std::{
    fs,
    io::{self, Read as _},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use kcp_codec::{Name, OrderId, Text, WebUrl, WindowText, Won};
use kcp_services::{
    approve::ApproveWindow,
    window::{MobileForm, PageCharset, RegisterTrade, Returned, WindowMethod},
};
use serde_json::{Map, Value};

use super::{Failure, address, both, charge::approval, finish, form::Offering};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

/// A payment method of the window.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Method {
    Card,
    Gift,
    Mobile,
    Points,
    Transfer,
    Vaccount,
}

impl From<Method> for WindowMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Card => Self::Card,
            Method::Gift => Self::Gift,
            Method::Mobile => Self::Mobile,
            Method::Points => Self::Points,
            Method::Transfer => Self::Transfer,
            Method::Vaccount => Self::VirtualAccount,
        }
    }
}

#[derive(Args)]
pub(super) struct Register {
    /// Amount in won: digits only
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Name of the goods, at most 100 bytes
    #[arg(long, value_name = "NAME")]
    goods: String,
    /// How the buyer pays
    #[arg(long, value_enum, default_value = "card")]
    method: Method,
    /// Where the window answers to (Ret_URL)
    #[arg(long, value_name = "URL")]
    return_url: String,
    #[command(flatten)]
    offer: Offering,
}

impl Register {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let offer = self.offer.of(self.method.into(), settings.charset)?;
        let goods = Text::new(Name::from_static("good_name"), settings.charset, &self.goods)?;
        let (order, amount) = (OrderId::parse(&self.order)?, Won::parse(&self.amount)?);
        let url = WebUrl::parse(&self.return_url)?;
        let register = RegisterTrade::new(
            settings.environment()?,
            order,
            amount,
            goods,
            self.method.into(),
            url,
        );
        let client = settings.api_client()?;
        let outcome = client.ask(&register).await;
        let report = Report::of("register", &outcome, settings.language, |registered, report| {
            report.add("approval_key", registered.approval_key.clone());
            report.add("PayUrl", registered.pay_url.as_str());
            report.add_some("traceNo", registered.trace_no.clone());
            let merchant = client.merchant();
            let form = MobileForm::offering(merchant, registered, &offer, PageCharset::Utf8);
            // The offer is of the method that was registered, so there is a form.
            let Ok(form) = form else { return };
            report.add("form_action", form.action());
            let fields: Map<_, _> = form
                .fields()
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Value::from(value.clone())))
                .collect();
            report.add("form", fields);
        });
        finish(&report, &settings)
    }
}

#[derive(Args)]
pub(super) struct Approve {
    /// Amount of the shop's own record, in won
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the shop's own record
    #[arg(long, value_name = "ID")]
    order: String,
    /// Method of the shop's own record
    #[arg(long, value_enum, default_value = "card")]
    method: Method,
    /// The body that the window posted back, in a file; - reads standard input
    #[arg(long, value_name = "FILE")]
    return_post: PathBuf,
    /// Address of the buyer
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

impl Approve {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let (order, amount) = (OrderId::parse(&self.order)?, Won::parse(&self.amount)?);
        let body = self.body()?;
        let (tran_cd, enc_data, enc_info): (_, WindowText, WindowText) =
            match Returned::parse(&body) {
                Ok(Returned::Authenticated { tran_cd, enc_data, enc_info, .. }) => {
                    (tran_cd, enc_data, enc_info)
                }
                Ok(Returned::Failed { code, .. }) => {
                    return Err(anyhow::anyhow!(
                        "the window refused with {code}; there is nothing to approve"
                    )
                    .into());
                }
                Ok(_) => {
                    return Err(anyhow::anyhow!(
                        "the buyer closed the window; there is nothing to approve"
                    )
                    .into());
                }
                Err(error) => return Err(anyhow::Error::from(error).into()),
            };
        let method = WindowMethod::from(self.method).pay_type();
        let mut approve =
            ApproveWindow::new(enc_data, enc_info, order, amount, method).with_tran_code(tran_cd);
        if let Some(address) = address(self.client_ip.as_ref())? {
            approve = approve.with_client_address(address);
        }
        let outcome = both!(settings, client => client.perform(approve).await);
        let report = Report::of("approve", &outcome, settings.language, approval);
        finish(&report, &settings)
    }

    fn body(&self) -> anyhow::Result<Vec<u8>> {
        let mut body = if self.return_post.as_os_str() == "-" {
            let mut body = Vec::new();
            io::stdin().lock().take(1 << 20).read_to_end(&mut body)?;
            body
        } else {
            fs::read(&self.return_post)
                .with_context(|| format!("cannot read {}", self.return_post.display()))?
        };
        body.truncate(body.trim_ascii_end().len());
        Ok(body)
    }
}
