//! A run whose every output goes to a folder: what the processes print, what they record, the files they make.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::keep::Keeper;
use crate::workspace::{self, Workspace};

/// A finished run.
pub(super) struct Run {
    /// Where everything is.
    pub(super) folder: PathBuf,
}

impl Run {
    /// The one test that leaks on purpose.
    pub(super) fn planted(workspace: &Workspace) -> Result<Self> {
        let test =
            "test -p kcp-tests --all-features --test flows canary::planted -- --exact --nocapture";
        let mut cargo = workspace.cargo(test);
        cargo.env("KCP_CANARY_PLANT", "1");
        Self::of(workspace, "planted", [cargo])
    }

    /// Every test of the workspace, showing what passing tests print, and the demo.
    pub(super) fn whole(workspace: &Workspace) -> Result<Self> {
        let tests =
            workspace.cargo("test --workspace --all-features --no-fail-fast -- --show-output");
        let demo = workspace.cargo("run --package kcp-cli --bin kcp --all-features -- demo --json");
        Self::of(workspace, "whole", [tests, demo])
    }

    /// Takes the folder away.
    pub(super) fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).with_context(|| self.folder.display().to_string())
    }

    fn of<const N: usize>(
        workspace: &Workspace,
        name: &str,
        commands: [Command; N],
    ) -> Result<Self> {
        // The processes run in other folders than this one.
        let root = fs::canonicalize(workspace.path(""))?.join("target/canary").join(name);
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        let (folder, temporary) = (root.join("said"), root.join("tmp"));
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(&temporary)?;
        let keeper = Keeper::of(temporary.clone(), folder.join("files"));
        for (at, mut command) in commands.into_iter().enumerate() {
            workspace::announce(&command);
            let status = command
                .env("KCP_CANARY", &folder)
                .env("TMPDIR", &temporary)
                .env("RUST_BACKTRACE", "full")
                .stdout(File::create(folder.join(format!("stdout-{at}.txt")))?)
                .stderr(File::create(folder.join(format!("stderr-{at}.txt")))?)
                .status()
                .with_context(|| workspace::line(&command))?;
            if !status.success() {
                bail!("{}: {status}; see {}", workspace::line(&command), folder.display());
            }
        }
        drop(keeper);
        Ok(Self { folder })
    }
}
