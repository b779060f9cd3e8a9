//! A shop with a simulator of its own, and every way to it through a relay.

use std::{net::SocketAddr, sync::OnceLock, time::Duration};

use getrandom::SysRng;
use kcp_codec::{
    Instalments, KstDateTime, Name, OrderId, SiteCode, SiteKey, TransactionId, WindowText, Won,
};
use kcp_crypto::{GatewayPrivateKey, PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Client, Merchant,
    approve::{ApproveWindow, PayType},
    modify::{Cancel, PartialCancel},
};
use kcp_sim::{Authentication, Fault, ManualClock, Merchants, PayMethod, Simulator};
use kcp_transport::{
    Environment, GatewayPublicKey,
    api::Https,
    legacy::{Deadlines, Gateway},
    module::Module,
};

use crate::{
    books::{Asked, Moved},
    deed::{self, Claim, Deed, Ready, Verdict},
    oracle::Run,
    relay::{Door, Middle, Mode, Relay, Script},
};

/// How the shop reaches KCP, and what a relay in between sees of it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Way {
    /// The native client on the socket.
    Socket,
    /// The child process on the socket.
    Module,
    /// The PG-API, as records of TLS.
    Ciphertext,
    /// The PG-API, inside TLS.
    Plaintext,
}

impl Way {
    pub(crate) const ALL: [Self; 4] =
        [Self::Socket, Self::Module, Self::Ciphertext, Self::Plaintext];
}

/// How long a client waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Patience {
    /// Longer than any machine takes: a deadline that is met is a finding.
    Long,
    /// For scripts that hold an answer back: nothing follows from a deadline that is met.
    Short,
}

/// One shop, one simulator, one book.
pub(crate) struct Desk {
    simulator: Simulator,
    door: Door,
    home: tempfile::TempDir,
    middle: Middle,
    on_socket: Merchant,
    on_api: Merchant,
    public: GatewayPublicKey,
    orders: u32,
}

const SITE: &str = "T0000";
const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

/// What each order costs.
const PRICE: u64 = 5_004;

/// What a partial cancel takes back of it.
const PART: u64 = 2_000;

/// Where both clocks stand.
fn now() -> KstDateTime {
    KstDateTime::parse("20261121221401").unwrap()
}

