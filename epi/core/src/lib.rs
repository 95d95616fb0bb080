//! Special functions, distributions and counter-based random streams for epidemiological methods.
