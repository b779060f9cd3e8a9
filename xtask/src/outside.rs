//! The programs that tests compare us with, and how to get them.

use std::path::Path;

use anyhow::Result;

use crate::{
    report::Done,
    workspace::{self, Workspace},
};

/// A program that some tests start. A test that does not find it says so and passes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Tool {
    program: &'static str,
    /// The Debian package that has it.
    package: &'static str,
}

/// What the tests start.
const TOOLS: [Tool; 6] = [
    Tool { program: "openssl", package: "openssl" },
    Tool { program: "rhash", package: "rhash" },
    Tool { program: "php", package: "php-cli" },
    Tool { program: "curl", package: "curl" },
    Tool { program: "python3", package: "python3" },
    Tool { program: "iconv", package: "libc-bin" },
];

/// The Debian packages that the benches' peers are built with.
const PEERS: [&str; 3] = ["libssl-dev", "pkg-config", "librhash-dev"];

/// Looks for the programs; root on a Debian machine gets what is missing installed.
pub(crate) fn check(workspace: &Workspace) -> Result<Done> {
    let mut absent = missing(is_installed);
    if !absent.is_empty() && is_installed("apt-get") && is_root(workspace) {
        // Without a package source the run goes on and names what it could not test.
        if let Err(error) = install(workspace, &absent) {
            println!("{error:#}");
        }
        absent = missing(is_installed);
    }
    for tool in TOOLS.iter().filter(|tool| !absent.contains(tool)) {
        println!("{}: found", tool.program);
    }
    install_peers(workspace);
    let benches = (!has_openssl(workspace)).then(|| {
        "OpenSSL's headers are not installed; the benches are not built. Debian and Ubuntu: apt-get install libssl-dev \
         pkg-config"
            .to_owned()
    });
    Ok(Done::without(absent.iter().map(advice).chain(benches).collect()))
}

/// Gets what the benches are built with, for root on a Debian machine. Others are told by whoever misses it.
pub(crate) fn install_peers(workspace: &Workspace) {
    let is_there = has_openssl(workspace) && Path::new("/usr/include/rhash.h").is_file();
    if !is_there
        && is_installed("apt-get")
        && is_root(workspace)
        && let Err(error) = apt(workspace, &PEERS)
    {
        println!("{error:#}");
    }
}

/// Whether the crate `openssl` can be built. Where it cannot, the benches are left out by name.
pub(crate) fn has_openssl(workspace: &Workspace) -> bool {
    let mut ask = workspace.command("pkg-config");
    std::env::var_os("OPENSSL_DIR").is_some()
        || workspace::output_of(ask.args(["--atleast-version=3", "openssl"])).is_some()
}

fn missing(is_there: impl Fn(&str) -> bool) -> Vec<Tool> {
    TOOLS.into_iter().filter(|tool| !is_there(tool.program)).collect()
}

fn install(workspace: &Workspace, tools: &[Tool]) -> Result<()> {
    apt(workspace, &tools.iter().map(|tool| tool.package).collect::<Vec<_>>())
}

fn apt(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    let apt = || {
        let mut apt = workspace.command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    workspace::run(apt().args(["update", "-q"]))?;
    workspace::run(apt().args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

fn advice(tool: &Tool) -> String {
    format!(
        "{} is not installed; its tests skip themselves. Debian and Ubuntu: apt-get install {}",
        tool.program, tool.package
    )
}

fn is_root(workspace: &Workspace) -> bool {
    workspace::output_of(workspace.command("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Whether the search path has the program.
pub(crate) fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| is_program(&folder.join(program)))
    })
}

fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension(std::env::consts::EXE_EXTENSION).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_package() {
        let absent = missing(|program| program != "php");
        assert_eq!(absent.len(), 1);
        assert!(advice(&absent[0]).starts_with("php is not installed"));
        assert!(advice(&absent[0]).ends_with("apt-get install php-cli"));
    }

    #[test]
    fn nothing_is_missing_where_all_are_found() {
        assert_eq!(missing(|_| true), []);
    }

    #[test]
    fn a_name_that_nobody_has_is_not_installed() {
        assert!(!is_installed("kcp-no-such-program"));
    }
}
