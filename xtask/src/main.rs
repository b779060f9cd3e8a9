//! The only runner of this workspace: every check, table, bench and demo is a `cargo xtask` command.

#![allow(clippy::print_stdout, clippy::print_stderr)] // a runner talks to the person who started it

mod bench;
mod canary;
mod codegen;
mod ct;
mod faults;
mod features;
mod fields;
mod fuzz;
mod outside;
mod package;
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
        ["canary"] => canary::run(&workspace)?,
        ["codegen"] => codegen::run(&workspace, Mode::Write)?,
        ["codegen", "--check"] => codegen::run(&workspace, Mode::Check)?,
        ["features"] => features::check(&workspace)?,
        ["ct"] => return ct::run(&workspace),
        ["fields"] => fields::count(&workspace)?,
        ["fields", "--guides", folder] => fields::extract(&workspace, folder.as_ref())?,
        ["fields", "--guides", folder, "--write"] => fields::list(&workspace, folder.as_ref())?,
        ["package"] => package::run(&workspace)?,
        ["tidy"] => tidy::run(&workspace)?,
        ["demo", rest @ ..] => {
            let mut cargo = workspace.cargo("run --release --package kcp-cli -- demo");
            workspace::run(cargo.args(rest))?;
        }
        ["bench", rest @ ..] => return bench::run(&workspace, rest),
        ["faults", rest @ ..] => faults::run(&workspace, rest)?,
        ["fuzz", rest @ ..] => {
            let (target, rest) = match rest {
                [target, rest @ ..] if !target.starts_with('-') => (Some(*target), rest),
                rest => (None, rest),
            };
            let seconds = match rest {
                [] => fuzz::SECONDS,
                ["--seconds", seconds] => {
                    seconds.parse().with_context(|| format!("seconds: {seconds:?}"))?
                }
                _ => bail!("cargo xtask fuzz [target] [--seconds N]"),
            };
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
  ci                      test, features, package, and every fuzz target for a while where nightly is installed
  demo [args]             a shop and the simulated gateway on this machine
  bench [part of a name]  ours beside its peers: a table of ratios, judged by its floors, into docs/performance.md
  bench --quick           everything once, nothing judged
  bench --counts [--write] instructions under Callgrind against benches/counts.tsv
  bench --criterion [args] the same cases by criterion
  faults [--seeds N]      every cut of a connection, and N scripts of faults; --seed S plays one again
  fuzz [target] [--seconds N]
                          one fuzz target or all of them (nightly and cargo-fuzz), from their corpora
  canary                  the tests with marked secrets, which nothing said or written may hold
  codegen [--check]       writes the generated tables, or says whether they are up to date
  features                each crate without features, and with each of them alone
  ct                      whether kcp-crypto's time shows its secrets (Valgrind, and a t-test)
  fields [--guides DIR]   counts the guides' variables against the rows of the field table
  package                 packages the crates, and runs programs outside the workspace on the packages
  tidy                    the rules of the tree that no compiler checks";
