//! The commands of `kcp`.

mod account;
mod cancel;
mod capture;
mod charge;
mod demo;
mod sim;

use std::io;

use anyhow::Result;
use clap::{Parser, Subcommand};
use kcp_codec::{Charset, ClientAddress, FieldError, Name, Text};

use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

/// Payments through NHN KCP. Independent of NHN KCP and not endorsed by it.
#[derive(Parser)]
#[command(name = "kcp", version, after_help = EXIT_HELP)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verify bank accounts
    #[command(subcommand)]
    Account(account::Account),
    /// Cancel a payment, or a part of it
    Cancel(cancel::Cancel),
    /// Ask for the capture of an approved card payment (merchants with manual capture)
    Capture(capture::Capture),
    /// Charge a registered card by its batch key
    Charge(charge::Charge),
    /// See the legacy channel at work, with a simulated gateway and nothing else
    Demo(demo::Demo),
    /// Play KCP's gateway on this machine
    Sim(sim::Sim),
}

const EXIT_HELP: &str = "Exit codes: 0 done, 1 failed, 2 usage or settings, 10 declined by KCP, \
    20 outcome unknown (do not repeat), 30 not sent (safe to repeat)";

/// Runs `kcp` with the process's arguments and says how it ended.
#[must_use]
pub fn run() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let end = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli)),
        Err(error) => Err(Failure::from(error)),
    };
    end.unwrap_or_else(|failure| failure.report())
}

async fn dispatch(cli: Cli) -> Result<Exit, Failure> {
    let flags = cli.flags;
    match cli.command {
        Command::Account(command) => command.run(&flags).await,
        Command::Cancel(command) => command.run(&flags).await,
        Command::Capture(command) => command.run(&flags).await,
        Command::Charge(command) => command.run(&flags).await,
        Command::Demo(command) => command.run(&flags).await,
        Command::Sim(command) => command.run(&flags).await,
    }
}

/// Why a command did not get as far as an outcome. In every case nothing was sent.
pub(crate) enum Failure {
    /// A value that its field does not take.
    Refused(FieldError),
    /// Settings that make no sense.
    Usage(anyhow::Error),
    /// The program or the machine.
    Broken(anyhow::Error),
}

impl Failure {
    #[allow(clippy::print_stderr)] // this is where a program tells a person what is wrong
    fn report(self) -> Exit {
        match self {
            Self::Refused(error) => {
                eprintln!("kcp: {error}\nkcp: refused before sending; nothing was sent");
                Exit::NotSent
            }
            Self::Usage(error) => {
                eprintln!("kcp: {error:#}");
                Exit::Usage
            }
            Self::Broken(error) => {
                eprintln!("kcp: {error:#}");
                Exit::Failed
            }
        }
    }
}

impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        Self::Refused(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Usage(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// Prints a report and passes its exit on.
fn finish(report: &Report, settings: &Settings) -> Result<Exit, Failure> {
    report.print(settings.json)?;
    Ok(report.exit)
}

/// Text of a flag for a field of at most `MAX` bytes.
fn text<const MAX: usize>(
    name: &'static str,
    charset: Charset,
    value: Option<&String>,
) -> Result<Option<Text<MAX>>, FieldError> {
    value.map(|value| Text::new(Name::from_static(name), charset, value)).transpose()
}

/// An address of a flag.
fn address(value: Option<&String>) -> Result<Option<ClientAddress>, FieldError> {
    value.map(|value| ClientAddress::parse(value)).transpose()
}
