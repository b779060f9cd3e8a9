//! Where the workspace is, and how its commands are started.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

/// The checkout that the runner works on.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the root upwards from the current folder, so that nothing of the build machine is compiled in.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::current_dir().context("no current folder")?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .with_context(|| format!("{} is not inside the workspace", here.display()))?;
        Ok(Self { root: root.to_owned() })
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The text of a file below the root.
    pub(crate) fn read(&self, relative: &str) -> Result<String> {
        std::fs::read_to_string(self.path(relative)).with_context(|| relative.to_owned())
    }

    /// A program, started at the root, that may reach loopback addresses only.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("KCP_LOOPBACK_ONLY", "1");
        command
    }

    /// The cargo that started the runner, with arguments that are split at blanks.
    pub(crate) fn cargo(&self, args: &str) -> Command {
        let cargo = std::env::var("CARGO");
        let mut command = self.command(cargo.as_deref().unwrap_or("cargo"));
        command.args(args.split_whitespace());
        command
    }
}

/// Says what is started, and waits for it to succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    announce(command);
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{}: {status}", line(command));
    }
    Ok(())
}

/// What a short command prints, or nothing where it is missing or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Says what is started.
pub(crate) fn announce(command: &Command) {
    println!("$ {}", line(command));
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_as_it_would_be_typed() {
        let mut command = Command::new("/opt/some/where/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(line(&command), "cargo test --workspace");
    }

    #[test]
    fn every_child_is_kept_to_loopback() {
        let command = Workspace { root: PathBuf::from("/") }.cargo("test");
        assert!(command.get_envs().any(|(name, value)| {
            name == "KCP_LOOPBACK_ONLY" && value.is_some_and(|value| value == "1")
        }));
    }
}
