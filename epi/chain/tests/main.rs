//! Tests of `epi-chain`, one binary.
