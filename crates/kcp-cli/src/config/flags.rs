//! The settings that every command takes, as flags and as variables.

use std::{fmt, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

/// Under which title `--help` lists the settings.
const HEADING: &str = "Settings";

/// Settings that every command takes, as flags and as variables.
#[derive(Args, Clone, Default)]
#[non_exhaustive]
pub struct Flags {
    /// Settings file [default: kcp.toml, if there is one]
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Which KCP: production, test, simulator or custom
    #[arg(long, global = true, help_heading = HEADING, hide_possible_values = true, env = "KCP_ENVIRONMENT", value_name = "NAME")]
    pub environment: Option<Kind>,
    /// Gateway of a simulator or of custom hosts
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_GATEWAY", value_name = "HOST:PORT")]
    pub gateway: Option<String>,
    /// Site code (site_cd)
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_SITE_CD", value_name = "CODE")]
    pub site_cd: Option<String>,
    /// Site key (site_key); a flag is visible to other users of the machine, the variable and the file are not
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_SITE_KEY", value_name = "KEY", hide_env_values = true)]
    pub site_key: Option<String>,
    /// The gateway's public key, pub.key
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_PUB_KEY", value_name = "FILE")]
    pub pub_key: Option<PathBuf>,
    /// Korean text that may be sent: ksx1001 or cp949
    #[arg(long, global = true, help_heading = HEADING, hide_possible_values = true, env = "KCP_CHARSET", value_name = "NAME")]
    pub charset: Option<Text>,
    /// PG-API of a simulator
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_PG_API", value_name = "HOST:PORT")]
    pub pg_api: Option<String>,
    /// Which way to send where both know the operation: socket or api
    #[arg(long, global = true, help_heading = HEADING, hide_possible_values = true, env = "KCP_CHANNEL", value_name = "NAME")]
    pub channel: Option<Way>,
    /// Service certificate (kcp_cert_info), PEM
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_CERT", value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// Private key of the certificate, PEM
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_KEY", value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// File with the private key's pass phrase on its first line; or put the phrase into KCP_KEY_PASSPHRASE
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_KEY_PASSPHRASE_FILE", value_name = "FILE")]
    pub key_passphrase_file: Option<PathBuf>,
    /// Certificate authority of a simulator or of custom hosts, PEM
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_CA", value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// The vendor's module, to send through it instead of the native client
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_MODULE", value_name = "FILE")]
    pub module: Option<PathBuf>,
    /// Append lengths, names, codes and hashes of what crosses the wire to this file
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_WIRE_LOG", value_name = "FILE")]
    pub wire_log: Option<PathBuf>,
    /// User-Agent of the requests
    #[arg(long, global = true, help_heading = HEADING, env = "KCP_USER_AGENT", value_name = "NAME")]
    pub user_agent: Option<String>,
    /// Language of explanations: en or ko
    #[arg(long, global = true, help_heading = HEADING, hide_possible_values = true, env = "KCP_LANG", value_name = "LANG")]
    pub lang: Option<Language>,
    /// Print JSON
    #[arg(long, global = true, help_heading = HEADING)]
    pub json: bool,
}

/// Which KCP.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// Hosts of the caller's.
    Custom,
    /// KCP's real service.
    Production,
    /// A simulator on this machine.
    Simulator,
    /// KCP's test service.
    Test,
}

/// Which way to KCP.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Way {
    /// The HTTPS PG-API.
    Api,
    /// The legacy socket.
    Socket,
}

/// Which Korean text may be sent.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Text {
    /// Windows code page 949.
    Cp949,
    /// KS X 1001.
    Ksx1001,
}

/// Language of explanations.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flags(..)")
    }
}
