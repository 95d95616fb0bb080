//! Food by food: the table of a cohort study after a shared meal.

use crate::attack::{AttackRate, Proportion, attack_rate};
use crate::error::ChainError;
use crate::table::{Exactness, Measure, RiskInterval, TwoByTwo};

/// What one person ate of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ate {
    /// Ate it.
    Yes,
    /// Did not.
    No,
    /// Does not know, or was not asked; left out for this food.
    Unknown,
}

/// Whether a person fell ill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Ill.
    Ill,
    /// Well.
    Well,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct FoodRow {
    /// The food.
    pub food: String,
    /// Its table.
    pub table: TwoByTwo,
    /// Attack rate among those who ate it; `None` if nobody did.
    pub ate: Option<AttackRate>,
    /// Attack rate among the others; `None` if there are none.
    pub did_not: Option<AttackRate>,
    /// Relative risk; `None` if everybody ate it, or nobody, or nobody is ill.
    pub relative_risk: Option<Measure>,
    /// Fisher's exact test, two-sided.
    pub p: f64,
    /// The same corrected for the number of foods (Holm 1979).
    pub p_holm: f64,
    /// Share of the ill, among those who know, who ate it: a food that caused the outbreak explains most of them.
    pub ill_who_ate: f64,
}

/// The tables of foods with attack rates, relative risks and tests, the strongest first: by p-value, then by relative risk.
///
/// Attack rates get exact intervals, relative risks Koopman's.
///
/// # Errors
/// [`ChainError::Domain`] for a level not strictly between 0 and 1.
///
/// ```
/// use epi_chain::{TwoByTwo, food_table};
/// let ice = TwoByTwo { exposed_ill: 43, exposed_well: 11, unexposed_ill: 3, unexposed_well: 18 };
/// let ham = TwoByTwo { exposed_ill: 29, exposed_well: 17, unexposed_ill: 17, unexposed_well: 12 };
/// let rows = food_table(&[("ham".into(), ham), ("vanilla ice cream".into(), ice)], 0.95)?;
/// assert_eq!(rows[0].food, "vanilla ice cream");
/// # Ok::<(), epi_chain::ChainError>(())
/// ```
pub fn food_table(foods: &[(String, TwoByTwo)], level: f64) -> Result<Vec<FoodRow>, ChainError> {
    let mut rows =
        foods.iter().map(|(food, table)| row(food, table, level)).collect::<Result<Vec<_>, _>>()?;
    let risk = |row: &FoodRow| row.relative_risk.map_or(0.0, |risk| risk.estimate);
    rows.sort_by(|x, y| x.p.total_cmp(&y.p).then(risk(y).total_cmp(&risk(x))));
    let (mut greatest, count) = (0.0_f64, rows.len());
    for (rank, row) in rows.iter_mut().enumerate() {
        greatest = greatest.max(row.p * (count - rank) as f64).min(1.0);
        row.p_holm = greatest;
    }
    Ok(rows)
}

fn row(food: &str, table: &TwoByTwo, level: f64) -> Result<FoodRow, ChainError> {
    let rate = |ill: u64, well: u64| -> Result<Option<AttackRate>, ChainError> {
        if ill + well == 0 {
            return Ok(None);
        }
        attack_rate(ill, ill + well, Proportion::ClopperPearson, level).map(Some)
    };
    let relative_risk = match table.relative_risk(RiskInterval::Koopman, level) {
        Ok(risk) => Some(risk),
        Err(ChainError::EmptyMargin { .. }) => None,
        Err(error) => return Err(error),
    };
    let ill = table.exposed_ill + table.unexposed_ill;
    Ok(FoodRow {
        food: food.to_owned(),
        table: *table,
        ate: rate(table.exposed_ill, table.exposed_well)?,
        did_not: rate(table.unexposed_ill, table.unexposed_well)?,
        relative_risk,
        p: table.fisher_p(Exactness::Full),
        p_holm: 1.0,
        ill_who_ate: if ill == 0 { 0.0 } else { table.exposed_ill as f64 / ill as f64 },
    })
}

/// The table of one food from a list of people.
pub fn count_food(people: impl IntoIterator<Item = (Ate, Outcome)>) -> TwoByTwo {
    let mut table = TwoByTwo { exposed_ill: 0, exposed_well: 0, unexposed_ill: 0, unexposed_well: 0 };
    for person in people {
        match person {
            (Ate::Yes, Outcome::Ill) => table.exposed_ill += 1,
            (Ate::Yes, Outcome::Well) => table.exposed_well += 1,
            (Ate::No, Outcome::Ill) => table.unexposed_ill += 1,
            (Ate::No, Outcome::Well) => table.unexposed_well += 1,
            (Ate::Unknown, _) => {}
        }
    }
    table
}
