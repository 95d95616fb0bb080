//! Arrays on their way in and out.

use numpy::{IntoPyArray as _, PyArray1, PyArray2, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A `ValueError` with this text.
pub fn wrong(text: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(text.to_string())
}

/// Rows of counts; NaN is a missing count.
pub fn counts(name: &str, array: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<Vec<Option<u32>>>> {
    let rows = array.as_array();
    let one = |value: &f64| -> PyResult<Option<u32>> {
        if value.is_nan() {
            return Ok(None);
        }
        if *value >= 0.0 && *value <= f64::from(u32::MAX) && value.fract() == 0.0 {
            return Ok(Some(*value as u32));
        }
        Err(wrong(format_args!(
            "{name}: {value} is not a whole number from 0 (NaN where a count is missing)"
        )))
    };
    rows.rows().into_iter().map(|row| row.iter().map(one).collect()).collect()
}

/// Counts of cases, none missing.
pub fn whole(name: &str, values: &[f64]) -> PyResult<Vec<u32>> {
    let one = |value: &f64| {
        if *value >= 0.0 && *value <= f64::from(u32::MAX) && value.fract() == 0.0 {
            return Ok(*value as u32);
        }
        Err(wrong(format_args!("{name}: {value} is not a whole number from 0")))
    };
    values.iter().map(one).collect()
}

/// A vector as an array.
pub fn vector<T: numpy::Element>(py: Python<'_>, values: Vec<T>) -> Bound<'_, PyArray1<T>> {
    values.into_pyarray(py)
}

/// Values row by row as an array of so many columns.
pub fn matrix<T: numpy::Element>(
    py: Python<'_>,
    values: Vec<T>,
    columns: usize,
) -> PyResult<Bound<'_, PyArray2<T>>> {
    let rows = values.len().checked_div(columns).unwrap_or(0);
    let array = numpy::ndarray::Array2::from_shape_vec((rows, columns), values).map_err(wrong)?;
    Ok(array.into_pyarray(py))
}
