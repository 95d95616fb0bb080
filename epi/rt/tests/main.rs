//! Tests of `epi-rt`, one binary.
