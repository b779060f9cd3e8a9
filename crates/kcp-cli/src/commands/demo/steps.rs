//! The demo's steps on the socket: what a shop does, and what has to come back.

use anyhow::{Context as _, anyhow};
use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, GroupId, Instalments, Name, OrderId, OwnerName,
    SiteCode, SiteKey, TransactionId, WindowText, Won,
};
use kcp_services::{
    Client, Merchant, Outcome,
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::ChargeBatch,
    modify::{Cancel, PartialCancel},
};
use kcp_sim::{Authentication, Fault, PayMethod, Simulator};
use kcp_transport::{Environment, GatewayPublicKey, legacy::Gateway};

use crate::{clock::now, commands::Failure};

/// Every step with its title, in order.
pub(super) const ALL: [(&str, &str); 11] = [
    ("verify_account", "verify an account"),
    ("wrong_owner", "verify it for another name"),
    ("charge", "charge a registered card 5,004 won"),
    ("partial_cancel", "cancel 2,000 of them"),
    ("cancel_rest", "cancel the other 3,004"),
    ("refused_charge", "charge a card nobody registered"),
    ("window_payment", "approve a payment of the window"),
    ("tampered_amount", "approve one whose price was changed"),
    ("cancel", "cancel the window payment"),
    ("cancel_again", "cancel it a second time"),
    ("lost_answer", "charge, and lose the answer"),
];

/// What came back, and whether it is what had to come back.
pub(super) struct Seen {
    pub(super) ok: bool,
    pub(super) outcome: &'static str,
    pub(super) code: Option<String>,
    pub(super) detail: String,
}

/// The shop of the demo, with what one step leaves for the next.
pub(super) struct Shop<'a> {
    simulator: &'a Simulator,
    client: Client<Gateway>,
    charged: Option<TransactionId>,
    paid: Option<TransactionId>,
}

impl<'a> Shop<'a> {
    pub(super) fn open(simulator: &'a Simulator) -> Result<Self, Failure> {
        let environment = Environment::Simulator { gateway: simulator.address(), pg_api: None };
        let key = GatewayPublicKey::from_pem(&simulator.public_key_pem())
            .context("the simulator's key")?;
        let site_key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
        let merchant = Merchant::new(environment, site()?, site_key).context("the merchant")?;
        let gateway = Gateway::new(merchant.environment(), key);
        Ok(Self {
            simulator,
            client: Client::without_ledger(merchant, gateway, now),
            charged: None,
            paid: None,
        })
    }

    pub(super) async fn step(&mut self, name: &str) -> Result<Seen, Failure> {
        match name {
            "verify_account" => self.verify("홍길동", Expect::Approved).await,
            "wrong_owner" => self.verify("김철수", Expect::Declined(None)).await,
            "charge" => self.charge().await,
            "partial_cancel" => self.part(2_000, 5_004).await,
            "cancel_rest" => self.part(3_004, 3_004).await,
            "refused_charge" => {
                let charge = batch("DEMO-REFUSED", "9999999999999999", 1_004)?;
                let outcome = self.client.perform(charge).await;
                Ok(see(Expect::Declined(None), &outcome, |_| String::new()))
            }
            "window_payment" => self.window("DEMO-WINDOW", 1_004, 1_004).await,
            "tampered_amount" => self.window("DEMO-TAMPERED", 1_004, 5_004).await,
            "cancel" => self.cancel(false).await,
            "cancel_again" => self.cancel(true).await,
            "lost_answer" => self.lose().await,
            other => Err(anyhow!("no step {other}").into()),
        }
    }

    async fn verify(&self, owner: &str, expect: Expect) -> Result<Seen, Failure> {
        let owner = OwnerName::new(Charset::Ksx1001, owner)?;
        let query = VerifyAccount::new(
            BankCode::parse("04")?,
            AccountNumber::parse("123456789012")?,
            owner,
        );
        let outcome = self.client.ask(&query.with_order(OrderId::parse("DEMO-ACCOUNT")?)).await;
        Ok(see(expect, &outcome, |verified| format!("tno {}", verified.transaction)))
    }

    async fn charge(&mut self) -> Result<Seen, Failure> {
        let outcome = self.client.perform(batch("DEMO-CARD", "1234567890123456", 5_004)?).await;
        let seen = see(Expect::Approved, &outcome, |done| {
            format!("tno {}, {} won", done.transaction, done.amount)
        });
        self.charged = outcome.approved().map(|done| done.answer().transaction);
        Ok(seen)
    }

