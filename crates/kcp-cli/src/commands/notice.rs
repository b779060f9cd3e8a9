//! `kcp notice read`: what a notice says, for whoever has its body.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use kcp_codec::Name;
use kcp_services::{
    codes,
    notice::{Deposit, Event, Notice as Told, NoticeCharset, NoticeText, Purchase},
};

use super::{Failure, finish};
use crate::{
    config::{Flags, Language, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Notice {
    /// Print what the body of a notice says; asks nobody, and believes nobody
    ///
    /// A notice is not signed. Whether it came from KCP, the body cannot say. Exits with 1 if it is no notice.
    Read(Read),
}

/// The charset of the notice URL, as it is set in the merchant's console.
#[derive(Clone, Copy, ValueEnum)]
enum Encoding {
    EucKr,
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
}

#[derive(Args)]
pub(super) struct Read {
    /// The body of the post, in a file; - reads standard input
    #[arg(value_name = "FILE")]
    body: PathBuf,
    /// Charset of its text, as the notice URL is set in the merchant's console
    #[arg(long, value_enum, default_value = "euc-kr")]
    encoding: Encoding,
    /// Print account, names and words of the buyer too
    #[arg(long)]
    show_personal: bool,
}

impl Notice {
    pub(super) fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let Self::Read(given) = self;
        let settings = Settings::load(flags)?;
        let charset = match given.encoding {
            Encoding::EucKr => NoticeCharset::EucKr,
            Encoding::Utf8 => NoticeCharset::Utf8,
        };
        let body = body(&given.body)?;
        let notice = Told::parse(&body, charset)
            .map_err(|error| Failure::Broken(anyhow::Error::from(error)))?;
        let mut sheet = Sheet {
            report: Report::new("notice read"),
            language: settings.language,
            personal: given.show_personal,
            hidden: Vec::new(),
        };
        sheet.notice(&notice);
        if !sheet.hidden.is_empty() {
            let names = sheet.hidden.join(", ");
            sheet.report.add("hidden", format!("{names} (--show-personal prints them)"));
        }
        finish(&sheet.report, &settings)
    }
}

/// A report that keeps personal fields back.
struct Sheet {
    report: Report,
    language: Language,
    personal: bool,
    hidden: Vec<String>,
}

impl Sheet {
    fn notice(&mut self, notice: &Told) {
        let kind = codes::kind(Name::from_static("tx_cd"), notice.code.as_str());
        let kind = match (kind, self.language) {
            (Some(kind), Language::En) => kind.name.english,
            (Some(kind), Language::Ko) => kind.name.korean,
            (None, Language::En) => "a kind that is not known",
            (None, Language::Ko) => "알려지지 않은 종류",
        };
        self.report.add("kind", kind);
        self.report.add("tx_cd", notice.code.to_string());
        self.report.add("site_cd", notice.site.to_string());
        self.report.add("tno", notice.transaction.to_string());
        self.report.add("order_no", notice.order.to_string());
        self.report.add_some("tx_tm", notice.at.map(|time| time.to_string()));
        self.event(&notice.event);
        if matches!(notice.event, Event::Other) {
            self.others(notice);
        }
        self.report.add("key", notice.key().to_string());
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Deposit(deposit) => self.deposit(deposit),
            Event::Refund(refund) => {
                self.report.add_some("refund_mny", refund.amount.map(|won| won.get()));
                self.report.add_some("bank_code", refund.bank.map(|bank| bank.digits().to_owned()));
                self.text("refund_nm", refund.owner.as_ref());
            }
            Event::Purchase(purchase) => {
                let letter = match purchase {
                    Purchase::Cancelled { .. } => 'N',
                    Purchase::Confirmed => 'Y',
                    Purchase::ConfirmedBySystem => 'S',
                    Purchase::Other(letter) => *letter,
                    _ => '?',
                };
                self.report.add("st_cd", letter.to_string());
                if let Purchase::Cancelled { reason } = purchase {
                    self.text("can_msg", reason.as_ref());
                }
            }
            Event::DeliveryStarted(delivery) => {
                self.text("waybill_no", delivery.waybill.as_ref());
                self.text("waybill_corp", delivery.courier.as_ref());
            }
            Event::MobilePayment(payment) => {
                self.report.add("ipgm_mnyx", payment.amount.get());
                self.report
                    .add_some("bank_code", payment.bank.map(|bank| bank.digits().to_owned()));
            }
            // The rest says nothing but its kind.
            _ => {}
        }
    }

    fn deposit(&mut self, deposit: &Deposit) {
        self.report.add("leg", deposit.leg().to_string());
        self.report.add("ipgm_mnyx", deposit.amount.get());
        self.report.add_some("totl_mnyx", deposit.total.map(|won| won.get()));
        self.report.add("op_cd", deposit.operation.to_string());
        self.report.add("noti_id", deposit.notice.to_string());
        self.report.add_some("bank_code", deposit.bank.map(|bank| bank.digits().to_owned()));
        self.report.add_some("ipgm_time", deposit.paid_at.map(|time| time.to_string()));
        if let Some(account) = &deposit.account {
            self.report.add("test_account", account.is_test());
            let digits = account.number().expose().to_owned();
            self.hold("account", digits);
        }
        self.text("ipgm_name", deposit.buyer.as_ref());
        self.text("remitter", deposit.remitter.as_ref());
        self.report.add_some("cash_a_no", deposit.receipt_approval_no.map(|no| no.to_string()));
        self.report.add_some("cash_a_dt", deposit.receipt_at.map(|time| time.to_string()));
        self.report.add_some("cash_no", deposit.receipt_no.map(|no| no.to_string()));
    }

    /// What a notice of an unknown kind says besides: nobody knows which of it is personal.
    fn others(&mut self, notice: &Told) {
        for (name, value) in notice.fields.iter() {
            if !HEAD.contains(&name.as_str()) {
                self.hold(name.as_str(), String::from_utf8_lossy(value).into_owned());
            }
        }
    }

    fn text(&mut self, name: &str, text: Option<&NoticeText>) {
        let Some(text) = text else { return };
        let shown = match text.as_str() {
            Some(text) => text.to_owned(),
            None => format!("<{} bytes that are no text in this charset>", text.as_bytes().len()),
        };
        self.hold(name, shown);
    }

    /// Adds a personal field, or only its name to those that were held back.
    fn hold(&mut self, name: &str, value: String) {
        if self.personal {
            self.report.add(name, value);
        } else {
            self.hidden.push(name.to_owned());
        }
    }
}

/// What every notice says, under all of its names.
const HEAD: [&str; 6] = ["site_cd", "tno", "order_no", "ordr_no", "tx_cd", "tx_tm"];

/// No more of a body than shows that it is too large.
fn body(path: &Path) -> anyhow::Result<Vec<u8>> {
    let most = Told::MAX_BODY as u64 + 2;
    let mut body = Vec::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut body)?;
    } else {
        let file = fs::File::open(path);
        let file = file.with_context(|| format!("cannot read {}", path.display()))?;
        file.take(most).read_to_end(&mut body)?;
    }
    // An editor's line end is none of the body's.
    body.truncate(body.trim_ascii_end().len());
    Ok(body)
}
