//! The only runner of this workspace: every check, table, bench and demo is a `cargo xtask` command.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a runner talks to the person who started it

mod codegen;
mod ct;
mod fields;
mod fuzz;
mod outside;
mod report;
mod suite;
mod tidy;
mod transcript;
mod workspace;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::{codegen::Mode, workspace::Workspace};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match words {
        ["test"] => return Ok(suite::test(&workspace)),
        ["ci"] => return Ok(suite::ci(&workspace)),
        ["codegen"] => codegen::run(&workspace, Mode::Write)?,
        ["codegen", "--check"] => codegen::run(&workspace, Mode::Check)?,
        ["ct"] => return ct::run(&workspace),
        ["fields"] => fields::count(&workspace)?,
        ["fields", "--guides", folder] => fields::extract(&workspace, folder.as_ref())?,
        ["fields", "--guides", folder, "--write"] => fields::list(&workspace, folder.as_ref())?,
        ["tidy"] => tidy::run(&workspace)?,
        ["demo", rest @ ..] => {
            let mut cargo = workspace.cargo("run --release --package kcp-cli -- demo");
            workspace::run(cargo.args(rest))?;
        }
        ["bench", rest @ ..] => {
            let mut cargo = workspace.cargo("bench --package kcp-benches --");
            workspace::run(cargo.args(rest))?;
        }
        ["fuzz", target] => fuzz::run(&workspace, target, fuzz::SECONDS)?,
        ["fuzz", target, seconds] => {
            let seconds = seconds.parse().with_context(|| format!("seconds: {seconds:?}"))?;
            fuzz::run(&workspace, target, seconds)?;
        }
        [] | ["help" | "--help" | "-h"] => println!("{USAGE}"),
        _ => bail!("unknown command: {}\n\n{USAGE}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

const USAGE: &str = "\
cargo xtask <command>

  test                    every check, in one build; what a change must pass
  ci                      test, and every fuzz target for a while where nightly is installed
  demo [args]             a shop and the simulated gateway on this machine
  bench [args]            the benches; args go to criterion
  fuzz <target> [seconds] one fuzz target (nightly and cargo-fuzz), from its corpus
  codegen [--check]       writes the generated tables, or says whether they are up to date
  ct                      whether kcp-crypto's time shows its secrets (Valgrind, and a t-test)
  fields [--guides DIR]   counts the guides' variables against the rows of the field table
  tidy                    the rules of the tree that no compiler checks";
