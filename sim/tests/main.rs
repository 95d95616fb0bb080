//! Tests of `xd-sim`, one binary.
