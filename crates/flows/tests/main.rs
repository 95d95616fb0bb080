//! The consumers as they run, on both engines.

#[cfg(test)]
mod privacy;
#[cfg(test)]
mod running;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod telling;
#[cfg(test)]
mod work;
