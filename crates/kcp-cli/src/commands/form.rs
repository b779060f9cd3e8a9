//! `kcp form`: names and values of the form that opens a window, for shops in any language.

mod finish;
mod offering;
mod options;

use anyhow::anyhow;
use clap::{Args, Subcommand, ValueEnum};
use kcp_codec::{Cents, Charset, FieldError, Name, OrderId, Text, WebUrl, Won, WonOrZero};
use kcp_services::window::{
    AxHubForm, MobileForm, PageCharset, PcForm, RegisterTrade, WindowMethod,
    options::{HubOffer, Price},
};
use serde_json::{Map, Value};

pub(super) use self::offering::Offering;
use self::{finish::Finish, options::Options};
use super::{Failure, finish, window::Method};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Form {
    /// For the AX-HUB window's script, of shops on the socket; asks nobody
    #[command(after_help = options::HELP)]
    AxHub(AxHub),
    /// For a phone's window: registers the order first (PG-API)
    #[command(after_help = options::HELP)]
    Mobile(Phone),
    /// For the standard PC window's script; asks nobody
    #[command(after_help = options::HELP)]
    Pc(Pc),
}

#[derive(Clone, Copy, ValueEnum)]
enum Money {
    Usd,
    Won,
}

/// How the shop's page is written.
#[derive(Clone, Copy, ValueEnum)]
enum Page {
    EucKr,
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
}

impl From<Page> for PageCharset {
    fn from(page: Page) -> Self {
        match page {
            Page::EucKr => Self::EucKr,
            Page::Utf8 => Self::Utf8,
        }
    }
}

/// A method of the AX-HUB window, which has two more.
#[derive(Clone, Copy, ValueEnum)]
enum HubMethod {
    Card,
    Gift,
    KtPhone,
    Mobile,
    Points,
    TongMoney,
    Transfer,
    Vaccount,
}

#[derive(Args)]
struct Order {
    /// Amount: won, or cents with --currency usd
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: String,
    /// Currency of the amount; dollars are counted in cents
    #[arg(long, value_enum, default_value = "won")]
    currency: Money,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Name of the goods, at most 100 bytes; 30 in the AX-HUB window
    #[arg(long, value_name = "NAME")]
    goods: String,
    #[command(flatten)]
    offer: Offering,
    /// Another input of the form, by KCP's name for it; may stand more than once
    #[arg(long = "option", value_name = "NAME=VALUE")]
    options: Vec<String>,
}

#[derive(Args)]
pub(super) struct AxHub {
    #[command(flatten)]
    order: Order,
    /// Methods that the buyer may choose from, with commas between
    #[arg(long, value_enum, value_delimiter = ',', default_value = "card")]
    method: Vec<HubMethod>,
    /// How the shop's page is written
    #[arg(long, value_enum, default_value = "utf-8")]
    page: Page,
}

#[derive(Args)]
pub(super) struct Pc {
    #[command(flatten)]
    order: Order,
    /// Methods that the buyer may choose from, with commas between
    #[arg(long, value_enum, value_delimiter = ',', default_value = "card")]
    method: Vec<Method>,
}

#[derive(Args)]
pub(super) struct Phone {
    #[command(flatten)]
    order: Order,
    /// How the buyer pays
    #[arg(long, value_enum, default_value = "card")]
    method: Method,
    /// Where the window answers to (Ret_URL)
    #[arg(long, value_name = "URL")]
    return_url: String,
    /// How the shop's page is written
    #[arg(long, value_enum, default_value = "utf-8")]
    page: Page,
}

impl Form {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        match self {
            Self::AxHub(given) => match given.order.currency {
                Money::Usd => given.run(&settings, given.order.cents()?),
                Money::Won => given.run(&settings, given.order.won()?),
            },
            Self::Mobile(given) => match given.order.currency {
                Money::Usd => given.run(&settings, given.order.cents()?).await,
                Money::Won => given.run(&settings, given.order.won()?).await,
            },
            Self::Pc(given) => match given.order.currency {
                Money::Usd => given.run(&settings, given.order.cents()?),
                Money::Won => given.run(&settings, given.order.won()?),
            },
        }
    }
}

impl Order {
    fn won(&self) -> Result<Won, FieldError> {
        Won::parse(&self.amount)
    }

