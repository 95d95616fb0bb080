//! What is decided without looking anything up: field checks, places in the tree, belonging, succession.

pub(crate) mod belong;
pub(crate) mod fields;
pub(crate) mod place;
pub(crate) mod succeed;
