//! Reproduction numbers, growth rates and serial intervals.
