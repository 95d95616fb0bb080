//! Scenarios against each other, replicate by replicate with the same random numbers.

use std::path::Path;

use serde_json::json;
use xd_analyst::output;
use xd_analyst::plot::{Axis, Figure};

use super::frame::Frame;
use super::html::{page, percent, shown, table};
use super::stats::Spread;
use super::{Results, figures};
use crate::error::SimulateError;
use crate::page::escape;
use crate::words::Words;

/// What the report shows; the tables have every number.
const SHOWN: [&str; 10] = [
    "infections_school",
    "infections",
    "any_cluster",
    "pupil_days_lost",
    "staff_days_lost",
    "tests",
    "staff_hours",
    "cost",
    "detection_delay",
    "ring_closing",
];

/// Several runs of one seed and number; the first is the base.
#[derive(Debug)]
pub struct Comparison {
    names: Vec<String>,
    results: Vec<Results>,
    replicates: Vec<Frame>,
}

/// One number of one scenario against the base.
struct Pair {
    scenario: usize,
    metric: String,
    base: Spread,
    other: Spread,
    differences: Vec<f64>,
}

impl Comparison {
    /// Runs under the names of their scenarios.
    #[must_use]
    pub fn new(results: Vec<Results>) -> Self {
        let names = results.iter().map(|results| results.scenario.name.clone()).collect();
        let replicates = results.iter().map(Results::replicates).collect();
        Self { names, results, replicates }
    }

    /// Clusters are the same number only by the same rule; what a measure did has no counterpart.
    fn comparable(&self, scenario: usize, metric: &str) -> bool {
        let rule = |of: usize| {
            let at = metric.strip_prefix("cluster_")?.parse::<usize>().ok()?.checked_sub(1)?;
            self.results[of].scenario.clusters.get(at)
        };
        !metric.starts_with("done_") && metric != "replicate" && rule(0) == rule(scenario)
    }

    fn pairs(&self) -> Vec<Pair> {
        let base = &self.replicates[0];
        let mut pairs = Vec::new();
        for scenario in 1..self.names.len() {
            let names = base.columns.iter().map(|(name, _)| name);
            for metric in names.filter(|metric| self.comparable(scenario, metric)) {
                let values = base.get(metric).zip(self.replicates[scenario].get(metric));
                let Some((old, new)) = values else { continue };
                pairs.push(Pair {
                    scenario,
                    metric: metric.clone(),
                    base: Spread::of(&old),
                    other: Spread::of(&new),
                    differences: new.iter().zip(&old).map(|(new, old)| new - old).collect(),
                });
            }
        }
        pairs
    }

    /// One row a scenario and number: means, the mean difference with its interval, quantiles of the difference.
    #[must_use]
    pub fn table(&self) -> Frame {
        let pairs = self.pairs();
        let mut frame = Frame::default();
        frame.text("scenario", pairs.iter().map(|pair| self.names[pair.scenario].as_str()));
        frame.text("base", pairs.iter().map(|_| self.names[0].as_str()));
        frame.text("metric", pairs.iter().map(|pair| pair.metric.as_str()));
        frame.number("base_mean", pairs.iter().map(|pair| pair.base.mean));
        frame.number("scenario_mean", pairs.iter().map(|pair| pair.other.mean));
        let spreads: Vec<Spread> = pairs.iter().map(|pair| Spread::of(&pair.differences)).collect();
        frame.whole("n", spreads.iter().map(|spread| spread.n));
        for (at, (field, _)) in Spread::of(&[]).fields().iter().enumerate() {
            frame.number(&format!("difference_{field}"), spreads.iter().map(|spread| spread.fields()[at].1));
        }
        let parts: Vec<[f64; 3]> = pairs.iter().map(|pair| signs(&pair.differences)).collect();
        for (at, name) in ["share_less", "share_equal", "share_more"].into_iter().enumerate() {
            frame.number(name, parts.iter().map(|parts| parts[at]));
        }
        frame
    }

