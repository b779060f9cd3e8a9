//! Settings: `kcp.toml`, then `KCP_*` variables, then flags; the later one wins.

mod flags;

pub use flags::{Flags, Kind, Language, Text, Way};

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use kcp_codec::Charset;
use kcp_transport::Endpoint;
use serde::Deserialize;

/// `kcp.toml`. Names are KCP's own; those of its sample pages (`g_conf_site_cd`) are read too.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) environment: Option<Kind>,
    pub(crate) gateway: Option<String>,
    #[serde(alias = "g_conf_site_cd")]
    pub(crate) site_cd: Option<String>,
    #[serde(alias = "g_conf_site_key")]
    pub(crate) site_key: Option<String>,
    #[serde(alias = "g_conf_key_dir")]
    pub(crate) pub_key: Option<PathBuf>,
    pub(crate) charset: Option<Text>,
    pub(crate) pg_api: Option<String>,
    pub(crate) channel: Option<Way>,
    pub(crate) cert: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    pub(crate) key_passphrase_file: Option<PathBuf>,
    pub(crate) ca: Option<PathBuf>,
    pub(crate) module: Option<PathBuf>,
    #[serde(alias = "g_conf_home_dir")]
    pub(crate) home: Option<PathBuf>,
    #[serde(alias = "g_conf_log_dir")]
    pub(crate) log_path: Option<PathBuf>,
    pub(crate) wire_log: Option<PathBuf>,
    pub(crate) user_agent: Option<String>,
    pub(crate) lang: Option<Language>,
    pub(crate) bt_group_id: Option<String>,
    pub(crate) bt_batch_key: Option<String>,
    pub(crate) gateway_key: Option<PathBuf>,
    pub(crate) merchants: Option<PathBuf>,
}

/// Settings after file, variables and flags were put together. Prints nothing of itself: it holds the site key.
pub struct Settings {
    pub(crate) file: File,
    pub(crate) folder: PathBuf,
    /// Whether to print JSON.
    pub json: bool,
    /// Language of explanations.
    pub language: Language,
    /// Which Korean text may be sent.
    pub charset: Charset,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings(..)")
    }
}

impl Settings {
    /// Reads the file and lays variables and flags over it.
    ///
    /// # Errors
    /// A file that is missing though it was named, or that does not parse. The error never quotes the file.
    pub fn load(flags: &Flags) -> Result<Self> {
        let named = flags.config.as_deref();
        let path = named.unwrap_or_else(|| Path::new("kcp.toml"));
        let mut file = match fs::read_to_string(path) {
            Ok(text) => parse(&text).with_context(|| format!("{}", path.display()))?,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                File::default()
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        let folder = path.parent().unwrap_or_else(|| Path::new("")).to_path_buf();
        // Paths of the file are meant from where the file is; those of flags from where the caller is.
        for place in [
            &mut file.pub_key,
            &mut file.module,
            &mut file.home,
            &mut file.log_path,
            &mut file.wire_log,
            &mut file.gateway_key,
            &mut file.cert,
            &mut file.key,
            &mut file.key_passphrase_file,
            &mut file.ca,
            &mut file.merchants,
        ] {
            *place = place.take().map(|path| folder.join(path));
        }
        let over = |flag: &Option<String>, place: &mut Option<String>| {
            if let Some(value) = flag.as_ref().filter(|value| !value.is_empty()) {
                *place = Some(value.clone());
            }
        };
        over(&flags.gateway, &mut file.gateway);
        over(&flags.pg_api, &mut file.pg_api);
        over(&flags.site_cd, &mut file.site_cd);
        over(&flags.site_key, &mut file.site_key);
        over(&flags.user_agent, &mut file.user_agent);
        file.environment = flags.environment.or(file.environment);
        file.charset = flags.charset.or(file.charset);
        file.lang = flags.lang.or(file.lang);
        file.pub_key = flags.pub_key.clone().or(file.pub_key);
        file.channel = flags.channel.or(file.channel);
        file.cert = flags.cert.clone().or(file.cert);
        file.key = flags.key.clone().or(file.key);
        file.key_passphrase_file = flags.key_passphrase_file.clone().or(file.key_passphrase_file);
        file.ca = flags.ca.clone().or(file.ca);
        file.module = flags.module.clone().or(file.module);
        file.wire_log = flags.wire_log.clone().or(file.wire_log);
        let charset = match file.charset {
            Some(Text::Cp949) => Charset::Cp949,
            Some(Text::Ksx1001) | None => Charset::Ksx1001,
        };
        Ok(Self {
            json: flags.json,
            language: file.lang.unwrap_or_default(),
            charset,
            folder,
            file,
        })
    }

    /// The group of batch keys, if a setting names it.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.file.bt_group_id.as_deref()
    }

    /// The batch key, if a setting names it.
    #[must_use]
    pub fn batch_key(&self) -> Option<&str> {
        self.file.bt_batch_key.as_deref()
    }

