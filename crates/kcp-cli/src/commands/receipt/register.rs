//! `kcp receipt register`: a cash receipt for money that was taken otherwise.

use clap::{Args, ValueEnum};
use kcp_codec::{
    Charset, FieldError, KstDateTime, Name, OrderId, Text, TransactionId, Won, WonOrZero, Word,
};
use kcp_services::{
    Client, On,
    cash_receipt::{BusinessNumber, PaidBy, Purpose, RegisterReceipt, Seller, SellerTax},
    channel::Channel,
};

use crate::{
    commands::{Failure, both, finish, text},
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Clone, Copy, ValueEnum)]
enum For {
    Business,
    Personal,
}

#[derive(Clone, Copy, ValueEnum)]
enum Taxed {
    Free,
    Taxed,
}

#[derive(Args)]
pub(in crate::commands) struct Register {
    /// Total in won: digits only
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    total: String,
    /// Value-added tax in it, in won
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    tax: String,
    /// Service charge in it, in won
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    service: Option<String>,
    /// When the money was received, Korean time: yyyyMMddHHmmss; keep it, a cancel names it again
    #[arg(long, value_name = "TIME")]
    received: String,
    /// What the buyer uses it for
    #[arg(long = "for", value_enum, default_value = "personal")]
    purpose: For,
    /// Whom it is for: telephone, card or business number; a flag is visible to other users of the machine, the
    /// variable is not
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
    /// Telephone of the buyer, at most 20 bytes (socket)
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Mail address of the buyer, at most 50 bytes
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Comment, at most 100 bytes (socket)
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// The money came by this bank transfer through KCP
    #[arg(long, value_name = "TNO", conflicts_with = "paid_vaccount")]
    paid_transfer: Option<String>,
    /// The money came into this virtual account of KCP's
    #[arg(long, value_name = "TNO", requires = "notice_id")]
    paid_vaccount: Option<String>,
    /// What the deposit's notice calls itself (noti_id)
    #[arg(long, value_name = "ID", requires = "paid_vaccount")]
    notice_id: Option<String>,
    #[command(flatten)]
    seller: Marketplace,
}

/// A seller on the merchant's marketplace: all of it, or nothing.
#[derive(Args)]
#[command(next_help_heading = "A seller on the marketplace, all of it or nothing")]
struct Marketplace {
    /// Business number, ten digits (corp_tax_no)
    #[arg(long, value_name = "DIGITS", requires_all = ["seller_name", "seller_owner", "seller_address", "seller_phone"])]
    seller: Option<String>,
    /// Another number for who sells than for who issues the receipt (corp_sell_tax_no)
    #[arg(long, value_name = "DIGITS", requires = "seller")]
    selling_number: Option<String>,
    /// How the seller is taxed
    #[arg(long, value_enum, default_value = "taxed")]
    seller_tax: Taxed,
    /// Business name, at most 100 bytes
    #[arg(long, value_name = "NAME", requires = "seller")]
    seller_name: Option<String>,
    /// Owner's name, at most 40 bytes
    #[arg(long, value_name = "NAME", requires = "seller")]
    seller_owner: Option<String>,
    /// Address, at most 200 bytes
    #[arg(long, value_name = "TEXT", requires = "seller")]
    seller_address: Option<String>,
    /// Telephone, at most 20 bytes
    #[arg(long, value_name = "NUMBER", requires = "seller")]
    seller_phone: Option<String>,
}

impl Register {
    pub(super) async fn run(&self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let register = self.register(settings.charset)?;
        both!(settings, client => send(&settings, &client, register).await)
    }

    fn register(&self, charset: Charset) -> Result<RegisterReceipt, FieldError> {
        let mut register = RegisterReceipt::new(
            OrderId::parse(&self.order)?,
            Text::new(Name::from_static("good_name"), charset, &self.goods)?,
            Text::new(Name::from_static("buyr_name"), charset, &self.buyer)?,
            KstDateTime::parse(&self.received)?,
            match self.purpose {
                For::Business => Purpose::Business,
                For::Personal => Purpose::Personal,
            },
            Word::new(Name::from_static("id_info"), &self.id)?,
            Won::parse(&self.total)?,
            WonOrZero::parse(&self.tax)?,
        )?;
        if let Some(service) = &self.service {
            register = register.with_service(WonOrZero::parse(service)?)?;
        }
        if let Some(phone) = text("buyr_tel1", charset, self.phone.as_ref())? {
            register = register.with_phone(phone);
        }
        if let Some(mail) = text("buyr_mail", charset, self.mail.as_ref())? {
            register = register.with_mail(mail);
        }
        if let Some(comment) = text("comment", charset, self.comment.as_ref())? {
            register = register.with_comment(comment);
        }
        if let Some(paid) = self.paid()? {
            register = register.with_payment(paid);
        }
        match self.seller.read(charset)? {
            Some(seller) => Ok(register.with_seller(seller)),
            None => Ok(register),
        }
    }

    fn paid(&self) -> Result<Option<PaidBy>, FieldError> {
        let notice = |id: &String| Word::new(Name::from_static("pay_tx_id"), id);
        let notice = self.notice_id.as_ref().map(notice).transpose()?;
        match (&self.paid_transfer, &self.paid_vaccount, notice) {
            (Some(transfer), ..) => Ok(Some(PaidBy::Transfer(TransactionId::parse(transfer)?))),
            (None, Some(account), Some(notice)) => {
                let transaction = TransactionId::parse(account)?;
                Ok(Some(PaidBy::VirtualAccount { transaction, notice }))
            }
            _ => Ok(None),
        }
    }
}

impl Marketplace {
    fn read(&self, charset: Charset) -> Result<Option<Seller>, FieldError> {
        let Some(number) = &self.seller else { return Ok(None) };
        // The parser has asked for every one of them.
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let seller = Seller::new(
            match self.seller_tax {
                Taxed::Free => SellerTax::Free,
                Taxed::Taxed => SellerTax::Taxed,
            },
            BusinessNumber::parse(number)?,
            Text::new(Name::from_static("corp_nm"), charset, &given(&self.seller_name))?,
            Text::new(Name::from_static("corp_owner_nm"), charset, &given(&self.seller_owner))?,
            Text::new(Name::from_static("corp_addr"), charset, &given(&self.seller_address))?,
            Text::new(Name::from_static("corp_telno"), charset, &given(&self.seller_phone))?,
        );
        match &self.selling_number {
            Some(number) => Ok(Some(seller.with_selling_number(BusinessNumber::parse(number)?))),
            None => Ok(Some(seller)),
        }
    }
}

async fn send<X: Channel>(
    settings: &Settings,
    client: &Client<X>,
    register: RegisterReceipt,
) -> Result<Exit, Failure>
where
    RegisterReceipt: On<X::Wire>,
{
    let outcome = client.perform(register).await;
    let report = Report::of("receipt register", &outcome, settings.language, |receipt, report| {
        report.add("cash_no", receipt.cash_no.as_str());
        report.add_some("receipt_no", receipt.receipt_no.clone());
        report.add_some("app_time", receipt.registered_at.map(|time| time.to_string()));
        report.add_some("reg_stat", receipt.status.clone());
        report.add_some("reg_desc", receipt.status_text.clone());
    });
    finish(&report, settings)
}
