//! The document.

use std::fmt::Write as _;

use super::scale::{self, Scale};
use super::{Arrow, Figure, Layer, Panel, Role, Shape};

const WIDTH: f64 = 960.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 24.0;
const HEAD: f64 = 58.0;
const FOOT: f64 = 48.0;
const GAP: f64 = 34.0;
const FONT: &str = "system-ui, 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'Microsoft YaHei', sans-serif";

impl Role {
    fn colour(self) -> &'static str {
        match self {
            Self::Observed => "#8fb0cc",
            Self::Imported => "#d9b36c",
            Self::Expected => "#5b6770",
            Self::Upper => "#b4452c",
            Self::Alarm => "#c8102e",
            Self::Estimate => "#1f5f8b",
        }
    }

    fn dashes(self) -> &'static str {
        if self == Self::Expected { " stroke-dasharray=\"5 4\"" } else { "" }
    }
}

/// A document under way.
struct Canvas {
    text: String,
    x: Scale,
    y: Scale,
}

pub(super) fn figure(figure: &Figure) -> String {
    let tall = match figure.panels.len() {
        0 | 1 => 320.0,
        2 => 230.0,
        _ => 150.0,
    };
    // Names need room for their letters.
    let names = figure.panels.iter().map(|panel| panel.names.len()).max().unwrap_or(0);
    let tall = f64::max(tall, 15.0 * names as f64);
    let panels = figure.panels.len().max(1) as f64;
    let height = HEAD + panels * tall + (panels - 1.0) * GAP + FOOT;
    let mut canvas = Canvas {
        text: String::new(),
        x: across(figure),
        y: Scale { from: 0.0, to: 1.0, start: 0.0, end: 0.0 },
    };
    canvas.open(&figure.title, height);
    canvas.legend(figure);
    let mut top = HEAD;
    for panel in &figure.panels {
        canvas.panel(figure, panel, (top, top + tall));
        top += tall + GAP;
    }
    canvas.foot(figure, top - GAP);
    canvas.text.push_str("</svg>\n");
    canvas.text
}

/// The horizontal scale, shared by all panels.
fn across(figure: &Figure) -> Scale {
    let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
    for shape in figure.panels.iter().flat_map(|panel| &panel.layers).map(|layer| &layer.shape) {
        let (half, xs) = shape.reach();
        for x in xs {
            from = from.min(x - half);
            to = to.max(x + half);
        }
    }
    if from > to {
        (from, to) = (0.0, 1.0);
    }
    Scale { from, to, start: LEFT, end: WIDTH - RIGHT }
}

impl Shape {
    /// Half the width of its marks and where they stand.
    fn reach(&self) -> (f64, Vec<f64>) {
        match self {
            Self::Bars { width, points, .. } | Self::Steps(width, points) => {
                (width / 2.0, points.iter().map(|point| point.0).collect())
            }
            Self::Line(points) | Self::Marks(points) | Self::Dots(points) => {
                (0.0, points.iter().map(|point| point.0).collect())
            }
            Self::Ribbon(points) => (0.0, points.iter().map(|point| point.0).collect()),
            Self::Level(_) => (0.0, Vec::new()),
            Self::Arrows(arrows) => (0.0, arrows.iter().flat_map(|a| [a.from.0, a.to.0]).collect()),
        }
    }

    fn heights(&self) -> Vec<f64> {
        match self {
            Self::Bars { points, .. }
            | Self::Steps(_, points)
            | Self::Line(points)
            | Self::Marks(points)
            | Self::Dots(points) => points.iter().map(|point| point.1).collect(),
            Self::Ribbon(points) => points.iter().flat_map(|point| [point.1, point.2]).collect(),
            Self::Level(y) => vec![*y],
            Self::Arrows(arrows) => arrows.iter().flat_map(|a| [a.from.1, a.to.1]).collect(),
        }
    }
}

