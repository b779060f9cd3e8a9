//! Packages the published crates as crates.io would get them, and runs programs outside the workspace on them.

mod contents;
mod simulator;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use self::simulator::Simulator;
use crate::workspace::{self, Workspace};

/// The published crates.
const PUBLISHED: [&str; 6] =
    ["kcp-cli", "kcp-codec", "kcp-crypto", "kcp-services", "kcp-sim", "kcp-transport"];

/// The programs of `tests/outside`, by folder.
const PROGRAMS: [Program; 3] = [
    Program { folder: "codec", trades: false },
    Program { folder: "crypto", trades: false },
    Program { folder: "shop", trades: true },
];

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
    let bench = Bench::new(workspace)?;
    bench.package()?;
    for name in PUBLISHED {
        contents::check(&bench.unpack(name)?)?;
    }
    bench.verify()?;
    for program in PROGRAMS {
        bench.try_out(program)?;
    }
    println!("package: {} crates, {} programs outside", PUBLISHED.len(), PROGRAMS.len());
    Ok(())
}

impl<'a> Bench<'a> {
    /// One folder for each checkout and the same every time, or cargo would keep what it built for each.
    fn new(workspace: &'a Workspace) -> Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let mut checkout = DefaultHasher::new();
        workspace.path("").hash(&mut checkout);
        let outside = std::env::temp_dir().join(format!("kcp-packages-{:016x}", checkout.finish()));
        let bench = Self { workspace, target: workspace.path(target), outside };
        bench.sweep();
        std::fs::create_dir(&bench.outside)
            .with_context(|| format!("{}", bench.outside.display()))?;
        Ok(bench)
    }

    fn sweep(&self) {
        // What cannot be removed lies among the temporary files, and a folder that is in the way is said where it is made.
        drop(std::fs::remove_dir_all(&self.outside));
    }

    /// Makes the archives, of what is not committed yet too. Cargo takes the neighbours from each other's archives.
    ///
    /// Its own trial build is left out. It would take the neighbours from a cache of the user's, which keeps the content
    /// of the first run for as long as the version stays the same; [`Bench::verify`] builds what is in the archives.
    fn package(&self) -> Result<()> {
        let mut cargo = self.workspace.cargo("package --quiet --no-verify --allow-dirty");
        for name in PUBLISHED {
            cargo.args(["--package", name]);
        }
        workspace::run(cargo.arg("--target-dir").arg(&self.target))
    }

    /// Unpacks an archive and says where to.
    fn unpack(&self, name: &str) -> Result<PathBuf> {
        let release = release(name);
        let mut tar = self.workspace.command("tar");
        tar.arg("-xzf").arg(self.target.join(format!("package/{release}.crate")));
        workspace::run(tar.arg("-C").arg(&self.outside))?;
        Ok(self.outside.join(release))
    }

    /// Checks everything in the archives, unit tests too, with the unpacked neighbours in the place of crates.io.
    fn verify(&self) -> Result<()> {
        std::fs::create_dir(self.outside.join(".cargo"))?;
        std::fs::write(self.outside.join(".cargo/config.toml"), self.settings())?;
        let members: Vec<String> = PUBLISHED.iter().map(|name| release(name)).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        std::fs::write(self.outside.join("Cargo.toml"), manifest)?;
        self.cargo("check --quiet --workspace --all-features --all-targets", &self.outside)
    }

    /// Settings for whatever cargo does outside: where the crates are, and the dev profile of the workspace, so that what
    /// was built there serves here too.
    fn settings(&self) -> String {
        let mut text =
            "[profile.dev]\ndebug = false\n\n[profile.dev.package.\"*\"]\nopt-level = 1\n\n\
             [patch.crates-io]\n"
                .to_owned();
        for name in PUBLISHED {
            let path = self.outside.join(release(name));
            text += &format!("{name} = {{ path = {path:?} }}\n");
        }
        text
    }

    /// Copies a program out of the checkout, builds it on the unpacked crates and runs it.
    fn try_out(&self, program: Program) -> Result<()> {
        let source = self.workspace.path("tests/outside").join(program.folder);
        let copy = self.outside.join(program.folder);
        std::fs::create_dir_all(copy.join("src"))?;
        for file in ["Cargo.toml", "src/main.rs"] {
            std::fs::copy(source.join(file), copy.join(file)).with_context(|| file.to_owned())?;
        }
        self.cargo("build --quiet", &copy)?;
        let mut built = self.built(&format!("outside-{}", program.folder));
        if !program.trades {
            return workspace::run(&mut built);
        }
        let mut cargo = self.workspace.cargo("build --quiet --workspace --all-features --bin kcp");
        workspace::run(cargo.arg("--target-dir").arg(&self.target))?;
        let simulator = Simulator::start(self.built("kcp"), &self.outside)?;
        workspace::run(built.arg(&simulator.address).arg(self.outside.join("pub.key")))
    }

    /// Runs cargo in a folder outside.
    fn cargo(&self, args: &str, folder: &Path) -> Result<()> {
        let mut cargo = self.workspace.cargo(args);
        cargo.current_dir(folder);
        // The versions that the workspace was tested with, so that nothing has to be asked of the registry.
        std::fs::copy(self.workspace.path("Cargo.lock"), folder.join("Cargo.lock"))?;
        workspace::run(cargo.arg("--target-dir").arg(&self.target))
    }

    fn built(&self, program: &str) -> Command {
        self.workspace.command(&self.target.join("debug").join(program).to_string_lossy())
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        self.sweep();
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
