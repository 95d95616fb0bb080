//! The front as figures: the first objective against each of the others.

use xd_analyst::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape};
use xd_sim::{Objective, Standing};

use super::Results;
use crate::words::{LANGS, Words};

/// The words of an objective.
pub(super) fn key(objective: Objective) -> String {
    format!("objective.{}", objective.name())
}

/// The first objective above the one of this number.
pub(super) fn front(results: &Results<'_>, other: usize, lang: Lang) -> String {
    let (words, found) = (Words::policy(lang), &results.found);
    let points = |wanted: &dyn Fn(Standing) -> bool| {
        let there = found.ran.iter().filter(|ran| wanted(ran.standing));
        there.map(|ran| (ran.estimates[other].value, ran.estimates[0].value)).collect::<Vec<_>>()
    };
    let stopped =
        points(&|standing| matches!(standing, Standing::Beaten { .. } | Standing::OverLimit { .. }));
    let mut bars = Vec::new();
    for ran in found.ran.iter().filter(|ran| ran.standing == Standing::Front) {
        let (x, y) = (ran.estimates[other], ran.estimates[0]);
        let gap = (f64::NAN, f64::NAN);
        bars.extend([(x.value, y.low), (x.value, y.high), gap, (x.low, y.value), (x.high, y.value), gap]);
    }
    let layers = vec![
        Layer::new(Role::Imported, words.get("search.stopped"), Shape::Dots(stopped)),
        Layer::new(
            Role::Observed,
            words.get("possible"),
            Shape::Dots(points(&|standing| standing == Standing::Possible)),
        ),
        Layer::new(Role::Expected, "", Shape::Line(bars)),
        Layer::new(
            Role::Estimate,
            words.get("front"),
            Shape::Dots(points(&|standing| standing == Standing::Front)),
        ),
    ];
    let y_label = words.get(&key(found.objectives[0])).to_owned();
    Figure {
        title: words.get("front.title").to_owned(),
        axis: Axis::Numbers,
        x_label: words.get(&key(found.objectives[other])).to_owned(),
        panels: vec![Panel { title: String::new(), y_label, names: Vec::new(), layers }],
    }
    .svg()
}

/// Every figure with its file.
pub(super) fn files(results: &Results<'_>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for other in 1..results.found.objectives.len() {
        for (lang, code) in LANGS {
            let name = format!("front-{}.{code}.svg", results.found.objectives[other].name());
            files.push((name, front(results, other, lang)));
        }
    }
    files
}
