//! Tests of `epi-signal`, one binary.
