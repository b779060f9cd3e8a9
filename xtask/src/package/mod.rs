//! Packages the published crates as crates.io would get them, and runs programs outside the workspace on them.

mod contents;
mod simulator;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use self::simulator::Simulator;
use crate::workspace::{self, Workspace};

/// The published crates. `kcp-sim` and `kcp-cli` are for programs; no program below takes them.
const PUBLISHED: [&str; 6] =
    ["kcp-cli", "kcp-codec", "kcp-crypto", "kcp-services", "kcp-sim", "kcp-transport"];

/// The programs of `tests/outside`, by folder.
const PROGRAMS: [Program; 3] = [
    Program { folder: "codec", trades: false },
    Program { folder: "crypto", trades: false },
    Program { folder: "shop", trades: true },
];

/// The dev profile of the workspace, so that what was built there serves here too.
const PROFILE: [&str; 2] = ["profile.dev.debug=false", "profile.dev.package.\"*\".opt-level=1"];

/// A program of somebody else's.
#[derive(Clone, Copy, Debug)]
struct Program {
    folder: &'static str,
    /// Whether it is started beside a simulator, with its address and its key.
    trades: bool,
}

/// Where things are while the command runs.
#[derive(Debug)]
struct Bench<'a> {
    workspace: &'a Workspace,
    /// What cargo builds into.
    target: PathBuf,
    /// Outside the checkout; gone afterwards.
    outside: PathBuf,
}

/// Packages, unpacks, builds and runs.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let outside = std::env::temp_dir().join(format!("kcp-packages-{}", std::process::id()));
    std::fs::create_dir(&outside).with_context(|| format!("{}", outside.display()))?;
    let bench = Bench { workspace, target: workspace.path(target), outside };
    bench.package()?;
    for name in PUBLISHED {
        contents::check(&bench.unpack(name)?)?;
    }
    for program in PROGRAMS {
        bench.try_out(program)?;
    }
    println!("package: {} crates, {} programs outside", PUBLISHED.len(), PROGRAMS.len());
    Ok(())
}

impl Bench<'_> {
    /// Makes the archives. Cargo builds each of them from its own content, with its neighbours' archives in the place of
    /// crates.io. What is not committed yet is packaged too.
    fn package(&self) -> Result<()> {
        let mut cargo = self.workspace.cargo("package --quiet --allow-dirty --target-dir");
        cargo.arg(&self.target);
        for name in PUBLISHED {
            cargo.args(["--package", name]);
        }
        for setting in PROFILE {
            cargo.args(["--config", setting]);
        }
        workspace::run(&mut cargo)
    }

    /// Unpacks an archive and says where to.
    fn unpack(&self, name: &str) -> Result<PathBuf> {
        let release = release(name);
        let mut tar = self.workspace.command("tar");
        tar.arg("-xzf").arg(self.target.join(format!("package/{release}.crate")));
        workspace::run(tar.arg("-C").arg(&self.outside))?;
        Ok(self.outside.join(release))
    }

    /// Copies a program out of the checkout, builds it on the unpacked crates and runs it.
    fn try_out(&self, program: Program) -> Result<()> {
        let source = self.workspace.path("tests/outside").join(program.folder);
        let copy = self.outside.join(program.folder);
        std::fs::create_dir_all(copy.join("src"))?;
        // The versions that the workspace was tested with, so that nothing has to be asked of the registry.
        std::fs::copy(self.workspace.path("Cargo.lock"), copy.join("Cargo.lock"))?;
        for file in ["Cargo.toml", "src/main.rs"] {
            std::fs::copy(source.join(file), copy.join(file)).with_context(|| file.to_owned())?;
        }
        let mut cargo = self.workspace.cargo("build --quiet --target-dir");
        cargo.arg(&self.target).current_dir(&copy);
        for setting in PROFILE {
            cargo.args(["--config", setting]);
        }
        for name in PUBLISHED {
            let path = self.outside.join(release(name));
            cargo.arg("--config").arg(format!("patch.crates-io.{name}.path={path:?}"));
        }
        workspace::run(&mut cargo)?;
        let name = format!("outside-{}", program.folder);
        let mut built = self.workspace.command(&self.program(&name));
        if !program.trades {
            return workspace::run(&mut built);
        }
        let mut cargo = self.workspace.cargo("build --quiet --workspace --all-features --bin kcp");
        workspace::run(cargo.arg("--target-dir").arg(&self.target))?;
        let kcp = self.workspace.command(&self.program("kcp"));
        let simulator = Simulator::start(kcp, &self.outside)?;
        workspace::run(built.arg(&simulator.address).arg(self.outside.join("pub.key")))
    }

    fn program(&self, name: &str) -> String {
        self.target.join("debug").join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        // What cannot be removed is in the folder for temporary files, which is swept by others.
        drop(std::fs::remove_dir_all(&self.outside));
    }
}

/// A crate as its archive and its folder are called. All crates have one version.
fn release(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_workspace_is_published() {
        let crates = Workspace::find().unwrap().path("crates");
        let mut names: Vec<String> = std::fs::read_dir(crates)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, PUBLISHED);
    }

    #[test]
    fn every_program_is_a_workspace_of_its_own_and_names_no_path() {
        let folder = Workspace::find().unwrap().path("tests/outside");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), PROGRAMS.len());
        for program in PROGRAMS {
            let manifest = folder.join(program.folder).join("Cargo.toml");
            let text = std::fs::read_to_string(manifest).unwrap();
            assert!(text.contains("\n[workspace]\n") && !text.contains("path ="), "{text}");
        }
    }
}
