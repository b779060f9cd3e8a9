//! `kcp receipt url`: where a receipt is shown.

use anyhow::{Context as _, anyhow};
use clap::{Args, ValueEnum};
use kcp_codec::{OrderId, TransactionId, Won};
use kcp_services::receipt::{
    CashReceipt, Receipt, ReceiptApprovalNo, ReceiptKind, ReceiptLanguage, ReceiptNo, TaxOffice,
    WindowSize,
};
use kcp_transport::Environment;

use super::{Failure, finish};
use crate::{
    config::{Flags, Language, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(in crate::commands) struct Address {
    /// Whose receipt; `--lang en` asks for it in English
    #[arg(value_enum)]
    of: Of,
    /// Transaction number (tno), 14 digits; for every receipt but a cash receipt
    #[arg(long, value_name = "TNO")]
    tno: Option<String>,
    /// Order number; with --amount for the newer address, and for every cash receipt
    #[arg(long, value_name = "ID")]
    order: Option<String>,
    /// Amount in won, for the newer address
    #[arg(long, value_name = "WON", requires = "order", allow_hyphen_values = true)]
    amount: Option<String>,
    /// With the older parameter, which has another name for each method
    #[arg(long, conflicts_with = "order")]
    method_parameter: bool,
    /// Approval number of a cash receipt (authno), nine digits
    #[arg(long, value_name = "DIGITS", requires = "order", conflicts_with = "amount")]
    authno: Option<String>,
    /// The tax office has not approved the cash receipt yet
    #[arg(long, requires = "authno")]
    pending: bool,
    /// KCP's number of a cash receipt (cash_no), 14 digits, with --order and --amount in the place of --authno
    #[arg(long, value_name = "DIGITS", requires = "amount", conflicts_with = "authno")]
    cash_no: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Card,
    Cash,
    Mobile,
    TongMoney,
    Transfer,
    Vaccount,
}

impl Address {
    pub(in crate::commands) fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let environment = settings.environment()?;
        // The guide's own receipts are Korean; English is asked for, and not what is said when nothing is.
        let language = match settings.file.lang {
            Some(Language::En) => ReceiptLanguage::English,
            _ => ReceiptLanguage::Korean,
        };
        let kind = match self.of {
            Of::Card => ReceiptKind::Card,
            Of::Mobile => ReceiptKind::Mobile,
            Of::TongMoney => ReceiptKind::TongMoney,
            Of::Transfer => ReceiptKind::Transfer,
            Of::Vaccount => ReceiptKind::VirtualAccount,
            Of::Cash => {
                let receipt = self.cash(&settings, &environment)?;
                return print(&settings, &receipt.url(), receipt.window());
            }
        };
        if self.authno.is_some() || self.cash_no.is_some() {
            return Err(anyhow!("--authno and --cash-no are a cash receipt's").into());
        }
        let tno = self.tno.as_deref().context("name the payment with --tno")?;
        let receipt = Receipt::new(&environment, kind, TransactionId::parse(tno)?);
        let receipt = receipt.with_language(language);
        let receipt = match (&self.order, &self.amount) {
            (Some(order), Some(amount)) => {
                receipt.with_order(OrderId::parse(order)?, Won::parse(amount)?)
            }
            (Some(_), None) => return Err(anyhow!("--order goes with --amount").into()),
            _ if self.method_parameter => receipt.with_method_parameter(),
            _ => receipt,
        };
        print(&settings, &receipt.url(), receipt.window())
    }

    fn cash(&self, settings: &Settings, environment: &Environment) -> Result<CashReceipt, Failure> {
        if self.tno.is_some() || self.method_parameter {
            return Err(anyhow!("a cash receipt is named by --authno or --cash-no").into());
        }
        let order = || OrderId::parse(self.order.as_deref().unwrap_or_default());
        match (&self.authno, &self.cash_no, &self.amount) {
            (Some(number), None, _) => {
                let site = settings.site()?;
                environment.admit(site).map_err(anyhow::Error::from)?;
                let tax_office =
                    if self.pending { TaxOffice::Pending } else { TaxOffice::Approved };
                let number = ReceiptApprovalNo::parse(number)?;
                Ok(CashReceipt::new(environment, site, order()?, tax_office, number)?)
            }
            (None, Some(number), Some(amount)) => {
                let (number, amount) = (ReceiptNo::parse(number)?, Won::parse(amount)?);
                Ok(CashReceipt::by_number(environment, number, order()?, amount))
            }
            _ => Err(anyhow!("name the cash receipt with --authno or --cash-no").into()),
        }
    }
}

fn print(settings: &Settings, url: &str, window: WindowSize) -> Result<Exit, Failure> {
    let mut report = Report::new("receipt url");
    report.add("url", url);
    report.add("width", window.width);
    report.add("height", window.height);
    finish(&report, settings)
}
