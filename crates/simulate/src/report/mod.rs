//! What is made of a run: tables, a summary, a report to be read.

pub mod compare;
pub mod figures;
pub mod frame;
pub mod html;
pub mod stats;
pub mod tables;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value as Json, json};
use xd_analyst::output;
use xd_sim::Scenario;

use crate::error::SimulateError;
use crate::run::manifest::Run;
use crate::run::record::{Line, Part, PersonDays, Persons, Record};
use frame::{Frame, Values};
use stats::Spread;

/// What is told at once.
const SHORT: [&str; 9] = [
    "infections_school",
    "known_ill",
    "confirmed",
    "any_cluster",
    "pupil_days_lost",
    "tests",
    "staff_hours",
    "detection_delay",
    "ring_closing",
];

/// A run with all its replicates.
#[derive(Debug, Clone)]
pub struct Results {
    /// The run.
    pub run: Run,
    /// Its scenario.
    pub scenario: Scenario,
    /// Its replicates, in order.
    pub records: Vec<Record>,
    /// Line lists, in order.
    pub lines: Vec<Line>,
    /// Days lost person by person, in the order of zones and persons.
    pub persons: Vec<PersonDays>,
}

impl Results {
    /// The results of a run from all its parts, in order.
    ///
    /// # Errors
    /// The scenario of the run cannot be read.
    pub fn new(run: Run, parts: Vec<Part>) -> Result<Self, SimulateError> {
        let scenario =
            run.scenario().map_err(|error| SimulateError::Option(format!("run.json: scenario: {error}")))?;
        let mut results = Self { run, scenario, records: Vec::new(), lines: Vec::new(), persons: Vec::new() };
        let mut persons: BTreeMap<(u32, u32), PersonDays> = BTreeMap::new();
        for part in parts {
            results.records.extend(part.records);
            results.lines.extend(part.lines);
            for person in part.persons {
                persons
                    .entry(person.who)
                    .and_modify(|sum| {
                        sum.days.iter_mut().zip(person.days).for_each(|(sum, days)| *sum += days)
                    })
                    .or_insert(person);
            }
        }
        results.persons = persons.into_values().collect();
        Ok(results)
    }

    /// Writes everything into a folder; `summary.json` comes last, and says by being there that all is there.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), SimulateError> {
        let replicates = self.replicates();
        output::write_text(&folder.join("scenario.toml"), &self.run.scenario)?;
        replicates.write(folder, "replicates")?;
        self.curves().write(folder, "curves")?;
        self.days_lost().write(folder, "days_lost")?;
        self.layers().write(folder, "layers")?;
        self.generations().write(folder, "generations")?;
        self.delays().write(folder, "delays")?;
        if !self.scenario.clusters.is_empty() {
            self.clusters().write(folder, "clusters")?;
        }
        if !self.scenario.measures.is_empty() {
            self.measures().write(folder, "measures")?;
        }
        if self.run.line_lists > 0 {
            self.line_list().write(folder, "line_list")?;
        }
        if self.run.persons == Persons::Apart {
            self.persons().write(folder, "persons")?;
        }
        output::write_text(&folder.join("report.html"), &self.html())?;
        summary_table(&replicates).write(folder, "summary")?;
        Ok(output::write_text(&folder.join("summary.json"), &self.summary(&replicates))?)
    }

    /// A few lines for whoever waits.
    #[must_use]
    pub fn in_short(&self) -> String {
        let replicates = self.replicates();
        let mut text = format!(
            "{} ({}), {} replicates, {} pupils, {} staff\n{:<22}{:>12}  {}\n",
            self.scenario.name,
            self.scenario.disease.slug,
            self.run.replicates,
            self.run.people.pupils,
            self.run.people.staff,
            "",
            "mean 均值",
            "5% – 50% – 95%"
        );
        for (name, spread) in spreads(&replicates).filter(|(name, _)| SHORT.contains(name)) {
            let Spread { mean, p5, p50, p95, .. } = spread;
            text += &format!("{name:<22}{mean:>12.2}  {p5:.1} – {p50:.1} – {p95:.1}\n");
        }
        text
    }

    fn summary(&self, replicates: &Frame) -> String {
        let metrics: serde_json::Map<String, Json> = spreads(replicates)
            .map(|(name, spread)| (name.to_owned(), serde_json::to_value(spread).unwrap_or_default()))
            .collect();
        let names = |names: Vec<&str>| json!(names);
        let summary = json!({
            "scenario": self.scenario.name,
            "disease": self.scenario.disease.slug,
            "days": self.scenario.days,
            "version": self.run.version,
            "seed": self.run.seed,
            "population_seed": self.run.population_seed,
            "replicates": self.run.replicates,
            "people": self.run.people,
            "clusters": names(self.scenario.clusters.iter().map(|rule| rule.name.as_str()).collect()),
            "measures": names(self.scenario.measures.iter().map(|measure| measure.name.as_str()).collect()),
            "metrics": metrics,
        });
        let mut text = serde_json::to_string_pretty(&summary).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Each column of numbers but the first with its distribution.
pub(crate) fn spreads(replicates: &Frame) -> impl Iterator<Item = (&str, Spread)> {
    let columns = replicates.columns.iter().skip(1);
    columns
        .filter_map(|(name, values): &(String, Values)| Some((name.as_str(), Spread::of(&values.numbers()?))))
}

/// One row a number: its distribution over replicates.
fn summary_table(replicates: &Frame) -> Frame {
    let rows: Vec<(&str, Spread)> = spreads(replicates).collect();
    let mut frame = Frame::default();
    frame.text("metric", rows.iter().map(|(name, _)| *name));
    frame.whole("n", rows.iter().map(|(_, spread)| spread.n));
    for (at, (field, _)) in Spread::of(&[]).fields().iter().enumerate() {
        frame.number(field, rows.iter().map(|(_, spread)| spread.fields()[at].1));
    }
    frame
}

/// A share and its exact 95 % interval.
pub(crate) fn share(successes: u64, trials: u64) -> (f64, f64, f64) {
    let share = successes as f64 / trials as f64;
    epi_core::clopper_pearson(successes, trials, 0.95)
        .map_or((share, f64::NAN, f64::NAN), |interval| (share, interval.lower, interval.upper))
}
