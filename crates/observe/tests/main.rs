//! Tests of what is stored, on both engines, in one binary.

#[cfg(test)]
mod absences;
#[cfg(test)]
mod counts;
#[cfg(test)]
mod due;
#[cfg(test)]
mod order;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod reporting;
#[cfg(test)]
mod world;

/// The migrations of this crate and of those below.
#[cfg(test)]
pub fn migrations() -> Vec<xd_store::Migration> {
    [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations(), xd_observe::migrations()]
        .concat()
}
