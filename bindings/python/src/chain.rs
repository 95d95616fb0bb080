//! `xiaodun.chain`.

use epi_chain::{
    Case, DayDistribution, Incubation, Model, Origin, Place, PlaceKind, Proportion, Source, Timing, Weights,
    link, most_likely_forest,
};
use pyo3::prelude::*;

use crate::arrays::wrong;

/// Day, household, dormitory, class, grade, school (none where not known), and whether infected elsewhere.
type CaseRow = (i32, [Option<u32>; 5], bool);

/// What shared places weigh, closest first: household, dormitory, class, grade, school, contact, elsewhere; community.
type WeightRow = ([f64; 7], f64);

/// For each case: its likely infectors with their probability, that of the community, its likeliest source, and how many
/// it is expected to have infected.
type Linked = (Vec<Vec<(usize, f64)>>, Vec<f64>, Vec<Option<usize>>, Vec<f64>);

const KINDS: [PlaceKind; 5] =
    [PlaceKind::Household, PlaceKind::Dormitory, PlaceKind::Class, PlaceKind::Grade, PlaceKind::School];

/// Who infected whom.
#[pyfunction]
pub fn chain_link(
    py: Python<'_>,
    rows: Vec<CaseRow>,
    contacts: Vec<(usize, usize)>,
    si: (f64, f64),
    weights: WeightRow,
) -> PyResult<Linked> {
    let case = |(day, places, imported): &CaseRow| {
        let place = |(kind, key): (&PlaceKind, &Option<u32>)| key.map(|key| Place { kind: *kind, key });
        let places = KINDS.iter().zip(places).filter_map(place).collect();
        let origin = if *imported { Origin::Imported } else { Origin::Unknown };
        Case { timing: Timing::Onset(*day), places, origin }
    };
    let cases: Vec<Case> = rows.iter().map(case).collect();
    let ([household, dormitory, class, grade, school, contact, elsewhere], community) = weights;
    let model = Model {
        serial_interval: DayDistribution::gamma(si.0, si.1).map_err(wrong)?,
        incubation: Incubation::Unknown,
        weights: Weights { household, dormitory, class, grade, school, contact, elsewhere },
        community,
    };
    py.detach(|| {
        let links = link(&cases, &contacts, &model)?;
        let forest = most_likely_forest(&links);
        let infectors = (0..cases.len()).map(|case| links.infectors(case).collect()).collect();
        let community = (0..cases.len()).map(|case| links.community(case)).collect();
        let source = |source: &Source| match source {
            Source::Community => None,
            Source::Case(case) => Some(*case),
        };
        Ok((infectors, community, forest.sources().iter().map(source).collect(), links.reproduction()))
    })
    .map_err(|error: epi_chain::ChainError| wrong(error))
}

/// Rate, lower and upper bound.
#[pyfunction]
pub fn attack_rate(cases: u64, population: u64, method: &str, level: f64) -> PyResult<(f64, f64, f64)> {
    let method = match method {
        "exact" => Proportion::ClopperPearson,
        "wilson" => Proportion::Wilson,
        other => return Err(wrong(format_args!("method: {other:?} is none of exact, wilson"))),
    };
    let found = epi_chain::attack_rate(cases, population, method, level).map_err(wrong)?;
    Ok((found.rate, found.interval.lower, found.interval.upper))
}
