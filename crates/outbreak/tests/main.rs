//! Tests of signals: decided purely, then on both engines.

mod decisions;
mod orders;
mod world;
