//! The API from outside: the contract, each operation on both engines, what strangers are told, and bad requests.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a wrong fixture should stop the test"
)]

mod client;
mod contract;
mod ops;
mod plumbing;
mod policy;
mod post;
mod schema;
mod stage;

use xd_flows::all_migrations as migrations;
