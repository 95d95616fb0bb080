//! One module per subcommand.

pub mod account;
pub mod backup;
pub mod import;
pub mod migrate;
pub mod openapi;
pub mod restore;
pub mod serve;
