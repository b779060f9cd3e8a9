//! A shop in one file: charges a registered card at a simulated KCP, takes it back, and hears that it did so already.
//!
//! `outside-shop 127.0.0.1:8090 pub.key`, the address and the key of a running `kcp sim`.

use std::{
    error::Error,
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

use kcp_codec::{BatchKey, GroupId, KstDateTime, OrderId, SiteCode, SiteKey, Won};
use kcp_services::{Merchant, Outcome, batch::ChargeBatch, blocking::Client, modify::Cancel};
use kcp_transport::{Environment, GatewayPublicKey, legacy::Gateway};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [gateway, key] = words.as_slice() else {
        return Err("outside-shop <address of kcp sim> <its pub.key>".into());
    };
    let environment = Environment::Simulator { gateway: gateway.parse()?, pg_api: None };
    let site_key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
    let merchant = Merchant::new(environment, SiteCode::parse("T0000")?, site_key)?;
    let key = GatewayPublicKey::from_pem(&fs::read_to_string(key)?)?;
    let gateway = Gateway::new(merchant.environment(), key);
    let client = Client::without_ledger(merchant, gateway, now)?;

    let charge = ChargeBatch::new(
        GroupId::parse("BA0011000348")?,
        BatchKey::parse("1234567890123456")?,
        OrderId::parse("OUTSIDE-1")?,
        Won::new(1_004)?,
    );
    let Outcome::Approved(paid) = client.perform(charge) else {
        return Err("the charge was not approved".into());
    };
    let (tno, amount) = (paid.answer().transaction, paid.answer().amount);
    println!("shop: charged {amount} won, transaction {tno}");

    let Outcome::Approved(taken_back) = client.perform(Cancel::new(tno)) else {
        return Err("the cancel was not done".into());
    };
    println!("shop: cancelled, {}", taken_back.code());

    // The same again moves nothing, and the answer says so.
    let Outcome::Approved(again) = client.perform(Cancel::new(tno)) else {
        return Err("the second cancel was not told that there had been a first".into());
    };
    assert!(again.answer().earlier && !taken_back.answer().earlier);
    println!("shop: cancelled already, {}", again.code());
    Ok(())
}

fn now() -> KstDateTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    KstDateTime::from_unix(seconds).expect("a clock between the years 1 and 9999")
}
