//! Who is vaccinated or immune at the beginning, beyond what the disease says by age: a class, the staff, one school.

use serde::{Deserialize, Serialize};

use crate::error::{Invalid, Path};
use crate::measure::Who;
use crate::population::{Population, Zone};

/// Vaccination and immunity at the beginning of some people, in place of the shares of their age band. Where several rows
/// concern somebody the last counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Coverage {
    /// Of whom; absent: everybody, outsiders too.
    pub who: Option<Who>,
    /// Youngest age, years; absent: any.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 120)))]
    pub from_age: Option<u8>,
    /// Oldest age, years; absent: any.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 120)))]
    pub to_age: Option<u8>,
    /// Only in this school of each zone, from 0.
    pub school: Option<u32>,
    /// Only in this class of each school, from 0 in the order of grades; the last number is the staff.
    pub class: Option<u32>,
    /// Share vaccinated; absent: as the age band says.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub vaccinated: Option<f64>,
    /// Share immune; absent: as the age band says.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub immune: Option<f64>,
}

impl Coverage {
    pub(crate) fn check(rows: &[Self]) -> Result<(), Invalid> {
        for (index, row) in rows.iter().enumerate() {
            let path = Path::root("coverage").index(index);
            let from = row.from_age.unwrap_or(0);
            path.at("from_age").within(from.into(), 0.0, 120.0)?;
            path.at("to_age").within(row.to_age.unwrap_or(120).into(), from.into(), 120.0)?;
            path.at("vaccinated").share(row.vaccinated.unwrap_or(0.0))?;
            path.at("immune").share(row.immune.unwrap_or(0.0))?;
        }
        Ok(())
    }

    pub(crate) fn check_against(rows: &[Self], population: &Population) -> Result<(), Invalid> {
        let most = |see: fn(&Zone) -> usize| population.zones().iter().map(see).max().unwrap_or(0) as f64;
        let (schools, classes) = (most(Zone::schools), most(Zone::most_classes));
        for (index, row) in rows.iter().enumerate() {
            let path = Path::root("coverage").index(index);
            path.at("school").within(row.school.unwrap_or(0).into(), 0.0, (schools - 1.0).max(0.0))?;
            path.at("class").within(row.class.unwrap_or(0).into(), 0.0, (classes - 1.0).max(0.0))?;
        }
        Ok(())
    }
}
