//! Running the program in a folder laid out as a shop has it.

use std::{
    ffi::OsStr,
    fs,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use kcp_codec::{Charset, Name};
use tempfile::TempDir;

use crate::gateway::key;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_pp_cli");

/// A port that nobody listens at: ports given out by the system begin far above it.
pub(crate) const CLOSED: u16 = 1;

/// What a run left behind.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Ran {
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) exit: i32,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self { stdout: output.stdout, stderr: output.stderr, exit: output.status.code().unwrap() }
    }
}

/// A module's error as it is printed under `opt=0`, with an empty standard error.
#[track_caller]
pub(crate) fn assert_error(ran: &Ran, code: &str, message: &str, exit: i32) {
    let want = [b"res_cd=", code.as_bytes(), b"\x1fres_msg=", &euc_kr(message), b"\n"].concat();
    assert_eq!(ran.stdout, want, "{}", String::from_utf8_lossy(&ran.stdout));
    assert_eq!((ran.exit, ran.stderr.as_slice()), (exit, &b""[..]));
}

/// Text in code page 949.
pub(crate) fn euc_kr(text: &str) -> Vec<u8> {
    Charset::Cp949.encode(Name::from_static("text"), text).unwrap()
}

/// The program with nothing of this process's settings but the fence around loopback.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in ["KCP_PUB_KEY", "KCP_STRICT", "KCP_TIMEOUT_MS", "KCP_USER_AGENT"] {
        command.env_remove(name);
    }
    command.env("KCP_LOOPBACK_ONLY", "1").stdin(Stdio::null());
    command
}

/// Runs the program with these words.
pub(crate) fn run(words: &[&[u8]]) -> Ran {
    command(PROGRAM).args(words.iter().map(|word| OsStr::from_bytes(word))).output().unwrap().into()
}

/// A shop's folder: `bin/pp_cli`, `bin/pub.key`.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self::without_key();
        fs::write(home.path().join("bin/pub.key"), key().public_key().to_pkcs1_pem()).unwrap();
        home
    }

    pub(crate) fn without_key() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(PROGRAM, home.path().join("bin/pp_cli")).unwrap();
        Self(home)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The keys that every request has, then `rest`.
    pub(crate) fn list(&self, port: u16, rest: &[u8]) -> Vec<u8> {
        let head = format!(
            "home={},site_cd=T0000,site_key={SITE_KEY},tx_cd=00200000,pa_url=127.0.0.1,pa_port={port},\
             ordr_idxx=TEST0001,cust_ip=10.0.0.1,",
            self.path().display()
        );
        [head.as_bytes(), rest].concat()
    }

    /// Runs the program for a gateway at `port`.
    pub(crate) fn run(&self, port: u16, rest: &[u8]) -> Ran {
        self.run_with(port, rest, &[])
    }

    /// As [`Home::run`] with settings in the environment.
    pub(crate) fn run_with(&self, port: u16, rest: &[u8], settings: &[(&str, &str)]) -> Ran {
        let list = self.list(port, rest);
        let mut command = command(PROGRAM);
        command.arg("-h").arg(OsStr::from_bytes(&list)).envs(settings.iter().copied());
        command.output().unwrap().into()
    }

    /// The one log below `folder`.
    pub(crate) fn log_file(folder: &Path) -> PathBuf {
        let only = |folder: &Path| {
            let mut entries = fs::read_dir(folder).unwrap();
            let path = entries.next().unwrap().unwrap().path();
            assert!(entries.next().is_none(), "more than one entry in {}", folder.display());
            path
        };
        only(&only(folder))
    }

    /// The log's text.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(Self::log_file(&self.path().join("log"))).unwrap()
    }
}

/// A site key that must be found nowhere but in the request's head.
pub(crate) const SITE_KEY: &str = "3CANARYkey.zW0GSo4PQdaG__";
