//! Every span and event of a day's trade, collected: they have OpenTelemetry's names, and not one secret.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use kcp_codec::{
    AccountNumber, BankCode, CorporationCode, KstDateTime, MemberId, MemberPassword, SiteCode,
    SiteKey,
};
use kcp_services::{
    Client, Merchant, Outcome,
    account::VerifyAccount,
    modify::Cancel,
    points::{Member, PayPoints},
    service::{Attempts, ConcurrencyLayer, TraceLayer},
};
use kcp_sim::{Fault, PayMethod};
use kcp_transport::{Environment, GatewayPublicKey, legacy::Gateway, module::Module};
use tower::{Layer as _, ServiceExt as _};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::shop::{ApiShop, KEY, Shop, charge, order, owner, won};

/// One span with all that was ever recorded on it, or one event.
#[derive(Clone, Debug, Default)]
struct Seen {
    name: &'static str,
    declared: Vec<&'static str>,
    fields: BTreeMap<&'static str, String>,
}

/// A subscriber that keeps everything of every crate at every level.
#[derive(Clone, Default)]
struct Collector {
    spans: Arc<Mutex<BTreeMap<u64, Seen>>>,
    next: Arc<AtomicU64>,
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

impl Seen {
    fn of(metadata: &'static Metadata<'static>) -> Self {
        let declared = metadata.fields().iter().map(|field| field.name()).collect();
        Self { name: metadata.name(), declared, ..Self::default() }
    }

    fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

impl Collector {
    fn keep(&self, seen: Seen) -> u64 {
        let id = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        self.spans.lock().unwrap().insert(id, seen);
        id
    }

    /// The spans of a name, oldest first.
    fn named(&self, name: &str) -> Vec<Seen> {
        self.spans.lock().unwrap().values().filter(|seen| seen.name == name).cloned().collect()
    }

