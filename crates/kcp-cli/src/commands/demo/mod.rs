//! `kcp demo`: the legacy channel at work on loopback, with nothing else installed.

mod steps;

use std::{
    io::{self, IsTerminal as _, Write as _},
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

use steps::{Seen, Shop};

#[derive(Args)]
pub(super) struct Demo {}

/// What became of one step.
struct Done {
    step: &'static str,
    title: &'static str,
    millis: u128,
    seen: Seen,
}

impl Demo {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let simulator =
            Simulator::builder().start().await.context("the simulator did not start")?;
        let mut shop = Shop::open(&simulator)?;
        let progress = progress(flags.json);
        let mut all = Vec::new();
        for (step, title) in steps::ALL {
            progress.set_message(title);
            let start = Instant::now();
            let seen = shop.step(step).await?;
            let done = Done { step, title, millis: start.elapsed().as_millis(), seen };
            if flags.json {
                print_json(&done)?;
            }
            progress.inc(1);
            all.push(done);
        }
        progress.finish_and_clear();
        let address = simulator.address();
        simulator.stop().await;
        if !flags.json {
            print_table(&all, &address.to_string())?;
        }
        Ok(if all.iter().all(|done| done.seen.ok) { Exit::Done } else { Exit::Failed })
    }
}

/// A bar on standard error, for a person at a terminal.
fn progress(json: bool) -> ProgressBar {
    if json || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps::ALL.len().try_into().unwrap_or_default());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(80));
    bar
}

fn print_json(done: &Done) -> io::Result<()> {
    let Done { step, seen, millis, .. } = done;
    let line = json!({
        "step": step, "ok": seen.ok, "res_cd": seen.code, "millis": millis, "outcome": seen.outcome,
        "detail": seen.detail,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

fn print_table(all: &[Done], address: &str) -> io::Result<()> {
    let mut table = new_table();
    table.set_header(["step", "outcome", "res_cd", "what happened", "ms", "ok"]);
    for Done { title, millis, seen, .. } in all {
        table.add_row([
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
    writeln!(
        out,
        "Sealed requests over a real socket to the simulator on {address}; no KCP host was contacted, no money moved."
    )
}
