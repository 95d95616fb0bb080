//! `xiaodun serve`.

use std::sync::Arc;

use xd_api::Settings;
use xd_trust::sessions::Ttl;

use crate::cli::Serve;
use crate::clock::MachineClock;
use crate::config::Config;
use crate::failure::Failure;
use crate::program::Program;
use crate::server::{self, Server, Setup, Telling};
use crate::{logging, say};

/// Opens the store, serves, and stops in order.
pub async fn run(args: &Serve) -> Result<(), Failure> {
    let config = Config::read(&args.data, &args.listen)?;
    logging::start(&config.log, config.log_format)?;
    let stop = server::stop_signal()?;
    // The address first: a second server by mistake shall not even look at the data.
    let listener = server::bind(config.listen).await?;
    let address = listener.local_addr().map_err(Failure::failed)?;
    let telling = Telling {
        carriers: Arc::new(config.carriers()?),
        link: config.notify.link.as_deref().map(Arc::from),
    };
    let program = Program::open(&config).await?;
    tracing::info!(%address, engine = program.store.engine().name(), "serving");
    let settings = Settings {
        ttl: Ttl { idle: i64::from(config.session_hours) * 3_600, ..Ttl::USUAL },
        cookie: config.cookie,
    };
    let clock = Arc::new(MachineClock);
    let server = Server::start(Setup { program, clock, demo: None, settings, telling }).await?;
    server.ready();
    say!("http://{address}/");
    server.serve(listener, stop).await
}
