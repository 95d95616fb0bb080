//! Every column of every table has a privacy class, or the test fails.
