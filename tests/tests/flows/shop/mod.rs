//! A shop and its simulated KCP, on either channel.

use std::fmt;

use getrandom::SysRng;
use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, GroupId, Instalments, KstDateTime, Name, OrderId,
    OwnerName, SiteCode, SiteKey, Text, WindowText, Won, WonOrZero,
};
use kcp_crypto::{GatewayPrivateKey, PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Client, Effect, Merchant, On, Outcome, Query, UnknownCause,
    approve::{Approval, ApproveWindow, PayType},
    batch::ChargeBatch,
    channel::Channel,
    modify::TaxParts,
};
use kcp_sim::{Agreement, Authentication, Builder, Fault, Merchants, PayMethod, Simulator};
use kcp_tests::canary;
use kcp_transport::{Environment, GatewayPublicKey, api::Https, legacy::Gateway};

pub(crate) const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

/// A client that hands what it is asked and what comes of it to [`canary`]'s record.
#[derive(Clone)]
pub(crate) struct Watched<X>(Client<X>);

impl<X: Channel + fmt::Debug> Watched<X> {
    pub(crate) fn new(client: Client<X>) -> Self {
        canary::watch();
        canary::show("client", &client);
        Self(client)
    }

    pub(crate) async fn ask<Q>(&self, query: &Q) -> Outcome<Q::Answer>
    where
        Q: Query<Answer: fmt::Debug> + On<X::Wire> + Sync + fmt::Debug,
    {
        canary::show(Q::NAME, query);
        seen(Q::NAME, self.0.ask(query).await)
    }

    pub(crate) async fn perform<E>(&self, effect: E) -> Outcome<E::Answer>
    where
        E: Effect<Answer: fmt::Debug> + On<X::Wire> + Sync + fmt::Debug,
    {
        canary::show(E::NAME, &effect);
        seen(E::NAME, self.0.perform(effect).await)
    }

    pub(crate) const fn merchant(&self) -> &Merchant {
        self.0.merchant()
    }

    /// The client itself, for what is built around one.
    pub(crate) fn bare(&self) -> Client<X>
    where
        X: Clone,
    {
        self.0.clone()
    }
}

fn seen<A: fmt::Debug>(name: &str, outcome: Outcome<A>) -> Outcome<A> {
    canary::show(name, &outcome);
    match &outcome {
        Outcome::NotSent(error) => canary::fault(name, error),
        Outcome::Unknown(unknown) => canary::fault(name, unknown),
        _ => {}
    }
    outcome
}

/// Takes nothing but a doubt, and one of that cause where one is given.
#[track_caller]
pub(crate) fn is_doubt<A: fmt::Debug>(
    outcome: Outcome<A>,
    fault: &Fault,
    cause: Option<UnknownCause>,
) {
    let Outcome::Unknown(unknown) = outcome else { panic!("{fault:?}: {outcome:?}") };
    assert!(cause.is_none_or(|cause| cause == unknown.cause()), "{fault:?}: {:?}", unknown.cause());
}

/// A shop on one wire, and the simulator that it trades with.
pub(crate) struct Desk<X> {
    pub(crate) simulator: Simulator,
    pub(crate) client: Watched<X>,
}

/// A shop on the socket.
pub(crate) type Shop = Desk<Gateway>;

/// A shop on the PG-API.
pub(crate) type ApiShop = Desk<Https>;

impl<X: Channel + fmt::Debug> Desk<X> {
    /// A charge of 1,004 won whose answer goes wrong.
    pub(crate) async fn broken(&self, id: &str, fault: Fault) -> Outcome<Approval>
    where
        ChargeBatch: On<X::Wire>,
    {
        self.simulator.faults().push(fault);
        self.client.perform(charge(id, 1_004)).await
    }

    /// What a customer of this shop agrees to pay.
    pub(crate) fn agrees(&self, id: &str, amount: u64, method: PayMethod) -> Authentication {
        let site = self.client.merchant().site();
        let (order, amount) = (order(id), won(amount));
        Authentication { site, order, amount, method, instalments: Instalments::NONE }
    }

    /// An approval of `asked` won for a buyer who agreed to `shown`.
    pub(crate) fn window(
        &self,
        id: &str,
        shown: u64,
        asked: u64,
        method: PayMethod,
    ) -> ApproveWindow {
        self.approval(self.agrees(id, shown, method), (id, asked), method)
    }

    /// An approval of `asked` won for a buyer who agreed to whatever.
    pub(crate) fn approval(
        &self,
        agreement: impl Into<Agreement>,
        (id, asked): (&str, u64),
        method: PayMethod,
    ) -> ApproveWindow {
        let posted = self.simulator.window(agreement).unwrap();
        let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
        let pay_type = PayType::parse(method.as_str()).unwrap();
        let (data, info) = (text("enc_data", &posted.enc_data), text("enc_info", &posted.enc_info));
        ApproveWindow::new(data, info, order(id), won(asked), pay_type)
    }

    /// What the book says is still the shop's.
    pub(crate) fn balance(&self) -> u64 {
        self.simulator.book().balance()
    }