    /// The port of the simulator that the settings name, if they name one.
    #[must_use]
    pub fn simulator_port(&self) -> Option<u16> {
        let here = self.file.environment == Some(Kind::Simulator);
        self.file
            .gateway
            .as_deref()
            .filter(|_| here)
            .and_then(|text| endpoint(text).ok())
            .map(|here| here.port)
    }

    /// The port of the simulator's PG-API that the settings name, if they name one.
    #[must_use]
    pub fn simulator_api_port(&self) -> Option<u16> {
        let here = self.file.environment == Some(Kind::Simulator);
        let text = self.file.pg_api.as_deref().filter(|_| here)?;
        endpoint(text).ok().map(|here| here.port)
    }

    /// The simulator's private key, if a setting names it.
    #[must_use]
    pub fn gateway_key(&self) -> Option<&Path> {
        self.file.gateway_key.as_deref()
    }

    /// The simulator's merchants, if a setting names them.
    #[must_use]
    pub fn merchants(&self) -> Option<&Path> {
        self.file.merchants.as_deref()
    }
}

fn parse(text: &str) -> Result<File> {
    // The parser's own message quotes the line, and the line may hold the site key.
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map(|before| before.matches('\n').count() + 1);
        match line {
            Some(line) => {
                anyhow!("line {line}: {}", error.message().lines().next().unwrap_or_default())
            }
            None => anyhow!("{}", error.message().lines().next().unwrap_or_default()),
        }
    })
}

pub(crate) fn endpoint(text: &str) -> Result<Endpoint> {
    let (host, port) = text.rsplit_once(':').context("gateway: write it as host:port")?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = port.parse().context("gateway: the port is a number")?;
    if host.is_empty()
        || !host.bytes().all(|byte| byte.is_ascii_graphic() && !b"/@?#".contains(&byte))
    {
        bail!("gateway: the host is a name or an address");
    }
    Ok(Endpoint::new(host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, flags: Flags) -> Result<Settings> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kcp.toml");
        fs::write(&path, text).unwrap();
        Settings::load(&Flags { config: Some(path), ..flags })
    }

    fn error<T>(result: Result<T>) -> String {
        format!("{:#}", result.err().unwrap())
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let flags =
            Flags { site_cd: Some("A52Q7".into()), lang: Some(Language::Ko), ..Flags::default() };
        let settings =
            load("site_cd = \"T0000\"\nlang = \"en\"\nbt_group_id = \"G1\"", flags).unwrap();
        assert_eq!(settings.file.site_cd.as_deref(), Some("A52Q7"));
        assert_eq!(settings.language, Language::Ko);
        assert_eq!(settings.group(), Some("G1"));
    }

    #[test]
    fn the_simulator_listens_where_the_file_looks_for_it() {
        let port = |text| load(text, Flags::default()).unwrap().simulator_port();
        assert_eq!(
            port("environment = \"simulator\"\ngateway = \"127.0.0.1:18090\""),
            Some(18_090)
        );
        assert_eq!(port("environment = \"custom\"\ngateway = \"127.0.0.1:18090\""), None);
    }

    #[test]
    fn the_sample_pages_names_are_read() {
        let settings =
            load("g_conf_site_cd = \"T0000\"\ng_conf_key_dir = \"k/pub.key\"", Flags::default())
                .unwrap();
        assert_eq!(settings.file.site_cd.as_deref(), Some("T0000"));
        assert!(settings.file.pub_key.as_ref().unwrap().ends_with("k/pub.key"));
    }

    #[test]
    fn a_broken_file_is_not_quoted() {
        for text in [
            "environment = \"test\"\nsite_key = \"SECRETKEY",
            "site_keys = \"SECRETKEY\"",
            "site_key = SECRETKEY",
        ] {
            let error = error(load(text, Flags::default()));
            assert!(!error.contains("SECRETKEY") && error.contains("line"), "{error}");
        }
    }

    #[test]
    fn a_missing_setting_says_how_to_give_it() {
        let missing =
            error(load("environment = \"test\"", Flags::default()).unwrap().socket_client());
        assert!(
            missing.contains("site_cd")
                && missing.contains("KCP_SITE_CD")
                && missing.contains("--site-cd")
        );
        assert!(
            error(load("", Flags::default()).unwrap().socket_client()).contains("--environment")
        );
    }

    #[test]
    fn test_merchants_do_not_go_to_production() {
        let text = "environment = \"production\"\nsite_cd = \"T0000\"\nsite_key = \"3grptw1.zW0GSo4PQdaGvsF__\"";
        assert!(
            error(load(text, Flags::default()).unwrap().socket_client()).contains("production")
        );
    }

    #[test]
    fn a_gateway_is_a_host_and_a_port() {
        assert_eq!(endpoint("127.0.0.1:8090").unwrap(), Endpoint::new("127.0.0.1", 8090));
        assert_eq!(endpoint("[::1]:8090").unwrap(), Endpoint::new("::1", 8090));
        for text in ["127.0.0.1", ":8090", "host:99999", "a b:1", "http://host:1", "u@host:1"] {
            assert!(endpoint(text).is_err(), "{text}");
        }
    }
}
