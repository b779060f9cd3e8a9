//! One call of `pp_cli`, from its words to its exit status.

use std::{
    env,
    ffi::OsString,
    io::{self, Write as _},
    os::unix::ffi::OsStringExt as _,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use kcp_transport::{
    Cause, Delivery, Environment, Error, Hosts, WireEntry, WireLog,
    legacy::{Deadlines, Gateway, RawAnswer},
};
use tokio::runtime;

use super::{
    answer::claims_success,
    arguments::Arguments,
    clock, key,
    log::Log,
    options::{self, Call},
    outcome::{EXIT_NOTHING, EXIT_OUTPUT, ModuleError},
    redact,
    request::{self, Doubt, Refused, Request},
    text::Encoding,
};

/// Most that an answer is waited for, connecting included. The vendor's module waits 60 s for a read
/// (`legacy.md §4.5`).
const WAIT: Duration = Duration::from_secs(60);

/// Most that a connection is waited for.
const CONNECT: Duration = Duration::from_secs(10);

/// Runs the program with the process's own arguments and environment.
#[must_use]
pub fn main() -> ExitCode {
    let mut words = env::args_os().map(OsString::into_vec);
    let program = words.next().unwrap_or_else(|| b"pp_cli".to_vec());
    let words: Vec<_> = words.collect();
    let code = match options::read(&words) {
        Call::Nothing => EXIT_NOTHING,
        Call::Unusable(complaint) => {
            let line = complaint.map(|complaint| complaint.line(&program)).unwrap_or_default();
            // Nobody may be listening there; standard output has the code.
            let _ =
                io::stderr().write_all(&[&line, b"\n\n".as_slice(), BANNER.as_bytes()].concat());
            let error = ModuleError::Call;
            print(&error.output(None, Encoding::EucKr), error.exit(), None)
        }
        Call::Lists(lists) => transact(&Arguments::read(&lists), &Settings::of_process()),
    };
    ExitCode::from(code)
}

/// The environment's part.
struct Settings {
    key: Option<OsString>,
    doubt: Doubt,
    user_agent: Option<String>,
    wait: Duration,
}

impl Settings {
    fn of_process() -> Self {
        let wait = env::var("KCP_TIMEOUT_MS").ok().and_then(|text| text.parse().ok());
        let strict = env::var_os("KCP_STRICT").is_some_and(|value| value == "1");
        Self {
            key: env::var_os("KCP_PUB_KEY"),
            doubt: if strict { Doubt::Refuse } else { Doubt::Pass },
            user_agent: env::var("KCP_USER_AGENT").ok().filter(|name| !name.is_empty()),
            wait: wait.filter(|&ms| ms > 0).map_or(WAIT, |ms| WAIT.min(Duration::from_millis(ms))),
        }
    }
}

/// One transaction: log, request, answer, output.
fn transact(arguments: &Arguments<'_>, settings: &Settings) -> u8 {
    let encoding = Encoding::of(arguments.get("opt"));
    let now = clock::now();
    let log = Arc::new(Log::open(
        arguments.get("log_path"),
        arguments.get("home"),
        arguments.get("log_level"),
        now,
    ));
    start(arguments, &log);
    let result = if arguments.is_empty() {
        Err(Refused { error: ModuleError::Call, detail: None, why: "no arguments".into() })
    } else {
        request::build(arguments, settings.doubt, now, &log)
            .and_then(|request| exchange(&request, arguments, settings, &log))
    };
    match result {
        Ok(answer) => {
            log.line(format_args!("TX_ENDED exit=0 {}", redact::fields(&answer.text)));
            let (mut output, faults) = encoding.outgoing(&answer.text);
            if faults > 0 {
                log.line(format_args!(
                    "WARN {faults} bytes of the answer are not EUC-KR, printed as ?"
                ));
            }
            output.push(b'\n');
            print(&output, 0, Some(&log))
        }
        Err(Refused { error, detail, why }) => {
            let (code, exit) = (error.code(), error.exit());
            log.line(format_args!("TX_ENDED exit={exit} res_cd={code}: {why}"));
            print(&error.output(detail.as_deref(), encoding), exit, Some(&log))
        }
    }
}

fn start(arguments: &Arguments<'_>, log: &Log) {
    // Codes and the order's number, where they look like that; anything else may be a secret in the wrong place.
    let said = |key: &str, most: usize| {
        let value = arguments.get(key);
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        if value.len() <= most && value.iter().all(plain) {
            String::from_utf8_lossy(value).into_owned()
        } else {
            format!("<{} bytes>", value.len())
        }
    };
    log.line(format_args!(
        "TX_START site_cd={} tx_cd={} ordr_idxx={} pa_url={} pa_port={} opt={}",
        said("site_cd", 5),
        said("tx_cd", 8),
        said("ordr_idxx", 40),
        said("pa_url", 100),
        said("pa_port", 5),
        said("opt", 1)
    ));
    if !matches!(arguments.get("opt"), b"" | b"0" | b"1") {
        log.line(format_args!("WARN opt is neither 0 nor 1, taken as 0"));
    }
    if arguments.ignored() > 0 {
        log.line(format_args!("WARN {} unknown keys ignored", arguments.ignored()));
    }
}

/// Sends the request and decides whether the answer may be shown.
fn exchange(
    request: &Request,
    arguments: &Arguments<'_>,
    settings: &Settings,
    log: &Arc<Log>,
) -> Result<RawAnswer, Refused> {
    let refused = |error, why| Refused { error, detail: None, why };
    let who = match &settings.user_agent {
        Some(name) => request.who.clone().with_user_agent(name).map_err(|_| {
            refused(ModuleError::Request, "KCP_USER_AGENT is not 1 to 64 visible characters".into())
        })?,
        None => request.who.clone(),
    };
    let key = key::load(settings.key.clone(), arguments.get("home"))
        .map_err(|why| refused(ModuleError::Key, why))?;
    let environment = Environment::Custom(Hosts::with_gateway(request.endpoint.clone()));
    let gateway = Gateway::new(&environment, key)
        .with_deadlines(Deadlines::new(CONNECT, settings.wait))
        .with_wire_log(wire_log(log));
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| refused(ModuleError::Connect, format!("no runtime: {error}")))?;
    let result = runtime.block_on(gateway.raw_exchange(&who, request.trace_no, &request.message));
    // A name that still resolves must not hold the answer up.
    runtime.shutdown_background();
    let answer = result.map_err(|error| refused(module_error(&error), said(&error)))?;
    if answer.sealed {
        return Ok(answer);
    }
    log.line(format_args!(
        "WARN the answer came in the clear: anyone on the path can have written it"
    ));
    if claims_success(&answer.text) {
        let why = "the answer claims success in the clear, it may be forged; outcome unknown";
        return Err(refused(ModuleError::Open, why.into()));
    }
    Ok(answer)
}