    fn everything(&self) -> String {
        format!("{:?}", self.spans.lock().unwrap())
    }
}

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut seen = Seen::of(attributes.metadata());
        attributes.record(&mut seen);
        Id::from_u64(self.keep(seen))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(seen) = self.spans.lock().unwrap().get_mut(&span.into_u64()) {
            values.record(seen);
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut seen = Seen::of(event.metadata());
        event.record(&mut seen);
        self.keep(seen);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn now() -> KstDateTime {
    KstDateTime::parse("20261121221401").unwrap()
}

#[tokio::test]
async fn the_socket_s_spans_have_opentelemetry_s_names_and_no_secret() {
    let spans = Collector::default();
    let _collecting = tracing::subscriber::set_default(spans.clone());
    let shop = Shop::open().await;
    let client = &shop.client;
    let tno = client.perform(charge("SPAN1", 1_004)).await.approved().unwrap().answer().transaction;
    assert!(matches!(client.perform(charge("SPAN2", 50_004)).await, Outcome::Declined(_)));
    assert!(matches!(shop.broken("SPAN3", Fault::CutAnswerAfter(40)).await, Outcome::Unknown(_)));
    assert!(matches!(shop.broken("SPAN4", Fault::AnswerPlain).await, Outcome::Unknown(_)));
    let number = AccountNumber::parse("110123456789").unwrap();
    let account = VerifyAccount::new(BankCode::parse("BK88").unwrap(), number, owner("김철수"));
    assert!(matches!(client.ask(&account).await, Outcome::Approved(_)));
    let kcp = TraceLayer::new().layer(Attempts::new(client.bare()));
    let Ok(cancelled) = kcp.oneshot(Cancel::new(tno)).await;
    assert!(matches!(cancelled, Outcome::Approved(_)));
    let full = ConcurrencyLayer::new(0).layer(Attempts::new(client.bare()));
    let Ok(busy) = TraceLayer::new().layer(full).oneshot(charge("SPAN5", 1_004)).await;
    assert!(matches!(busy, Outcome::NotSent(_)));

    let exchanges = spans.named("kcp exchange");
    assert_eq!(exchanges.len(), 6);
    for seen in &exchanges {
        assert_eq!(
            seen.declared,
            [
                "otel.name",
                "otel.kind",
                "otel.status_code",
                "error.type",
                "server.address",
                "server.port",
                "network.transport",
                "network.peer.address",
                "network.peer.port",
                "kcp.tx_cd",
                "kcp.delivery",
            ]
        );
        assert_eq!((seen.get("otel.kind"), seen.get("network.transport")), ("client", "tcp"));
        assert_eq!(seen.get("server.address"), "127.0.0.1");
        assert_eq!(seen.get("server.port"), shop.simulator.address().port().to_string());
        assert_eq!(seen.get("network.peer.port"), seen.get("server.port"));
    }
    let ends: Vec<_> = exchanges
        .iter()
        .map(|seen| (seen.get("kcp.tx_cd"), seen.get("error.type"), seen.get("kcp.delivery")))
        .collect();
    assert_eq!(
        ends,
        [
            ("00100000", "", ""),
            ("00100000", "", ""),
            ("00100000", "truncated_answer", "unknown"),
            ("00100000", "unsealed", "unknown"),
            ("00100000", "", ""),
            ("00200000", "", ""),
        ]
    );
    let outcome = |seen: &Seen| {
        let of = |field| seen.get(field).to_owned();
        (of("otel.name"), of("kcp.outcome"), of("kcp.res_cd"), of("error.type"))
    };
    let want = |name: &str, outcome: &str, code: &str, error: &str| {
        (name.to_owned(), outcome.to_owned(), code.to_owned(), error.to_owned())
    };
    let attempts: Vec<_> = spans.named("kcp").iter().map(outcome).collect();
    assert_eq!(
        attempts,
        [
            want("kcp charge", "approved", "0000", ""),
            want("kcp charge", "declined", "8129", ""),
            want("kcp charge", "unknown", "", "truncated_answer"),
            want("kcp charge", "unknown", "", "unsealed"),
            want("kcp account verify", "approved", "0000", ""),
            want("kcp cancel", "approved", "0000", ""),
        ]
    );
    let calls: Vec<_> = spans.named("kcp call").iter().map(outcome).collect();
    assert_eq!(
        calls,
        [want("kcp cancel", "approved", "0000", ""), want("kcp charge", "not_sent", "", "busy"),]
    );
    no_secret(&spans, &[KEY, "1234567890123456", "110123456789", "김철수", "SPAN1", tno.as_str()]);
}

#[tokio::test]
async fn the_pg_api_s_spans_are_http_client_spans_without_a_secret() {
    let spans = Collector::default();
    let _collecting = tracing::subscriber::set_default(spans.clone());
    let shop = ApiShop::open().await;
    let client = &shop.client;
    let approve = shop.window("HTTP1", 1_004, 1_004, PayMethod::Card);
    let tno = client.perform(approve).await.approved().unwrap().answer().transaction;
    assert!(matches!(client.perform(Cancel::new(tno)).await, Outcome::Approved(_)));
    let member = Member::new(
        MemberId::parse("test1111").unwrap(),
        MemberPassword::parse("test4321").unwrap(),
        CorporationCode::parse("5555").unwrap(),
    );
    let points = PayPoints::new(member, order("HTTP2"), won(1_000));
    assert!(matches!(client.perform(points).await, Outcome::Declined(_)));
    assert!(matches!(shop.broken("HTTP3", Fault::Status(502)).await, Outcome::Unknown(_)));

    let exchanges = spans.named("kcp exchange");
    let port = shop.simulator.pg_api_address().unwrap().port().to_string();
    let paths = ["/gw/enc/v1/payment", "/gw/mod/v1/cancel", "/gw/hub/v1/payment"];
    let paths = [paths[0], paths[1], paths[2], paths[2]];
    assert_eq!(exchanges.len(), paths.len());
    for (seen, path) in exchanges.iter().zip(paths) {
        for (field, value) in [
            ("otel.kind", "client"),
            ("http.request.method", "POST"),
            ("network.protocol.name", "http"),
            ("network.protocol.version", "1.1"),
            ("network.transport", "tcp"),
            ("network.peer.address", "127.0.0.1"),
            ("network.peer.port", &port),
            ("server.address", "127.0.0.1"),
            ("server.port", &port),
            ("url.scheme", "https"),
            ("url.full", &format!("https://127.0.0.1:{port}{path}")),
            ("otel.name", &format!("POST {path}")),
        ] {
            assert_eq!(seen.get(field), value, "{field}: {seen:?}");
        }
        assert!(seen.get("http.request.body.size").parse::<u64>().unwrap() > 100);
    }
    let status = |seen: &Seen| seen.get("http.response.status_code").to_owned();
    assert_eq!(exchanges.iter().map(status).collect::<Vec<_>>(), ["200", "200", "200", "502"]);
    let failed = exchanges.last().unwrap();
    assert_eq!((failed.get("error.type"), failed.get("otel.status_code")), ("502", "ERROR"));
    let certificate = shop.client.merchant().certificate().unwrap().kcp_cert_info();
    let site = SiteCode::parse("T0000").unwrap();
    let key = shop.simulator.service_certificate(site).unwrap().private_key_pem;
    let line = |pem: &str| pem.lines().nth(3).unwrap().to_owned();
    no_secret(
        &spans,
        &[
            &certificate[60..100],
            &line(&key),
            "test4321",
            "1234567890123456",
            "HTTP1",
            tno.as_str(),
        ],
    );
}

#[tokio::test]
async fn what_is_not_sent_has_a_span_that_says_why() {
    let spans = Collector::default();
    let _collecting = tracing::subscriber::set_default(spans.clone());
    let shop = Shop::open().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let environment = Environment::Simulator { gateway: nobody, pg_api: None };
    let merchant = || {
        let (site, key) = (SiteCode::parse("T0000").unwrap(), SiteKey::parse(KEY).unwrap());
        Merchant::new(environment.clone(), site, key).unwrap()
    };
    let public = GatewayPublicKey::from_pem(&shop.simulator.public_key_pem()).unwrap();
    let gateway = Client::without_ledger(merchant(), Gateway::new(&environment, public), now);
    assert!(matches!(gateway.perform(charge("NS1", 1_004)).await, Outcome::NotSent(_)));
    let missing = Module::new(&environment, "/nonexistent/bin/pp_cli", "/nonexistent");
    let module = Client::without_ledger(merchant(), missing, now);
    assert!(matches!(module.perform(charge("NS2", 1_004)).await, Outcome::NotSent(_)));
    let ends: Vec<_> = spans
        .named("kcp exchange")
        .iter()
        .map(|seen| {
            let of = |field| seen.get(field).to_owned();
            [
                of("error.type"),
                of("kcp.delivery"),
                of("otel.status_code"),
                of("process.executable.name"),
            ]
        })
        .collect();
    assert_eq!(
        ends,
        [
            ["not_connected", "not_sent", "ERROR", ""],
            ["module_missing", "not_sent", "ERROR", "pp_cli"]
        ]
    );
    let attempts: Vec<_> =
        spans.named("kcp").iter().map(|seen| seen.get("error.type").to_owned()).collect();
    assert_eq!(attempts, ["not_connected", "module_missing"]);
    no_secret(&spans, &[KEY, "1234567890123456", "NS1"]);
}

#[track_caller]
fn no_secret(spans: &Collector, secrets: &[&str]) {
    let everything = spans.everything();
    assert!(everything.contains("server.address"), "nothing was collected");
    for secret in secrets {
        assert!(!everything.contains(secret), "{secret} is in {everything}");
    }
}
