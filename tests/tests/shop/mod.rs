//! A shop and its simulated KCP, on either channel.

#![allow(dead_code)] // each test target uses its own part

use getrandom::SysRng;
use kcp_codec::{
    BatchKey, GroupId, Instalments, KstDateTime, Name, OrderId, SiteCode, SiteKey, WindowText, Won,
};
use kcp_crypto::{GatewayPrivateKey, PrivateKey, ServiceCertificate, SigningKey};
use kcp_services::{
    Client, Merchant, Outcome,
    approve::{Approval, ApproveWindow, PayType},
    batch::ChargeBatch,
};
use kcp_sim::{Authentication, Fault, Merchants, PayMethod, Simulator};
use kcp_transport::{Environment, GatewayPublicKey, api::Https, legacy::Gateway};

const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

pub(crate) struct Shop {
    pub(crate) simulator: Simulator,
    pub(crate) client: Client<Gateway>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::of("T0000", KEY).await
    }

    pub(crate) async fn of(site: &str, key: &str) -> Self {
        let simulator = Simulator::builder().start().await.unwrap();
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
        let public = GatewayPublicKey::from_pem(&simulator.public_key_pem()).unwrap();
        Self { client: client(&simulator, "M0001", KEY, public), simulator }
    }

    pub(crate) async fn with_foreign_key() -> Self {
        let simulator = Simulator::builder().start().await.unwrap();
        let public =
            GatewayPrivateKey::generate(&mut SysRng, GatewayPrivateKey::BITS).unwrap().public_key();
        Self { client: client(&simulator, "T0000", KEY, public), simulator }
    }

    /// A charge of 1,004 won whose answer goes wrong.
    pub(crate) async fn broken(&self, id: &str, fault: Fault) -> Outcome<Approval> {
        self.simulator.faults().push(fault);
        self.client.perform(charge(id, 1_004)).await
    }

    /// An approval of `asked` won for a buyer who agreed to `shown`.
    pub(crate) fn window(
        &self,
        id: &str,
        shown: u64,
        asked: u64,
        method: PayMethod,
    ) -> ApproveWindow {
        approval(&self.simulator, self.client.merchant().site(), id, (shown, asked), method)
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

fn client(
    simulator: &Simulator,
    site: &str,
    key: &str,
    public: GatewayPublicKey,
) -> Client<Gateway> {
    let environment = Environment::Simulator { gateway: simulator.address(), pg_api: None };
    let merchant =
        Merchant::new(environment, SiteCode::parse(site).unwrap(), SiteKey::parse(key).unwrap())
            .unwrap();
    let gateway = Gateway::new(merchant.environment(), public);
    Client::without_ledger(merchant, gateway, || KstDateTime::parse("20261121221401").unwrap())
}

fn approval(
    simulator: &Simulator,
    site: SiteCode,
    id: &str,
    (shown, asked): (u64, u64),
    method: PayMethod,
) -> ApproveWindow {
    let agreed = Authentication {
        site,
        order: order(id),
        amount: won(shown),
        method,
        instalments: Instalments::NONE,
    };
    let posted = simulator.window(agreed).unwrap();
    let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    let pay_type = PayType::parse(method.as_str()).unwrap();
    let (data, info) = (text("enc_data", &posted.enc_data), text("enc_info", &posted.enc_info));
    ApproveWindow::new(data, info, order(id), won(asked), pay_type)
}

/// The same shop on its PG-API side.
pub(crate) struct ApiShop {
    pub(crate) simulator: Simulator,
    pub(crate) client: Client<Https>,
}

impl ApiShop {
    pub(crate) async fn open() -> Self {
        Self::at("20261121221401").await
    }

    /// A shop whose clock stands at `time`; the simulator's stands where this was written.
    pub(crate) async fn at(time: &'static str) -> Self {
        let clock = kcp_sim::ManualClock::at(KstDateTime::parse("20261121221401").unwrap());
        let address = ([127, 0, 0, 1], 0).into();
        let simulator = Simulator::builder().clock(clock).pg_api(address).start().await.unwrap();
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
        Self { simulator, client }
    }

    pub(crate) async fn broken(&self, id: &str, fault: Fault) -> Outcome<Approval> {
        self.simulator.faults().push(fault);
        self.client.perform(charge(id, 1_004)).await
    }

    /// An approval of `asked` won for a buyer who agreed to `shown`.
    pub(crate) fn window(
        &self,
        id: &str,
        shown: u64,
        asked: u64,
        method: PayMethod,
    ) -> ApproveWindow {
        approval(&self.simulator, SiteCode::parse("T0000").unwrap(), id, (shown, asked), method)
    }
}

pub(crate) fn order(id: &str) -> OrderId {
    OrderId::parse(id).unwrap()
}

pub(crate) fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

pub(crate) fn charge(id: &str, amount: u64) -> ChargeBatch {
    let (group, key) =
        (GroupId::parse("BA0011000348").unwrap(), BatchKey::parse("1234567890123456").unwrap());
    ChargeBatch::new(group, key, order(id), won(amount))
}
