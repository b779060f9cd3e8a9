//! The demo's steps after a payment: notices of a deposit, an escrow account given up, receipts.

use anyhow::{Context as _, anyhow};
use kcp_codec::{
    Charset, Instalments, KstDateTime, Name, OrderId, SiteCode, SiteKey, Text, TransactionId,
    WindowText, Won, WonOrZero, Word,
};
use kcp_services::{
    Client, Merchant,
    approve::{ApproveWindow, PayType},
    cash_receipt::{CancelReceipt, Purpose, ReceiptId, RegisterReceipt},
    modify::{ReleaseAccount, Undo},
    notice::{Event, Leg, Notice, NoticeKey},
    receipt::{Receipt, ReceiptKind},
};
use kcp_sim::{Authentication, NoticeUrl, PayMethod, Simulator};
use kcp_transport::{Environment, GatewayPublicKey, legacy::Gateway};

use super::{
    notices::NoticeDesk,
    steps::{Expect, Seen, see, site},
};
use crate::{clock::now, commands::Failure};

/// Every step with its channel and title, in order.
pub(super) const ALL: [(&str, &str, &str); 7] = [
    ("notice", "notice_deposit", "take the notice of a deposit"),
    ("notice", "notice_reversal", "take the notice that the bank took it back"),
    ("socket", "escrow_issue", "issue a virtual account under escrow"),
    ("socket", "escrow_release", "give it up, and take the notice of that"),
    ("socket", "receipt_register", "register a cash receipt"),
    ("socket", "receipt_cancel", "cancel it"),
    ("", "receipt_url", "make the address of the card's receipt"),
];

/// What the payments before left for these steps.
#[derive(Clone, Copy)]
pub(super) struct Left {
    /// The virtual account of 30,000 won that waits for its deposit.
    pub(super) account: Option<TransactionId>,
    /// The card payment whose receipt is shown.
    pub(super) card: Option<TransactionId>,
}

/// The shop, with what one step leaves for the next.
pub(super) struct AfterShop<'a> {
    simulator: &'a Simulator,
    desk: NoticeDesk,
    environment: Environment,
    left: Left,
    deposit: Option<NoticeKey>,
    release: Option<ReleaseAccount>,
    receipt: Option<(ReceiptId, KstDateTime)>,
}

impl<'a> AfterShop<'a> {
    /// Opens a listener on loopback, and has the simulator send the notices of both merchants there.
    pub(super) async fn open(simulator: &'a Simulator, left: Left) -> Result<Self, Failure> {
        let environment = Environment::Simulator { gateway: simulator.address(), pg_api: None };
        let desk = NoticeDesk::open(&environment, escrow_site()?).await?;
        for merchant in [site()?, escrow_site()?] {
            let url = NoticeUrl::parse(&desk.url()).context("the notice address")?;
            simulator
                .register_notice_url(merchant, url)
                .map_err(|_| anyhow!("no such merchant"))?;
        }
        Ok(Self { simulator, desk, environment, left, deposit: None, release: None, receipt: None })
    }

    pub(super) async fn step(&mut self, name: &str) -> Result<Seen, Failure> {
        match name {
            "notice_deposit" => self.deposit().await,
            "notice_reversal" => self.reversal().await,
            "escrow_issue" => self.issue().await,
            "escrow_release" => self.release().await,
            "receipt_register" => self.register().await,
            "receipt_cancel" => self.cancel().await,
            "receipt_url" => self.url(),
            other => Err(anyhow!("no step {other}").into()),
        }
    }

    async fn deposit(&mut self) -> Result<Seen, Failure> {
        let tno = known(self.left.account)?;
        self.simulator.deposit(tno).map_err(|refusal| anyhow!("no deposit: {refusal:?}"))?;
        let notice = self.told().await?;
        self.deposit = Some(notice.key());
        Ok(seen_leg(&notice, tno, Leg::Deposit, "came in"))
    }

    async fn reversal(&self) -> Result<Seen, Failure> {
        let tno = known(self.left.account)?;
        self.simulator.reverse(tno).map_err(|refusal| anyhow!("no reversal: {refusal:?}"))?;
        let notice = self.told().await?;
        let mut seen = seen_leg(&notice, tno, Leg::Reversal, "taken back by the bank");
        // The same noti_id and another key: who stores one must not lose the other.
        seen.ok &= self.deposit.as_ref().is_some_and(|deposit| *deposit != notice.key());
        Ok(seen)
    }

