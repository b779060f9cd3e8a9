//! The drop-in for the vendor's Linux module.
//!
//! An independent implementation, not endorsed by NHN KCP. It was written from the facts recorded in `legacy.md`, read
//! off the vendor's public client on loopback, and is tested against those; it never ran beside a KCP host.
//!
//! # Like the vendor's
//!
//! - `pp_cli -h "key=value,key=value"`, also `-hkey=value`; also under the name `pp_cli_x64`. Keys in any order,
//!   unknown ones ignored, missing ones empty. `home`, `ordr_idxx`, `log_path`, `log_level` stay local; `cust_ip` goes
//!   into a trace number made here, a given `trace_no` passes as it is.
//! - The answer's text as it came, one newline, exit 0, whatever its code says. `opt=1`: UTF-8 in and out.
//! - No answer: `res_cd` US `res_msg` newline, and the exit status of the table below.
//! - Log lines in `<log_path>` or `<home>/log`, then `YYYYMM/DD_pp_cli.log`; no log if that cannot be written.
//!
//! # Different, on purpose
//!
//! - The gateway's public key is a file: `KCP_PUB_KEY`, else `<home>/bin/pub.key`, else `<home>/key/pub.key`.
//! - A value that a comma cut is refused before anything is sent. So is a key that comes again behind a group, since a
//!   comma within a buyer's name can make one (`name,pa_url=elsewhere`).
//!   One cut cannot be noticed: in a group's last field, without a separator behind it, before a key that the module
//!   knows and the shop does not pass.
//! - A success that arrives in the clear is not printed: anyone on the path can write one.
//! - An empty answer is none: S204, where the vendor's prints an empty line and exits 0. `-h ""` is S102.
//! - `opt=1`: one character that KS X 1001 lacks becomes one `?`, and its neighbours stay.
//! - Bodies over 30,000 bytes are refused; the vendor's cuts them and hangs.
//! - The whole exchange takes at most 60 s, 10 s of them to connect; the vendor's waits 60 s for each read.
//! - An answer with more bytes than it announces is S204.
//! - `tx_cd` must be eight digits, else 6001. A given `trace_no` that is not sixteen letters and digits is replaced by
//!   one made here. A `site_cd` that is no site code goes out as given, and with `0` for what a trace number cannot
//!   hold.
//! - `User-Agent` names this library, unless `KCP_USER_AGENT` says otherwise.
//! - Words that are no options, without any `-h`, are S102. `enc_info` without `enc_data` is 9601, like its reverse.
//! - Missing or zero `pa_port` is 8090; an unusable `pa_url` or `pa_port` is S202.
//! - A group's text without any prefix gets its own; every doubt is a `WARN` line in the log.
//! - The log holds no request, no site key and of an answer only what is harmless; UTF-8, 0600, in folders of 0700.
//!
//! # Codes
//!
//! | code | exit | when |
//! |---|---|---|
//! | answer's | 0 | the gateway answered |
//! | – | 160 | no argument at all; nothing is printed |
//! | S102 | 105 | usage, a cut value, doubtful input under `KCP_STRICT=1` |
//! | S202 | 116 | no connection: nothing was sent |
//! | S203 | 121 | the connection broke while sending: outcome unknown |
//! | S204 | 72 | silence, no HTTP, empty or broken answer: outcome unknown |
//! | 6001 | 118 | no request can be made of the values: nothing was sent |
//! | 6002 | 119 | the request could not be encrypted: nothing was sent |
//! | 6003 | 117 | the answer does not open, or claims success in the clear: outcome unknown |
//! | 6004 | 120 | no public key of the gateway's: nothing was sent |
//! | 9601 | 123 | one half of the window's data is missing: nothing was sent |
//! | any | 74 | standard output took no bytes |
//!
//! The statuses 118 to 121 and 74 are ours; the vendor's for these codes are unknown.
//!
//! # Environment
//!
//! - `KCP_PUB_KEY`: path of the gateway's public key.
//! - `KCP_STRICT=1`: refuse bytes outside the charset, and groups that `enc_data` would push out.
//! - `KCP_TIMEOUT_MS`: a shorter wait than 60,000 ms. A lost answer leaves the outcome unknown, so shorten with care.
//! - `KCP_USER_AGENT`: another `User-Agent`. Whether the gateway looks at it is unknown (`legacy.md §4.8`).
//! - `KCP_LOOPBACK_ONLY`: connect to this machine only, for tests.
//!
//! Arguments, site key included, can be read by other users of the machine while the module runs, as with the
//! vendor's. Run it under a user of its own.

mod answer;
mod arguments;
mod clock;
mod key;
mod log;
mod options;
mod outcome;
mod redact;
mod request;
mod run;
mod text;

pub use run::main;
