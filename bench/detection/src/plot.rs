//! Pictures of the results, as SVG.

use std::fmt::Write as _;

use crate::methods::Method;
use crate::report::{CRITERIA, Criterion, Outcome, matched};

const COLOURS: [&str; 14] = [
    "#8da0cb", "#66a61e", "#a6761d", "#e7298a", "#1b9e77", "#bbbbbb", "#7570b3", "#666666", "#e6ab02",
    "#a6cee3", "#b2df8a", "#fb9a99", "#cab2d6", "#ff7f00",
];
const OURS: &str = "#d00000";
const PANEL: (f64, f64) = (260.0, 230.0);
const MARGIN: (f64, f64) = (52.0, 40.0);

fn colour(methods: &[Method], at: usize) -> &'static str {
    if methods[at].name == "school" { OURS } else { COLOURS[at % COLOURS.len()] }
}

struct Svg(String);

impl Svg {
    fn new(width: f64, height: f64) -> Self {
        let mut svg = Self(String::new());
        svg.add(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>"
        ));
        svg
    }

    fn add(&mut self, text: &str) {
        // A String takes every write.
        let _ = writeln!(self.0, "{text}");
    }

    fn text(&mut self, (x, y): (f64, f64), anchor: &str, text: &str) {
        self.add(&format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"));
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), style: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(&format!("<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" {style}/>"));
    }

    fn path(&mut self, points: &[(f64, f64)], colour: &str, width: f64) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.add(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            points.join(" ")
        ));
    }

    fn frame(&mut self, (left, top): (f64, f64), title: &str) {
        self.add(&format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#444\"/>",
            PANEL.0, PANEL.1
        ));
        self.text((left + PANEL.0 / 2.0, top - 8.0), "middle", title);
        for tenth in (0..=10).step_by(2) {
            let y = top + PANEL.1 * (1.0 - f64::from(tenth) / 10.0);
            self.line((left, y), (left + PANEL.0, y), "stroke=\"#ddd\"");
            self.text((left - 4.0, y + 4.0), "end", &format!("{}%", tenth * 10));
        }
    }

    fn legend(&mut self, methods: &[Method], (left, top): (f64, f64)) {
        for (at, method) in methods.iter().enumerate() {
            let y = top + 15.0 * at as f64;
            let width = if method.name == "school" { 3.5 } else { 1.8 };
            self.path(&[(left, y), (left + 22.0, y)], colour(methods, at), width);
            self.text((left + 28.0, y + 4.0), "start", method.name);
        }
    }

    fn end(mut self) -> String {
        self.add("</svg>");
        self.0
    }
}

fn left(panel: usize) -> f64 {
    MARGIN.0 + panel as f64 * (PANEL.0 + MARGIN.0)
}

/// Mean probability of detection against false alarms per school year.
pub fn curves(outcomes: &[Outcome], methods: &[Method]) -> String {
    let width = left(outcomes.len()) + 130.0;
    let mut svg = Svg::new(width, PANEL.1 + 2.0 * MARGIN.1 + 20.0);
    for (panel, outcome) in outcomes.iter().enumerate() {
        let corner = (left(panel), MARGIN.1);
        svg.frame(corner, outcome.setting.name);
        // 0.2 to 6 a year, logarithmic.
        let x = |rate: f64| corner.0 + PANEL.0 * ((rate / 0.2).ln() / 30.0_f64.ln()).clamp(0.0, 1.0);
        for rate in [0.25, 0.5, 1.0, 2.0, 4.0] {
            svg.line((x(rate), corner.1), (x(rate), corner.1 + PANEL.1), "stroke=\"#eee\"");
            svg.text((x(rate), corner.1 + PANEL.1 + 14.0), "middle", &rate.to_string());
        }
        svg.text(
            (corner.0 + PANEL.0 / 2.0, corner.1 + PANEL.1 + 30.0),
            "middle",
            "false alarms per school year",
        );
        for at in 0..methods.len() {
            let per_year = |level: &usize| matches!(CRITERIA[*level], Criterion::PerYear(_));
            let points: Vec<(f64, f64)> = (0..CRITERIA.len())
                .filter(per_year)
                .map(|level| {
                    let sum: f64 =
                        outcome.cells.iter().map(|cell| cell.tallies[at][level].probability()).sum();
                    let mean = sum / outcome.cells.len() as f64;
                    (x(outcome.false_alarms[at][level].per_year), corner.1 + PANEL.1 * (1.0 - mean))
                })
                .collect();
            let width = if methods[at].name == "school" { 3.5 } else { 1.8 };
            svg.path(&points, colour(methods, at), width);
        }
    }
    svg.legend(methods, (left(outcomes.len()), MARGIN.1 + 10.0));
    svg.end()
}

/// At the matched rate: the share of outbreaks detected by each school day, for the middle size of each shape.
pub fn delays(outcomes: &[Outcome], methods: &[Method]) -> String {
    let rows = outcomes.len();
    let (width, step) = (left(3) + 130.0, PANEL.1 + MARGIN.1 + 24.0);
    let mut svg = Svg::new(width, MARGIN.1 + step * rows as f64 + 10.0);
    for (row, outcome) in outcomes.iter().enumerate() {
        let middle = outcome.cells.iter().filter(|cell| cell.size == outcome.setting.sizes[1]);
        for (panel, cell) in middle.enumerate() {
            let corner = (left(panel), MARGIN.1 + step * row as f64);
            let title = format!("{}: {}, {} cases", outcome.setting.name, cell.shape.name(), cell.size);
            svg.frame(corner, &title);
            let x = |day: usize| corner.0 + PANEL.0 * day as f64 / 12.0;
            for day in (0..=12).step_by(2) {
                svg.text((x(day), corner.1 + PANEL.1 + 14.0), "middle", &day.to_string());
            }
            for (at, method) in methods.iter().enumerate() {
                let tally = &cell.tallies[at][matched()];
                let mut sum = 0;
                let mut points = Vec::new();
                for (day, count) in tally.delays.iter().enumerate().take(13) {
                    sum += count;
                    let share = sum as f64 / tally.outbreaks as f64;
                    points.push((x(day), corner.1 + PANEL.1 * (1.0 - share)));
                }
                let width = if method.name == "school" { 3.5 } else { 1.8 };
                svg.path(&points, colour(methods, at), width);
            }
        }
    }
    svg.text(
        (left(1) + PANEL.0 / 2.0, MARGIN.1 + step * rows as f64 - 2.0),
        "middle",
        "school days since the first case",
    );
    svg.legend(methods, (left(3), MARGIN.1 + 10.0));
    svg.end()
}
