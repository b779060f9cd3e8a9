//! `cargo xtask bench`: measures ours beside its peers, and judges the floors.

mod counts;
mod floors;
mod machine;
mod measured;
mod page;
mod programs;

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use self::{machine::Machine, measured::Measured, programs::Build};
use crate::{
    outside,
    workspace::{self, Workspace},
};

/// Where the ratios are kept.
const PAGE: &str = "docs/performance.md";

/// Does what the words behind `bench` say.
pub(crate) fn run(workspace: &Workspace, words: &[&str]) -> Result<ExitCode> {
    match words {
        [] => return ratios(workspace, ""),
        ["--quick"] => quick(workspace)?,
        ["--counts"] => counts::run(workspace, counts::Mode::Compare)?,
        ["--counts", "--write"] => counts::run(workspace, counts::Mode::Write)?,
        ["--criterion", rest @ ..] => {
            let bench = "bench --package kcp-benches --features peers --";
            workspace::run(workspace.cargo(bench).args(rest))?;
        }
        [filter] if !filter.starts_with('-') => return ratios(workspace, filter),
        _ => bail!(
            "bench takes nothing, part of a name, --quick, --counts [--write] or --criterion [args]"
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// Gives a test command the peer that is a process, where it can be built.
pub(crate) fn with_peers(workspace: &Workspace, command: &mut Command) -> Result<()> {
    programs::build_rhash(workspace, Build::Dev)?;
    programs::name_rhash(command)
}

/// Everything once in the build of the tests: that it runs, and that the peers agree. Judges nothing.
pub(crate) fn quick(workspace: &Workspace) -> Result<()> {
    programs::build(workspace, Build::Dev)?;
    programs::build_rhash(workspace, Build::Dev)?;
    let ratios = output(programs::program(workspace, "ratios", Build::Dev)?.arg("--quick"))?;
    let measured = Measured::read(&ratios)?;
    println!("{} ratios measured once, none judged", measured.ratios.len());
    let allocations = output(&mut programs::program(workspace, "allocations", Build::Dev)?)?;
    Measured::read(&allocations)?;
    Ok(())
}

/// Measures, judges, prints; writes the page if nothing was left out.
fn ratios(workspace: &Workspace, filter: &str) -> Result<ExitCode> {
    let machine = Machine::here(workspace);
    outside::install_peers(workspace);
    programs::build(workspace, Build::Release)?;
    programs::build_rhash(workspace, Build::Release)?;
    let mut text = output(programs::program(workspace, "ratios", Build::Release)?.arg(filter))?;
    text += &output(&mut programs::program(workspace, "allocations", Build::Release)?)?;
    let measured = Measured::read(&text)?;
    let rows = page::judge(&measured, filter);
    if rows.is_empty() && measured.ratios.is_empty() {
        bail!("no contest has {filter:?} in its name; docs/performance.md has their names");
    }
    println!("\nbackend: {}\n", measured.fact("backend").unwrap_or("none"));
    println!("{}", page::terminal(&rows, &measured));
    let missed = rows.iter().filter(|(_, verdict)| verdict.is_failure()).count();
    if filter.is_empty() {
        let page = page::page(&rows, &measured, &machine);
        std::fs::write(workspace.path(PAGE), page).context(PAGE)?;
        println!("written: {PAGE}");
    }
    println!("{} floors, {missed} missed or not measured", rows.len());
    Ok(if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a program prints; its errors go to the terminal.
fn output(command: &mut Command) -> Result<String> {
    workspace::announce(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start {}", workspace::line(command)))?;
    if !output.status.success() {
        bail!("{}: {}", workspace::line(command), output.status);
    }
    String::from_utf8(output.stdout).context("it prints something else than text")
}
