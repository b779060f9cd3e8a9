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

/// Issues an account of 30,000 won.
pub(crate) const ISSUE: [&str; 15] = [
    "vaccount",
    "issue",
    "--amount",
    "30000",
    "--order",
    "V1",
    "--bank",
    "04",
    "--depositor",
    "홍길동",
    "--until",
    "20991231235959",
    "--goods",
    "운동화",
    "--json",
];

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    simulator: Child,
    pg_api: Option<String>,
}

impl Desk {
    pub(crate) fn open() -> Self {
        Self::with_key(tempfile::tempdir().unwrap(), "gateway.pem")
    }

    pub(crate) fn with_key(folder: TempDir, key: &str) -> Self {
        Self::start(folder, &["--gateway-key", key])
    }

    /// With the PG-API, whose certificate and key are in the settings; the channel is the API's.
    pub(crate) fn with_api() -> Self {
        Self::with_api_and(&[])
    }

    /// The same, with more arguments.
    pub(crate) fn with_api_and(more: &[&str]) -> Self {
        let arguments = [&["--api-port", "0", "--tls-dir", "tls"], more].concat();
        let desk = Self::start(tempfile::tempdir().unwrap(), &arguments);
        let path = desk.folder.path().join("kcp.toml");
        let settings = format!(
            "{}pg_api = \"{}\"\nchannel = \"api\"\ncert = \"tls/T0000-cert.pem\"\nkey = \"tls/T0000-key.pem\"\n\
             ca = \"tls/ca.pem\"\n",
            fs::read_to_string(&path).unwrap(),
            desk.pg_api()
        );
        fs::write(path, settings).unwrap();
        desk
    }

    pub(crate) fn pg_api(&self) -> String {
        self.pg_api.clone().unwrap()
    }

    fn start(folder: TempDir, arguments: &[&str]) -> Self {
        let mut simulator = clean(folder.path())
            .args(["sim", "--legacy-port", "0", "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(simulator.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said = json(&line);
        let gateway = said["gateway"].as_str().unwrap().to_owned();
        let settings = format!(
            "environment = \"simulator\"\ngateway = \"{gateway}\"\nsite_cd = \"T0000\"\n\
             site_key = \"3grptw1.zW0GSo4PQdaGvsF__\"\npub_key = \"pub.key\"\nbt_group_id = \"BA0011000348\"\n\
             bt_batch_key = \"1234567890123456\"\n"
        );
        fs::write(folder.path().join("kcp.toml"), settings).unwrap();
        let pg_api = said["pg_api"].as_str().map(str::to_owned);
        Self { folder, simulator, pg_api }
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
pub(crate) fn clean(folder: &Path) -> Command {
    let mut command = Command::new(KCP);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("KCP_") && name != "KCP_LOOPBACK_ONLY")
        {
            command.env_remove(name);
        }
    }
    // Of the key that the simulator writes; a plain key beside it is not asked for one.
    command.env("KCP_KEY_PASSPHRASE", "changeit");
    command
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
