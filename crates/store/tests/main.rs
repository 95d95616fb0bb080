//! What the store promises, on both engines.

#[cfg(test)]
mod copies;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod outbox_order;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod schema;
