//! Building what measures, and the peer that is a process.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    outside,
    workspace::{self, Workspace},
};

/// Where `rhash`'s library has its header.
const RHASH_HEADER: &str = "/usr/include/rhash.h";

/// How the programs are built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Build {
    /// As the tests are, sharing what those built.
    Dev,
    /// As a shop would.
    Release,
}

/// The folder in which cargo leaves the programs of this build.
pub(super) fn folder(build: Build) -> Result<PathBuf> {
    let me = std::env::current_exe().context("where is this program?")?;
    // Two folders up, three for a test.
    let is_profile = |folder: &&Path| folder.ends_with("debug") || folder.ends_with("release");
    let profile =
        me.ancestors().find(is_profile).context("this program is not where cargo puts it")?;
    let target = profile.parent().context("no target folder")?;
    Ok(target.join(if build == Build::Release { "release" } else { "debug" }))
}

/// Builds the programs that measure, and `pp_cli`.
pub(super) fn build(workspace: &Workspace, build: Build) -> Result<()> {
    let words = match build {
        Build::Dev => "build --workspace --all-features".to_owned(),
        Build::Release => "build --release --package kcp-benches --package kcp-cli \
             --features kcp-benches/peers"
            .to_owned(),
    };
    let programs = " --bin ratios --bin allocations --bin counts --bin pp_cli";
    workspace::run(&mut workspace.cargo(&(words + programs)))
}

/// A program that measures, with the peers in its environment that were built.
pub(super) fn program(workspace: &Workspace, name: &str, build: Build) -> Result<Command> {
    let folder = folder(build)?;
    let mut command = workspace.command(&folder.join(name).to_string_lossy());
    command.env("KCP_BENCH_PP_CLI", folder.join("pp_cli"));
    name_rhash(&mut command)?;
    Ok(command)
}

/// Tells a command where the peer that is a process was built, if it was.
pub(super) fn name_rhash(command: &mut Command) -> Result<()> {
    let rhash = rhash()?;
    if rhash.is_file() {
        command.env("KCP_BENCH_RHASH", rhash);
    }
    Ok(())
}

/// Builds the peer that is a process. Without what it needs, a smoke run goes on without it.
pub(super) fn build_rhash(workspace: &Workspace, build: Build) -> Result<()> {
    let compiler = ["cc", "gcc", "clang"].into_iter().find(|name| outside::is_installed(name));
    match compiler.filter(|_| Path::new(RHASH_HEADER).is_file()) {
        Some(compiler) => {
            let mut cc = workspace.command(compiler);
            cc.args(["-O2", "-o"]).arg(rhash()?).args(["benches/peers/rhash.c", "-lrhash"]);
            workspace::run(&mut cc)
        }
        None if build == Build::Dev => {
            println!("rhash's library is left out: apt-get install librhash-dev");
            Ok(())
        }
        None => bail!("rhash's library is not installed: apt-get install librhash-dev gcc"),
    }
}

/// Where the peer is built.
fn rhash() -> Result<PathBuf> {
    Ok(folder(Build::Dev)?.with_file_name("bench-rhash"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_lie_beside_this_one() {
        let folder = folder(Build::Dev).unwrap();
        assert_eq!(folder.file_name().unwrap(), "debug");
        assert_eq!(rhash().unwrap().parent(), folder.parent());
    }
}
