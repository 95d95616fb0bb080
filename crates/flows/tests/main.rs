//! Tests of the consumers.
