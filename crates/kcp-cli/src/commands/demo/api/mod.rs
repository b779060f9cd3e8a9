//! The demo's steps on the PG-API: what a shop does over HTTPS, and what has to come back.

mod window;

use anyhow::{Context as _, anyhow};
use kcp_codec::{
    BankCode, BatchKey, Charset, CorporationCode, GroupId, KstDateTime, MemberId, MemberPassword,
    Name, OrderId, Text, TransactionId, WindowText, Won, WonOrZero, Word,
};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Client, Merchant,
    batch::{ChargeBatch, DeleteBatchKey, IssueBatchKey},
    cash_receipt::{Purpose, RegisterReceipt},
    inquiry::{Inquire, TradeState},
    modify::{Cancel, PartialCancel},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    virtual_account::IssueAccount,
    window::WindowMethod,
};
use kcp_sim::{CardRegistration, PayMethod, Simulator};
use kcp_transport::{Environment, api::Https, legacy::TranCode};

use self::window::texts;
use super::{
    after::Left,
    buyer::Buyer,
    steps::{Expect, Seen, see, site},
};
use crate::{clock::now, commands::Failure};

/// Every step with its title, in order.
pub(super) const ALL: [(&str, &str); 20] = [
    ("api_register", "register an order for the mobile window"),
    ("api_window", "let the buyer agree in the window"),
    ("api_approve_card", "approve the buyer's card"),
    ("api_approve_transfer", "approve a bank transfer"),
    ("api_approve_vaccount", "issue a virtual account in the window"),
    ("api_approve_mobile", "approve a phone payment"),
    ("api_approve_points", "approve points"),
    ("api_approve_gift", "approve a gift certificate"),
    ("api_partial_cancel", "cancel 400 of the card's 1,004"),
    ("api_inquire", "ask what is left of it"),
    ("api_cancel", "cancel the bank transfer"),
    ("points_query", "ask for a member's points"),
    ("points_pay", "pay 1,004 points"),
    ("points_cancel", "cancel them"),
    ("points_reapprove", "pay 500 in their place"),
    ("batch_issue", "register a card"),
    ("batch_charge", "charge it"),
    ("batch_delete", "give its key up"),
    ("vaccount_issue", "issue a virtual account"),
    ("receipt_cash", "register a cash receipt"),
];

/// The shop on its PG-API side, with what one step leaves for the next.
pub(super) struct ApiShop<'a> {
    simulator: &'a Simulator,
    client: Client<Https>,
    buyer: Buyer,
    registered: Option<String>,
    returned: Option<(WindowText, WindowText)>,
    card: Option<TransactionId>,
    transfer: Option<TransactionId>,
    points: Option<TransactionId>,
    key: Option<BatchKey>,
    account: Option<TransactionId>,
}

impl<'a> ApiShop<'a> {
    pub(super) fn open(simulator: &'a Simulator) -> Result<Self, Failure> {
        let nothing = || anyhow!("the simulator has no PG-API");
        let pg_api = simulator.pg_api_address().ok_or_else(nothing)?;
        let identity = simulator.service_certificate(site()?).ok_or_else(nothing)?;
        let environment =
            Environment::Simulator { gateway: simulator.address(), pg_api: Some(pg_api) };
        let certificate =
            ServiceCertificate::from_pem(&identity.certificate_pem).context("the certificate")?;
        let key = PrivateKey::from_pem(&identity.private_key_pem).context("the private key")?;
        let merchant =
            Merchant::with_service_certificate(environment.clone(), site()?, certificate)
                .context("the merchant")?
                .and_signing_key(SigningKey::new(&key).context("the private key")?)
                .context("the private key")?;
        let https = Https::new(&environment)
            .and_then(|https| https.with_root_certificate(&simulator.ca_pem().unwrap_or_default()))
            .context("the certificate authority")?;
        let client = Client::without_ledger(merchant, https, now);
        Ok(Self {
            simulator,
            client,
            buyer: Buyer::of(simulator)?,
            registered: None,
            returned: None,
            card: None,
            transfer: None,
            points: None,
            key: None,
            account: None,
        })
    }

    /// What the steps after the payments work on.
    pub(super) const fn left(&self) -> Left {
        Left { account: self.account, card: self.card }
    }