    async fn issue(&mut self) -> Result<Seen, Failure> {
        let (order, amount) = (OrderId::parse("DEMO-ESCROW")?, Won::new(50_000)?);
        let agreed = Authentication {
            site: escrow_site()?,
            order,
            amount,
            method: PayMethod::VirtualAccount,
            instalments: Instalments::NONE,
        };
        let posted = self.simulator.window(agreed).context("the window")?;
        let text = |name, text| WindowText::parse(Name::from_static(name), text);
        let (data, info) =
            (text("enc_data", &posted.enc_data)?, text("enc_info", &posted.enc_info)?);
        let approve = ApproveWindow::new(data, info, order, amount, PayType::VirtualAccount);
        let outcome = self.client(escrow_site()?)?.perform(approve).await;
        let seen = see(Expect::Approved, &outcome, |done| {
            format!("tno {}; undone by {}", done.transaction, done.undo().kind())
        });
        // The approval knows which change undoes it.
        self.release = outcome.approved().and_then(|done| match done.answer().undo() {
            Undo::Release(release) => Some(release),
            _ => None,
        });
        Ok(seen)
    }

    async fn release(&mut self) -> Result<Seen, Failure> {
        let release = self.release.take().ok_or_else(|| anyhow!("no account to give up"))?;
        let outcome = self.client(escrow_site()?)?.perform(release).await;
        let mut seen = see(Expect::Approved, &outcome, |_| "given up, KCP told us so".to_owned());
        seen.ok &= matches!(self.told().await?.event, Event::AccountReleased);
        Ok(seen)
    }

    async fn register(&mut self) -> Result<Seen, Failure> {
        let traded_at = now();
        let register = RegisterReceipt::new(
            OrderId::parse("DEMO-RECEIPT")?,
            text("good_name", "운동화")?,
            text("buyr_name", "홍길동")?,
            traded_at,
            Purpose::Personal,
            Word::new(Name::from_static("id_info"), "01000000000")?,
            Won::new(1_100)?,
            WonOrZero::new(100)?,
        )?;
        let outcome = self.client(site()?)?.perform(register).await;
        let seen =
            see(Expect::Approved, &outcome, |done| format!("cash_no {}", done.cash_no.as_str()));
        self.receipt = outcome.approved().map(|done| (done.into_answer().cash_no, traded_at));
        Ok(seen)
    }

    async fn cancel(&mut self) -> Result<Seen, Failure> {
        let (receipt, traded_at) = self.receipt.take().ok_or_else(|| anyhow!("no receipt"))?;
        let outcome = self.client(site()?)?.perform(CancelReceipt::new(receipt, traded_at)).await;
        Ok(see(Expect::Approved, &outcome, |_| "cancelled".to_owned()))
    }

    fn url(&self) -> Result<Seen, Failure> {
        // Nobody fetches it: receipts are pages of KCP's.
        let receipt = Receipt::new(&Environment::Test, ReceiptKind::Card, known(self.left.card)?);
        let (url, window) = (receipt.url(), receipt.window());
        Ok(Seen {
            ok: url.starts_with("https://"),
            outcome: "made",
            code: None,
            detail: format!("{}x{}: {url}", window.width, window.height),
        })
    }

    /// The last notice that came, once the simulator has nothing left to send.
    async fn told(&self) -> Result<Notice, Failure> {
        self.simulator.notices().await;
        Ok(self.desk.last().ok_or_else(|| anyhow!("no notice came"))?)
    }

    fn client(&self, merchant: SiteCode) -> Result<Client<Gateway>, Failure> {
        let key = GatewayPublicKey::from_pem(&self.simulator.public_key_pem())
            .context("the simulator's key")?;
        let site_key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
        let merchant =
            Merchant::new(self.environment.clone(), merchant, site_key).context("the merchant")?;
        let gateway = Gateway::new(merchant.environment(), key);
        Ok(Client::without_ledger(merchant, gateway, now))
    }
}

/// A deposit's notice, as it had to come.
fn seen_leg(notice: &Notice, tno: TransactionId, leg: Leg, told: &str) -> Seen {
    let (ok, amount) = match &notice.event {
        Event::Deposit(deposit) => (
            notice.transaction == tno && deposit.leg() == leg && deposit.amount.get() == 30_000,
            deposit.amount.get(),
        ),
        _ => (false, 0),
    };
    Seen { ok, outcome: "told", code: None, detail: format!("{amount} won {told}") }
}

/// KCP's public test merchant for escrow (`https.md §11`).
fn escrow_site() -> Result<SiteCode, Failure> {
    Ok(SiteCode::parse("T0007")?)
}

fn known(tno: Option<TransactionId>) -> Result<TransactionId, Failure> {
    Ok(tno.ok_or_else(|| anyhow!("an earlier step left nothing to work on"))?)
}

fn text<const MAX: usize>(name: &'static str, value: &str) -> Result<Text<MAX>, Failure> {
    Ok(Text::new(Name::from_static(name), Charset::Ksx1001, value)?)
}
