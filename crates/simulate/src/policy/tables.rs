//! Candidates and explanations as tables and as JSON.

use std::path::Path;

use serde_json::{Map, Value as Json, json};
use xd_analyst::output;
use xd_analyst::sheet::{Cell, Format, Sheet};
use xd_sim::{Choice, Estimate, Explained, Objective, Scenario, Setting, Standing, Worth};

use super::{Results, Told};
use crate::error::SimulateError;
use crate::words::short;

/// What a candidate is, in the words of the file.
pub(super) fn described(choices: &[Choice], name: &str) -> String {
    let one = |choice: &Choice| match choice {
        Choice::On { measure } => format!("+{measure}"),
        Choice::Off { measure } => format!("-{measure}"),
        Choice::Set(Setting { measure, parameter, value }) => format!("{measure}.{parameter}={value}"),
    };
    let all: Vec<String> = choices.iter().map(one).collect();
    [name.to_owned(), all.join("; ")]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(": ")
}

pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Front => "front",
        Standing::Possible => "possible",
        Standing::Beaten { .. } => "beaten",
        Standing::OverLimit { .. } => "over_limit",
    }
}

fn figures(objectives: &[Objective]) -> Vec<String> {
    let columns = |objective: &Objective| {
        let name = objective.name();
        [name.to_owned(), format!("{name}_low"), format!("{name}_high")]
    };
    objectives.iter().flat_map(columns).collect()
}

fn cells<'c>(estimates: &[Estimate]) -> impl Iterator<Item = Cell<'c>> {
    estimates.iter().flat_map(|estimate| [estimate.value, estimate.low, estimate.high]).map(Cell::Number)
}

pub(super) fn candidates(file: &Path, results: &Results<'_>) -> Result<(), SimulateError> {
    let figures = figures(&results.found.objectives);
    let head = ["number", "candidate", "standing", "by", "replicates"];
    let columns = head.into_iter().chain(figures.iter().map(String::as_str)).collect();
    output::write(file, |out| {
        let mut sheet = Sheet::begin(out, Format::Csv, columns)?;
        for (at, (candidate, ran)) in results.found.candidates.iter().zip(&results.found.ran).enumerate() {
            let by = match ran.standing {
                Standing::Beaten { by } => Cell::count(by + 1),
                Standing::OverLimit { objective } => Cell::Text(results.found.objectives[objective].name()),
                Standing::Front | Standing::Possible => Cell::Nothing,
            };
            let text = described(&candidate.choices, &candidate.name);
            let mut row =
                vec![Cell::count(at + 1), Cell::Text(&text), Cell::Text(standing(ran.standing)), by];
            row.push(Cell::count(ran.replicates as usize));
            row.extend(cells(&ran.estimates));
            sheet.row(&row)?;
        }
        Ok(sheet.end()?)
    })
}

fn ways(worth: &Worth) -> [(&Worth, &'static str); 3] {
    WAYS.map(|name| (worth, name))
}

/// The three ways in which a measure counts.
pub(super) const WAYS: [&str; 3] = ["shapley", "last", "alone"];

pub(super) fn way<'w>(worth: &'w Worth, way: &str) -> &'w [Estimate] {
    match way {
        "shapley" => &worth.shapley,
        "last" => &worth.last,
        _ => &worth.alone,
    }
}

pub(super) fn explained(file: &Path, told: &[Told]) -> Result<(), SimulateError> {
    let objectives = told.first().map_or(&[][..], |told| &told.explained.objectives);
    let figures = figures(objectives);
    let columns = ["candidate", "measure", "way"].into_iter().chain(figures.iter().map(String::as_str));
    let columns = columns.collect();
    output::write(file, |out| {
        let mut sheet = Sheet::begin(out, Format::Csv, columns)?;
        for told in told {
            let number = told.number.map_or(Cell::Nothing, Cell::count);
            let Explained { none, all, measures, .. } = &told.explained;
            for (name, estimates) in [("none", none), ("all", all)] {
                let row = [number, Cell::Nothing, Cell::Text(name)].into_iter().chain(cells(estimates));
                sheet.row(&row.collect::<Vec<_>>())?;
            }
            for (worth, name) in measures.iter().flat_map(ways) {
                let head = [number, Cell::Text(&worth.measure), Cell::Text(name)];
                sheet.row(&head.into_iter().chain(cells(way(worth, name))).collect::<Vec<_>>())?;
            }
        }
        Ok(sheet.end()?)
    })
}

