//! The figure: cases above, the reproduction number with its interval below.

use epi_rt::LEVELS;

use crate::days::Calendar;
use crate::files::note;
use crate::plot::{Axis, Figure, Lang, Layer, MOST_PANELS, Panel, Role, Shape, Words};
use crate::series::{Series, SeriesFile};

use super::{Found, Method};

pub(super) fn figure(method: Method, (file, found): (&SeriesFile, &[Found]), lang: Lang) -> Figure {
    let words = Words::of(lang);
    let most = MOST_PANELS / 2;
    if file.series.len() > most {
        note(format_args!("--plot: the first {most} of {} series are drawn", file.series.len()));
    }
    let panels = file.series.iter().zip(found).take(most).flat_map(|one| panels(one, &words)).collect();
    let (axis, x_label) = match file.calendar {
        Calendar::Dates => (Axis::Dates, words.get("axis.date")),
        Calendar::Numbers => (Axis::Numbers, words.get("axis.step")),
    };
    let title = words.get(match method {
        Method::Cori => "rt.title_cori",
        Method::WallingaTeunis => "rt.title_cohort",
        Method::Growth => "rt.title_growth",
    });
    Figure { title: title.to_owned(), axis, x_label: x_label.to_owned(), panels }
}

fn panels((series, found): (&Series, &Found), words: &Words) -> Vec<Panel> {
    let mut cases = cases(series, words);
    if let Found::Growth { window, growth, .. } = found {
        let fitted: Vec<_> = (window.start..=window.end)
            .map(|day| {
                let (count, (low, high)) = growth.expected((day - window.start) as f64);
                (f64::from(series.steps[day - 1]), count, low, high)
            })
            .collect();
        let band = fitted.iter().map(|at| (at.0, at.2, at.3)).collect();
        let line = fitted.iter().map(|at| (at.0, at.1)).collect();
        cases.layers.push(Layer::new(Role::Estimate, words.get("rt.interval"), Shape::Ribbon(band)));
        cases.layers.push(Layer::new(Role::Estimate, words.get("rt.growth"), Shape::Line(line)));
        return vec![cases];
    }
    vec![cases, reproduction(series, found, words)]
}

fn cases(series: &Series, words: &Words) -> Panel {
    let along = |values: &[f64]| -> Vec<(f64, f64)> {
        series.steps.iter().zip(values).map(|(step, value)| (f64::from(*step), *value)).collect()
    };
    let local = Shape::Bars { width: 1.0, points: along(series.local()), from: Vec::new() };
    let mut layers = vec![Layer::new(Role::Observed, words.get("rt.local"), local)];
    if !series.imported().is_empty() {
        let imported =
            Shape::Bars { width: 1.0, points: along(series.imported()), from: series.local().to_vec() };
        layers.push(Layer::new(Role::Imported, words.get("rt.imported"), imported));
    }
    Panel { title: series.name.clone(), y_label: words.get("cases").to_owned(), names: Vec::new(), layers }
}

fn reproduction(series: &Series, found: &Found, words: &Words) -> Panel {
    let (low, high, median) = (0, LEVELS.len() - 1, LEVELS.len() / 2);
    let rows = found.rows();
    let x = |end: usize| f64::from(series.steps[end - 1]);
    let band = rows.iter().map(|row| (x(row.window.end), row.quantiles[low], row.quantiles[high])).collect();
    // A cohort has no median: its mean stands for it.
    let middle = rows.iter().map(|row| {
        let median = row.quantiles[median];
        (x(row.window.end), if median.is_nan() { row.mean } else { median })
    });
    let layers = vec![
        Layer::new(Role::Expected, "R = 1", Shape::Level(1.0)),
        Layer::new(Role::Estimate, words.get("rt.interval"), Shape::Ribbon(band)),
        Layer::new(Role::Estimate, words.get("rt.estimate"), Shape::Line(middle.collect())),
    ];
    Panel { title: String::new(), y_label: "R".to_owned(), names: Vec::new(), layers }
}
