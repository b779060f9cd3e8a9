//! Starting the module, reading what it prints, ending it in time.

use std::{
    io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use kcp_codec::{Fields, Separator, TraceNo};
use tokio::{
    io::AsyncReadExt,
    process::{Child, Command},
    time::timeout,
};
use tracing::{Instrument, Span, field::Empty, info_span};
use zeroize::Zeroizing;

use super::argv::{Fixed, argument};
use crate::{
    Cause, Delivery, Endpoint, Environment, Error, Reach, WireEntry, WireLog,
    legacy::{Credentials, Exchange, Message, Proof, Reply, reply_code},
    wire_log::sha256,
};

/// Most bytes that the module may print: 64 KiB.
const OUTPUT_LIMIT: u64 = 64 * 1_024;

/// Bytes kept for what it prints.
const OUTPUT_ROOM: usize = 65 * 1_024;

/// The vendor's module as a way to the gateway. Needs Unix.
///
/// No shell is involved. Standard output is read first and the exit status second, because the module exits with an
/// error status and still prints what went wrong (`legacy.md §2.3`).
#[derive(Clone, Debug)]
pub struct Module {
    program: PathBuf,
    home: PathBuf,
    log: Option<PathBuf>,
    endpoint: Endpoint,
    deadline: Duration,
    reach: Reach,
    wire: WireLog,
}

impl Module {
    /// The module at `program`, installed in `home` (the folder above `bin`), for `environment`'s gateway.
    ///
    /// The module is ended after 70 s; it gives up by itself after 60 s of silence.
    #[must_use]
    pub fn new(
        environment: &Environment,
        program: impl Into<PathBuf>,
        home: impl Into<PathBuf>,
    ) -> Self {
        Self {
            program: program.into(),
            home: home.into(),
            log: None,
            endpoint: environment.hosts().gateway,
            deadline: Duration::from_secs(70),
            reach: Reach::of(environment),
            wire: WireLog::off(),
        }
    }

    /// With a folder for the module's own log; by default it is `log` below `home`.
    #[must_use]
    pub fn with_log_folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { log: Some(folder.into()), ..self }
    }

    /// With another deadline for the module to end.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// With a wire log.
    #[must_use]
    pub fn with_wire_log(self, wire: WireLog) -> Self {
        Self { wire, ..self }
    }

    /// Starts the module without a request and looks for its usage error, S102 (`seed 000 §2.2.2`). Sends nothing.
    ///
    /// # Errors
    /// [`Cause::ModuleMissing`] if it cannot be started; [`Cause::ModuleCrashed`] if it prints anything else.
    pub async fn self_test(&self) -> Result<(), Error> {
        let mut command = self.command();
        command.arg("-h");
        let (_, output) = self.run(command).await?;
        match parse(&output) {
            Some((_, Some(code))) if code == *b"S102" => Ok(()),
            _ => Err(Error::not_sent(Cause::ModuleCrashed)),
        }
    }

    async fn attempt(
        &self,
        span: &Span,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<Reply, Error> {
        // The module connects by itself, so the fence stands in front of it.
        let here =
            self.endpoint.host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
        if self.reach == Reach::LoopbackOnly && !here {
            return Err(Error::not_sent(Cause::NotLoopback));
        }
        let fixed = Fixed { home: &self.home, log: self.log.as_deref(), endpoint: &self.endpoint };
        let argument = argument(&fixed, who, trace_no, message)?;
        let mut command = self.command();
        command.arg("-h").arg(argument);
        let (status, output) = self.run(command).await?;
        if let Some(code) = status.code() {
            span.record("process.exit.code", code);
        }
        self.wire.record(|| entry(&output, status));
        verdict(&output, status)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        if self.reach == Reach::LoopbackOnly {
            command.env("KCP_LOOPBACK_ONLY", "1");
        }
        command
    }

    /// Runs to the end of the output and of the process, or ends it at the deadline.
    async fn run(&self, mut command: Command) -> Result<(ExitStatus, Zeroizing<Vec<u8>>), Error> {
        let mut child = command
            .spawn()
            .map_err(|error| Error::not_sent(Cause::ModuleMissing).with_io(error))?;
        let result = timeout(self.deadline, finish(&mut child)).await;
        if !matches!(result, Ok(Ok(_))) {
            // By its own id; `kill` also waits, so no dead child is left behind.
            let _ = child.kill().await;
        }
        match result {
            Ok(Ok((status, output))) if output.len() as u64 <= OUTPUT_LIMIT => Ok((status, output)),
            Ok(Ok(_)) => Err(Error::unknown(Cause::AnswerTooLarge)),
            Ok(Err(error)) => Err(Error::unknown(Cause::ModuleCrashed).with_io(error)),
            Err(_) => Err(Error::unknown(Cause::Deadline)),
        }
    }
}

impl Exchange for Module {
    async fn exchange(
        &self,
        who: &Credentials,
        trace_no: TraceNo,
        message: &Message,
    ) -> Result<Reply, Error> {
        // The program's name only: its arguments hold the site key.
        let program = self.program.file_name().unwrap_or_default();
        let span = info_span!(
            "kcp exchange",
            otel.name = "kcp module",
            otel.kind = "client",
            otel.status_code = Empty,
            error.type = Empty,
            process.executable.name = %program.display(),
            process.exit.code = Empty,
            server.address = %self.endpoint.host,
            server.port = self.endpoint.port,
            kcp.tx_cd = %message.tran_cd().as_bytes().escape_ascii(),
            kcp.delivery = Empty,
        );
        let result = self.attempt(&span, who, trace_no, message).instrument(span.clone()).await;
        if let Err(error) = &result {
            error.record_on(&span);
            self.wire
                .record(|| WireEntry::Failure { cause: error.cause(), delivery: error.delivery() });
        }
        result
    }
}

async fn finish(child: &mut Child) -> io::Result<(ExitStatus, Zeroizing<Vec<u8>>)> {
    // Room for all there may be and the read that finds the end, so that growing leaves no copy behind.
    let mut output = Zeroizing::new(Vec::with_capacity(OUTPUT_ROOM));
    if let Some(stdout) = child.stdout.take() {
        // One byte more than allowed tells too much from just enough; dropping the pipe then ends a writer.
        stdout.take(OUTPUT_LIMIT + 1).read_to_end(&mut output).await?;
    }
    let status = child.wait().await?;
    Ok((status, output))
}

/// What the output and the exit status say together.
fn verdict(output: &[u8], status: ExitStatus) -> Result<Reply, Error> {
    let Some((fields, code)) = parse(output) else {
        let empty = output.trim_ascii().is_empty() && status.success();
        return Err(Error::unknown(if empty { Cause::EmptyAnswer } else { Cause::ModuleCrashed }));
    };
    match code {
        Some(code) if is_module_error(code, status) => {
            let delivery =
                if NOT_SENT.contains(&code) { Delivery::NotSent } else { Delivery::Unknown };
            Err(Error::after(usize::from(delivery == Delivery::Unknown), Cause::Module(code)))
        }
        Some(_) if status.code().is_some() => Ok(Reply { fields, proof: Proof::Module }),
        _ => Err(Error::unknown(Cause::ModuleCrashed)),
    }
}

/// Codes after which the module is known to have sent nothing: usage, refused connection, window data without its
/// key. Each was observed (`legacy.md §2.4`); codes whose moment was not observed stay out.
const NOT_SENT: [[u8; 4]; 3] = [*b"S102", *b"S202", *b"9601"];

/// An error of the module's own. Older modules may exit with 0 and still mean one, so their codes count by
/// themselves: the gateway never answers with S, and 6003 from a module may be its own failure to open the answer.
fn is_module_error(code: [u8; 4], status: ExitStatus) -> bool {
    !status.success() || code.starts_with(b"S") || code == *b"6003" || code == *b"9601"
}

/// Fields of the output, without its one trailing newline, and the result code.
fn parse(output: &[u8]) -> Option<(Fields, Option<[u8; 4]>)> {
    let text = output.strip_suffix(b"\n").unwrap_or(output);
    let fields = Fields::read(text, Separator::Unit).ok().filter(|fields| !fields.is_empty())?;
    let code = reply_code(&fields);
    Some((fields, code))
}

fn entry(output: &[u8], status: ExitStatus) -> WireEntry {
    let (fields, code) = parse(output).unwrap_or_default();
    WireEntry::Answer {
        status: status.code().and_then(|code| u16::try_from(code).ok()).unwrap_or_default(),
        sealed: false,
        len: output.len(),
        sha256: sha256(output),
        code,
        fields: fields.iter().map(|(name, _)| name).collect(),
    }
}

#[cfg(test)]
mod tests;
