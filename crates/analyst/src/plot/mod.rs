//! Figures as SVG: panels one below the other that share the axis of time (or of whatever `x` is).

mod draw;
mod scale;
mod words;

pub use words::{Lang, Words};

/// What the horizontal axis counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Days since 1970-01-01, labelled as dates.
    Dates,
    /// Plain numbers.
    Numbers,
}

/// What a layer shows; decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What was observed.
    Observed,
    /// What came from elsewhere.
    Imported,
    /// What was expected, or a level to compare with.
    Expected,
    /// The bound of what is ordinary.
    Upper,
    /// An alarm.
    Alarm,
    /// An estimate and its interval.
    Estimate,
}

/// Something drawn in a panel. Points with a NaN are left out; a line is broken there.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A bar of this width around each x.
    Bars {
        /// In units of x.
        width: f64,
        /// Where and how high.
        points: Vec<(f64, f64)>,
        /// From where each bar rises; empty for 0.
        from: Vec<f64>,
    },
    /// A line from point to point.
    Line(Vec<(f64, f64)>),
    /// A line that keeps its height over a step of this width around each x.
    Steps(f64, Vec<(f64, f64)>),
    /// The area between two lines: x, low, high.
    Ribbon(Vec<(f64, f64, f64)>),
    /// A mark above each point.
    Marks(Vec<(f64, f64)>),
    /// A dot at each point.
    Dots(Vec<(f64, f64)>),
    /// A level line from edge to edge.
    Level(f64),
    /// An arrow from a point to another, the wider and darker the nearer its weight is to 1.
    Arrows(Vec<Arrow>),
}

/// An arrow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrow {
    /// Where it begins.
    pub from: (f64, f64),
    /// Where it ends.
    pub to: (f64, f64),
    /// 0 to 1.
    pub weight: f64,
}

/// A shape with its colour and its entry in the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it shows.
    pub role: Role,
    /// Its words in the legend; empty for none.
    pub label: String,
    /// What is drawn.
    pub shape: Shape,
}

impl Layer {
    /// A layer.
    pub fn new(role: Role, label: &str, shape: Shape) -> Self {
        Self { role, label: label.to_owned(), shape }
    }
}

/// One panel.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Panel {
    /// Above the panel; empty for none.
    pub title: String,
    /// What its vertical axis counts.
    pub y_label: String,
    /// Names at heights, in the place of numbers on the vertical axis; empty for numbers.
    pub names: Vec<(f64, String)>,
    /// What is drawn, from back to front.
    pub layers: Vec<Layer>,
}

/// A whole figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// At the top.
    pub title: String,
    /// What x counts.
    pub axis: Axis,
    /// Below the axis.
    pub x_label: String,
    /// One below the other.
    pub panels: Vec<Panel>,
}

/// More panels than this are not drawn: a figure is looked at by a person.
pub const MOST_PANELS: usize = 12;

impl Figure {
    /// The figure as a document.
    #[must_use]
    pub fn svg(&self) -> String {
        draw::figure(self)
    }
}

#[cfg(test)]
mod tests;
