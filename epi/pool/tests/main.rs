//! Tests of `epi-pool`, one binary.
