//! Real TLS on loopback: the verdict at every point where an exchange can break.

mod faults;
mod server;
mod trust;

use std::sync::{Arc, Mutex};

use kcp_codec::Name;

use self::server::{Authority, Identity, Server, Then};
use super::*;

const TNO: Name = Name::from_static("tno");

fn call() -> Call {
    Call::new(super::super::Path::Modify)
        .with_text(Name::from_static("site_cd"), "T0000")
        .with_text(TNO, "20261121000001")
        .with_text(Name::from_static("mod_desc"), "단순 변심")
}

fn simulator(address: std::net::SocketAddr) -> Environment {
    Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: Some(address) }
}

/// A client that trusts `root` and gives up soon.
fn client_of(server: &Server, root: &Authority) -> Https {
    Https::new(&simulator(server.address))
        .unwrap()
        .with_root_certificate(&root.pem())
        .unwrap()
        .with_deadlines(Deadlines::new(Duration::from_secs(10), Duration::from_secs(10)))
}

/// A good server that does `then`, and a client of it.
async fn pair(then: Then) -> (Server, Https) {
    let root = Authority::root();
    let server = Server::start(root.issue(|_| {}), then).await;
    let client = client_of(&server, &root);
    (server, client)
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

const APPROVED: &str =
    r#"{"res_cd":"0000","res_msg":"정상처리","tno":"20261121000001","amount":1004}"#;

#[tokio::test]
async fn a_second_call_takes_up_the_tls_session_on_a_connection_of_its_own() {
    let (mut server, client) = pair(Then::Answer(http("200 OK", "", APPROVED))).await;
    for resumed in [false, true, true] {
        // A clone is the same client.
        client.clone().exchange(&call()).await.unwrap();
        let seen = server.seen().await;
        assert_eq!((seen.resumed, seen.requests), (resumed, 1));
    }
    let other = client.with_root_certificate(&Authority::root().pem()).unwrap();
    other.exchange(&call()).await.unwrap();
    assert!(!server.seen().await.resumed, "a client that trusts differently checks again");
}

#[tokio::test]
async fn a_call_is_one_post_and_its_answer_is_read() {
    let (mut server, client) = pair(Then::Answer(http("200 OK", "", APPROVED))).await;
    let reply = client.exchange(&call()).await.unwrap();
    assert_eq!(reply.fields.get(Name::from_static("amount")), Some(&b"1004"[..]));
    assert_eq!(reply.fields.get(Name::from_static("res_msg")), Some("정상처리".as_bytes()));

    let seen = server.seen().await;
    let text = String::from_utf8(seen.bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, r#"{"site_cd":"T0000","tno":"20261121000001","mod_desc":"단순 변심"}"#);
    let mut lines: Vec<_> = head.lines().collect();
    assert_eq!(lines.remove(0), "POST /gw/mod/v1/cancel HTTP/1.1");
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "accept: */*",
            &format!("content-length: {}", body.len()),
            "content-type: application/json",
            &format!("host: {}", server.address),
            concat!("user-agent: kcp-transport/", env!("CARGO_PKG_VERSION")),
        ]
    );
}

#[tokio::test]
async fn two_calls_take_two_connections() {
    // The server keeps its connections open; a client with a pool would use the first one again.
    let (mut server, client) = pair(Then::Answer(http("200 OK", "", APPROVED))).await;
    for _ in 0..2 {
        client.exchange(&call()).await.unwrap();
    }
    for _ in 0..2 {
        assert_eq!(server.seen().await.requests, 1);
    }
}

#[tokio::test]
async fn a_name_that_is_this_machine_may_be_called() {
    let root = Authority::root();
    let mut server =
        Server::start(root.issue(|_| {}), Then::Answer(http("200 OK", "", "{}"))).await;
    let mut hosts = Environment::Test.hosts();
    hosts.pg_api = Endpoint::new("localhost", server.address.port());
    let client = Https::new(&Environment::Custom(hosts)).unwrap();

    let stranger = client.clone().exchange(&call()).await.unwrap_err();
    assert_eq!((stranger.delivery(), stranger.cause()), (Delivery::NotSent, Cause::Tls));
    assert_eq!(server.seen().await.bytes, b"");

    client.with_root_certificate(&root.pem()).unwrap().exchange(&call()).await.unwrap();
    assert_eq!(server.seen().await.requests, 1);
}

#[tokio::test]
async fn the_fence_holds_before_a_name_is_resolved() {
    let elsewhere = |host: &str| {
        let mut hosts = Environment::Test.hosts();
        hosts.pg_api = Endpoint::new(host, 443);
        Environment::Custom(hosts)
    };
    for environment in [
        Environment::Production,
        Environment::Test,
        elsewhere("192.0.2.1"),
        elsewhere("0.0.0.0"),
        elsewhere("2001:db8::1"),
        elsewhere("::ffff:127.0.0.1"),
        elsewhere("localhost.example"),
    ] {
        let error = Https::new(&environment).unwrap().exchange(&call()).await.unwrap_err();
        assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::NotLoopback));
    }
}