/// The module's code for a failure of the transport.
fn module_error(error: &Error) -> ModuleError {
    match (error.cause(), error.delivery()) {
        (Cause::NotConnected | Cause::NotLoopback | Cause::Resolve, _) => ModuleError::Connect,
        (Cause::ForbiddenValue | Cause::TooLarge, _) => ModuleError::Request,
        (Cause::Key | Cause::Random, _) => ModuleError::Seal,
        (Cause::Unreadable, _) => ModuleError::Open,
        (Cause::WriteBroken, _) | (_, Delivery::NotSent) => ModuleError::Send,
        (_, Delivery::Unknown) => ModuleError::Receive,
    }
}

/// An error and its causes.
fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// Level 3's lines about the connection: lengths and codes, no names, since an answer's names are the sender's choice.
fn wire_log(log: &Arc<Log>) -> WireLog {
    let log = Arc::clone(log);
    WireLog::to(move |entry| match entry {
        WireEntry::Request { len, groups, .. } => {
            let groups: Vec<_> =
                groups.iter().map(|(name, len)| format!("{name}=<{len} bytes>")).collect();
            log.detail(format_args!("PG_SERVER_CONN__SUCC"));
            log.detail(format_args!("PG_SERVER_SEND body=<{len} bytes> {}", groups.join(" ")));
        }
        WireEntry::Answer { status, sealed, len, .. } => log.detail(format_args!(
            "PG_SERVER_RECV__SUCC status={status} sealed={sealed} body=<{len} bytes>"
        )),
        WireEntry::Failure { cause, .. } => log.detail(format_args!("PG_SERVER__FAIL {cause}")),
        _ => {}
    })
}

/// Writes to standard output. A shop that cannot read the output must not take exit 0 for an answer.
fn print(output: &[u8], exit: u8, log: Option<&Log>) -> u8 {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(output).and_then(|()| stdout.flush()) {
        Ok(()) => exit,
        Err(error) => {
            if let Some(log) = log {
                log.line(format_args!("ERROR the output was not taken: {error}"));
            }
            if exit == 0 { EXIT_OUTPUT } else { exit }
        }
    }
}

/// Five lines, as the vendor's: rule, name and version, rule, terms, rule.
const BANNER: &str = concat!(
    "==========================================================================\n",
    "pp_cli - drop-in payment module of kcp-cli ",
    env!("CARGO_PKG_VERSION"),
    ", not made by NHN KCP\n",
    "--------------------------------------------------------------------------\n",
    "Licensed under MIT OR Apache-2.0, without warranty of any kind\n",
    "==========================================================================\n",
);