    /// Writes tables and report; `compare.json` comes last.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), SimulateError> {
        self.table().write(folder, "compare")?;
        let title = self.names.join(" / ");
        let pairs = self.pairs();
        let html = page(&title, |words| self.section(words, &pairs));
        output::write_text(&folder.join("report.html"), &html)?;
        let run = &self.results[0].run;
        let json = json!({"scenarios": self.names, "seed": run.seed, "replicates": run.replicates});
        Ok(output::write_text(&folder.join("compare.json"), &format!("{json:#}\n"))?)
    }

    /// A few lines for whoever waits.
    #[must_use]
    pub fn in_short(&self) -> String {
        let mut text = String::new();
        let mut last = 0;
        for pair in self.pairs().iter().filter(|pair| SHOWN.contains(&pair.metric.as_str())) {
            if pair.scenario != last {
                last = pair.scenario;
                text += &format!("{} → {}\n", self.names[0], self.names[last]);
            }
            if pair.base.mean == 0.0 && pair.other.mean == 0.0 {
                continue;
            }
            let Spread { n, mean, low, high, .. } = Spread::of(&pair.differences);
            let number =
                |number: f64| if number.is_nan() { "–".to_owned() } else { format!("{number:.2}") };
            let (base, other) = (number(pair.base.mean), number(pair.other.mean));
            let difference =
                if n == 0 { "–".to_owned() } else { format!("{mean:+.2} ({low:.2} to {high:.2})") };
            text += &format!("  {:<18}{base:>10} → {other:>9}   {difference}\n", pair.metric);
        }
        text
    }

    fn section(&self, words: &Words, pairs: &[Pair]) -> String {
        let mut text = format!("<h1>{}</h1>\n", escape(words.get("compare")));
        text += &format!("<p class=\"caution\">{}</p>\n", escape(words.get("caution")));
        let difference = words.fill("difference", &[("base", self.names[0].clone())]);
        for scenario in 1..self.names.len() {
            text += &format!("<h2>{} – {}</h2>\n", escape(&self.names[0]), escape(&self.names[scenario]));
            let head = [
                words.get("metric"),
                &self.names[0],
                &self.names[scenario],
                &difference,
                "95 %",
                words.get("better"),
            ];
            let mine = pairs.iter().filter(|pair| pair.scenario == scenario);
            let shown = mine.filter(|pair| SHOWN.contains(&pair.metric.as_str()));
            text += &table(&head, shown.map(|pair| self.row(words, pair)));
        }
        text += &format!("<figure>{}</figure>\n", self.curves(words).svg());
        text
    }

    fn row(&self, words: &Words, pair: &Pair) -> Vec<String> {
        let Spread { mean, low, high, .. } = Spread::of(&pair.differences);
        let parts = signs(&pair.differences).map(percent).join(" / ");
        let name = words.metric(&pair.metric, &self.results[0].scenario);
        let interval = format!("{} – {}", shown(low), shown(high));
        vec![name, shown(pair.base.mean), shown(pair.other.mean), shown(mean), interval, parts]
    }

    /// The curves of all scenarios, one below the other.
    #[must_use]
    pub fn curves(&self, words: &Words) -> Figure {
        let panel = |results: &Results| {
            let mut figure = figures::curve(words, &results.curves());
            let mut panel = figure.panels.swap_remove(0);
            panel.title.clone_from(&results.scenario.name);
            panel
        };
        let most = xd_analyst::plot::MOST_PANELS;
        Figure {
            title: words.get("curve").to_owned(),
            axis: Axis::Numbers,
            x_label: words.get("day").to_owned(),
            panels: self.results.iter().take(most).map(panel).collect(),
        }
    }
}

/// Shares of differences below, at and above 0, of those that are defined.
fn signs(differences: &[f64]) -> [f64; 3] {
    let defined = differences.iter().filter(|difference| !difference.is_nan());
    let n = defined.clone().count() as f64;
    let count =
        |keep: fn(&f64) -> bool| defined.clone().filter(|difference| keep(difference)).count() as f64 / n;
    [count(|d| *d < 0.0), count(|d| *d == 0.0), count(|d| *d > 0.0)]
}
