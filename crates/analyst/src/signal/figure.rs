//! The figure: for each series what was observed, what was ordinary, and the alarms.

use crate::days::Calendar;
use crate::files::note;
use crate::plot::{Axis, Figure, Lang, Layer, MOST_PANELS, Panel, Role, Shape, Words};
use crate::series::{Series, SeriesFile};

use super::{COUNT, Judged, Method};

pub(super) fn figure(method: Method, (file, judged): (&SeriesFile, &[Judged]), lang: Lang) -> Figure {
    let words = Words::of(lang);
    if file.series.len() > MOST_PANELS {
        note(format_args!("--plot: the first {MOST_PANELS} of {} series are drawn", file.series.len()));
    }
    let panels = file.series.iter().zip(judged).take(MOST_PANELS).map(|one| panel(one, &words)).collect();
    let (axis, x_label) = match file.calendar {
        Calendar::Dates => (Axis::Dates, words.get("axis.date")),
        Calendar::Numbers => (Axis::Numbers, words.get("axis.step")),
    };
    let title = words.get("signal.title").replace("{method}", &method.name());
    Figure { title, axis, x_label: x_label.to_owned(), panels }
}

fn panel((series, judged): (&Series, &Judged), words: &Words) -> Panel {
    let width = match series.steps.len() {
        0 | 1 => 1.0,
        steps => f64::from(series.steps[steps - 1] - series.steps[0]) / (steps - 1) as f64,
    };
    let x = |at: usize| f64::from(series.steps[at]);
    let observed = (0..series.steps.len()).map(|at| (x(at), series.values[COUNT][at])).collect();
    let found = &judged.outcomes;
    let along = |values: &[f64]| -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(row, value)| (x(judged.first + row), *value)).collect()
    };
    let alarms = (0..found.len()).filter(|row| found.alarm[*row]).map(|row| judged.first + row);
    let alarms = alarms.map(|at| (x(at), series.values[COUNT][at])).collect();
    let bars = Shape::Bars { width, points: observed, from: Vec::new() };
    let layers = vec![
        Layer::new(Role::Observed, words.get("signal.observed"), bars),
        Layer::new(Role::Expected, words.get("signal.expected"), Shape::Line(along(&found.expected))),
        Layer::new(Role::Upper, words.get("signal.upper"), Shape::Steps(width, along(&found.upper))),
        Layer::new(Role::Alarm, words.get("signal.alarm"), Shape::Marks(alarms)),
    ];
    Panel { title: series.name.clone(), y_label: words.get("cases").to_owned(), names: Vec::new(), layers }
}
