//! Tests of what is stored, on both engines, in one binary.

mod absences;
mod counts;
mod due;
mod order;
mod privacy;
mod reporting;
mod world;

/// The migrations of this crate and of those below.
pub fn migrations() -> Vec<xd_store::Migration> {
    [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations(), xd_observe::migrations()].concat()
}
