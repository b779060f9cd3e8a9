//! `kcp demo`: both channels at work on loopback, with nothing else installed.

mod after;
mod api;
mod buyer;
mod notices;
mod steps;

use std::{
    io::{self, IsTerminal as _, Write as _},
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kcp_sim::Simulator;
use serde_json::json;

use super::Failure;
use crate::{
    config::Flags,
    exit::Exit,
    render::{new_table, tame},
};

use after::AfterShop;
use api::ApiShop;
use steps::{Seen, Shop};

#[derive(Args)]
pub(super) struct Demo {}

/// What became of one step.
struct Done {
    channel: &'static str,
    step: &'static str,
    title: &'static str,
    millis: u128,
    seen: Seen,
}

impl Demo {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let api = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let simulator = Simulator::builder()
            .pg_api(api)
            .start()
            .await
            .context("the simulator did not start")?;
        let mut socket = Shop::open(&simulator)?;
        let mut api = ApiShop::open(&simulator)?;
        let mut run = Run { json: flags.json, progress: progress(flags.json), all: Vec::new() };
        for (step, title) in steps::ALL {
            let start = run.begin(title);
            let seen = socket.step(step).await?;
            run.end("socket", step, title, start, seen)?;
        }
        for (step, title) in api::ALL {
            let start = run.begin(title);
            let seen = api.step(step).await?;
            run.end("api", step, title, start, seen)?;
        }
        let mut after = AfterShop::open(&simulator, api.left()).await?;
        for (channel, step, title) in after::ALL {
            let start = run.begin(title);
            let seen = after.step(step).await?;
            run.end(channel, step, title, start, seen)?;
        }
        let start = run.begin(BOOK.1);
        run.end("", BOOK.0, BOOK.1, start, book(&simulator))?;
        run.progress.finish_and_clear();
        let addresses = (simulator.address(), simulator.pg_api_address());
        simulator.stop().await;
        if !flags.json {
            print_table(&run.all, addresses)?;
        }
        Ok(if run.all.iter().all(|done| done.seen.ok) { Exit::Done } else { Exit::Failed })
    }
}

/// The last step, on neither channel.
const BOOK: (&str, &str) = ("book", "compare with KCP's book");

/// What became of the steps so far.
struct Run {
    json: bool,
    progress: ProgressBar,
    all: Vec<Done>,
}

impl Run {
    fn begin(&self, title: &'static str) -> Instant {
        self.progress.set_message(title);
        Instant::now()
    }

    fn end(
        &mut self,
        channel: &'static str,
        step: &'static str,
        title: &'static str,
        start: Instant,
        seen: Seen,
    ) -> io::Result<()> {
        let done = Done { channel, step, title, millis: start.elapsed().as_millis(), seen };
        if self.json {
            print_json(&done)?;
        }
        self.progress.inc(1);
        self.all.push(done);
        Ok(())
    }
}

/// What the steps must have left in the book: won charged, and won given back.
const CHARGED: u64 = 7_012 + 5 * 1_004 + 1_004 + 500 + 1_004;
const CANCELLED: u64 = 7_012 + 400 + 1_004 + 1_004;

fn book(simulator: &Simulator) -> Seen {
    let book = simulator.book();
    let (charged, cancelled, balance) = (book.charged(), book.cancelled(), book.balance());
    Seen {
        ok: (charged, cancelled, balance) == (CHARGED, CANCELLED, CHARGED - CANCELLED),
        outcome: "compared",
        code: None,
        detail: format!("{charged} won charged, {cancelled} back, {balance} left"),
    }
}

/// A bar on standard error, for a person at a terminal.
fn progress(json: bool) -> ProgressBar {
    if json || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let steps = steps::ALL.len() + api::ALL.len() + after::ALL.len() + 1;
    let bar = ProgressBar::new(steps.try_into().unwrap_or_default());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(80));
    bar
}

fn print_json(done: &Done) -> io::Result<()> {
    let Done { channel, step, seen, millis, .. } = done;
    let line = json!({
        "step": step, "ok": seen.ok, "res_cd": seen.code, "millis": millis, "channel": channel,
        "outcome": seen.outcome,
        "detail": seen.detail,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn print_table(
    all: &[Done],
    (gateway, pg_api): (SocketAddr, Option<SocketAddr>),
) -> io::Result<()> {
    let mut table = new_table();
    table.set_header(["channel", "step", "outcome", "res_cd", "what happened", "ms", "ok"]);
    for Done { channel, title, millis, seen, .. } in all {
        table.add_row([
            (*channel).to_owned(),
            (*title).to_owned(),
            seen.outcome.to_owned(),
            seen.code.clone().unwrap_or_default(),
            tame(&seen.detail),
            millis.to_string(),
            if seen.ok { "yes" } else { "NO" }.to_owned(),
        ]);
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{table}")?;
    let bad = all.iter().filter(|done| !done.seen.ok).count();
    if bad == 0 {
        writeln!(out, "All {} steps as expected.", all.len())?;
    } else {
        writeln!(out, "{bad} of {} steps NOT as expected.", all.len())?;
    }
    let pg_api = pg_api.map(|address| address.to_string()).unwrap_or_default();
    writeln!(
        out,
        "Sealed requests to a simulated gateway on {gateway}, signed ones over TLS to a simulated PG-API on {pg_api}.\n\
         No KCP host was contacted, no money moved."
    )
}
