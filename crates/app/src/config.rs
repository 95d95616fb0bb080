//! The configuration: command line before environment before file before default.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;
use xd_notify::settings::Settings as NotifySettings;
use xd_notify::wire::Carriers;
use xd_store::StoreConfig;

use crate::failure::Failure;
use crate::logging::LogFormat;

/// The options that every command with data takes.
#[derive(Debug, Clone, Args)]
pub struct DataOptions {
    /// Configuration file in TOML (docs/operations/configuration.md) 配置文件
    #[arg(long, value_name = "FILE", env = "XD_CONFIG")]
    pub config: Option<PathBuf>,
    /// Data directory: database, keys, lock [default: ./data] 数据目录
    #[arg(long, value_name = "DIR", env = "XD_DATA")]
    pub data: Option<PathBuf>,
    /// postgres://user:password@host/database; without it SQLite in the data directory 数据库
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// What is logged, such as info, warn, xd_flows=debug [default: info] 日志级别
    #[arg(long, value_name = "FILTER", env = "XD_LOG")]
    pub log: Option<String>,
    /// The form of the log lines on standard error [default: auto] 日志格式
    #[arg(long, value_name = "FORMAT", env = "XD_LOG_FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// Where and how the server listens.
#[derive(Debug, Clone, Default, Args)]
pub struct ListenOptions {
    /// Address to listen on; plain HTTP, put TLS in front [default: 127.0.0.1:8080] 监听地址
    #[arg(long, value_name = "ADDRESS", env = "XD_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Port to listen on; 0 takes a free one and prints it 端口
    #[arg(long, value_name = "PORT", env = "XD_PORT")]
    pub port: Option<u16>,
}

/// The configuration file. Unknown keys are errors: a misspelt setting must not be silently ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    database_url: Option<String>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    session_hours: Option<u32>,
    plain_http_cookie: Option<bool>,
    connections: Option<u32>,
    notify: Option<NotifySettings>,
}

/// What holds after command line, environment and file have been read.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The data directory.
    pub data: PathBuf,
    /// The PostgreSQL server, if one serves.
    pub database_url: Option<String>,
    /// What is logged.
    pub log: String,
    /// The form of the log.
    pub log_format: LogFormat,
    /// How long a session lasts without a request, in hours; after 30 days it ends in any case.
    pub session_hours: u32,
    /// Whether browsers may send the session cookie over plain HTTP.
    pub cookie: xd_api::CookieSecurity,
    /// Database connections: readers on SQLite (usually 4), for each of reading and writing on PostgreSQL (usually 8).
    pub connections: Option<u32>,
    /// The channels by which persons are told.
    pub notify: NotifySettings,
}

impl Config {
    /// Reads everything and says which value of which source is wrong.
    pub fn read(data: &DataOptions, listen: &ListenOptions) -> Result<Self, Failure> {
        let file = data.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let default_listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        let mut address = listen.listen.or(file.listen).unwrap_or(default_listen);
        if let Some(port) = listen.port {
            address.set_port(port);
        }
        // On the machine itself a browser treats plain HTTP as safe; anywhere else somebody has to say so.
        let plain = file.plain_http_cookie.unwrap_or(address.ip().is_loopback());
        Ok(Self {
            listen: address,
            data: data.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("data")),
            database_url: data.database_url.clone().or(file.database_url).filter(|url| !url.is_empty()),
            log: data.log.clone().or(file.log).unwrap_or_else(|| "info".to_owned()),
            log_format: data.log_format.or(file.log_format).unwrap_or(LogFormat::Auto),
            session_hours: within("session_hours", file.session_hours.unwrap_or(12), 1..=24 * 30)?,
            cookie: if plain { xd_api::CookieSecurity::PlainToo } else { xd_api::CookieSecurity::TlsOnly },
            connections: file.connections.map(|count| within("connections", count, 1..=500)).transpose()?,
            notify: file.notify.unwrap_or_default(),
        })
    }

    /// The ways by which persons are told. Secrets are read here, once, from where the settings say they are.
    pub fn carriers(&self) -> Result<Carriers, Failure> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads configuration")]
        let env = |name: &str| std::env::var(name).ok();
        Carriers::of(&self.notify, &env).map_err(Failure::input)
    }

    /// The store these settings name.
    pub fn store(&self) -> StoreConfig {
        match &self.database_url {
            Some(url) => {
                StoreConfig::Postgres { url: url.clone(), connections: self.connections.unwrap_or(8) }
            }
            None => {
                StoreConfig::Sqlite { file: self.database_file(), readers: self.connections.unwrap_or(4) }
            }
        }
    }

    /// The SQLite database.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("xiaodun.db")
    }

    /// The key that seals private columns.
    pub fn key_file(&self) -> PathBuf {
        self.data.join("keys").join("vault.key")
    }
}

fn read_file(path: &Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

fn within(name: &str, value: u32, range: std::ops::RangeInclusive<u32>) -> Result<u32, Failure> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(Failure::input(format!("{name} = {value}: must lie within {} and {}", range.start(), range.end())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(config: Option<PathBuf>) -> DataOptions {
        DataOptions { config, data: None, database_url: None, log: None, log_format: None }
    }

    #[test]
    fn the_command_line_beats_the_file_and_the_file_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("xiaodun.toml");
        std::fs::write(&path, "listen = \"0.0.0.0:80\"\nsession_hours = 2\ndata = \"/srv/xd\"\n").unwrap();
        let mut data = options(Some(path));
        let listen = ListenOptions { listen: None, port: Some(81) };
        let config = Config::read(&data, &listen).unwrap();
        assert_eq!((config.listen.to_string().as_str(), config.session_hours), ("0.0.0.0:81", 2));
        assert_eq!(config.data, Path::new("/srv/xd"));
        data.data = Some("here".into());
        assert_eq!(Config::read(&data, &listen).unwrap().data, Path::new("here"));
        assert_eq!(Config::read(&options(None), &ListenOptions::default()).unwrap().listen.port(), 8080);
    }

    #[test]
    fn the_part_about_channels_as_the_documentation_shows_it() {
        let text = include_str!("../../../docs/operations/notifications.md");
        let example = text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let file: File = toml::from_str(example).unwrap();
        let notify = file.notify.unwrap();
        assert!(notify.email.is_some() && notify.wecom.is_some() && notify.dingtalk.is_some());
        assert!(notify.sms.is_some() && notify.webhook.is_some() && notify.link.is_some());
        assert!(toml::from_str::<File>("[notify.email]\nhost = \"h\"\npassword = \"secret\"").is_err());
    }

    #[test]
    fn a_wrong_file_is_named_with_line_and_column() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("xiaodun.toml");
        for wrong in ["lisen = 1", "session_hours = 0", "listen = \"here\"", "x"] {
            std::fs::write(&path, wrong).unwrap();
            let failure = Config::read(&options(Some(path.clone())), &ListenOptions::default()).unwrap_err();
            assert_eq!(failure.code(), 2, "{wrong}");
        }
    }
}
