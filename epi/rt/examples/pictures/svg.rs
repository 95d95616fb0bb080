//! As much of SVG as the examples need.

use std::fmt::Write as _;

/// Width of every picture.
pub const WIDTH: f64 = 760.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;

/// Where a value comes to lie in a panel: data to pixels along one axis.
#[derive(Clone, Copy)]
pub struct Axis {
    pub low: f64,
    pub high: f64,
    pub logarithmic: Scale,
}

/// How an axis is divided.
#[derive(Clone, Copy, PartialEq)]
pub enum Scale {
    Linear,
    Logarithmic,
}

impl Axis {
    fn share(self, value: f64) -> f64 {
        let place = |x: f64| if self.logarithmic == Scale::Linear { x } else { x.ln() };
        let value = value.clamp(self.low, self.high);
        (place(value) - place(self.low)) / (place(self.high) - place(self.low))
    }
}

/// A panel: days along, values up.
pub struct Panel {
    pub top: f64,
    pub height: f64,
    pub days: (f64, f64),
    pub values: Axis,
    out: String,
}

impl Panel {
    pub fn new(top: f64, height: f64, days: (f64, f64), values: Axis) -> Self {
        Self { top, height, days, values, out: String::new() }
    }

    fn x(&self, day: f64) -> f64 {
        LEFT + (day - self.days.0) / (self.days.1 - self.days.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.values.share(value))
    }

    fn add(&mut self, element: std::fmt::Arguments) {
        let _ = writeln!(self.out, "{element}");
    }

    /// Frame, ticks at the values and days given, title above.
    pub fn frame(&mut self, title: &str, values: &[f64], days: &[f64]) {
        let (bottom, right) = (self.top + self.height, WIDTH - RIGHT);
        let above = self.top - 8.0;
        self.add(format_args!("<text x='{LEFT}' y='{above:.1}' font-weight='bold'>{title}</text>"));
        for &value in values {
            let y = self.y(value);
            self.add(format_args!("<path d='M{LEFT} {y:.1}H{right}' stroke='#ddd'/>"));
            let below = y + 4.0;
            self.add(format_args!(
                "<text x='{:.1}' y='{below:.1}' text-anchor='end'>{value}</text>",
                LEFT - 6.0
            ));
        }
        for &day in days {
            let (x, below) = (self.x(day), bottom + 16.0);
            self.add(format_args!("<text x='{x:.1}' y='{below:.1}' text-anchor='middle'>{day}</text>"));
        }
        self.add(format_args!("<path d='M{LEFT} {bottom:.1}H{right}' stroke='#444'/>"));
    }

    pub fn bars(&mut self, bars: &[(f64, f64)], fill: &str) {
        let width = 0.8 * (self.x(1.0) - self.x(0.0));
        for &(day, value) in bars {
            let (x, y) = (self.x(day) - 0.5 * width, self.y(value));
            let height = self.top + self.height - y;
            self.add(format_args!(
                "<rect x='{x:.1}' y='{y:.1}' width='{width:.1}' height='{height:.1}' fill='{fill}'/>"
            ));
        }
    }

    pub fn line(&mut self, points: &[(f64, f64)], style: &str) {
        let path = self.path(points.iter().copied());
        self.add(format_args!("<path d='M{path}' fill='none' {style}/>"));
    }

    /// Area between lower and upper values.
    pub fn band(&mut self, points: &[(f64, (f64, f64))], fill: &str) {
        let there = points.iter().map(|&(day, (low, _))| (day, low));
        let back = points.iter().rev().map(|&(day, (_, high))| (day, high));
        let path = self.path(there.chain(back));
        self.add(format_args!("<path d='M{path}Z' fill='{fill}'/>"));
    }

    pub fn dots(&mut self, points: &[(f64, f64)], fill: &str) {
        for &(day, value) in points {
            let (x, y) = (self.x(day), self.y(value));
            self.add(format_args!("<circle cx='{x:.1}' cy='{y:.1}' r='4' fill='{fill}'/>"));
        }
    }

    pub fn note(&mut self, day: f64, value: f64, text: &str) {
        let (x, y) = (self.x(day), self.y(value));
        self.add(format_args!("<text x='{x:.1}' y='{y:.1}'>{text}</text>"));
    }

    fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        points
            .map(|(day, value)| format!("{:.1} {:.1}", self.x(day), self.y(value)))
            .collect::<Vec<_>>()
            .join("L")
    }
}

/// The panels as one picture.
pub fn picture(height: f64, panels: &[Panel]) -> String {
    let inside: String = panels.iter().map(|panel| panel.out.as_str()).collect();
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' font-family='sans-serif' font-size='13'>\n\
         <rect width='{WIDTH}' height='{height}' fill='#fff'/>\n{inside}</svg>\n"
    )
}
