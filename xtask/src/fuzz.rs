//! Starts fuzz targets on nightly, from the corpus that the stable tests replay.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{
    report::Done,
    workspace::{self, Workspace},
};

/// How long a target runs when nobody says.
pub(crate) const SECONDS: u32 = 30;

/// Where targets live, one file each.
pub(crate) const TARGETS: &str = "fuzz/fuzz_targets";

/// Where their seeds live, one folder each.
pub(crate) const CORPUS: &str = "tests/corpus";

/// Runs one target. What it finds on the way is kept in `fuzz/corpus`, which is not committed.
pub(crate) fn run(workspace: &Workspace, target: &str, seconds: u32) -> Result<()> {
    let known = targets(workspace)?;
    if !known.iter().any(|name| name == target) {
        bail!("no fuzz target {target:?}; there are: {}", known.join(", "));
    }
    let found = format!("fuzz/corpus/{target}");
    std::fs::create_dir_all(workspace.path(&found)).with_context(|| found.clone())?;
    let mut fuzz = nightly(workspace, "fuzz run");
    fuzz.args([target, &found, &format!("{CORPUS}/{target}"), "--"]);
    workspace::run(fuzz.arg(format!("-max_total_time={seconds}")))
}

/// Runs every target for [`SECONDS`].
pub(crate) fn smoke(workspace: &Workspace) -> Result<Done> {
    if workspace::output_of(&mut nightly(workspace, "fuzz --version")).is_none() {
        let why = "nightly or cargo-fuzz is not installed: cargo install cargo-fuzz";
        return Ok(Done::Skipped(why.to_owned()));
    }
    for target in targets(workspace)? {
        run(workspace, &target, SECONDS)?;
    }
    Ok(Done::Passed)
}

/// Names of the targets, sorted.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = std::fs::read_dir(workspace.path(TARGETS)).context(TARGETS)?;
    let mut names = Vec::new();
    for file in folder {
        let name = file?.file_name();
        names.extend(name.to_string_lossy().strip_suffix(".rs").map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

fn nightly(workspace: &Workspace, args: &str) -> Command {
    let mut rustup = workspace.command("rustup");
    rustup.args(["run", "nightly", "cargo"]).args(args.split_whitespace());
    rustup
}
