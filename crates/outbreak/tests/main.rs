//! Tests of signals: decided purely, then on both engines.

#[cfg(test)]
mod decisions;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod world;
