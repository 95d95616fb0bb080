//! All SQL of this crate, and nothing else: no rule is decided here.

pub(crate) mod channel;
pub(crate) mod delivery;
