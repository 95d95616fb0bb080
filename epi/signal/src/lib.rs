//! Aberration detection on count series: EARS, CUSUM, GLR, Farrington, scans, a detector for schools.
