//! The gateway without a socket: rules, sealed requests, recorded requests, and bytes of all kinds.

mod account;
mod cash;
mod escrow;
mod refund;
mod rules;
mod vectors;
mod window;
mod wire;

use kcp_codec::{Charset, Fields, KstDateTime, Name, OrderId, Separator, SiteCode, SiteKey, Won};
use kcp_crypto::GatewayPrivateKey;

use super::*;
use crate::{Environment, ManualClock, Merchant, PayMethod, window::WindowReturn};

const SITE_KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

pub(super) fn hex(text: &str) -> Vec<u8> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

pub(crate) fn site(text: &str) -> SiteCode {
    SiteCode::parse(text).unwrap()
}

/// The built-in merchant, one with escrow that captures itself (`T0007`), and one of the real environment (`R0000`).
fn merchants() -> Merchants {
    let key = || SiteKey::parse(SITE_KEY).unwrap();
    Merchants::builtin()
        .with(Merchant::new(site("T0007"), key()).with_manual_capture().with_escrow())
        .with(Merchant::new(site("R0000"), key()).in_environment(Environment::Real))
}

pub(crate) fn gateway() -> Gateway {
    let key = GatewayPrivateKey::from_components(&hex(vectors::N), 65_537, &hex(vectors::D));
    let now = KstDateTime::parse("20261121120000").unwrap();
    Gateway {
        key: key.unwrap(),
        merchants: merchants(),
        clock: Box::new(ManualClock::at(now)),
        layout: AccountLayout::DEFAULT,
        accounts: Accounts::builtin(),
        faults: Faults::default(),
        patience: Duration::from_secs(3),
        state: Mutex::default(),
    }
}

impl Gateway {
    /// A customer of T0000 agrees to pay.
    fn agree(&self, method: PayMethod, amount: u64) -> WindowReturn {
        let authentication = crate::Authentication {
            site: site("T0000"),
            order: OrderId::parse("ORDER1").unwrap(),
            amount: Won::new(amount).unwrap(),
            method,
            instalments: kcp_codec::Instalments::NONE,
        };
        let public = self.key.public_key();
        self.state()
            .windows
            .open(authentication.into(), &self.merchants, &public, &*self.clock)
            .unwrap()
    }
}

/// What a customer of `who` agrees to pay.
fn pays(who: &str, method: PayMethod, amount: u64) -> crate::Agreement {
    crate::Authentication {
        site: site(who),
        order: OrderId::parse("ORDER1").unwrap(),
        amount: Won::new(amount).unwrap(),
        method,
        instalments: kcp_codec::Instalments::NONE,
    }
    .into()
}

/// Approves what a customer agreed to, and gives the answer.
fn approve(gateway: &Gateway, agreement: crate::Agreement, plan: &str) -> Answer {
    let public = gateway.key.public_key();
    let given = gateway
        .state()
        .windows
        .open(agreement, &gateway.merchants, &public, &*gateway.clock)
        .unwrap();
    let sealed = |text: &str| kcp_codec::enc2::decode(text.as_bytes()).unwrap();
    let session = gateway.key.open_envelope(&sealed(&given.enc_info)).unwrap();
    let message = kcp_crypto::open(&session, &sealed(&given.enc_data)).unwrap();
    let plan = Charset::Ksx1001.encode(Name::from_static("test"), &plan.replace('|', "\x1f"));
    let site = agreement.site();
    act(gateway, site.as_str(), "00100000", &message, &plan.unwrap())
}

/// A field of an answer, as text.
#[track_caller]
fn get(answer: &Answer, name: &'static str) -> String {
    let bytes = answer.find(name).unwrap_or_else(|| panic!("no {name}"));
    Charset::Cp949.decode(Name::from_static(name), bytes).unwrap()
}

/// The number of a payment that was just approved.
#[track_caller]
fn number(answer: &Answer) -> kcp_codec::TransactionId {
    assert!(["0000", "V000"].contains(&code(answer).as_str()), "{}", code(answer));
    kcp_codec::TransactionId::parse(&get(answer, "tno")).unwrap()
}

/// A customer pays what an account asks for.
fn deposit(gateway: &Gateway, tno: kcp_codec::TransactionId) {
    let now = gateway.clock.now();
    gateway.state().deposit(tno, &crate::Deposit::whole(), now).unwrap();
}

/// The code of an answer.
pub(crate) fn code(answer: &Answer) -> String {
    String::from_utf8(answer.code().to_vec()).unwrap()
}

/// A field of an answer's bytes.
pub(super) fn field(message: &[u8], name: &'static str) -> Option<String> {
    let fields = Fields::read(message, Separator::Unit).unwrap();
    fields.get(Name::from_static(name)).map(|value| String::from_utf8(value.to_vec()).unwrap())
}

/// What a merchant's message brings: `content` as it was sealed, `plan` as it was decoded. `|` is US, `/` is RS.
pub(super) fn ask(
    gateway: &Gateway,
    who: &str,
    transaction: &str,
    content: &str,
    plan: &str,
) -> Answer {
    let wire = |text: &str| {
        let text = text.replace('|', "\x1f").replace('/', "\x1e");
        Charset::Ksx1001.encode(Name::from_static("test"), &text).unwrap()
    };
    act(gateway, who, transaction, &wire(content), &wire(plan))
}

pub(super) fn act(
    gateway: &Gateway,
    who: &str,
    transaction: &str,
    content: &[u8],
    plan: &[u8],
) -> Answer {
    let merchant = gateway.merchants.find(site(who)).unwrap();
    let desk = Desk {
        merchant,
        now: gateway.clock.now(),
        layout: &gateway.layout,
        accounts: &gateway.accounts,
        texts: Texts::Cp949,
        change: 0,
    };
    open::Content::read(content)
        .and_then(|content| {
            let order = open::order(plan)?;
            let transaction = transaction.to_owned();
            let plan = plan.to_vec();
            let opened = open::Opened { merchant, transaction, content, order, plan };
            super::rules::act(&mut gateway.state(), &desk, &opened)
        })
        .unwrap_or_else(Answer::refused)
}

#[track_caller]
pub(super) fn refuses(content: &str, plan: &str, want: Refusal) {
    let gateway = gateway();
    let answer = ask(&gateway, "T0000", "00100000", content, plan);
    assert_eq!(code(&answer), want.code(), "{content} {plan}");
    assert_eq!(gateway.state().book.view().approvals(), 0);
}
