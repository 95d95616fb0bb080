//! Dorfman's two-stage design with a perfect test and independent infections: the closed form.

use crate::error::PoolError;
use crate::twofold::Twofold;
use crate::{MAX_POOL, check_size};
use epi_core::{Requirement, check};

/// One design at one prevalence. Rates are per person tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dorfman {
    /// Share of people infected, 0 to 1.
    pub prevalence: f64,
    /// People in one pool.
    pub pool_size: u32,
    /// Probability that a pool is positive, 1 − (1 − p)ⁿ.
    pub prob_pool_positive: f64,
    /// Expected tests for each person: 1/n + 1 − (1 − p)ⁿ, or 1 for n = 1.
    pub tests_per_person: f64,
    /// Expected swabs for each person if everybody in a positive pool is swabbed again: 2 − (1 − p)ⁿ, or 1 for n = 1.
    pub swabs_per_person: f64,
    /// Tests saved against testing each person: 1 − tests per person. Below zero where pooling costs more.
    pub reduction: f64,
}

/// Dorfman's design for pools of `pool_size` people at `prevalence`.
///
/// `prevalence` is taken as the decimal number that it shows (0.0001 is one in ten thousand), and each figure is rounded
/// once: the result is the double nearest to the exact rational number.
///
/// # Errors
/// [`PoolError::Domain`] if `prevalence` is not from 0 to 1, [`PoolError::EmptyPool`], [`PoolError::PoolTooLarge`].
///
/// ```
/// let ten = epi_pool::dorfman(0.001, 10)?;
/// assert_eq!(ten.tests_per_person, 0.10995511979025178);
/// # Ok::<(), epi_pool::PoolError>(())
/// ```
pub fn dorfman(prevalence: f64, pool_size: u32) -> Result<Dorfman, PoolError> {
    check("prevalence", prevalence, Requirement::Probability)?;
    check_size(pool_size)?;
    let one = Twofold::ONE;
    let positive = one - (one - Twofold::of_decimal(prevalence)).power(pool_size);
    let again = if pool_size == 1 { Twofold::of_count(0) } else { positive };
    let tests = one.divided_by(Twofold::of_count(pool_size)) + again;
    Ok(Dorfman {
        prevalence,
        pool_size,
        prob_pool_positive: positive.rounded(),
        tests_per_person: tests.rounded(),
        swabs_per_person: (one + again).rounded(),
        reduction: (one - tests).rounded(),
    })
}

/// The pool size among `sizes` that needs the fewest tests; the smaller of equals.
///
/// # Errors
/// As [`dorfman`]; [`PoolError::EmptyPool`] if the range is empty.
///
/// ```
/// assert_eq!(epi_pool::optimal_dorfman(0.01, 2..=400)?.pool_size, 11);
/// # Ok::<(), epi_pool::PoolError>(())
/// ```
pub fn optimal_dorfman(prevalence: f64, sizes: std::ops::RangeInclusive<u32>) -> Result<Dorfman, PoolError> {
    if *sizes.end() > MAX_POOL {
        return Err(PoolError::PoolTooLarge { size: *sizes.end() });
    }
    let mut best = dorfman(prevalence, *sizes.start())?;
    for size in sizes {
        let next = dorfman(prevalence, size)?;
        if next.tests_per_person < best.tests_per_person {
            best = next;
        }
    }
    Ok(best)
}

/// Sizes of the mixed-sampling tubes in use in China.
pub const TUBE_SIZES: [u32; 4] = [1, 5, 10, 20];

/// One line of the table of designs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableRow {
    /// The design and its figures.
    pub design: Dorfman,
    /// Whether it needs the fewest tests among the sizes of the table at this prevalence.
    pub best: Best,
    /// The name of the tube, where one of this size is in use: `5-in-1`, `10-in-1`, `20-in-1`.
    pub tube: &'static str,
}

/// Whether a row has the fewest tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Best {
    /// It has.
    Yes,
    /// Another size needs fewer.
    No,
}

/// Designs for each prevalence and each pool size, in that order.
///
/// # Errors
/// As [`optimal_dorfman`].
pub fn dorfman_table(
    prevalences: &[f64],
    sizes: std::ops::RangeInclusive<u32>,
) -> Result<Vec<TableRow>, PoolError> {
    let mut rows = Vec::new();
    for &prevalence in prevalences {
        let best = optimal_dorfman(prevalence, sizes.clone())?;
        for size in sizes.clone() {
            let design = dorfman(prevalence, size)?;
            let best = if size == best.pool_size { Best::Yes } else { Best::No };
            rows.push(TableRow { design, best, tube: tube_name(size) });
        }
    }
    Ok(rows)
}

fn tube_name(size: u32) -> &'static str {
    match size {
        5 => "5-in-1",
        10 => "10-in-1",
        20 => "20-in-1",
        _ => "",
    }
}
