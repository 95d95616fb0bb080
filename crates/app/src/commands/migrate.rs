//! `xiaodun migrate`: brings the database to the form this program needs.

use xd_store::Store;

use crate::cli::Migrate;
use crate::config::{Config, ListenOptions};
use crate::failure::Failure;
use crate::{logging, say};

/// Applies what is waiting, or only says how much that is.
pub async fn run(args: &Migrate) -> Result<(), Failure> {
    let config = Config::read(&args.data, &ListenOptions::default())?;
    logging::start(&config.log, config.log_format)?;
    let store = Store::open(&config.store()).await?;
    if args.check {
        let waiting = xd_store::pending(&store, &xd_flows::all_migrations()).await?;
        say!("{waiting} migration(s) waiting");
    } else {
        let applied = xd_store::migrate(&store, xd_flows::all_migrations()).await?;
        say!("{applied} migration(s) applied");
    }
    store.close().await;
    Ok(())
}
