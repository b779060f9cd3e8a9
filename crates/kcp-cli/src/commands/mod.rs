//! The commands of `kcp`.

mod account;
mod batch;
mod cancel;
mod capture;
mod charge;
mod codes;
mod demo;
mod doctor;
mod escrow;
mod explain;
mod form;
mod inquire;
mod key;
mod notice;
mod points;
mod receipt;
mod refund;
mod shared;
mod sign;
mod sim;
mod vaccount;
mod window;

use std::io;

use anyhow::Result;
use clap::{Parser, Subcommand};
use kcp_codec::{Charset, ClientAddress, FieldError, Name, Text};
use kcp_services::window::options::GrammarError;

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
    /// Verify bank accounts (socket)
    #[command(subcommand)]
    Account(account::Account),
    /// Approve what a buyer did in the payment window
    Approve(window::Approve),
    /// Register cards for automatic payment, charge them, give them up
    #[command(subcommand)]
    Batch(batch::Batch),
    /// Cancel a payment, or a part of it
    Cancel(cancel::Cancel),
    /// Ask for the capture of an approved card payment, for merchants with manual capture (socket)
    Capture(capture::Capture),
    /// Charge a registered card by its batch key
    Charge(charge::Charge),
    /// List and search the codes of banks, card companies, states, results and the rest
    #[command(subcommand)]
    Codes(codes::Codes),
    /// See both channels at work, with a simulated KCP and nothing else
    Demo(demo::Demo),
    /// Look at settings, keys and the way to KCP, and say what to mend
    Doctor(doctor::Doctor),
    /// Deliver, hold, cancel and release payments in escrow (socket)
    #[command(subcommand)]
    Escrow(escrow::Escrow),
    /// Say what a result code means, whose affair it is and what to do
    Explain(explain::Explain),
    /// Make the fields of a form that opens the payment window
    #[command(subcommand)]
    Form(form::Form),
    /// Ask what became of a payment (PG-API)
    Inquire(inquire::Inquire),
    /// Look at private keys, and wrap them anew
    #[command(subcommand)]
    Key(key::Key),
    /// Read what KCP posts to a shop's notice URL
    #[command(subcommand)]
    Notice(notice::Notice),
    /// Benepia points (PG-API)
    #[command(subcommand)]
    Points(points::Points),
    /// Register, cancel and query cash receipts; print the addresses of receipts
    #[command(subcommand)]
    Receipt(receipt::Receipt),
    /// Pay a deposit into a virtual account back, or a part of it
    Refund(Box<refund::Refund>),
    /// Register an order for the mobile window (PG-API)
    Register(window::Register),
    /// Print what a change or an inquiry signs, and the signature
    Sign(sign::Sign),
    /// Play KCP on this machine
    Sim(sim::Sim),
    /// Issue virtual accounts without the window (PG-API)
    #[command(subcommand)]
    Vaccount(vaccount::Vaccount),
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
        Command::Approve(command) => command.run(&flags).await,
        Command::Batch(command) => command.run(&flags).await,
        Command::Cancel(command) => command.run(&flags).await,
        Command::Capture(command) => command.run(&flags).await,
        Command::Charge(command) => command.run(&flags).await,
        Command::Codes(command) => command.run(&flags),
        Command::Demo(command) => command.run(&flags).await,
        Command::Doctor(command) => command.run(&flags).await,
        Command::Escrow(command) => command.run(&flags).await,
        Command::Explain(command) => command.run(&flags),
        Command::Form(command) => command.run(&flags).await,
        Command::Inquire(command) => command.run(&flags).await,
        Command::Key(command) => command.run(&flags),
        Command::Notice(command) => command.run(&flags),
        Command::Points(command) => command.run(&flags).await,
        Command::Receipt(command) => command.run(&flags).await,
        Command::Refund(command) => command.run(&flags).await,
        Command::Register(command) => command.run(&flags).await,
        Command::Sign(command) => command.run(&flags),
        Command::Sim(command) => command.run(&flags).await,
        Command::Vaccount(command) => command.run(&flags).await,
    }
}

/// Why a command did not get as far as an outcome. In every case nothing was sent.
pub(crate) enum Failure {
    /// A value that its field does not take.
    Refused(FieldError),
    /// The text of an option that breaks its grammar, with the line that shows where.
    Grammar(GrammarError, String),
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
            Self::Grammar(error, pointer) => {
                eprintln!("kcp: {error}\n{pointer}\nkcp: refused before sending; nothing was sent");
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

/// Runs the same code with the client of whichever channel is set: one operation, two ways.
macro_rules! both {
    ($settings:expr, $client:ident => $body:expr) => {
        match $settings.way() {
            crate::config::Way::Api => {
                let $client = $settings.api_client()?;
                $body
            }
            _ => {
                let $client = $settings.socket_client()?;
                $body
            }
        }
    };
}

pub(crate) use both;

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
