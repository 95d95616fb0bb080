//! The figures of a report.

use xd_analyst::plot::{Axis, Figure, Layer, Panel, Role, Shape};
use xd_sim::Cause;

use super::Results;
use super::frame::Frame;
use super::stats::Spread;
use super::tables::cause_word;
use crate::run::record::layer_word;
use crate::words::Words;

/// Bars of a histogram.
const BINS: usize = 30;

/// One panel over days.
fn over_days(words: &Words, curves: &Frame, (name, unit): (&str, &str)) -> Panel {
    let column = |field: &str| curves.get(&format!("{name}_{field}")).unwrap_or_default();
    let line = |field: &str| (0..).map(f64::from).zip(column(field)).collect::<Vec<_>>();
    let ribbon =
        line("p5").into_iter().zip(column("p95")).map(|((day, low), high)| (day, low, high)).collect();
    Panel {
        y_label: words.get(unit).to_owned(),
        layers: vec![
            Layer::new(Role::Estimate, words.get("middle"), Shape::Ribbon(ribbon)),
            Layer::new(Role::Estimate, words.get("median"), Shape::Line(line("p50"))),
            Layer::new(Role::Expected, words.get("mean"), Shape::Line(line("mean"))),
        ],
        ..Panel::default()
    }
}

/// Infections day by day, and patients in hospital where there are any.
#[must_use]
pub fn curve(words: &Words, curves: &Frame) -> Figure {
    let mut panels = vec![over_days(words, curves, ("infections", "infections"))];
    let load = curves.get("in_hospital_max").unwrap_or_default();
    if load.iter().any(|patients| *patients > 0.0) {
        let title = words.get("hospital").to_owned();
        panels.push(Panel { title, ..over_days(words, curves, ("in_hospital", "patients")) });
    }
    Figure {
        title: words.get("curve").to_owned(),
        axis: Axis::Numbers,
        x_label: words.get("day").to_owned(),
        panels,
    }
}

/// How many runs have how much of something.
fn histogram(values: &[f64]) -> Vec<(f64, f64)> {
    let highest = values.iter().copied().fold(0.0, f64::max);
    let width = ((highest + 1.0) / BINS as f64).ceil().max(1.0);
    let mut counts = vec![0.0; (highest / width) as usize + 1];
    values.iter().filter(|value| !value.is_nan()).for_each(|value| counts[(value / width) as usize] += 1.0);
    let middle = |bin: usize| (bin as f64 + 0.5) * width - 0.5;
    counts.into_iter().enumerate().map(|(bin, count)| (middle(bin), count)).collect()
}

/// A distribution over runs.
#[must_use]
pub fn distribution(words: &Words, values: &[f64], (title, unit): (&str, &str)) -> Figure {
    let points = histogram(values);
    let width = if let [first, second, ..] = points[..] { second.0 - first.0 } else { 1.0 };
    let bars = Shape::Bars { width, points, from: Vec::new() };
    Figure {
        title: words.get(title).to_owned(),
        axis: Axis::Numbers,
        x_label: words.get(unit).to_owned(),
        panels: vec![Panel {
            y_label: words.get("runs").to_owned(),
            layers: vec![Layer::new(Role::Observed, "", bars)],
            ..Panel::default()
        }],
    }
}

/// Named spreads one below the other: a line for nine in ten runs, a dot for the mean.
fn named(words: &Words, rows: &[(String, Spread)], (title, unit): (&str, &str)) -> Figure {
    let height = |at: usize| (rows.len() - at) as f64 - 0.5;
    let line = rows.iter().enumerate().flat_map(|(at, (_, spread))| {
        [(spread.p5, height(at)), (spread.p95, height(at)), (f64::NAN, f64::NAN)]
    });
    let dots = rows.iter().enumerate().map(|(at, (_, spread))| (spread.mean, height(at)));
    Figure {
        title: words.get(title).to_owned(),
        axis: Axis::Numbers,
        x_label: words.get(unit).to_owned(),
        panels: vec![Panel {
            names: rows.iter().enumerate().map(|(at, (name, _))| (height(at), name.clone())).collect(),
            layers: vec![
                Layer::new(Role::Observed, words.get("middle"), Shape::Line(line.collect())),
                Layer::new(Role::Estimate, words.get("mean"), Shape::Dots(dots.collect())),
            ],
            ..Panel::default()
        }],
    }
}

impl Results {
    /// School days of pupils by cause; `None` where none is lost.
    #[must_use]
    pub fn causes_figure(&self, words: &Words) -> Option<Figure> {
        let row = |cause: Cause| {
            let days: Vec<f64> =
                self.records.iter().map(|record| record.outcome.pupil_days[cause as usize] as f64).collect();
            (words.get(&format!("cause.{}", cause_word(cause))).to_owned(), Spread::of(&days))
        };
        let rows: Vec<_> = Cause::ALL.into_iter().map(row).filter(|(_, spread)| spread.max > 0.0).collect();
        (!rows.is_empty()).then(|| named(words, &rows, ("by_cause", "days")))
    }

    /// Where infections happened; `None` where none happened.
    #[must_use]
    pub fn layers_figure(&self, words: &Words) -> Option<Figure> {
        let row = |layer: xd_sim::Layer| {
            let cases: Vec<f64> =
                self.records.iter().map(|record| record.outcome.by_layer[layer as usize] as f64).collect();
            (words.get(&format!("layer.{}", layer_word(layer))).to_owned(), Spread::of(&cases))
        };
        let rows: Vec<_> =
            xd_sim::Layer::ALL.into_iter().map(row).filter(|(_, spread)| spread.max > 0.0).collect();
        (!rows.is_empty()).then(|| named(words, &rows, ("where", "infections")))
    }

    /// Days to detection and to the closing of the ring, over schools of all runs.
    #[must_use]
    pub fn delays_figure(&self, words: &Words) -> Option<Figure> {
        let delays = self.delays();
        let panel = |column: &str, title: &str| {
            let points = (0..).map(f64::from).zip(delays.get(column).unwrap_or_default()).collect();
            let bars = Shape::Bars { width: 1.0, points, from: Vec::new() };
            Panel {
                title: words.get(title).to_owned(),
                y_label: words.get("schools").to_owned(),
                layers: vec![Layer::new(Role::Observed, "", bars)],
                ..Panel::default()
            }
        };
        (delays.rows() > 0).then(|| Figure {
            title: words.get("delays").to_owned(),
            axis: Axis::Numbers,
            x_label: words.get("day").to_owned(),
            panels: vec![panel("detection", "detection"), panel("ring_closing", "closing")],
        })
    }
}