    pub(super) async fn step(&mut self, name: &str) -> Result<Seen, Failure> {
        match name {
            "api_register" => self.register().await,
            "api_window" => self.window().await,
            "api_approve_card" => {
                let returned = self.returned.take().ok_or_else(|| anyhow!("nobody agreed"))?;
                let (seen, tno) =
                    self.approve_returned(returned, "API-CARD", WindowMethod::Card).await?;
                self.card = tno;
                Ok(seen)
            }
            "api_approve_transfer" => {
                let (seen, tno) =
                    self.approve("API-BANK", PayMethod::Transfer, WindowMethod::Transfer).await?;
                self.transfer = tno;
                Ok(seen)
            }
            "api_approve_vaccount" => Ok(self
                .approve("API-VCNT", PayMethod::VirtualAccount, WindowMethod::VirtualAccount)
                .await?
                .0),
            "api_approve_mobile" => {
                Ok(self.approve("API-MOBX", PayMethod::Mobile, WindowMethod::Mobile).await?.0)
            }
            "api_approve_points" => {
                Ok(self.approve("API-TPNT", PayMethod::Points, WindowMethod::Points).await?.0)
            }
            "api_approve_gift" => {
                Ok(self.approve("API-GIFT", PayMethod::Gift, WindowMethod::Gift).await?.0)
            }
            "api_partial_cancel" => self.part().await,
            "api_inquire" => self.inquire().await,
            "api_cancel" => self.cancel(self.transfer).await,
            "points_query" => self.balance().await,
            "points_pay" => self.pay().await,
            "points_cancel" => self.cancel(self.points).await,
            "points_reapprove" => self.reapprove().await,
            "batch_issue" => self.issue_key().await,
            "batch_charge" => self.charge().await,
            "batch_delete" => self.delete_key().await,
            "vaccount_issue" => self.issue_account().await,
            "receipt_cash" => self.receipt().await,
            other => Err(anyhow!("no step {other}").into()),
        }
    }

    async fn part(&self) -> Result<Seen, Failure> {
        let cancel = PartialCancel::new(known(self.card)?, won(400)?, won(1_004)?)?;
        let outcome = self.client.perform(cancel).await;
        Ok(see(Expect::Approved, &outcome, |done| {
            format!("{} won back, {} left", done.amount, done.remaining)
        }))
    }

    async fn inquire(&self) -> Result<Seen, Failure> {
        let query = Inquire::new(known(self.card)?, WindowMethod::Card.pay_type());
        let outcome = self.client.ask(&query).await;
        let left = |left: Option<WonOrZero>| left.map(|left| left.to_string()).unwrap_or_default();
        let mut seen = see(Expect::Approved, &outcome, |found| {
            format!("partly cancelled, {} left", left(found.remaining))
        });
        let found = outcome
            .approved()
            .map(|found| (found.answer().state.clone(), left(found.answer().remaining)));
        seen.ok &= found == Some((TradeState::PartlyCancelled, "604".to_owned()));
        Ok(seen)
    }

    async fn cancel(&self, tno: Option<TransactionId>) -> Result<Seen, Failure> {
        let outcome = self.client.perform(Cancel::new(known(tno)?)).await;
        Ok(see(Expect::Approved, &outcome, |_| "cancelled".to_owned()))
    }

    async fn balance(&self) -> Result<Seen, Failure> {
        let outcome =
            self.client.ask(&QueryPoints::new(member()?, OrderId::parse("APIPOINTS0")?)).await;
        Ok(see(Expect::Approved, &outcome, |points| format!("{} points", points.left)))
    }

    async fn pay(&mut self) -> Result<Seen, Failure> {
        let pay = PayPoints::new(member()?, OrderId::parse("APIPOINTS1")?, won(1_004)?);
        let outcome = self.client.perform(pay).await;
        let left = |left: Option<WonOrZero>| left.map(|left| left.to_string()).unwrap_or_default();
        let seen = see(Expect::Approved, &outcome, |paid| {
            format!("tno {}, {} left", paid.transaction, left(paid.left))
        });
        self.points = outcome.approved().map(|paid| paid.answer().transaction);
        Ok(seen)
    }

