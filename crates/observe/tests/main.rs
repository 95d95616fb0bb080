//! Tests of what is stored, on both engines, in one binary.
