//! Whether kcp-crypto's time shows its secrets: Valgrind over marked secrets, and a statistical test.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    outside,
    workspace::{self, Workspace},
};

/// What a case has to come to. A planted leak that is not found shows that the method does not work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Want {
    Clean,
    Leak,
}

/// How a case is tested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Method {
    /// Valgrind's memcheck, with the secrets marked as undefined. It knows no AVX-512: SEED takes AVX2.
    Poisoned,
    /// Times of two classes of inputs, with the backend that the processor gets.
    Timed,
}

/// Which build is tested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    /// As everybody gets it: a single message is sealed by SEED's tables.
    Default,
    /// Without the tables.
    Forced,
}

type Case = (Mode, Method, &'static str, Want);

/// What is tested; docs/constant-time.md says why. The leaks are controls.
const CASES: [Case; 22] = [
    (Mode::Default, Method::Poisoned, "seal", Want::Leak),
    (Mode::Default, Method::Poisoned, "open", Want::Clean),
    (Mode::Default, Method::Poisoned, "open-damaged", Want::Clean),
    (Mode::Default, Method::Poisoned, "compare", Want::Clean),
    (Mode::Default, Method::Poisoned, "hash", Want::Clean),
    (Mode::Default, Method::Poisoned, "wrap", Want::Clean),
    (Mode::Default, Method::Poisoned, "early-exit", Want::Leak),
    (Mode::Default, Method::Timed, "open", Want::Clean),
    (Mode::Default, Method::Timed, "open-damaged", Want::Clean),
    (Mode::Default, Method::Timed, "open-undecided", Want::Clean),
    (Mode::Default, Method::Timed, "compare", Want::Clean),
    (Mode::Default, Method::Timed, "wrap", Want::Clean),
    (Mode::Default, Method::Timed, "early-exit", Want::Leak),
    (Mode::Forced, Method::Poisoned, "seal", Want::Clean),
    (Mode::Forced, Method::Poisoned, "open", Want::Clean),
    (Mode::Forced, Method::Poisoned, "open-damaged", Want::Clean),
    (Mode::Forced, Method::Poisoned, "early-exit", Want::Leak),
    (Mode::Forced, Method::Timed, "seal", Want::Clean),
    (Mode::Forced, Method::Timed, "open", Want::Clean),
    (Mode::Forced, Method::Timed, "open-damaged", Want::Clean),
    (Mode::Forced, Method::Timed, "open-undecided", Want::Clean),
    (Mode::Forced, Method::Timed, "early-exit", Want::Leak),
];

/// Above this the times of the two classes differ: chance gives it once in 150,000 runs.
const THRESHOLD: f64 = 4.5;

/// A leak shows in every run, and a noisy neighbour does not: a case fails when all of them fail.
const RUNS: usize = 3;

/// What Valgrind says with when it has found something.
const FOUND: i32 = 9;

/// What a run of a case came to.
struct Seen {
    leaks: bool,
    how: String,
}

/// Tests the instrument itself, builds both modes, runs every case, prints the table.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    if !outside::is_installed("valgrind") {
        bail!("valgrind is not installed. Debian and Ubuntu: apt-get install valgrind");
    }
    cargo(workspace, "test --quiet")?;
    cargo(workspace, "clippy --quiet --all-targets --all-features -- -D warnings")?;
    let mut rows = Vec::new();
    for mode in [Mode::Default, Mode::Forced] {
        let program = build(workspace, mode)?;
        for (_, method, name, want) in CASES.into_iter().filter(|case| case.0 == mode) {
            let seen = case(workspace, &program, method, name, want)
                .with_context(|| format!("{mode:?} {method:?} {name}"))?;
            let right = seen.leaks == (want == Want::Leak);
            let row = row(mode, method, name, want, &seen.how, right);
            println!("{row}");
            rows.push((row, right));
        }
    }
    println!("\n{}", header());
    for (row, _) in &rows {
        println!("{row}");
    }
    let wrong = rows.iter().filter(|(_, right)| !right).count();
    if wrong > 0 {
        println!("\n{wrong} FAILED; what a failure means is in docs/constant-time.md");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nevery case came to what it has to, the planted leaks included");
    Ok(ExitCode::SUCCESS)
}

