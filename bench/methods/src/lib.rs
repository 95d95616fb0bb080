//! The speed of the pure methods: series to run them over, and figures beside bars.
//!
//! `./dev bench methods` prints every figure beside its bar, with a NumPy program (`bench/methods/bar.py`) run side by
//! side on the same machine; `cargo bench -p xd-bench-methods` has criterion look closer at one core.

pub mod chains;
pub mod data;
pub mod ears;
pub mod farrington;
pub mod figure;
pub mod rt;