    fn cents(&self) -> Result<Cents, FieldError> {
        Cents::new(WonOrZero::parse(&self.amount)?.get())
    }

    fn goods<const MAX: usize>(&self, charset: Charset) -> Result<Text<MAX>, FieldError> {
        Text::new(Name::from_static("good_name"), charset, &self.goods)
    }
}

impl AxHub {
    fn run<M: Price>(&self, settings: &Settings, amount: M) -> Result<Exit, Failure>
    where
        AxHubForm<M>: Finish,
    {
        let (order, charset) = (&self.order, settings.charset);
        let offer = |method: HubMethod| -> Result<HubOffer, FieldError> {
            let method = match method {
                HubMethod::KtPhone => return Ok(HubOffer::KtPhoneBill),
                HubMethod::Mobile => return Ok(HubOffer::Mobile),
                HubMethod::TongMoney => return Ok(HubOffer::TongMoney),
                HubMethod::Card => WindowMethod::Card,
                HubMethod::Gift => WindowMethod::Gift,
                HubMethod::Points => WindowMethod::Points,
                HubMethod::Transfer => WindowMethod::Transfer,
                HubMethod::Vaccount => WindowMethod::VirtualAccount,
            };
            order.offer.of(method, charset).map(HubOffer::from)
        };
        let (first, further) = methods(&self.method)?;
        let merchant = settings.merchant()?;
        let mut form = AxHubForm::new(
            &merchant,
            OrderId::parse(&order.order)?,
            amount,
            &order.goods(charset)?,
            &offer(first)?,
            self.page.into(),
        );
        for method in further {
            form = form.and(&offer(*method)?)?;
        }
        let form = form.finish(&Options::read(&order.options, charset)?)?;
        let mut report = Report::new("form ax-hub");
        report.add("script", form.script());
        show(&mut report, form.fields());
        finish(&report, settings)
    }
}

impl Pc {
    fn run<M: Price>(&self, settings: &Settings, amount: M) -> Result<Exit, Failure>
    where
        PcForm<M>: Finish,
    {
        let (order, charset) = (&self.order, settings.charset);
        let (first, further) = methods(&self.method)?;
        let merchant = settings.merchant()?;
        let mut form = PcForm::new(
            &merchant,
            OrderId::parse(&order.order)?,
            amount,
            &order.goods(charset)?,
            &order.offer.of(first.into(), charset)?,
        );
        for method in further {
            form = form.and(&order.offer.of((*method).into(), charset)?)?;
        }
        let form = form.finish(&Options::read(&order.options, charset)?)?;
        let mut report = Report::new("form pc");
        report.add("script", form.script());
        show(&mut report, form.fields());
        finish(&report, settings)
    }
}

impl Phone {
    async fn run<M: Price>(&self, settings: &Settings, amount: M) -> Result<Exit, Failure>
    where
        MobileForm<M>: Finish,
    {
        let (order, charset) = (&self.order, settings.charset);
        let options = Options::read(&order.options, charset)?;
        let offer = order.offer.of(self.method.into(), charset)?;
        let register = RegisterTrade::new(
            settings.environment()?,
            OrderId::parse(&order.order)?,
            amount,
            order.goods(charset)?,
            self.method.into(),
            WebUrl::parse(&self.return_url)?,
        );
        let client = settings.api_client()?;
        let outcome = client.ask(&register).await;
        let mut form = None;
        let mut report = Report::of("form mobile", &outcome, settings.language, |registered, _| {
            let merchant = client.merchant();
            form = Some(MobileForm::offering(merchant, registered, &offer, self.page.into()));
        });
        if let Some(form) = form {
            // A registration that is not used runs out; nothing moved.
            let form = form?.finish(&options)?;
            report.add("form_action", form.action());
            show(&mut report, form.fields());
        }
        finish(&report, settings)
    }
}

/// The first method and those after it.
fn methods<T: Copy>(methods: &[T]) -> Result<(T, &[T]), Failure> {
    match methods {
        [first, further @ ..] => Ok((*first, further)),
        [] => Err(anyhow!("no method").into()),
    }
}

fn show(report: &mut Report, fields: &[(&'static str, String)]) {
    let fields: Map<_, _> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.clone())))
        .collect();
    report.add("form", fields);
}