fn build(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    let folder = cargo(
        workspace,
        match mode {
            Mode::Default => "build --release",
            Mode::Forced => "build --release --features forced",
        },
    )?;
    Ok(folder.join("release/kcp-ct"))
}

/// A command for the package that is no member of the workspace, and where it puts what it builds.
fn cargo(workspace: &Workspace, command: &str) -> Result<PathBuf> {
    let folder = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace.path("target"), PathBuf::from)
        .join("ct");
    let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
    let mut cargo = workspace.cargo(&format!("{verb} --locked --manifest-path ct/Cargo.toml"));
    cargo.arg("--target-dir").arg(&folder).args(rest.split_whitespace());
    workspace::run(&mut cargo)?;
    Ok(folder)
}

fn case(
    workspace: &Workspace,
    program: &Path,
    method: Method,
    name: &str,
    want: Want,
) -> Result<Seen> {
    match method {
        Method::Poisoned => poisoned(workspace, program, name),
        Method::Timed => {
            let mut seen = timed(workspace, program, name)?;
            for _ in 1..RUNS {
                if want == Want::Clean && seen.leaks {
                    seen = timed(workspace, program, name)?;
                }
            }
            Ok(seen)
        }
    }
}

fn poisoned(workspace: &Workspace, program: &Path, name: &str) -> Result<Seen> {
    let mut valgrind = workspace.command("valgrind");
    valgrind.args(["-q", &format!("--error-exitcode={FOUND}")]).arg(program);
    let output = valgrind.args(["poisoned", name]).output().context("valgrind")?;
    let told = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(Seen { leaks: false, how: "nothing found".to_owned() }),
        Some(FOUND) if told.contains("uninitialised") => {
            Ok(Seen { leaks: true, how: place(&told) })
        }
        _ => bail!("{}: {told}", output.status),
    }
}

/// Where the first leak is, as Valgrind names it.
fn place(told: &str) -> String {
    let place = told.lines().find_map(|line| line.split_once(" at 0x")?.1.split_once(": "));
    place.map_or_else(|| "found".to_owned(), |(_, place)| format!("found in {place}"))
}

fn timed(workspace: &Workspace, program: &Path, name: &str) -> Result<Seen> {
    let output = workspace.command(&program.to_string_lossy()).args(["timed", name]).output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let t: f64 = told.trim().parse().with_context(|| format!("{}: {told:?}", output.status))?;
    Ok(Seen { leaks: t.is_nan() || t >= THRESHOLD, how: format!("|t| = {t}") })
}

fn header() -> String {
    format!("{:<8} {:<9} {:<15} {:<6} {:<40} result", "build", "method", "case", "wanted", "seen")
}

fn row(mode: Mode, method: Method, name: &str, want: Want, how: &str, right: bool) -> String {
    let mode = match mode {
        Mode::Default => "default",
        Mode::Forced => "forced",
    };
    let method = match method {
        Method::Poisoned => "valgrind",
        Method::Timed => "t-test",
    };
    let want = match want {
        Want::Clean => "clean",
        Want::Leak => "leak",
    };
    let result = if right { "passed" } else { "FAILED" };
    format!("{mode:<8} {method:<9} {name:<15} {want:<6} {how:<40} {result}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_build_and_method_has_a_control() {
        for mode in [Mode::Default, Mode::Forced] {
            for method in [Method::Poisoned, Method::Timed] {
                assert!(
                    CASES
                        .iter()
                        .any(|case| { (case.0, case.1, case.3) == (mode, method, Want::Leak) })
                );
            }
        }
    }

    #[test]
    fn the_first_place_of_a_report_is_named() {
        let told =
            "==1== Conditional jump\n==1==    at 0x15D23A: g (scalar.rs:130)\n==1==    by 0x1: f";
        assert_eq!(place(told), "found in g (scalar.rs:130)");
        assert_eq!(place("nothing"), "found");
    }
}
