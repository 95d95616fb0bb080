//! Tests of channels and deliveries in one binary: what is stored on both engines, the wires against local servers.

#[cfg(test)]
mod channels;
#[cfg(test)]
mod digests;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod wires;
#[cfg(test)]
mod world;

/// The migrations of this crate and of those below.
#[cfg(test)]
pub fn migrations() -> Vec<xd_store::Migration> {
    [xd_store::migrations(), xd_trust::migrations(), xd_register::migrations(), xd_notify::migrations()]
        .concat()
}
