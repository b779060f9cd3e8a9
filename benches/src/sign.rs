//! Signing a cancel beside OpenSSL, and the whole signed request beside its signature.

use std::{
    future::Future as _,
    hint::black_box,
    pin::pin,
    task::{Context, Waker},
};

use anyhow::{Context as _, Result};
use kcp_codec::{Fields, KstDateTime, SiteCode, TransactionId};
use kcp_crypto::{PrivateKey, ServiceCertificate, SigningKey, Target};
use kcp_services::{Client, Merchant, channel::OverApi, modify::Cancel};
use kcp_transport::{
    Environment, Error,
    api::{Call, Exchange, Reply},
};
use tokio::runtime;

use crate::{
    batch::{in_process, in_thread},
    contest::Contest,
};

/// The signature of a cancel, and the request that carries it.
///
/// # Errors
/// A key that does not load.
pub fn contests() -> Result<Vec<Contest>> {
    Ok(vec![signature()?, request()?, request_in_runtime()?])
}

fn signature() -> Result<Contest> {
    let (key, target) = (key()?, target()?);
    let bytes = target.as_bytes().len();
    let ours = in_thread(move || key.sign(black_box(&target)));
    let contest = Contest::new("sign/cancel/2048", bytes, ours);
    #[cfg(feature = "peers")]
    let contest = {
        let (theirs, target) = (crate::openssl::Sign::new(KEY, PASSPHRASE)?, self::target()?);
        contest.against("openssl", in_thread(move || theirs.sign(black_box(target.as_bytes()))))
    };
    Ok(contest)
}

/// From the value `Cancel` to the JSON that would be sent and on to the outcome of an empty answer. Outside of a
/// runtime the signature is made where it is asked for.
fn request() -> Result<Contest> {
    let (client, transaction) = (client()?, TransactionId::parse(TNO)?);
    let ours = in_thread(move || {
        let cancel = pin!(client.perform(Cancel::new(black_box(transaction))));
        // Nothing in it waits for anything.
        cancel.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    });
    let (key, target) = (key()?, target()?);
    let alone = in_thread(move || key.sign(black_box(&target)));
    Ok(Contest::new("sign/cancel_request/2048", 1, ours).against("signature", alone))
}

/// The same in a runtime, where the signature is made on a thread of its own: by the time of the whole process.
fn request_in_runtime() -> Result<Contest> {
    let (client, transaction) = (client()?, TransactionId::parse(TNO)?);
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let ours =
        in_process(move || runtime.block_on(client.perform(Cancel::new(black_box(transaction)))));
    let (key, target) = (key()?, target()?);
    let alone = in_process(move || key.sign(black_box(&target)));
    Ok(Contest::new("sign/cancel_request_in_runtime/2048", 1, ours).against("signature", alone))
}

fn client() -> Result<Client<OverApi<Desk>>> {
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    let merchant = Merchant::with_service_certificate(
        environment,
        SiteCode::parse(SITE)?,
        ServiceCertificate::from_pem(CERTIFICATE)?,
    )?
    .and_signing_key(key()?)?;
    let now = KstDateTime::parse("20280101000000")?;
    Ok(Client::without_ledger(merchant, OverApi(Desk), move || now))
}

/// Takes a call as far as its JSON and sends it nowhere.
#[derive(Clone, Debug)]
struct Desk;

impl Exchange for Desk {
    async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
        black_box(call.json());
        Ok(Reply::new(Fields::new()))
    }
}

fn key() -> Result<SigningKey> {
    let key = PrivateKey::from_encrypted_pem(KEY, PASSPHRASE).context("the test key")?;
    Ok(SigningKey::new(&key)?)
}

fn target() -> Result<Target> {
    Ok(Target::modify(SITE, TNO, "STSC")?)
}

const SITE: &str = "T0000";
const TNO: &str = "20261121000001";
const PASSPHRASE: &[u8] = b"changeit";

/// Test keys of this project.
const CERTIFICATE: &str = include_str!("../../tests/corpus/parse_certificate/read-rsa");
const KEY: &str = include_str!("../../tests/corpus/parse_private_key/read-aes256");

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_cancel_outside_of_a_runtime_is_written_and_signed_at_once() {
        static SIGNED: AtomicBool = AtomicBool::new(false);

        struct Looking;

        impl Exchange for Looking {
            async fn exchange(&self, call: &Call) -> Result<Reply, Error> {
                let signature = key().unwrap().sign(&target().unwrap()).unwrap();
                let is_there = call.json().contains(signature.as_base64());
                SIGNED.store(is_there, Ordering::Relaxed);
                Ok(Reply::new(Fields::new()))
            }
        }

        let merchant = client().unwrap().merchant().clone();
        let now = KstDateTime::parse("20280101000000").unwrap();
        let client = Client::without_ledger(merchant, OverApi(Looking), move || now);
        let cancel = pin!(client.perform(Cancel::new(TransactionId::parse(TNO).unwrap())));
        assert!(cancel.poll(&mut Context::from_waker(Waker::noop())).is_ready());
        assert!(SIGNED.load(Ordering::Relaxed));
    }

    #[cfg(feature = "peers")]
    #[test]
    fn openssl_makes_the_same_signature() {
        let target = target().unwrap();
        let theirs = crate::openssl::Sign::new(KEY, PASSPHRASE).unwrap();
        let theirs = theirs.sign(target.as_bytes()).unwrap();
        let ours = key().unwrap().sign(&target).unwrap();
        assert_eq!(ours.as_base64(), ::openssl::base64::encode_block(&theirs));
    }
}
