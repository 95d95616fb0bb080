//! How much of a stock makes a solution: for chlorine, `mg/L` of available chlorine.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// What is mixed with water.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "stock", deny_unknown_fields)]
pub enum Stock {
    /// A liquid.
    Liquid {
        /// Available chlorine in percent of mass by volume: 5 % are 50,000 mg/L. Above 0, at most 20.
        percent: f64,
    },
    /// Tablets.
    Tablets {
        /// Available chlorine in one, in mg: 1 to 10,000.
        mg_each: f64,
    },
}

/// Why nothing can be mixed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Impossible {
    /// The stock is none.
    #[error("a liquid has above 0 and at most 20 percent, a tablet 1 to 10,000 mg")]
    Stock,
    /// The aim is none.
    #[error("the aim is 1 to 100,000 mg/L")]
    Aim,
    /// The volume is none.
    #[error("the volume is 0.1 to 1,000 litres")]
    Volume,
    /// The stock is weaker than what is to be made of it.
    #[error("the stock is weaker than the aim")]
    TooWeak,
}

impl Impossible {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stock => "dilution.stock",
            Self::Aim => "dilution.aim",
            Self::Volume => "dilution.volume",
            Self::TooWeak => "dilution.too_weak",
        }
    }

    /// The field that is wrong.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Stock | Self::TooWeak => "stock",
            Self::Aim => "mg_per_l",
            Self::Volume => "litres",
        }
    }
}

/// What to take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Mixture {
    /// Millilitres of the liquid stock, rounded up; 0 for tablets.
    pub stock_ml: u32,
    /// Tablets, rounded up; 0 for a liquid.
    pub tablets: u32,
    /// Millilitres of water.
    pub water_ml: u32,
    /// What the solution then has, in mg/L: never less than the aim.
    pub mg_per_l: f64,
}

/// What makes `litres` of a solution of `aim` mg/L.
///
/// Measures are rounded up to a whole millilitre or tablet: a solution may be a little stronger than the aim, never weaker.
///
/// # Errors
/// [`Impossible`], as also for what is not a number.
pub fn mix(stock: Stock, aim: f64, litres: f64) -> Result<Mixture, Impossible> {
    if !(1.0..=100_000.0).contains(&aim) {
        return Err(Impossible::Aim);
    }
    if !(0.1..=1_000.0).contains(&litres) {
        return Err(Impossible::Volume);
    }
    match stock {
        Stock::Liquid { percent } => {
            if !(percent > 0.0 && percent <= 20.0) {
                return Err(Impossible::Stock);
            }
            let (strength, all) = (percent * 10_000.0, (litres * 1_000.0).round());
            let needed = whole(all * aim / strength);
            if needed > all {
                return Err(Impossible::TooWeak);
            }
            let mg_per_l = (strength * needed / all * 10.0).round() / 10.0;
            Ok(Mixture { stock_ml: count(needed), tablets: 0, water_ml: count(all - needed), mg_per_l })
        }
        Stock::Tablets { mg_each } => {
            if !(1.0..=10_000.0).contains(&mg_each) {
                return Err(Impossible::Stock);
            }
            let needed = whole(aim * litres / mg_each);
            let mg_per_l = (needed * mg_each / litres * 10.0).round() / 10.0;
            Ok(Mixture { stock_ml: 0, tablets: count(needed), water_ml: count(litres * 1_000.0), mg_per_l })
        }
    }
}

/// Rounded up, but for what is only the error of a division.
fn whole(exact: f64) -> f64 {
    (exact - 1e-9 * exact.max(1.0)).ceil()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 10^8 by the bounds of the inputs"
)]
fn count(whole: f64) -> u32 {
    whole.round() as u32
}
