//! What the doctor looks at.

use std::{fs, os::unix::fs::PermissionsExt as _, time::Duration};

use kcp_crypto::{ServiceCertificate, Validity, certificate::EXPIRY_WARNING_DAYS};
use kcp_transport::{Endpoint, Environment, Reach};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};

use super::Line;
use crate::{clock::now, config::Settings};

/// Every check, in the order in which a person would look.
pub(super) async fn all(settings: &Settings) -> Vec<Line> {
    let mut lines = vec![clock(), environment(settings)];
    lines.extend(site_key(settings));
    lines.extend(public_key(settings));
    let certificate = settings.file.cert.is_some().then(|| settings.certificate());
    lines.extend(certificate.as_ref().map(|found| match found {
        Ok(certificate) => validity(certificate),
        Err(error) => Line::fail(
            "certificate",
            format!("{error:#}"),
            "Take the certificate KCP issued, one PEM block.",
        ),
    }));
    lines.extend(private_key(settings, certificate.and_then(Result::ok).as_ref()));
    if let Ok(environment) = settings.environment() {
        let hosts = environment.hosts();
        let reach = Reach::of(&environment);
        if settings.file.pub_key.is_some() || settings.file.module.is_some() {
            lines.push(host("gateway", &hosts.gateway, reach).await);
        }
        if settings.file.cert.is_some() {
            lines.push(host("PG-API", &hosts.pg_api, reach).await);
            lines.push(tls(settings).await);
        }
    }
    lines
}

/// A clock that is years off makes certificates invalid and trace numbers wrong.
fn clock() -> Line {
    let now = now();
    if now.year() < 2026 {
        return Line::fail(
            "clock",
            now.to_string(),
            "Set the machine's clock; this program is newer than that.",
        );
    }
    Line::ok("clock", now.to_string())
}

fn environment(settings: &Settings) -> Line {
    const ADVICE: &str = "Use T0000 and its like with test, your own code with production.";
    let (environment, site) = match (settings.environment(), settings.site()) {
        (Ok(environment), Ok(site)) => (environment, site),
        (Err(error), _) | (_, Err(error)) => {
            return Line::fail(
                "environment",
                format!("{error:#}"),
                "Set it in kcp.toml, by KCP_ENVIRONMENT, or by a flag.",
            );
        }
    };
    let name = match &environment {
        Environment::Production => "production",
        Environment::Test => "test",
        Environment::Simulator { .. } => "simulator",
        _ => "custom hosts",
    };
    match environment.admit(site) {
        Ok(()) => Line::ok("environment", format!("{name}, site {site}")),
        Err(error) => Line::fail("environment", error.to_string(), ADVICE),
    }
}

fn site_key(settings: &Settings) -> Option<Line> {
    let text = settings.file.site_key.as_deref()?;
    Some(match kcp_codec::SiteKey::parse(text) {
        Ok(key) if key.is_whole() => Line::ok("site key", "whole"),
        Ok(_) => Line::warn(
            "site key",
            "not of the usual shape",
            "Copy it again with its last two underlines; KCP answers 6003 to a cut key.",
        ),
        Err(error) => Line::fail("site key", error.to_string(), "Copy it again from KCP's mail."),
    })
}

fn public_key(settings: &Settings) -> Option<Line> {
    settings.file.pub_key.as_ref()?;
    Some(match settings.public_key() {
        Ok(key) => Line::ok("pub.key", format!("RSA, {} bits", key.bits())),
        Err(error) => {
            Line::fail("pub.key", format!("{error:#}"), "Take pub.key from KCP's module.")
        }
    })
}

fn validity(certificate: &ServiceCertificate) -> Line {
    let subject = certificate.subject();
    let seconds = u64::try_from(now().to_unix()).unwrap_or_default();
    match certificate.validity_at(seconds) {
        Validity::Valid { days_left } => {
            Line::ok("certificate", format!("{subject}, {days_left} days left"))
        }
        Validity::ExpiresSoon { days_left } => Line::warn(
            "certificate",
            format!("{subject}, {days_left} days left, fewer than {}", EXPIRY_WARNING_DAYS + 1),
            "Have a new one issued in the merchant console, and try it before this one ends.",
        ),
        Validity::NotYet => Line::fail(
            "certificate",
            format!("{subject}, not valid yet"),
            "Look at the machine's clock.",
        ),
        Validity::Expired => Line::fail(
            "certificate",
            format!("{subject}, expired"),
            "Have a new one issued in the merchant console. Nothing is sent with this one.",
        ),
    }
}

fn private_key(settings: &Settings, certificate: Option<&ServiceCertificate>) -> Vec<Line> {
    let Some(path) = &settings.file.key else { return Vec::new() };
    let mut lines = Vec::new();
    match fs::metadata(path).map(|data| data.permissions().mode() & 0o777) {
        Ok(mode) if mode & 0o077 == 0 => lines.push(Line::ok("key file", format!("mode {mode:o}"))),
        Ok(mode) => {
            lines.push(Line::warn("key file", format!("mode {mode:o}"), "Run chmod 600 on it."))
        }
        Err(error) => {
            lines.push(Line::fail(
                "key file",
                error.to_string(),
                "Name the file that holds the private key.",
            ));
            return lines;
        }
    }
    match settings.signing_key() {
        Err(error) => lines.push(Line::fail(
            "private key",
            format!("{error:#}"),
            "Look at it with kcp key inspect; give its pass phrase in KCP_KEY_PASSPHRASE.",
        )),
        Ok(key) => lines.push(match certificate {
            Some(certificate) if !certificate.matches(&key) => Line::fail(
                "private key",
                "not the certificate's",
                "Use the key that was issued together with this certificate.",
            ),
            Some(_) => Line::ok("private key", "opens, and is the certificate's"),
            None => Line::warn("private key", "opens", "Set the certificate too."),
        }),
    }
    lines
}

/// Resolves and connects; sends nothing.
async fn host(check: &'static str, endpoint: &Endpoint, reach: Reach) -> Line {
    let fenced = reach == Reach::LoopbackOnly;
    let here = endpoint.host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    if fenced && !here {
        return Line::warn(
            check,
            format!("{endpoint}, not tried"),
            "KCP_LOOPBACK_ONLY is set; unset it to try.",
        );
    }
    let limit = Duration::from_secs(5);
    let found = timeout(limit, lookup_host((endpoint.host.as_str(), endpoint.port))).await;
    let Some(address) = found.ok().and_then(Result::ok).and_then(|mut all| all.next()) else {
        return Line::fail(
            check,
            format!("{endpoint}, cannot be resolved"),
            "Look at the machine's DNS.",
        );
    };
    match timeout(limit, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Line::ok(check, format!("{endpoint} answers")),
        _ => Line::fail(
            check,
            format!("{endpoint} does not answer"),
            "Open the port in the firewall, outgoing.",
        ),
    }
}

/// A handshake and nothing else.
async fn tls(settings: &Settings) -> Line {
    let https = match settings.https() {
        Ok(https) => https,
        Err(error) => {
            return Line::fail(
                "TLS",
                format!("{error:#}"),
                "Look at the certificate authority's file.",
            );
        }
    };
    match https.handshake().await {
        Ok(()) => Line::ok("TLS", "1.2 or newer, and the host is who it says"),
        Err(error) => Line::fail(
            "TLS",
            error.to_string(),
            "Something between here and KCP answers in its place.",
        ),
    }
}