    async fn part(&self, amount: u64, remaining: u64) -> Result<Seen, Failure> {
        let tno = self.charged.ok_or_else(|| anyhow!("there is no charge to cancel"))?;
        let cancel = PartialCancel::new(tno, Won::new(amount)?, Won::new(remaining)?)?;
        let outcome = self.client.perform(cancel).await;
        Ok(see(Expect::Approved, &outcome, |done| {
            format!("{} won back, {} left", done.amount, done.remaining)
        }))
    }

    /// The buyer agrees to `shown` won in the window; the shop's own row says `asked`.
    async fn window(&mut self, order: &str, shown: u64, asked: u64) -> Result<Seen, Failure> {
        let order = OrderId::parse(order)?;
        let agreed = Authentication {
            site: site()?,
            order,
            amount: Won::new(shown)?,
            method: PayMethod::Card,
            instalments: Instalments::NONE,
        };
        let posted = self.simulator.window(agreed).context("the window")?;
        let text = |name, text| WindowText::parse(Name::from_static(name), text);
        let (data, info) =
            (text("enc_data", &posted.enc_data)?, text("enc_info", &posted.enc_info)?);
        let outcome = self
            .client
            .perform(ApproveWindow::new(data, info, order, Won::new(asked)?, PayType::Card))
            .await;
        let expect = if shown == asked { Expect::Approved } else { Expect::Declined(Some("8059")) };
        let seen =
            see(expect, &outcome, |done| format!("tno {}, {} won", done.transaction, done.amount));
        if let Some(done) = outcome.approved() {
            self.paid = Some(done.answer().transaction);
        }
        Ok(seen)
    }

    async fn cancel(&self, again: bool) -> Result<Seen, Failure> {
        let tno = self.paid.ok_or_else(|| anyhow!("there is no payment to cancel"))?;
        let outcome = self.client.perform(Cancel::new(tno)).await;
        let told =
            |earlier: bool| if earlier { "was cancelled before" } else { "cancelled" }.to_owned();
        let mut seen = see(Expect::Approved, &outcome, |done| told(done.earlier));
        // The second one is done too, and says that the first one did it.
        seen.ok &= outcome.approved().is_some_and(|done| done.answer().earlier == again);
        Ok(seen)
    }

    /// The gateway charges, and the connection breaks in the middle of its answer. The shop knows that it does not
    /// know; the order is charged once and not again, and a person cancels it.
    async fn lose(&self) -> Result<Seen, Failure> {
        let order = OrderId::parse("DEMO-LOST")?;
        self.simulator.faults().push(Fault::CutAnswerAfter(120));
        let outcome = self.client.perform(batch(order.as_str(), "1234567890123456", 1_004)?).await;
        let mut seen = see(Expect::Unknown, &outcome, |_| String::new());
        let book = self.simulator.book();
        let mut charges = book.of_order(order);
        let (Some(only), None) = (charges.next(), charges.next()) else {
            seen.ok = false;
            return Ok(seen);
        };
        let cancelled = self.client.perform(Cancel::new(only.tno)).await;
        seen.ok &= matches!(cancelled, Outcome::Approved(_));
        seen.detail = format!("{}; charged once, cancelled by hand", seen.detail);
        Ok(seen)
    }
}

/// What has to come back.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    Approved,
    /// Refused, with this code if it matters which.
    Declined(Option<&'static str>),
    Unknown,
}

pub(super) fn see<A>(
    expect: Expect,
    outcome: &Outcome<A>,
    told: impl FnOnce(&A) -> String,
) -> Seen {
    match outcome {
        Outcome::Approved(done) => Seen {
            ok: matches!(expect, Expect::Approved),
            outcome: "approved",
            code: Some(done.code().to_string()),
            detail: told(done.answer()),
        },
        Outcome::Declined(no) => Seen {
            ok: matches!(expect, Expect::Declined(code) if code.is_none_or(|code| code == no.code().as_str())),
            outcome: "declined",
            code: Some(no.code().to_string()),
            detail: no.message().unwrap_or_default().to_owned(),
        },
        Outcome::NotSent(error) => Seen {
            ok: false,
            outcome: "not sent",
            code: None,
            detail: error.error().cause().to_string(),
        },
        Outcome::Unknown(unknown) => Seen {
            ok: matches!(expect, Expect::Unknown),
            outcome: "unknown",
            code: unknown.code().map(|code| code.to_string()),
            detail: unknown.cause().to_string(),
        },
    }
}

pub(super) fn site() -> Result<SiteCode, Failure> {
    Ok(SiteCode::parse("T0000")?)
}

fn batch(order: &str, key: &str, amount: u64) -> Result<ChargeBatch, Failure> {
    let (group, key) = (GroupId::parse("BA0011000348")?, BatchKey::parse(key)?);
    Ok(ChargeBatch::new(group, key, OrderId::parse(order)?, Won::new(amount)?))
}
