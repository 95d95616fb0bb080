//! The methods for Python: NumPy arrays in and out. The package `xiaodun` around this module checks shapes, names things
//! and documents them; here arrays become slices, errors become `ValueError`, and the interpreter's lock is let go while
//! numbers are computed.

mod arrays;
mod chain;
mod charts;
mod pool;
mod rt;
mod scan;
mod signal;
mod sim;

/// The compiled part of `xiaodun`.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use super::chain::{attack_rate, chain_link};
    #[pymodule_export]
    use super::charts::{cusum_chart, ewma_chart, glr_chart, school_days};
    #[pymodule_export]
    use super::pool::{pool_design, pool_dorfman, pool_estimate, pool_plan};
    #[pymodule_export]
    use super::rt::{cori, cori_uncertain, extinction, final_size, growth, serial_interval, wallinga_teunis};
    #[pymodule_export]
    use super::scan::{adjust, knox_test, scan_circles, scan_tree};
    #[pymodule_export]
    use super::signal::{ears_alarms, ears_detect, farrington_classic, farrington_flexible};
    #[pymodule_export]
    use super::sim::{SimModel, sim_disease, sim_diseases, sim_toml};
}
