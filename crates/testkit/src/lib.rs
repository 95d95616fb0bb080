//! Fixtures, fake clock and the both-engines harness, for tests only.
