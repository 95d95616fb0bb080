use super::scale::{across, nice_step, numbers};
use super::*;

#[test]
fn both_languages_have_the_same_words() {
    let (en, zh) = (Words::of(Lang::En), Words::of(Lang::Zh));
    assert_eq!(en.keys(), zh.keys());
    assert!(!en.keys().is_empty());
    assert_eq!(en.get("no.such.key"), "no.such.key");
}

#[test]
fn every_word_of_the_figures_is_used() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    let mut waiting = vec![folder];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                waiting.push(entry.path());
            } else if entry.path().extension().is_some_and(|end| end == "rs") {
                code += &std::fs::read_to_string(entry.path()).unwrap();
            }
        }
    }
    for key in Words::of(Lang::En).keys() {
        assert!(code.contains(&format!("\"{key}\"")), "{key} is used nowhere");
    }
}

#[test]
fn steps_are_nice_and_ticks_cover_the_range() {
    assert_eq!([nice_step(10.0, 5.0), nice_step(7.0, 5.0), nice_step(0.31, 5.0)], [2.0, 2.0, 0.1]);
    let labels: Vec<String> = numbers(0.0, 1.0, 5.0, 0.0).into_iter().map(|tick| tick.1).collect();
    assert_eq!(labels, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
}

#[test]
fn dates_are_labelled_by_day_month_or_year() {
    let labels = |from: f64, to: f64| -> Vec<String> {
        across(Axis::Dates, from, to, 9.0).into_iter().map(|tick| tick.1).collect()
    };
    assert_eq!(labels(0.0, 3.0), ["1970-01-01", "1970-01-02", "1970-01-03", "1970-01-04"]);
    assert_eq!(labels(0.0, 20.0), ["1970-01-05", "1970-01-12", "1970-01-19"]);
    assert_eq!(labels(10.0, 200.0), ["1970-02", "1970-03", "1970-04", "1970-05", "1970-06", "1970-07"]);
    assert_eq!(
        labels(0.0, 1500.0),
        ["1970-01", "1970-07", "1971-01", "1971-07", "1972-01", "1972-07", "1973-01", "1973-07", "1974-01"]
    );
    assert_eq!(labels(0.0, 3000.0), ["1970", "1971", "1972", "1973", "1974", "1975", "1976", "1977", "1978"]);
}

#[test]
fn a_figure_is_one_document_that_closes_what_it_opens() {
    let layers = vec![
        Layer::new(
            Role::Observed,
            "a & b",
            Shape::Bars { width: 1.0, points: vec![(1.0, 2.0)], from: vec![] },
        ),
        Layer::new(Role::Upper, "u", Shape::Steps(1.0, vec![(1.0, 3.0), (2.0, f64::NAN), (3.0, 1.0)])),
        Layer::new(Role::Estimate, "r", Shape::Ribbon(vec![(1.0, 0.5, 1.5), (2.0, 0.4, 1.2)])),
        Layer::new(Role::Alarm, "!", Shape::Marks(vec![(1.0, 2.0)])),
    ];
    let panel = Panel { title: "<p>".to_owned(), y_label: "y".to_owned(), names: vec![], layers };
    let figure =
        Figure { title: "T".to_owned(), axis: Axis::Numbers, x_label: "x".to_owned(), panels: vec![panel] };
    let svg = figure.svg();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("a &amp; b") && svg.contains("&lt;p&gt;") && !svg.contains("NaN"), "{svg}");
    // A line that is broken where a value is missing begins twice.
    let steps = svg.lines().find(|line| line.contains("#b4452c") && line.contains("<path")).unwrap();
    assert_eq!(steps.matches('M').count(), 2, "{steps}");
}
