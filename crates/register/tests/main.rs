//! The register on both engines, through its verbs.

#[cfg(test)]
mod calendar;
#[cfg(test)]
mod import;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod people;
#[cfg(test)]
mod posts;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod schools;
#[cfg(test)]
mod units;
#[cfg(test)]
mod world;