    /// Compares the gateway's book, and that no order was charged twice.
    pub(crate) fn book(&self, approvals: u64, charged: u64, cancelled: u64) {
        let book = self.simulator.book();
        assert_eq!(
            (book.approvals(), book.charged(), book.cancelled()),
            (approvals, charged, cancelled)
        );
        for payment in book.payments() {
            assert_eq!(
                book.of_order(payment.order).count(),
                1,
                "{:?} was charged twice",
                payment.order
            );
        }
    }
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::of("T0000", KEY).await
    }

    /// The shop whose payments go through escrow.
    pub(crate) async fn with_escrow() -> Self {
        Self::of("T0007", KEY).await
    }

    pub(crate) async fn of(site: &str, key: &str) -> Self {
        let simulator = Simulator::builder().start().await.unwrap();
        Self::at(simulator, site, key)
    }

    /// A shop of a simulator that runs already.
    pub(crate) fn at(simulator: Simulator, site: &str, key: &str) -> Self {
        let public = GatewayPublicKey::from_pem(&simulator.public_key_pem()).unwrap();
        Self { client: client(&simulator, site, key, public), simulator }
    }

    pub(crate) async fn with_manual_capture() -> Self {
        let group = GroupId::parse("BA0011000348").unwrap();
        let merchant =
            kcp_sim::Merchant::new(SiteCode::parse("M0001").unwrap(), SiteKey::parse(KEY).unwrap())
                .with_manual_capture()
                .with_cards(group, [BatchKey::parse("1234567890123456").unwrap()]);
        let merchants = Merchants::builtin().with(merchant);
        let simulator = Simulator::builder().merchants(merchants).start().await.unwrap();
        Self::at(simulator, "M0001", KEY)
    }

    pub(crate) async fn with_foreign_key() -> Self {
        let simulator = Simulator::builder().start().await.unwrap();
        let public =
            GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS).unwrap().public_key();
        Self { client: client(&simulator, "T0000", KEY, public), simulator }
    }
}

fn client(
    simulator: &Simulator,
    site: &str,
    key: &str,
    public: GatewayPublicKey,
) -> Watched<Gateway> {
    let environment = Environment::Simulator { gateway: simulator.address(), pg_api: None };
    let merchant =
        Merchant::new(environment, SiteCode::parse(site).unwrap(), SiteKey::parse(key).unwrap())
            .unwrap();
    let gateway = Gateway::new(merchant.environment(), public);
    Watched::new(Client::without_ledger(merchant, gateway, || {
        KstDateTime::parse("20261121221401").unwrap()
    }))
}

impl ApiShop {
    pub(crate) async fn open() -> Self {
        Self::at_time("20261121221401").await
    }

    /// A shop whose clock stands at `time`; the simulator's stands where this was written.
    pub(crate) async fn at_time(time: &'static str) -> Self {
        Self::with(Simulator::builder(), time).await
    }

    /// A shop of this simulator, once it has a PG-API.
    pub(crate) async fn with(builder: Builder, time: &'static str) -> Self {
        let clock = kcp_sim::ManualClock::at(KstDateTime::parse("20261121221401").unwrap());
        let address = ([127, 0, 0, 1], 0).into();
        let simulator = builder.clock(clock).pg_api(address).start().await.unwrap();
        let identity = simulator.service_certificate(SiteCode::parse("T0000").unwrap()).unwrap();
        let certificate = ServiceCertificate::from_pem(&identity.certificate_pem).unwrap();
        let key = PrivateKey::from_pem(&identity.private_key_pem).unwrap();
        let environment = Environment::Simulator {
            gateway: simulator.address(),
            pg_api: simulator.pg_api_address(),
        };
        let merchant = Merchant::with_service_certificate(
            environment.clone(),
            SiteCode::parse("T0000").unwrap(),
            certificate,
        )
        .unwrap()
        .and_signing_key(SigningKey::new(&key).unwrap())
        .unwrap();
        let https = Https::new(&environment)
            .unwrap()
            .with_root_certificate(&simulator.ca_pem().unwrap())
            .unwrap()
            .with_deadlines(kcp_transport::api::Deadlines::new(
                std::time::Duration::from_secs(5),
                std::time::Duration::from_secs(10),
            ));
        let client =
            Client::without_ledger(merchant, https, move || KstDateTime::parse(time).unwrap());
        Self { simulator, client: Watched::new(client) }
    }

    /// The same simulator's gateway, to the same merchant.
    pub(crate) fn socket(&self) -> Watched<Gateway> {
        let public = GatewayPublicKey::from_pem(&self.simulator.public_key_pem()).unwrap();
        client(&self.simulator, self.client.merchant().site().as_str(), KEY, public)
    }
}

pub(crate) fn order(id: &str) -> OrderId {
    OrderId::parse(id).unwrap()
}

pub(crate) fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

/// The account that everything goes back to: one that the simulator knows, and its owner.
pub(crate) fn account() -> (BankCode, AccountNumber, OwnerName) {
    let number = AccountNumber::parse("123456789012").unwrap();
    (BankCode::parse("04").unwrap(), number, owner("홍길동"))
}

pub(crate) fn owner(name: &str) -> OwnerName {
    OwnerName::new(Charset::Ksx1001, name).unwrap()
}

pub(crate) fn text<const MAX: usize>(name: &'static str, text: &str) -> Text<MAX> {
    Text::new(Name::from_static(name), Charset::Ksx1001, text).unwrap()
}

pub(crate) fn tax(supply: u64, vat: u64, free: u64) -> TaxParts {
    let zero = |amount| WonOrZero::new(amount).unwrap();
    TaxParts::new(zero(supply), zero(vat), zero(free))
}

/// A refusal with this code, and nothing else.
#[track_caller]
pub(crate) fn refused<A: fmt::Debug>(outcome: &Outcome<A>, code: &str) {
    assert!(
        matches!(outcome, Outcome::Declined(no) if no.code().as_str() == code),
        "{code}: {outcome:?}"
    );
}

pub(crate) fn charge(id: &str, amount: u64) -> ChargeBatch {
    let (group, key) =
        (GroupId::parse("BA0011000348").unwrap(), BatchKey::parse("1234567890123456").unwrap());
    ChargeBatch::new(group, key, order(id), won(amount))
}
