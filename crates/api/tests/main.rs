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
mod schema;
mod stage;

use xd_store::Migration;

/// Every migration, as the program lists them.
fn migrations() -> Vec<Migration> {
    let crates = [
        xd_store::migrations(),
        xd_trust::migrations(),
        xd_register::migrations(),
        xd_observe::migrations(),
        xd_outbreak::migrations(),
        xd_flows::migrations(),
    ];
    crates.into_iter().flatten().collect()
}
