//! Rosters: the rules hold, shares are equal, what cannot be is explained.

#[cfg(test)]
mod rosters;
