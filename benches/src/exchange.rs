//! A whole exchange on loopback beside starting a process that does nothing: natively, and by our `pp_cli`.

use std::{
    ffi::{OsStr, OsString},
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use kcp_codec::{KstDateTime, SiteCode, SiteKey, TransactionId};
use kcp_crypto::GatewayPublicKey;
use kcp_services::{Client, Merchant, Outcome, modify::Cancel};
use kcp_sim::Simulator;
use kcp_transport::{Environment, legacy::Gateway};
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};

use crate::{
    batch::{Batch, on_the_wall},
    contest::Contest,
    process::{PP_CLI, place},
};

/// One cancel of a payment that the simulator does not know: a sealed request, a sealed answer, a new connection.
///
/// # Errors
/// A simulator that does not start.
pub fn contests() -> Result<Vec<Contest>> {
    let mut all =
        vec![Contest::new("exchange/native/cancel", 1, native(Desk::start()?)?).against("spawn", spawn())];
    if let Some(program) = place(PP_CLI) {
        let ours = module(Desk::start()?, program)?;
        all.push(Contest::new("exchange/pp_cli/cancel", 1, ours).against("spawn", spawn()));
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
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let simulator = runtime.block_on(Simulator::builder().start())?;
        Ok(Self { _runtime: runtime, simulator })
    }
}

fn native(desk: Desk) -> Result<Batch> {
    let environment = Environment::Simulator { gateway: desk.simulator.address(), pg_api: None };
    let key = GatewayPublicKey::from_pem(&desk.simulator.public_key_pem())?;
    let gateway = Gateway::new(&environment, key);
    let merchant = Merchant::new(environment, SiteCode::parse(SITE)?, SiteKey::parse(SITE_KEY)?)?;
    let now = KstDateTime::parse("20261121000000")?;
    let client = Client::without_ledger(merchant, gateway, move || now);
    let transaction = TransactionId::parse(TNO)?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(on_the_wall(move || {
        let _going = &desk;
        let outcome = runtime.block_on(client.perform(Cancel::new(transaction)));
        ensure!(matches!(outcome, Outcome::Declined(_)), "no refusal: {outcome:?}");
        Ok(())
    }))
}

fn module(desk: Desk, program: OsString) -> Result<Batch> {
    let home = TempDir::new()?;
    fs::create_dir(home.path().join("bin"))?;
    fs::write(home.path().join("bin/pub.key"), desk.simulator.public_key_pem())?;
    let list = format!(
        "home={},site_cd={SITE},site_key={SITE_KEY},tx_cd=00200000,pa_url=127.0.0.1,pa_port={},\
         ordr_idxx=TEST0001,cust_ip=10.0.0.1,modx_data=mod_data=tno={TNO}\u{1f}mod_type=STSC\u{1f},opt=0",
        home.path().display(),
        desk.simulator.address().port()
    );
    Ok(on_the_wall(move || {
        let _going = (&desk, &home);
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
const TNO: &str = "20261121999999";

/// KCP's public test merchant (`legacy.md §4.1`).
const SITE_KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_native_exchange_is_answered() {
        native(Desk::start().unwrap()).unwrap()(2).unwrap();
    }

    #[test]
    fn a_process_that_fails_is_no_exchange() {
        let mut batch = module(Desk::start().unwrap(), "/bin/true".into()).unwrap();
        assert!(batch(1).is_err());
    }
}