impl Canvas {
    fn open(&mut self, title: &str, height: f64) {
        let title = escape(title);
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             height=\"{height}\" role=\"img\" font-family=\"{FONT}\" font-size=\"12\">\n<title>{title}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
             <text x=\"{LEFT}\" y=\"24\" font-size=\"16\" font-weight=\"600\" fill=\"#1c2a33\">{title}</text>"
        ));
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // A String takes every write.
        let _ = writeln!(self.text, "{text}");
    }

    /// Each label once, in the order of the layers.
    fn legend(&mut self, figure: &Figure) {
        let mut shown: Vec<&str> = Vec::new();
        let mut left = LEFT;
        for layer in figure.panels.iter().flat_map(|panel| &panel.layers) {
            if layer.label.is_empty() || shown.contains(&layer.label.as_str()) {
                continue;
            }
            shown.push(&layer.label);
            self.key(layer, left);
            let (x, label) = (left + 24.0, escape(&layer.label));
            self.put(format_args!("<text x=\"{x:.1}\" y=\"46\" fill=\"#3b4a54\">{label}</text>"));
            left += 24.0 + text_width(&layer.label) + 22.0;
        }
    }

    fn key(&mut self, layer: &Layer, left: f64) {
        let (colour, dashes) = (layer.role.colour(), layer.role.dashes());
        let right = left + 18.0;
        match &layer.shape {
            Shape::Bars { .. } => self.put(format_args!(
                "<rect x=\"{left:.1}\" y=\"36\" width=\"18\" height=\"11\" fill=\"{colour}\"/>"
            )),
            Shape::Ribbon(_) => self.put(format_args!(
                "<rect x=\"{left:.1}\" y=\"36\" width=\"18\" height=\"11\" fill=\"{colour}\" fill-opacity=\"0.2\"/>"
            )),
            Shape::Marks(_) => self.mark(left + 9.0, 46.0, colour),
            Shape::Dots(_) => self.put(format_args!(
                "<circle cx=\"{:.1}\" cy=\"42\" r=\"4\" fill=\"{colour}\"/>",
                left + 9.0
            )),
            Shape::Line(_) | Shape::Steps(..) | Shape::Level(_) | Shape::Arrows(_) => self.put(format_args!(
                "<line x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"42\" y2=\"42\" stroke=\"{colour}\" \
                 stroke-width=\"2\"{dashes}/>"
            )),
        }
    }

    fn panel(&mut self, figure: &Figure, panel: &Panel, (top, bottom): (f64, f64)) {
        let heights = panel.layers.iter().flat_map(|layer| layer.shape.heights());
        let highest = heights.filter(|y| y.is_finite()).fold(0.0, f64::max);
        let named = !panel.names.is_empty();
        let to = if named { panel.names.len() as f64 } else { top_of(highest) };
        self.y = Scale { from: 0.0, to, start: bottom, end: top };
        self.grid(figure, panel, (top, bottom));
        for layer in &panel.layers {
            self.layer(layer);
        }
        let (left, right) = (self.x.start, self.x.end);
        self.put(format_args!(
            "<line x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{bottom:.1}\" y2=\"{bottom:.1}\" stroke=\"#3b4a54\"/>"
        ));
        if !panel.title.is_empty() {
            let (y, title) = (top - 6.0, escape(&panel.title));
            self.put(format_args!(
                "<text x=\"{right:.1}\" y=\"{y:.1}\" text-anchor=\"end\" font-weight=\"600\" fill=\"#3b4a54\">{title}</text>"
            ));
        }
    }

    fn grid(&mut self, figure: &Figure, panel: &Panel, (top, bottom): (f64, f64)) {
        let (left, right) = (self.x.start, self.x.end);
        let ticks = if panel.names.is_empty() {
            scale::numbers(0.0, self.y.to, ((bottom - top) / 45.0).max(2.0), 0.0)
        } else {
            panel.names.clone()
        };
        for (value, label) in ticks {
            let (y, text, label) = (self.y.at(value), left - 8.0, escape(&label));
            self.put(format_args!(
                "<line x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#e6eaed\"/>\
                 <text x=\"{text:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#5b6770\">{label}</text>",
                y + 4.0
            ));
        }
        for (value, _) in scale::across(figure.axis, self.x.from, self.x.to, 9.0) {
            let x = self.x.at(value);
            self.put(format_args!(
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{bottom:.1}\" y2=\"{:.1}\" stroke=\"#3b4a54\"/>",
                bottom + 5.0
            ));
        }
        let (middle, label) = (0.5 * (top + bottom), escape(&panel.y_label));
        self.put(format_args!(
            "<text transform=\"translate(20 {middle:.1}) rotate(-90)\" text-anchor=\"middle\" fill=\"#3b4a54\">{label}</text>"
        ));
    }

    fn foot(&mut self, figure: &Figure, bottom: f64) {
        for (value, label) in scale::across(figure.axis, self.x.from, self.x.to, 9.0) {
            let (x, y, label) = (self.x.at(value), bottom + 20.0, escape(&label));
            self.put(format_args!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" fill=\"#5b6770\">{label}</text>"
            ));
        }
        let (x, y, label) = (0.5 * (self.x.start + self.x.end), bottom + 40.0, escape(&figure.x_label));
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\" fill=\"#3b4a54\">{label}</text>"
        ));
    }

    fn layer(&mut self, layer: &Layer) {
        let colour = layer.role.colour();
        match &layer.shape {
            Shape::Bars { width, points, from } => self.bars(*width, (points, from), colour),
            Shape::Line(points) => self.path(&self.runs(points, 0.0), layer.role),
            Shape::Steps(width, points) => self.path(&self.runs(points, width / 2.0), layer.role),
            Shape::Ribbon(points) => self.ribbon(points, colour),
            Shape::Marks(points) => {
                for (x, y) in points.iter().filter(|point| point.1.is_finite()) {
                    let (x, y) = (self.x.at(*x), self.y.at(*y));
                    self.mark(x, y - 3.0, colour);
                }
            }
            Shape::Dots(points) => self.dots(points, colour),
            Shape::Level(y) => {
                let ends = [(self.x.from, *y), (self.x.to, *y)];
                self.path(&self.runs(&ends, 0.0), layer.role);
            }
            Shape::Arrows(arrows) => arrows.iter().for_each(|arrow| self.arrow(arrow, colour)),
        }
    }

    fn bars(&mut self, width: f64, (points, from): (&[(f64, f64)], &[f64]), colour: &str) {
        let pixels = width * self.x.unit();
        // Bars of some width leave a gap between them; hair-thin ones would vanish in it.
        let drawn = if pixels > 3.0 { pixels - 1.0 } else { pixels };
        let mut path = String::new();
        for (at, (x, y)) in points.iter().enumerate().filter(|(_, point)| point.1 > 0.0) {
            let low = from.get(at).copied().unwrap_or(0.0);
            let (left, floor, top) = (self.x.at(*x) - drawn / 2.0, self.y.at(low), self.y.at(low + y));
            let _ = write!(path, "M{left:.1} {floor:.1}V{top:.1}h{drawn:.2}V{floor:.1}z");
        }
        self.put(format_args!("<path d=\"{path}\" fill=\"{colour}\"/>"));
    }

    /// A path through all points that are defined, begun anew after each gap.
    fn runs(&self, points: &[(f64, f64)], half: f64) -> String {
        let mut path = String::new();
        let mut pen = 'M';
        for (x, y) in points {
            if !y.is_finite() {
                pen = 'M';
                continue;
            }
            let (left, right, y) =
                (self.x.at(x - half), self.x.at(x + half), self.y.at(*y).max(self.y.end - 4.0));
            let _ = write!(path, "{pen}{left:.1} {y:.1}");
            if half > 0.0 {
                let _ = write!(path, "H{right:.1}");
            }
            pen = 'L';
        }
        path
    }

    fn path(&mut self, path: &str, role: Role) {
        let (colour, dashes) = (role.colour(), role.dashes());
        self.put(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-linejoin=\"round\"{dashes}/>"
        ));
    }

    fn ribbon(&mut self, points: &[(f64, f64, f64)], colour: &str) {
        let whole = |point: &&(f64, f64, f64)| point.1.is_finite() && point.2.is_finite();
        for run in points.split(|point| !whole(&point)).filter(|run| !run.is_empty()) {
            let mut path = String::new();
            let there = run.iter().map(|point| (point.0, point.1));
            let back = run.iter().rev().map(|point| (point.0, point.2));
            for (at, (x, y)) in there.chain(back).enumerate() {
                let (pen, x) = (if at == 0 { 'M' } else { 'L' }, self.x.at(x));
                let y = self.y.at(y).max(self.y.end);
                let _ = write!(path, "{pen}{x:.1} {y:.1}");
            }
            self.put(format_args!("<path d=\"{path}z\" fill=\"{colour}\" fill-opacity=\"0.2\"/>"));
        }
    }

    fn dots(&mut self, points: &[(f64, f64)], colour: &str) {
        for (x, y) in points.iter().filter(|point| point.1.is_finite()) {
            let (x, y) = (self.x.at(*x), self.y.at(*y));
            self.put(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\" stroke=\"#ffffff\"/>"
            ));
        }
    }

    fn arrow(&mut self, arrow: &Arrow, colour: &str) {
        let (x1, y1) = (self.x.at(arrow.from.0), self.y.at(arrow.from.1));
        let (x2, y2) = (self.x.at(arrow.to.0), self.y.at(arrow.to.1));
        let (width, opacity) = (0.8 + 1.6 * arrow.weight, 0.25 + 0.75 * arrow.weight);
        let bend = x1 + 0.5 * (x2 - x1);
        self.put(format_args!(
            "<path d=\"M{x1:.1} {y1:.1}C{bend:.1} {y1:.1} {bend:.1} {y2:.1} {x2:.1} {y2:.1}\" fill=\"none\" \
             stroke=\"{colour}\" stroke-width=\"{width:.2}\" stroke-opacity=\"{opacity:.2}\"/>"
        ));
    }

    fn mark(&mut self, x: f64, y: f64, colour: &str) {
        self.put(format_args!("<path d=\"M{x:.1} {y:.1}l-4.5 -8h9z\" fill=\"{colour}\"/>"));
    }
}

/// Room above the highest value, for marks.
fn top_of(highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    let step = scale::nice_step(highest, 5.0);
    (highest * 1.06 / step).ceil() * step
}

/// About how wide a text is drawn; Chinese letters are square.
fn text_width(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii() { 6.4 } else { 12.0 }).sum()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
