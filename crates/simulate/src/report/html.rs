//! A report in one file, Chinese and English, without anything from elsewhere.

use std::fmt::Write as _;

use xd_analyst::plot::Lang;

use super::frame::Frame;
use super::stats::Spread;
use super::{Results, figures, share, spreads};
use crate::page::{escape, shell};
use crate::words::Words;

/// The tiles at the top.
const KEY: [&str; 8] = [
    "infections_school",
    "attack_rate",
    "any_cluster",
    "pupil_days_lost",
    "tests",
    "staff_hours",
    "detection_delay",
    "ring_closing",
];

/// A page of words of reports.
#[must_use]
pub fn page(title: &str, section: impl Fn(&Words) -> String) -> String {
    shell(title, |lang| section(&Words::report(lang)))
}

/// A number as one reads it.
#[must_use]
pub fn shown(number: f64) -> String {
    let places = match number.abs() {
        size if size >= 100.0 || number.fract() == 0.0 => 0,
        size if size >= 1.0 => 1,
        _ => 3,
    };
    if number.is_nan() { "–".to_owned() } else { format!("{number:.places$}") }
}

/// A table with names in the first column.
pub fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from("<div class=\"wide\"><table>\n<tr>");
    for name in head {
        let _ = write!(text, "<th>{}</th>", escape(name));
    }
    text.push_str("</tr>\n");
    for row in rows {
        text.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let tag = if at == 0 { "th scope=\"row\"" } else { "td" };
            let _ = write!(text, "<{tag}>{}</{}>", escape(cell), &tag[..2]);
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</table></div>\n");
    text
}

impl Results {
    /// The report.
    #[must_use]
    pub fn html(&self) -> String {
        let (replicates, curves) = (self.replicates(), self.curves());
        page(&self.scenario.name, |words| self.section(words, &replicates, &curves))
    }

    fn section(&self, words: &Words, replicates: &Frame, curves: &Frame) -> String {
        let heading = |key: &str| format!("<h2>{}</h2>\n", escape(words.get(key)));
        let mut text = self.head(words);
        text += &heading("key");
        text += &self.tiles(words, replicates);
        let _ = writeln!(text, "<p class=\"caution\">{}</p>", escape(words.get("caution")));
        text += &heading("figures");
        text += &self.pictures(words, replicates, curves);
        if !self.scenario.clusters.is_empty() {
            text += &heading("clusters");
            text += &self.cluster_rows(words);
        }
        if !self.scenario.measures.is_empty() {
            text += &heading("measures");
            text += &self.measure_rows(words);
        }
        text += &heading("metrics");
        text += &self.metric_rows(words, replicates);
        text += &heading("again");
        let again = escape(words.get("again_text"));
        let _ = writeln!(text, "<p>{again}</p>\n<details><summary>scenario.toml</summary>");
        let _ = writeln!(text, "<pre>{}</pre></details>", escape(&self.run.scenario));
        text
    }

    fn head(&self, words: &Words) -> String {
        let people = &self.run.people;
        let fill = [
            ("people", people.in_schools().to_string()),
            ("schools", people.schools.to_string()),
            ("pupils", people.pupils.to_string()),
            ("staff", people.staff.to_string()),
            ("outsiders", people.outsiders.to_string()),
            ("replicates", self.run.replicates.to_string()),
            ("days", self.scenario.days.to_string()),
        ];
        let disease = match words.lang {
            Lang::Zh => &self.scenario.disease.name_zh,
            Lang::En => &self.scenario.disease.name_en,
        };
        let seeds =
            [("seed", self.run.seed.to_string()), ("population", self.run.population_seed.to_string())];
        format!(
            "<h1>{}: {}</h1>\n<p>{}</p>\n<p class=\"small\">{}: {} · {}: {} · xiaodun {}</p>\n",
            escape(words.get("title")),
            escape(&self.scenario.name),
            escape(&words.fill("lead", &fill)),
            escape(words.get("disease")),
            escape(disease),
            escape(words.get("seed")),
            escape(&words.fill("seeds", &seeds)),
            escape(&self.run.version),
        )
    }

    fn tiles(&self, words: &Words, replicates: &Frame) -> String {
        let mut text = String::from("<div class=\"tiles\">\n");
        for (name, spread) in spreads(replicates).filter(|(name, _)| KEY.contains(name)) {
            let (value, note) = if name == "any_cluster" {
                let hits = (spread.mean * spread.n as f64).round() as u64;
                let (_, low, high) = share(hits, spread.n);
                (percent(spread.mean), format!("{} – {}", percent(low), percent(high)))
            } else {
                let show = if name == "attack_rate" { percent } else { shown };
                let range = [("low", show(spread.p5)), ("high", show(spread.p95))];
                (show(spread.mean), words.fill("between", &range))
            };
            let _ = writeln!(
                text,
                "<div><b>{value}</b><span>{}</span><small>{}</small></div>",
                escape(&words.metric(name, &self.scenario)),
                escape(&note)
            );
        }
        text.push_str("</div>\n");
        text
    }

    fn pictures(&self, words: &Words, replicates: &Frame, curves: &Frame) -> String {
        let values = |name: &str| replicates.get(name).unwrap_or_default();
        let figures = [
            Some(figures::curve(words, curves)),
            Some(figures::distribution(words, &values("infections_school"), ("size", "infections"))),
            Some(figures::distribution(words, &values("pupil_days_lost"), ("lost", "days"))),
            self.causes_figure(words),
            self.delays_figure(words),
            self.layers_figure(words),
        ];
        figures.into_iter().flatten().map(|figure| format!("<figure>{}</figure>\n", figure.svg())).collect()
    }

    fn cluster_rows(&self, words: &Words) -> String {
        let column = self.clusters();
        let get = |name: &str| column.get(name).unwrap_or_default();
        let [share, low, high, mean] =
            ["probability", "probability_low", "probability_high", "clusters_mean"].map(get);
        let row = |at: usize| {
            let interval = format!("{} – {}", percent(low[at]), percent(high[at]));
            vec![self.scenario.clusters[at].name.clone(), percent(share[at]), interval, shown(mean[at])]
        };
        let head = [words.get("rule"), words.get("probability"), "95 %", words.get("mean")];
        table(&head, (0..self.scenario.clusters.len()).map(row))
    }

    fn measure_rows(&self, words: &Words) -> String {
        let measures = self.measures();
        let [done, held] =
            ["done_mean", "class_days_mean"].map(|name| measures.get(name).unwrap_or_default());
        let row = |at: usize| vec![self.scenario.measures[at].name.clone(), shown(done[at]), shown(held[at])];
        let head = ["measure", "done", "held"].map(|key| words.get(key));
        table(&head, (0..self.scenario.measures.len()).map(row))
    }

    fn metric_rows(&self, words: &Words, replicates: &Frame) -> String {
        let row = |(name, spread): (&str, Spread)| {
            let Spread { mean, low, high, p5, p50, p95, max, .. } = spread;
            let interval = format!("{} – {}", shown(low), shown(high));
            let name = words.metric(name, &self.scenario);
            vec![name, shown(mean), interval, shown(p5), shown(p50), shown(p95), shown(max)]
        };
        let head =
            [words.get("metric"), words.get("mean"), words.get("interval"), "5 %", "50 %", "95 %", "100 %"];
        // What never happens in a scenario says nothing.
        table(&head, spreads(replicates).filter(|(_, spread)| spread.max > 0.0).map(row))
    }
}

/// A share in per cent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
