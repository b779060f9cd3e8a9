//! A folder with `kcp.toml`, a running `kcp sim`, and the program to run beside it.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const KCP: &str = env!("CARGO_BIN_EXE_kcp");

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    simulator: Child,
}

impl Desk {
    pub(crate) fn open() -> Self {
        Self::with_key(tempfile::tempdir().unwrap(), "gateway.pem")
    }

    pub(crate) fn with_key(folder: TempDir, key: &str) -> Self {
        let mut simulator = clean(folder.path())
            .args(["sim", "--legacy-port", "0", "--gateway-key", key, "--json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(simulator.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let gateway = json(&line)["gateway"].as_str().unwrap().to_owned();
        let settings = format!(
            "environment = \"simulator\"\ngateway = \"{gateway}\"\nsite_cd = \"T0000\"\n\
             site_key = \"3grptw1.zW0GSo4PQdaGvsF__\"\npub_key = \"pub.key\"\nbt_group_id = \"BA0011000348\"\n\
             bt_batch_key = \"1234567890123456\"\n"
        );
        fs::write(folder.path().join("kcp.toml"), settings).unwrap();
        Self { folder, simulator }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = clean(self.folder.path());
        command.args(arguments);
        command
    }

    /// Exit code, and everything that was printed.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.simulator.kill();
        let _ = self.simulator.wait();
    }
}

/// `kcp` in a folder, without settings of whoever runs the tests.
fn clean(folder: &Path) -> Command {
    let mut command = Command::new(KCP);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("KCP_") && name != "KCP_LOOPBACK_ONLY")
        {
            command.env_remove(name);
        }
    }
    command
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
