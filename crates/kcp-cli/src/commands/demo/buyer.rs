//! The demo's buyer: agrees in the simulator's window over TLS, as a browser would, and brings the shop its return post.

use std::time::Duration;

use anyhow::{Context as _, bail};
use kcp_codec::form;
use kcp_sim::Simulator;
use reqwest::{Certificate, Client, header::CONTENT_TYPE, redirect::Policy};
use serde_json::{Map, Value, json};

/// A buyer who trusts the simulator's certificate authority and no other.
pub(super) struct Buyer {
    browser: Client,
    window: String,
}

impl Buyer {
    pub(super) fn of(simulator: &Simulator) -> anyhow::Result<Self> {
        let (Some(ca), Some(address)) = (simulator.ca_pem(), simulator.pg_api_address()) else {
            bail!("the simulator has no PG-API");
        };
        let browser = Client::builder()
            .https_only(true)
            .no_proxy()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(30))
            .tls_certs_only([Certificate::from_pem(ca.as_bytes())?])
            .build()?;
        Ok(Self { browser, window: format!("https://{address}/pay/window") })
    }

    /// Agrees to what the shop registered. Gives the body that the window has the browser post to the shop.
    pub(super) async fn agree(&self, approval_key: &str) -> anyhow::Result<Vec<u8>> {
        let answer = self
            .browser
            .post(&self.window)
            .header(CONTENT_TYPE, "application/json")
            .body(json!({ "approval_key": approval_key }).to_string())
            .send()
            .await
            .context("the window")?
            .bytes()
            .await
            .context("the window")?;
        let answer: Map<String, Value> = serde_json::from_slice(&answer).context("the window")?;
        Ok(return_post(&answer))
    }
}

fn return_post(answer: &Map<String, Value>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in answer {
        if !body.is_empty() {
            body.push(b'&');
        }
        body.extend_from_slice(name.as_bytes());
        body.push(b'=');
        form::encode_into(value.as_str().unwrap_or_default().as_bytes(), &mut body);
    }
    body
}
