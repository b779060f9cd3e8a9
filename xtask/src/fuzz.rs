//! Builds the fuzz targets once on nightly and runs them, from the corpus that the stable tests replay.

mod stats;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    report::Done,
    workspace::{self, Workspace},
};
use stats::{Row, Stats};

/// How long a target runs when nobody says.
pub(crate) const SECONDS: u32 = 30;

/// Where targets live, one file each.
pub(crate) const TARGETS: &str = "fuzz/fuzz_targets";

/// Where their seeds live, one folder each.
pub(crate) const CORPUS: &str = "tests/corpus";

/// What mutations put in.
pub(crate) const DICTIONARY: &str = "fuzz/kcp.dict";

/// Most memory of a target, in MiB; one allocation of more ends it too.
const MEMORY: u32 = 512;

/// Longest time for one input, in seconds. A second is the promise; another one is for a machine that is busy.
const TIMEOUT: u32 = 2;

/// Runs the target of a name, or every target.
pub(crate) fn run(workspace: &Workspace, target: Option<&str>, seconds: u32) -> Result<()> {
    if let Some(why) = missing(workspace) {
        bail!("{why}");
    }
    let known = targets(workspace)?;
    let chosen: Vec<String> = match target {
        Some(name) if known.iter().any(|known| known == name) => vec![name.to_owned()],
        Some(name) => bail!("no fuzz target {name:?}; there are: {}", known.join(", ")),
        None => known,
    };
    let programs = build(workspace, target)?;
    let mut rows = Vec::new();
    for name in chosen {
        println!("fuzz: {name} for {seconds} seconds");
        let row = start(workspace, &programs.join(&name), &name, seconds)?;
        if let Some(finding) = &row.finding {
            println!("{finding}");
        }
        rows.push(row);
    }
    println!("\n{}", stats::table(&rows));
    match rows.iter().filter(|row| row.finding.is_some()).count() {
        0 => Ok(()),
        count => bail!("{count} of {} fuzz targets found something", rows.len()),
    }
}

/// Runs every target for [`SECONDS`].
pub(crate) fn smoke(workspace: &Workspace) -> Result<Done> {
    match missing(workspace) {
        Some(why) => Ok(Done::Skipped(why)),
        None => run(workspace, None, SECONDS).map(|()| Done::Passed),
    }
}

/// What has to be installed first, and how.
fn missing(workspace: &Workspace) -> Option<String> {
    let has = |args: &str| workspace::output_of(&mut nightly(workspace, args)).is_some();
    if !has("--version") {
        return Some(
            "nightly is not installed: rustup toolchain install nightly --profile minimal".into(),
        );
    }
    (!has("fuzz --version"))
        .then(|| "cargo-fuzz is not installed: cargo install --locked cargo-fuzz".into())
}

/// Builds one target or all of them in one go, and says where the programs are.
fn build(workspace: &Workspace, target: Option<&str>) -> Result<PathBuf> {
    let mut rustc = workspace.command("rustup");
    let version = workspace::output_of(rustc.args(["run", "nightly", "rustc", "-vV"]));
    let host = version
        .as_deref()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ")))
        .context("nightly's rustc does not say what it runs on")?
        .to_owned();
    // Beside what stable builds, never inside of it: the two would wipe out each other's work.
    let folder = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => workspace.path(folder).join("fuzz"),
        None => workspace.path("fuzz/target"),
    };
    let mut cargo = nightly(workspace, "fuzz build");
    cargo.args(target).arg("--target").arg(&host).arg("--target-dir").arg(&folder);
    workspace::run(&mut cargo)?;
    Ok(folder.join(host).join("release"))
}

/// Runs one target. What it finds on the way is kept in `fuzz/corpus`, which is not committed; its log and what broke
/// it in `fuzz/artifacts`.
fn start(workspace: &Workspace, program: &Path, name: &str, seconds: u32) -> Result<Row> {
    let (found, broken) = (format!("fuzz/corpus/{name}"), format!("fuzz/artifacts/{name}/"));
    for folder in [&found, &broken] {
        fs::create_dir_all(workspace.path(folder)).with_context(|| folder.clone())?;
    }
    let log = format!("{broken}log");
    let file = fs::File::create(workspace.path(&log)).with_context(|| log.clone())?;
    let mut fuzz = workspace.command(&program.to_string_lossy());
    fuzz.args([&found, &format!("{CORPUS}/{name}")]).args([
        format!("-max_total_time={seconds}"),
        format!("-rss_limit_mb={MEMORY}"),
        format!("-timeout={TIMEOUT}"),
        format!("-dict={DICTIONARY}"),
        format!("-artifact_prefix={broken}"),
        "-print_final_stats=1".to_owned(),
    ]);
    let status = fuzz.stdout(file.try_clone()?).stderr(file).status().context(name.to_owned())?;
    // A log holds the input that broke something, as it is.
    let text = fs::read(workspace.path(&log)).context(log.clone())?;
    let text = String::from_utf8_lossy(&text);
    let finding = (!status.success()).then(|| stats::finding(&text, &log));
    Ok(Row { target: name.to_owned(), stats: Stats::of(&text), finding })
}

/// Names of the targets, sorted.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = fs::read_dir(workspace.path(TARGETS)).context(TARGETS)?;
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
