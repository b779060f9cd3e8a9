//! The steps of `test` and `ci`, in the order that finds cheap faults first and builds each thing once.

use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{
    bench,
    codegen::{self, Mode},
    features, fields, fuzz, outside, package,
    report::{Done, Report, Step},
    tidy,
    transcript::Transcript,
    workspace::{self, Workspace},
};

/// Every check that a fresh clone must pass.
pub(crate) fn test(workspace: &Workspace) -> ExitCode {
    Report::of(workspace, &STEPS).close()
}

/// What [`test()`] does, each crate and feature alone, and the fuzz targets for a while each.
pub(crate) fn ci(workspace: &Workspace) -> ExitCode {
    let more = [
        Step { name: "features", run: |workspace| checks(features::check(workspace)) },
        Step { name: "package", run: |workspace| checks(package::run(workspace)) },
        Step { name: "fuzz", run: fuzz::smoke },
    ];
    let steps: Vec<Step> = STEPS.into_iter().chain(more).collect();
    Report::of(workspace, &steps).close()
}

const STEPS: [Step; 11] = [
    Step { name: "tools", run: outside::check },
    Step { name: "fmt", run: fmt },
    Step { name: "codegen", run: |workspace| checks(codegen::run(workspace, Mode::Check)) },
    Step { name: "fields", run: |workspace| checks(fields::count(workspace)) },
    Step { name: "tidy", run: |workspace| checks(tidy::run(workspace)) },
    Step { name: "clippy", run: clippy },
    Step { name: "no_std", run: no_std },
    Step { name: "test", run: tests },
    Step { name: "doc", run: doc },
    Step { name: "bench", run: bench },
    Step { name: "deny", run: deny },
];

/// All packages with all features: clippy, the tests, the docs and the benches share what they build. Without OpenSSL's
/// headers the benches cannot be built; the tools step says so.
fn whole(workspace: &Workspace) -> &'static str {
    if outside::has_openssl(workspace) {
        "--workspace --all-features"
    } else {
        "--workspace --all-features --exclude kcp-benches"
    }
}

/// Targets without the standard library or without an operating system, checked where the toolchain has them. The ARM
/// one has NEON.
const BARE_TARGETS: [&str; 3] =
    ["thumbv7em-none-eabi", "aarch64-unknown-none", "wasm32-unknown-unknown"];

fn checks(result: Result<()>) -> Result<Done> {
    result.map(|()| Done::Passed)
}

fn passes(workspace: &Workspace, cargo: &str) -> Result<Done> {
    checks(workspace::run(&mut workspace.cargo(cargo)))
}

/// Packages that are no members of the workspace, each for a reason that its manifest tells.
const OUTSIDE: [&str; 5] =
    ["ct", "fuzz", "tests/outside/codec", "tests/outside/crypto", "tests/outside/shop"];

fn fmt(workspace: &Workspace) -> Result<Done> {
    workspace::run(&mut workspace.cargo("fmt --all --check"))?;
    for package in OUTSIDE {
        let fmt = format!("fmt --check --manifest-path {package}/Cargo.toml");
        workspace::run(&mut workspace.cargo(&fmt))?;
    }
    Ok(Done::Passed)
}

fn clippy(workspace: &Workspace) -> Result<Done> {
    passes(workspace, &format!("clippy {} --all-targets -- -D warnings", whole(workspace)))
}

fn no_std(workspace: &Workspace) -> Result<Done> {
    let check = |target: &str| {
        let core = "clippy -p kcp-codec -p kcp-crypto --no-default-features";
        workspace::run(&mut workspace.cargo(&format!("{core} {target} -- -D warnings")))
    };
    check("")?;
    let sysroot = workspace::output_of(workspace.command("rustc").args(["--print", "sysroot"]))
        .context("rustc does not say where it lives")?;
    let mut left_out = Vec::new();
    for target in BARE_TARGETS {
        if std::path::Path::new(&sysroot).join("lib/rustlib").join(target).is_dir() {
            check(&format!("--target {target}"))?;
        } else {
            left_out.push(format!("{target} is not installed: rustup target add {target}"));
        }
    }
    Ok(Done::without(left_out))
}

fn tests(workspace: &Workspace) -> Result<Done> {
    let mut cargo = workspace.cargo(&format!("test {} -- --show-output", whole(workspace)));
    bench::with_peers(workspace, &mut cargo)?;
    Ok(Done::without(Transcript::of(&mut cargo)?.skipped))
}

fn doc(workspace: &Workspace) -> Result<Done> {
    let mut cargo = workspace.cargo(&format!("doc {} --no-deps", whole(workspace)));
    checks(workspace::run(cargo.env("RUSTDOCFLAGS", "-D warnings")))
}

/// Each bench once, unmeasured. As tests of the dev profile, since a release build would cost as much as all else.
fn bench(workspace: &Workspace) -> Result<Done> {
    if !outside::has_openssl(workspace) {
        return Ok(Done::Skipped(
            "OpenSSL's headers are not installed: apt-get install libssl-dev".into(),
        ));
    }
    workspace::run(&mut workspace.cargo(&format!("test {} --bench *", whole(workspace))))?;
    checks(bench::quick(workspace))
}

fn deny(workspace: &Workspace) -> Result<Done> {
    if !outside::is_installed("cargo-deny") {
        return Ok(Done::Skipped("cargo-deny is not installed: cargo install cargo-deny".into()));
    }
    // Advisories need a database from the network; see CONTRIBUTING.md.
    passes(workspace, "deny check bans licenses sources")
}