/// The gateway's key, one for all desks: making one takes long.
fn key() -> GatewayPrivateKey {
    static KEY: OnceLock<GatewayPrivateKey> = OnceLock::new();
    let make = || GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS).unwrap();
    KEY.get_or_init(make).clone()
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let (group, card) = deed::card();
        let site = SiteCode::parse(SITE).unwrap();
        let secret = SiteKey::parse(KEY).unwrap();
        let merchant = kcp_sim::Merchant::new(site, secret.clone()).with_cards(group, [card]);
        let simulator = Simulator::builder()
            .key(key())
            .merchants(Merchants::none().with(merchant))
            .clock(ManualClock::at(now()))
            .pg_api(([127, 0, 0, 1], 0).into())
            .start()
            .await
            .unwrap();
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("bin")).unwrap();
        std::fs::write(home.path().join("bin/pub.key"), simulator.public_key_pem()).unwrap();
        let environment = environment(simulator.address(), simulator.pg_api_address().unwrap());
        let identity = simulator.service_certificate(site).unwrap();
        let certificate = ServiceCertificate::from_pem(&identity.certificate_pem).unwrap();
        let signing = PrivateKey::from_pem(&identity.private_key_pem).unwrap();
        Self {
            middle: Middle::before(&simulator.ca_pem().unwrap()),
            on_socket: Merchant::new(environment.clone(), site, secret).unwrap(),
            on_api: Merchant::with_service_certificate(environment, site, certificate)
                .unwrap()
                .and_signing_key(SigningKey::new(&signing).unwrap())
                .unwrap(),
            public: GatewayPublicKey::from_pem(&simulator.public_key_pem()).unwrap(),
            simulator,
            door: Door::open().await.unwrap(),
            home,
            orders: 0,
        }
    }

    /// Carries out one operation through a relay with a script, and gathers what everybody saw.
    pub(crate) async fn run(&mut self, way: Way, deed: Deed, script: &Script) -> Run {
        self.run_with(way, deed, script, Fault::Pass).await
    }

    /// As [`Desk::run`], and the simulator spoils its answer besides.
    pub(crate) async fn run_with(
        &mut self,
        way: Way,
        deed: Deed,
        script: &Script,
        fault: Fault,
    ) -> Run {
        let (ready, asked, told) = self.prepare(way, deed).await;
        let before = self.simulator.book();
        if fault != Fault::Pass {
            self.simulator.faults().push(fault);
        }
        let (upstream, mode) = match way {
            Way::Socket | Way::Module => (self.simulator.address(), Mode::Bytes),
            Way::Ciphertext => (self.simulator.pg_api_address().unwrap(), Mode::Bytes),
            Way::Plaintext => {
                (self.simulator.pg_api_address().unwrap(), Mode::Inside(self.middle.clone()))
            }
        };
        let relay = Relay::open(&self.door, upstream, mode, script.clone()).unwrap();
        let patience = if script.stalls() { Patience::Short } else { Patience::Long };
        let verdict = self.perform(way, relay.address(), patience, ready).await;
        let passed = relay.close().await;
        self.simulator.faults().clear();
        let moved = Moved::between(&before, &self.simulator.book());
        Run { way, patience, script: script.clone(), passed, asked, told, moved, verdict }
    }

    /// What is asked for, and whatever has to be there before.
    async fn prepare(&mut self, way: Way, deed: Deed) -> (Ready, Asked, Claim) {
        let price = Won::new(PRICE).unwrap();
        let order = self.order();
        let book = |method| Asked::Book { order, amount: PRICE, method };
        let (ready, asked) = match (deed, way) {
            (Deed::Charge, _) => (Ready::Charge(deed::charge(order, price)), book(PayMethod::Card)),
            (Deed::Approve, _) => (self.agreed(order, PayMethod::Card), book(PayMethod::Card)),
            (Deed::Account, Way::Socket | Way::Module) => {
                let method = PayMethod::VirtualAccount;
                (self.agreed(order, method), book(method))
            }
            (Deed::Account, Way::Ciphertext | Way::Plaintext) => {
                (Ready::Issue(deed::issue(order, price)), book(PayMethod::VirtualAccount))
            }
            (Deed::Ask, Way::Socket | Way::Module) => {
                (Ready::Verify(deed::verify(order)), Asked::Look)
            }
            (Deed::Cancel, _) => {
                let tno = self.paid(order).await;
                let asked = Asked::TakeBack { tno, amount: PRICE, left: 0 };
                (Ready::Cancel(Cancel::new(tno)), asked)
            }
            (Deed::Part, _) => {
                let tno = self.paid(order).await;
                let asked = Asked::TakeBack { tno, amount: PART, left: PRICE - PART };
                let part = PartialCancel::new(tno, Won::new(PART).unwrap(), price).unwrap();
                (Ready::Part(part), asked)
            }
            (Deed::Ask, Way::Ciphertext | Way::Plaintext) => {
                let tno = self.paid(order).await;
                let told = Claim { tno: Some(tno), amount: Some(PRICE), left: Some(PRICE) };
                return (Ready::Inquire(deed::inquire(tno)), Asked::Look, told);
            }
        };
        (ready, asked, Claim::default())
    }

    async fn perform(
        &self,
        way: Way,
        relay: SocketAddr,
        patience: Patience,
        ready: Ready,
    ) -> Verdict {
        let environment = environment(relay, relay);
        let deadlines = match patience {
            Patience::Long => Deadlines::new(Duration::from_secs(60), Duration::from_secs(90)),
            Patience::Short => {
                Deadlines::new(Duration::from_millis(150), Duration::from_millis(250))
            }
        };
        match way {
            Way::Socket => {
                let gateway = Gateway::new(&environment, self.public.clone());
                let client = self.client(&self.on_socket, gateway.with_deadlines(deadlines));
                deed::perform_on_socket(&client, ready).await
            }
            Way::Module => {
                let module = Module::new(&environment, MODULE, self.home.path());
                let client = self.client(&self.on_socket, module.with_deadline(deadlines.exchange));
                deed::perform_on_socket(&client, ready).await
            }
            Way::Ciphertext | Way::Plaintext => {
                let ca = match way {
                    Way::Plaintext => self.middle.ca_pem().to_owned(),
                    _ => self.simulator.ca_pem().unwrap(),
                };
                let https = Https::new(&environment).unwrap().with_root_certificate(&ca).unwrap();
                let client = self.client(&self.on_api, https.with_deadlines(deadlines));
                deed::perform_on_api(&client, ready).await
            }
        }
    }

    fn client<X: kcp_services::channel::Channel>(&self, who: &Merchant, channel: X) -> Client<X> {
        Client::without_ledger(who.clone(), channel, now)
    }

    /// A number for each order, all of one length, so that requests are too.
    fn order(&mut self) -> OrderId {
        self.orders += 1;
        OrderId::parse(&format!("FAULT{:06}", self.orders)).unwrap()
    }

    /// A buyer agrees in the window.
    fn agreed(&self, order: OrderId, method: PayMethod) -> Ready {
        let amount = Won::new(PRICE).unwrap();
        let (site, instalments) = (SiteCode::parse(SITE).unwrap(), Instalments::NONE);
        let agreed = Authentication { site, order, amount, method, instalments };
        let posted = self.simulator.window(agreed).unwrap();
        let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
        let (data, info) = (text("enc_data", &posted.enc_data), text("enc_info", &posted.enc_info));
        let method = PayType::parse(method.as_str()).unwrap();
        Ready::Approve(ApproveWindow::new(data, info, order, amount, method))
    }

    /// A payment that went well, past every relay.
    async fn paid(&self, order: OrderId) -> TransactionId {
        let charge = Ready::Charge(deed::charge(order, Won::new(PRICE).unwrap()));
        let here = self.simulator.address();
        match self.perform(Way::Socket, here, Patience::Long, charge).await {
            Verdict::Approved(Claim { tno: Some(tno), .. }) => tno,
            other => panic!("a payment without a relay: {other:?}"),
        }
    }
}

/// Our own module: what `pp_cli` is made of.
const MODULE: &str = env!("CARGO_BIN_EXE_faults_module");

const fn environment(gateway: SocketAddr, pg_api: SocketAddr) -> Environment {
    Environment::Simulator { gateway, pg_api: Some(pg_api) }
}