fn by_name(objectives: &[Objective], estimates: &[Estimate]) -> Json {
    let pairs = objectives.iter().zip(estimates);
    pairs
        .map(|(objective, estimate)| (objective.name().to_owned(), json!(estimate)))
        .collect::<Map<_, _>>()
        .into()
}

pub(super) fn explained_json(told: &Told) -> Json {
    let Explained { objectives, none, all, exact, measures } = &told.explained;
    let worth = |worth: &Worth| {
        let ways = WAYS.map(|name| (name.to_owned(), by_name(objectives, way(worth, name))));
        let mut entry = Map::from_iter(ways);
        entry.insert("measure".to_owned(), json!(worth.measure));
        Json::from(entry)
    };
    json!({
        "candidate": told.number,
        "exact": exact,
        "none": by_name(objectives, none),
        "all": by_name(objectives, all),
        "measures": measures.iter().map(worth).collect::<Vec<_>>(),
    })
}

pub(super) fn searched_json(results: &Results<'_>) -> Json {
    let Results { scene, search, found, told } = results;
    let candidate = |at: usize| {
        let (candidate, ran) = (&found.candidates[at], &found.ran[at]);
        json!({
            "number": at + 1,
            "name": candidate.name,
            "choices": candidate.choices,
            "measures": candidate.measures.iter().flatten().map(|measure| &measure.name).collect::<Vec<_>>(),
            "standing": standing(ran.standing),
            "beaten_by": match ran.standing { Standing::Beaten { by } => Some(by + 1), _ => None },
            "replicates": ran.replicates,
            "figures": by_name(&found.objectives, &ran.estimates),
        })
    };
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": scene.loaded.scenario.name,
        "disease": scene.loaded.scenario.disease.slug,
        "days": scene.loaded.scenario.days,
        "school_people": scene.school_people(),
        "seed": scene.seed,
        "search": search,
        "replicates": found.replicates(),
        "front": found.front().iter().map(|at| at + 1).collect::<Vec<_>>(),
        "candidates": (0..found.candidates.len()).map(candidate).collect::<Vec<_>>(),
        "explained": told.iter().map(explained_json).collect::<Vec<_>>(),
    })
}

/// A candidate as a scenario of its own, with its disease in full, to be run with `xiaodun simulate`.
pub(super) fn scenario(results: &Results<'_>, at: usize) -> Result<String, toml::ser::Error> {
    let base = &results.scene.loaded.scenario;
    let measures = results.found.candidates[at].measures.iter().flatten().cloned().collect();
    let mut table = toml::Table::try_from(Scenario { measures, ..base.clone() })?;
    if let Some(population) = &results.scene.loaded.population {
        table.insert("population".to_owned(), toml::Value::try_from(population)?);
    }
    toml::to_string(&table)
}

pub(super) fn front_short(results: &Results<'_>) -> String {
    let found = &results.found;
    let head: Vec<&str> = found.objectives.iter().map(|objective| objective.name()).collect();
    let front = found.front();
    let mut text = format!(
        "{} candidates 候选方案, {} replicates 次模拟, {} on the front 在前沿\n{:>6}  {}\n",
        found.candidates.len(),
        found.replicates(),
        front.len(),
        "",
        head.join("  ")
    );
    for at in front {
        let estimates = &found.ran[at].estimates;
        let figures: Vec<String> = estimates
            .iter()
            .map(|estimate| {
                format!("{} ({}–{})", short(estimate.value), short(estimate.low), short(estimate.high))
            })
            .collect();
        let candidate = &found.candidates[at];
        let what = described(&candidate.choices, &candidate.name);
        text += &format!("{:>6}  {}  {what}\n", at + 1, figures.join("  "));
    }
    text
}

pub(super) fn explained_short(explained: &Explained) -> String {
    let head: Vec<&str> = explained.objectives.iter().map(|objective| objective.name()).collect();
    let mut text = format!("Shapley 夏普利值: {}\n", head.join("  "));
    for worth in &explained.measures {
        let figures: Vec<String> = worth
            .shapley
            .iter()
            .map(|share| format!("{} ({}–{})", short(share.value), short(share.low), short(share.high)))
            .collect();
        text += &format!("{:<32} {}\n", worth.measure, figures.join("  "));
    }
    text
}
