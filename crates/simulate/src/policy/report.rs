//! The report of a search and of an explanation, one page each.

use xd_sim::{Candidate, Choice, Estimate, Explained, Setting, Standing};

use super::tables::{WAYS, standing, way};
use super::{Results, Told, figure};
use crate::page::{Part, escape, page};
use crate::words::{Words, short};

pub(super) fn searched(results: &Results<'_>) -> String {
    page("search.title", |part| {
        scene(part, results);
        for other in 1..results.found.objectives.len() {
            let svg = figure::front(results, other, part.words.lang);
            part.figure(&svg);
        }
        let front = results.found.front();
        let heading = part.words.get("front.title").to_owned();
        part.heading(2, &heading);
        candidates(part, results, &front);
        results.told.iter().for_each(|told| explanation(part, told));
        let rest: Vec<usize> = (0..results.found.ran.len()).filter(|at| !front.contains(at)).collect();
        let title = part.words.get("front.others").to_owned();
        part.folded(&title, |part| candidates(part, results, &rest));
    })
}

pub(super) fn explained(told: &Told) -> String {
    page("search.title", |part| explanation(part, told))
}

fn scene(part: &mut Part, results: &Results<'_>) {
    let (scenario, search) = (&results.scene.loaded.scenario, &results.search);
    let scene = part.words.fill(
        "search.scene",
        &[
            ("scenario", scenario.name.clone()),
            ("disease", scenario.disease.slug.clone()),
            ("days", scenario.days.to_string()),
            ("people", results.scene.school_people().to_string()),
            ("candidates", results.found.candidates.len().to_string()),
            ("replicates", results.found.replicates().to_string()),
            ("seed", results.scene.seed.to_string()),
        ],
    );
    part.paragraph(&scene);
    let promise = part.words.fill(
        "search.promise",
        &[
            ("error", short(search.error)),
            ("share", short(search.share_tolerance)),
            ("mean", short(search.mean_tolerance)),
            ("level", short(1.0 - search.error)),
        ],
    );
    part.paragraph(&promise);
}

fn candidates(part: &mut Part, results: &Results<'_>, which: &[usize]) {
    let words = &part.words;
    let head =
        ["front.number", "front.choices", "standing", "replicates"].map(|key| words.get(key).to_owned());
    let objectives =
        results.found.objectives.iter().map(|objective| words.get(&figure::key(*objective)).to_owned());
    let head: Vec<String> = head.into_iter().chain(objectives).collect();
    let row = |at: &usize| {
        let (candidate, ran) = (&results.found.candidates[*at], &results.found.ran[*at]);
        let stands = match ran.standing {
            Standing::Beaten { by } => words.fill("beaten", &[("by", (by + 1).to_string())]),
            other => words.get(standing(other)).to_owned(),
        };
        let head =
            [(at + 1).to_string(), choices(candidate, words), escape(&stands), ran.replicates.to_string()];
        head.into_iter().chain(ran.estimates.iter().map(figures)).collect()
    };
    let rows: Vec<Vec<String>> = which.iter().map(row).collect();
    part.table(&head, &rows);
}

fn choices(candidate: &Candidate, words: &Words) -> String {
    let one = |choice: &Choice| match choice {
        Choice::On { measure } => words.fill("on", &[("measure", measure.clone())]),
        Choice::Off { measure } => words.fill("off", &[("measure", measure.clone())]),
        Choice::Set(Setting { measure, parameter, value }) => words.fill(
            "set",
            &[("measure", measure.clone()), ("parameter", parameter.clone()), ("value", value.to_string())],
        ),
    };
    let mut lines: Vec<String> = candidate.choices.iter().map(|choice| escape(&one(choice))).collect();
    if !candidate.name.is_empty() {
        lines.insert(0, format!("<b>{}</b>", escape(&candidate.name)));
    }
    if lines.is_empty() {
        lines.push(escape(words.get("search.as_given")));
    }
    lines.join("<br>")
}

fn figures(estimate: &Estimate) -> String {
    format!("{} <small>{}–{}</small>", short(estimate.value), short(estimate.low), short(estimate.high))
}

fn explanation(part: &mut Part, told: &Told) {
    let title = match told.number {
        Some(number) => part.words.fill("explain.title", &[("number", number.to_string())]),
        None => part.words.get("explain.title_given").to_owned(),
    };
    part.heading(2, &title);
    let Explained { objectives, none, all, exact, measures } = &told.explained;
    let how = part.words.get(if *exact { "explain.exact" } else { "explain.drawn" }).to_owned();
    part.paragraph(&(how + " " + part.words.get("explain.figure")));
    for (at, objective) in objectives.iter().enumerate() {
        let words = &part.words;
        let title = words.get(&figure::key(*objective)).to_owned();
        let largest = measures.iter().map(|worth| worth.shapley[at].value.abs()).fold(0.0, f64::max);
        let head = ["measure", "", "shapley", "last", "alone"].map(|key| words.get(key).to_owned());
        let mut rows: Vec<Vec<String>> = measures
            .iter()
            .map(|worth| {
                let bar = bar(worth.shapley[at].value, largest);
                let ways = WAYS.map(|name| figures(&way(worth, name)[at]));
                [escape(&worth.measure), bar].into_iter().chain(ways).collect()
            })
            .collect();
        for (key, estimate) in [("none", &none[at]), ("all", &all[at])] {
            let label = format!("<b>{}</b>", escape(words.get(key)));
            rows.push(vec![label, String::new(), figures(estimate), String::new(), String::new()]);
        }
        part.heading(3, &title);
        part.table(&head, &rows);
    }
}

/// A bar to the left below 0, to the right above.
fn bar(value: f64, largest: f64) -> String {
    let length = if largest > 0.0 { 60.0 * value.abs() / largest } else { 0.0 };
    let (from, colour) = if value < 0.0 { (60.0 - length, "#1f5f8b") } else { (60.0, "#b4452c") };
    format!(
        "<svg width=\"120\" height=\"12\"><rect x=\"{from:.1}\" width=\"{length:.1}\" height=\"12\" fill=\"{colour}\"/>\
         <line x1=\"60\" x2=\"60\" y2=\"12\" stroke=\"#5b6770\"/></svg>"
    )
}
