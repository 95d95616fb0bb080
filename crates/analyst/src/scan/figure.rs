//! The figure: all cases over time, and those of the likeliest clusters.

use crate::days::Calendar;
use crate::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape, Words};

use super::Found;
use super::units::Units;

/// Clusters that are drawn.
const SHOWN: usize = 5;

pub(super) fn figure(units: &Units, found: &[Found], lang: Lang) -> Figure {
    let words = Words::of(lang);
    let (axis, x_label) = match units.calendar {
        Calendar::Dates => (Axis::Dates, words.get("axis.date")),
        Calendar::Numbers => (Axis::Numbers, words.get("axis.step")),
    };
    let all: Vec<usize> = (0..units.names.len()).collect();
    let mut panels = vec![Panel {
        title: words.get("scan.all").to_owned(),
        y_label: words.get("cases").to_owned(),
        layers: vec![bars(units, &all, (0, Role::Observed, words.get("scan.before")))],
        ..Panel::default()
    }];
    panels.extend(found.iter().take(SHOWN).map(|found| panel(units, found, &words)));
    Figure { title: words.get("scan.title").to_owned(), axis, x_label: x_label.to_owned(), panels }
}

fn panel(units: &Units, found: &Found, words: &Words) -> Panel {
    let p = format!("{:.2e}", found.cluster.p_gumbel);
    let title = words.get("scan.cluster").replace("{unit}", &found.name).replace("{p}", &p);
    let begins = units.steps.len() - found.cluster.days as usize;
    let layers = vec![
        bars(units, &found.units, (0, Role::Observed, words.get("scan.before"))),
        bars(units, &found.units, (begins, Role::Alarm, words.get("scan.window"))),
    ];
    Panel { title, y_label: words.get("cases").to_owned(), layers, ..Panel::default() }
}

fn bars(units: &Units, of: &[usize], (from, role, label): (usize, Role, &str)) -> Layer {
    let days = units.steps.len();
    let sum = |day: usize| of.iter().map(|unit| f64::from(units.cases[unit * days + day])).sum::<f64>();
    let points = (from..days).map(|day| (f64::from(units.steps[day]), sum(day))).collect();
    Layer::new(role, label, Shape::Bars { width: 1.0, points, from: Vec::new() })
}