#[tokio::test]
async fn the_resolver_is_a_fence_of_its_own() {
    let endpoint = Endpoint::new("shop.example", 443);
    let client = Https {
        base: base(&endpoint).unwrap(),
        endpoint,
        reach: Reach::Anywhere,
        ..Https::new(&simulator(([127, 0, 0, 1], 9).into())).unwrap()
    };
    let error = client.exchange(&call()).await.unwrap_err();
    assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::NotLoopback));
}

#[test]
fn a_host_is_read_as_it_is_written() {
    let base = |host: &str| base(&Endpoint::new(host, 443)).map(|url| url.to_string());
    assert_eq!(base("spl.kcp.co.kr").unwrap(), "https://spl.kcp.co.kr/");
    assert_eq!(base("::1").unwrap(), "https://[::1]/");
    for host in [
        "",
        "a b",
        "user@host",
        "host/path",
        "host?q",
        "host#f",
        "host\\x",
        "127.1",
        "0x7f000001",
        "2130706433",
        "h\u{f6}st",
        "HOST",
        "ho\tst",
        "host:1",
    ] {
        assert_eq!(base(host).unwrap_err().cause(), Cause::Resolve, "{host}");
    }
}

#[tokio::test]
async fn the_wire_log_holds_names_and_codes_but_no_value() {
    let (_server, client) = pair(Then::Answer(http("200 OK", "", APPROVED))).await;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    let client = client.with_wire_log(WireLog::to(move |entry| {
        sink.lock().unwrap().push(entry.to_string());
    }));
    client.exchange(&call()).await.unwrap();
    let far = Https { endpoint: Endpoint::new("192.0.2.1", 443), ..client };
    far.exchange(&call()).await.unwrap_err();
    assert_eq!(
        *lines.lock().unwrap(),
        [
            r#"{"sent":"/gw/mod/v1/cancel","bytes":69,"fields":["site_cd","tno","mod_desc"]}"#,
            r#"{"answer":"0000","status":200,"bytes":79,"fields":["res_cd","res_msg","tno","amount"]}"#,
            r#"{"failure":"only loopback addresses may be reached","delivery":"NotSent"}"#,
        ]
    );
    assert!(!format!("{far:?}").contains("20261121000001"));
}

/// Runs the calling test again in a process of its own, with more in its environment.
fn child(variables: &[(&str, &str)]) {
    let name = std::thread::current().name().unwrap().to_owned();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.env_remove("NO_PROXY").env_remove("no_proxy").env(CHILD, "1");
    child.envs(variables.iter().copied());
    let output = child.args(["--exact", &name]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

const CHILD: &str = "KCP_TEST_CHILD";

fn block_on(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn a_proxy_of_the_environment_is_not_used() {
    if is_child() {
        return block_on(async {
            let (_server, client) = pair(Then::Answer(http("200 OK", "", APPROVED))).await;
            client.exchange(&call()).await.unwrap();
        });
    }
    let trap = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let address = format!("http://{}", trap.local_addr().unwrap());
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"];
    child(&names.map(|name| (name, address.as_str())));
    assert!(trap.accept().is_err(), "the proxy was asked");
}

// Elsewhere the system's trust is not in a file.
#[cfg(target_os = "linux")]
#[test]
fn what_the_system_trusts_counts_for_a_real_host_and_not_for_a_simulator() {
    if is_child() {
        return block_on(async {
            let pem = |name| std::fs::read_to_string(std::env::var_os(name).unwrap()).unwrap();
            let identity = Identity::from_pem(&pem("SSL_CERT_FILE"), &pem("KCP_TEST_KEY"));
            let then = Then::Answer(http("200 OK", "", APPROVED));
            let server = Server::start(identity, then).await;
            let mut hosts = Environment::Test.hosts();
            hosts.pg_api = Endpoint::new("127.0.0.1", server.address.port());
            let real = Https::new(&Environment::Custom(hosts)).unwrap();
            real.exchange(&call()).await.unwrap();
            let simulated = Https::new(&simulator(server.address)).unwrap();
            let more = simulated.clone().with_root_certificate(&Authority::root().pem()).unwrap();
            for client in [simulated, more] {
                let error = client.exchange(&call()).await.unwrap_err();
                assert_eq!((error.delivery(), error.cause()), (Delivery::NotSent, Cause::Tls));
            }
        });
    }
    // One certificate that is root and server at once, which the child's system trusts.
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).into_os_string().into_string().unwrap();
    let (certificate, key) = Identity::root_and_server_pem();
    std::fs::write(path("root.pem"), certificate).unwrap();
    std::fs::write(path("key.pem"), key).unwrap();
    child(&[("SSL_CERT_FILE", &path("root.pem")), ("KCP_TEST_KEY", &path("key.pem"))]);
}
