//! Tests of `xd-sim`, one binary. Targets of validation carry the names of `docs/methods/simulator.md` (A1, B1, …).
//! Reduced here; the full runs and their command stand in that document.
#![expect(clippy::expect_used, reason = "in a test a wrong fixture should stop the test")]

mod absence;
mod calibration;
mod gallery;
mod invariants;
mod packs;
mod race;
mod refusals;
mod scenes;
mod search;
mod seats;
mod snapshot;
mod support;
mod validation;
