//! A whole exchange on loopback beside starting a process that does nothing: natively, and by our `pp_cli`.

use std::{
    ffi::OsStr,
    net::SocketAddr,
    process::{Command, Stdio},
};
#[cfg(feature = "peers")]
use std::{ffi::OsString, fs};

use anyhow::{Context as _, Result, ensure};
use kcp_codec::{KstDateTime, SiteCode, SiteKey, TransactionId};
use kcp_crypto::GatewayPublicKey;
use kcp_services::{Client, Merchant, Outcome, modify::Cancel};
use kcp_sim::Simulator;
use kcp_transport::{Environment, legacy::Gateway};
#[cfg(feature = "peers")]
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};

#[cfg(feature = "peers")]
use crate::process::{PP_CLI, place};
use crate::{
    batch::{Batch, on_the_wall},
    contest::Contest,
};

/// One cancel: a request and an answer, both sealed, on a new connection.
///
/// # Errors
/// A gateway that does not start.
pub fn contests() -> Result<Vec<Contest>> {
    let against = |name: &str, ours| Contest::new(name, 1, ours).against("spawn", spawn());
    let simulator = Desk::start()?;
    let (address, key) = (simulator.simulator.address(), simulator.simulator.public_key_pem());
    let mut all = vec![against("exchange/native/simulator", native(address, &key, simulator)?)];
    #[cfg(feature = "peers")]
    {
        let gateway = crate::gateway::StandIn::start()?;
        let (address, key) = (gateway.address(), gateway.public_key_pem());
        all.push(against("exchange/native/cancel", native(address, key, ())?));
        if let Some(program) = place(PP_CLI) {
            all.push(against("exchange/pp_cli/cancel", module(address, key, program)?));
        }
    }
    Ok(all)
}

/// A simulator on a thread of its own.
struct Desk {
    /// Keeps it going.
    _runtime: Runtime,
    simulator: Simulator,
}

impl Desk {
    fn start() -> Result<Self> {
        let runtime =
            runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let simulator = runtime.block_on(Simulator::builder().start())?;
        Ok(Self { _runtime: runtime, simulator })
    }
}

/// The client of the socket channel against the gateway at `address`, which `kept` keeps going.
fn native(address: SocketAddr, key: &str, kept: impl Sized + 'static) -> Result<Batch> {
    let environment = Environment::Simulator { gateway: address, pg_api: None };
    let gateway = Gateway::new(&environment, GatewayPublicKey::from_pem(key)?);
    let merchant = Merchant::new(environment, SiteCode::parse(SITE)?, SiteKey::parse(SITE_KEY)?)?;
    let now = KstDateTime::parse("20261121000000")?;
    let client = Client::without_ledger(merchant, gateway, move || now);
    let transaction = TransactionId::parse(TNO)?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(on_the_wall(move || {
        let _kept = &kept;
        let outcome = runtime.block_on(client.perform(Cancel::new(transaction)));
        let answered = matches!(outcome, Outcome::Approved(_) | Outcome::Declined(_));
        ensure!(answered, "no answer: {outcome:?}");
        Ok(())
    }))
}

/// `pp_cli` as a shop starts it, from its home with the key and a log.
#[cfg(feature = "peers")]
fn module(address: SocketAddr, key: &str, program: OsString) -> Result<Batch> {
    let home = TempDir::new()?;
    fs::create_dir(home.path().join("bin"))?;
    fs::write(home.path().join("bin/pub.key"), key)?;
    let list = format!(
        "home={},site_cd={SITE},site_key={SITE_KEY},tx_cd=00200000,pa_url=127.0.0.1,pa_port={},\
         ordr_idxx=TEST0001,cust_ip=10.0.0.1,modx_data=mod_data=tno={TNO}\u{1f}mod_type=STSC\u{1f},opt=0",
        home.path().display(),
        address.port()
    );
    Ok(on_the_wall(move || {
        let _kept = &home;
        let output = quiet(&program).env("KCP_LOOPBACK_ONLY", "1").arg("-h").arg(&list).output()?;
        ensure!(output.status.success() && output.stdout.starts_with(b"res_cd="), "{output:?}");
        Ok(())
    }))
}

fn spawn() -> Batch {
    on_the_wall(|| {
        let status = quiet(OsStr::new("/bin/true")).status().context("cannot start /bin/true")?;
        ensure!(status.success(), "/bin/true: {status}");
        Ok(())
    })
}

fn quiet(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    command
}

const SITE: &str = "T0000";
/// The transaction that the stand-in's answer is about; the simulator does not know it.
const TNO: &str = "20261121000001";

/// KCP's public test merchant (`legacy.md §4.1`).
const SITE_KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simulator_refuses_and_that_is_an_answer() {
        let desk = Desk::start().unwrap();
        let (address, key) = (desk.simulator.address(), desk.simulator.public_key_pem());
        native(address, &key, desk).unwrap()(2).unwrap();
    }

    #[cfg(feature = "peers")]
    #[test]
    fn the_stand_in_answers_sealed_and_no_process_without_an_answer_counts() {
        let gateway = crate::gateway::StandIn::start().unwrap();
        let (address, key) = (gateway.address(), gateway.public_key_pem());
        native(address, key, ()).unwrap()(2).unwrap();
        assert!(module(address, key, "/bin/true".into()).unwrap()(1).is_err());
    }

    #[test]
    fn an_exchange_that_nobody_answers_fails() {
        let desk = Desk::start().unwrap();
        let key = desk.simulator.public_key_pem();
        // Nobody listens at a port that begins so far below those of the system.
        assert!(native(([127, 0, 0, 1], 1).into(), &key, desk).unwrap()(1).is_err());
    }
}
