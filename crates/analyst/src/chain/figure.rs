//! The most likely tree: a line for each case, an arrow from each infector.

use epi_chain::{Forest, Source};

use crate::days::Calendar;
use crate::files::note;
use crate::plot::{Arrow, Axis, Figure, Lang, Layer, Panel, Role, Shape, Words};

use super::linelist::LineList;

/// More cases than this cannot be read in one figure.
const MOST_CASES: usize = 150;

pub(super) fn figure(list: &LineList, forest: &Forest, lang: Lang) -> Figure {
    let words = Words::of(lang);
    let order = order(list, forest);
    if order.len() > MOST_CASES {
        note(format_args!("--plot: the first {MOST_CASES} of {} cases are drawn", order.len()));
    }
    let shown = &order[..order.len().min(MOST_CASES)];
    let mut row = vec![f64::NAN; list.ids.len()];
    for (at, case) in shown.iter().enumerate() {
        // From top to bottom.
        row[*case] = (shown.len() - at) as f64 - 0.5;
    }
    let point = |case: usize| (f64::from(list.cases[case].timing.day()), row[case]);
    let arrow = |case: &usize| match forest.sources()[*case] {
        Source::Case(from) if row[from].is_finite() => {
            Some(Arrow { from: point(from), to: point(*case), weight: forest.probabilities()[*case] })
        }
        _ => None,
    };
    let of = |from_outside: bool| -> Vec<(f64, f64)> {
        let outside = |case: usize| forest.sources()[case] == Source::Community;
        shown.iter().filter(|case| outside(**case) == from_outside).map(|case| point(*case)).collect()
    };
    let layers = vec![
        Layer::new(
            Role::Estimate,
            words.get("chain.link"),
            Shape::Arrows(shown.iter().filter_map(arrow).collect()),
        ),
        Layer::new(Role::Estimate, words.get("chain.inside"), Shape::Dots(of(false))),
        Layer::new(Role::Alarm, words.get("chain.outside"), Shape::Dots(of(true))),
    ];
    let names = shown.iter().map(|case| (row[*case], list.ids[*case].clone())).collect();
    let (axis, x_label) = match list.calendar {
        Calendar::Dates => (Axis::Dates, words.get("axis.date")),
        Calendar::Numbers => (Axis::Numbers, words.get("axis.step")),
    };
    Figure {
        title: words.get("chain.title").to_owned(),
        axis,
        x_label: x_label.to_owned(),
        panels: vec![Panel { names, layers, ..Panel::default() }],
    }
}

/// Each tree whole, a case before those it infected, earlier onsets first.
fn order(list: &LineList, forest: &Forest) -> Vec<usize> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); list.ids.len()];
    for (case, source) in forest.sources().iter().enumerate() {
        if let Source::Case(from) = source {
            children[*from].push(case);
        }
    }
    let day = |case: &usize| std::cmp::Reverse(list.cases[*case].timing.day());
    let mut waiting = forest.roots();
    waiting.sort_by_key(day);
    let mut order = Vec::with_capacity(list.ids.len());
    while let Some(case) = waiting.pop() {
        order.push(case);
        let mut own = std::mem::take(&mut children[case]);
        own.sort_by_key(day);
        waiting.append(&mut own);
    }
    order
}
