//! Tests of the rules and their evaluation.