    async fn reapprove(&self) -> Result<Seen, Failure> {
        let anew = Reapprove::new(known(self.points)?, won(500)?, OrderId::parse("APIPOINTS2")?);
        let outcome = self.client.perform(anew).await;
        Ok(see(Expect::Approved, &outcome, |done| {
            format!("tno {}, {} points", done.transaction, done.amount)
        }))
    }

    async fn issue_key(&mut self) -> Result<Seen, Failure> {
        let registration = CardRegistration {
            site: site()?,
            order: OrderId::parse("API-CARDKEY")?,
            group: group()?,
        };
        let posted = self.agree(registration)?;
        let (data, info) = texts(&posted)?;
        let tran_cd =
            TranCode::parse(&posted.tran_cd).ok_or_else(|| anyhow!("the window's tran_cd"))?;
        let outcome =
            self.client.perform(IssueBatchKey::new(data, info).with_tran_code(tran_cd)).await;
        let card = |name: &Option<String>| name.clone().unwrap_or_else(|| "a card".to_owned());
        let seen = see(Expect::Approved, &outcome, |issued| card(&issued.card.issuer_name));
        self.key = outcome.approved().map(|issued| issued.into_answer().key);
        Ok(seen)
    }

    async fn charge(&self) -> Result<Seen, Failure> {
        let charge =
            ChargeBatch::new(group()?, self.key()?, OrderId::parse("API-BATCH")?, won(1_004)?);
        let outcome = self.client.perform(charge).await;
        Ok(see(Expect::Approved, &outcome, |done| {
            format!("tno {}, {} won", done.transaction, done.amount)
        }))
    }

    async fn delete_key(&self) -> Result<Seen, Failure> {
        let outcome = self.client.perform(DeleteBatchKey::new(group()?, self.key()?)).await;
        Ok(see(Expect::Approved, &outcome, |_| "it charges nothing any more".to_owned()))
    }

    async fn issue_account(&mut self) -> Result<Seen, Failure> {
        let until = KstDateTime::from_unix(now().to_unix() + 3 * 24 * 60 * 60)?;
        let (bank, order) = (BankCode::parse("04")?, OrderId::parse("API-VACCOUNT")?);
        let (depositor, goods) = (text("va_name", "홍길동")?, text("good_name", "운동화")?);
        let outcome = self
            .client
            .perform(IssueAccount::new(order, won(30_000)?, bank, depositor, until, goods))
            .await;
        let seen = see(Expect::Approved, &outcome, |issued| {
            format!("tno {}, not paid yet", issued.transaction)
        });
        self.account = outcome.approved().map(|issued| issued.answer().transaction);
        Ok(seen)
    }

    async fn receipt(&self) -> Result<Seen, Failure> {
        let (goods, buyer, id) = (
            text("good_name", "운동화")?,
            text("buyr_name", "홍길동")?,
            Word::new(Name::from_static("id_info"), "01000000000")?,
        );
        let (total, tax) = (won(1_100)?, WonOrZero::new(100)?);
        let order = OrderId::parse("API-RECEIPT")?;
        let register =
            RegisterReceipt::new(order, goods, buyer, now(), Purpose::Personal, id, total, tax)?;
        let outcome = self.client.perform(register).await;
        Ok(see(Expect::Approved, &outcome, |done| format!("cash_no {}", done.cash_no)))
    }

    fn key(&self) -> Result<BatchKey, Failure> {
        Ok(self.key.clone().ok_or_else(|| anyhow!("no card was registered"))?)
    }
}

fn known(tno: Option<TransactionId>) -> Result<TransactionId, Failure> {
    Ok(tno.ok_or_else(|| anyhow!("an earlier step left nothing to work on"))?)
}

fn member() -> Result<Member, Failure> {
    let (id, password) = (MemberId::parse("test1111")?, MemberPassword::parse("test1234")?);
    Ok(Member::new(id, password, CorporationCode::parse("5555")?))
}

fn group() -> Result<GroupId, Failure> {
    Ok(GroupId::parse("BA0011000348")?)
}

fn won(amount: u64) -> Result<Won, Failure> {
    Ok(Won::new(amount)?)
}

fn text<const MAX: usize>(name: &'static str, value: &str) -> Result<Text<MAX>, Failure> {
    Ok(Text::new(Name::from_static(name), Charset::Ksx1001, value)?)
}
