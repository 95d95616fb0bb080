//! Tests of the work engine, in one binary.

#[cfg(test)]
mod states;
