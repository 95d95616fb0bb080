//! `xiaodun openapi`: prints the HTTP contract.

use std::io::Write as _;

use crate::failure::Failure;

/// Prints the contract as it is checked in: `api/openapi.json`.
pub fn run() -> Result<(), Failure> {
    std::io::stdout().write_all(xd_api::contract().as_bytes()).map_err(Failure::failed)
}
