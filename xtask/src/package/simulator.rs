//! A `kcp sim` of the workspace, for as long as a program trades with it.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::workspace;

/// A running simulator. Ends with the value.
#[derive(Debug)]
pub(super) struct Simulator {
    child: Child,
    /// Where its gateway listens.
    pub(super) address: String,
}

impl Simulator {
    /// Starts the program `kcp` in `folder`, where it writes its keys, at a port of the system's choice.
    pub(super) fn start(mut kcp: Command, folder: &Path) -> Result<Self> {
        kcp.args(["sim", "--json", "--legacy-port", "0"]);
        kcp.current_dir(folder).env_clear().env("KCP_LOOPBACK_ONLY", "1").stdout(Stdio::piped());
        workspace::announce(&kcp);
        let child = kcp.spawn().context("cannot start kcp sim")?;
        let mut simulator = Self { child, address: String::new() };
        let output = simulator.child.stdout.take().context("kcp sim has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        simulator.address = address(&line)
            .with_context(|| format!("kcp sim does not say where it listens: {line:?}"))?;
        Ok(simulator)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The value of `gateway` in the object that `kcp sim --json` prints.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("\"gateway\":\"")?;
    rest.split_once('"').map(|(address, _)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_where_there_is_one() {
        let line = "{\"gateway\":\"127.0.0.1:4711\",\"pub_key\":\"pub.key\"}\n";
        assert_eq!(address(line).as_deref(), Some("127.0.0.1:4711"));
        assert_eq!(address(""), None);
        assert_eq!(address("{\"gateway\":\"127"), None);
    }
}
