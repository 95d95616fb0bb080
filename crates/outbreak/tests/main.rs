//! Tests of signals: decided purely, then on both engines.

#[cfg(test)]
mod decisions;
#[cfg(test)]
mod derbyshire;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod places;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod world;
