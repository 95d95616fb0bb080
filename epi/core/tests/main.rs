//! Tests of `epi-core`, one binary.
