//! `xiaodun policy` and `xiaodun simulate calibrate` as a user runs them: files in, files out, refusals with their place.

use std::path::{Path, PathBuf};

use clap::Parser;
use serde_json::Value as Json;
use xd_simulate::SimulateError;
use xd_simulate::command::{SimulateArgs, run};
use xd_simulate::policy::{PolicyCommand, run as run_policy};
use xd_simulate::words::Words;

use crate::schema::gallery;

#[derive(Parser)]
enum Cli {
    #[command(subcommand)]
    Policy(PolicyCommand),
    Simulate(Box<SimulateArgs>),
}

fn xiaodun(words: &[&str]) -> Result<(), SimulateError> {
    match Cli::try_parse_from(["xiaodun"].iter().chain(words)).unwrap_or_else(|error| panic!("{error}")) {
        Cli::Policy(command) => run_policy(&command),
        Cli::Simulate(args) => run(&args),
    }
}

fn json(file: PathBuf) -> Json {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// A school of six classes, three measures, five candidates.
const SMALL: &str = r#"name = "small"
days = 40
disease = "influenza-pandemic"
[population]
grades = 3
classes_per_grade = 2
class_size = 25
[[introductions]]
day = 0
count = 3
who = "pupils"
[tests.rapid]
sensitivity = 0.8
specificity = 1.0
days_before = 0
days_after = 0
result_hours = 0
[[measures]]
name = "sick leave"
compliance = 0.6
trigger = { when = "always", from = 0, to = 40 }
action = { kind = "stay_home", well_days = 2, at_least_days = 3 }
[[measures]]
name = "rapid tests"
trigger = { when = "always", from = 0, to = 40 }
action = { kind = "screen", test = "rapid", every_days = 7.0, rhythm = "together", who = "pupils", pool = 1, dilution_loss = 0.0 }
[[measures]]
name = "isolation"
trigger = { when = "each_case", basis = "confirmed" }
action = { kind = "isolate", days = 5 }
[[clusters]]
name = "ten in a week"
basis = "onset"
scope = "school"
cases = 10
window_days = 7
[search]
replicates = 60
[[search.knobs]]
measure = "rapid tests"
parameter = "every_days"
values = [3.5, 7.0]
or_off = true
[[search.candidates]]
name = "nothing"
without = ["sick leave", "rapid tests", "isolation"]
[[search.candidates]]
name = "tests alone"
without = ["sick leave", "isolation"]
"#;

fn written(folder: &Path, text: &str) -> String {
    let file = folder.join("scenario.toml");
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

#[test]
fn a_search_from_file_to_report() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = written(folder.path(), SMALL);
    let at = |name: &str| folder.path().join(name);
    let search = |out: &str, threads: &str| {
        let out = at(out).display().to_string();
        let effort = ["--explain", "2", "--explain-replicates", "20"];
        let args = ["policy", "search", "--scenario", &scenario, "--threads", threads, "--out", &out];
        xiaodun(&[&args[..], &effort[..]].concat())
    };
    search("one", "1").unwrap();
    search("two", "2").unwrap();
    let found = json(at("one/search.json"));
    let candidates = found["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 5);
    let front = found["front"].as_array().unwrap();
    assert!(!front.is_empty());
    // The same bytes whatever the number of threads.
    for name in ["candidates.csv", "explain.csv", "search.json", "report.html", "front-tests.zh-CN.svg"] {
        let read = |run: &str| std::fs::read(at(run).join(name)).unwrap();
        assert!(read("one") == read("two"), "{name}");
    }
    let csv = std::fs::read_to_string(at("one/candidates.csv")).unwrap();
    let head = "number,candidate,standing,by,replicates,cluster,cluster_low,cluster_high,pupil_days,";
    assert!(csv.starts_with(head) && csv.lines().count() == 6, "{csv}");
    let page = std::fs::read_to_string(at("one/report.html")).unwrap();
    for text in ["帕累托前沿", "Pareto front", "夏普利值", "Shapley value", "<svg", "lang=\"zh-CN\""]
    {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("http://") || !page.contains("<script"), "the page needs nothing else");
    assert!(page.find("main class=\"zh\"") < page.find("main class=\"en\""), "Chinese first");
    // A candidate of the front is a scenario of its own.
    let own = at("one").join(format!("candidate-{}.toml", front[0]));
    let loaded = xd_simulate::scenario::load(&own).unwrap();
    let measures = candidates[front[0].as_u64().unwrap() as usize - 1]["measures"].as_array().unwrap().len();
    assert_eq!((loaded.scenario.measures.len(), loaded.population.is_some()), (measures, true));
    // Other files are not overwritten; own results are.
    std::fs::write(at("notes.txt"), "mine").unwrap();
    let refused = search(".", "1").unwrap_err();
    assert_eq!((refused.exit_code(), at("notes.txt").is_file()), (5, true));
    search("one", "1").unwrap();
}

#[test]
fn a_candidate_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = written(folder.path(), SMALL);
    let out = folder.path().join("out").display().to_string();
    let args = ["policy", "explain", "--scenario", &scenario, "--out", &out, "--explain-replicates", "30"];
    xiaodun(&[&args[..], &["--candidate", "1", "--objective", "tests"]].concat()).unwrap();
    let told = json(folder.path().join("out/explain.json"));
    assert_eq!((told["exact"].as_bool(), told["candidate"].as_u64()), (Some(true), Some(1)));
    let measures = told["measures"].as_array().unwrap();
    let value = |figure: &Json| figure["tests"]["value"].as_f64().unwrap();
    let sum: f64 = measures.iter().map(|measure| value(&measure["shapley"])).sum();
    assert!((sum - (value(&told["all"]) - value(&told["none"]))).abs() < 1e-6);
    let refused = xiaodun(&[&args[..], &["--candidate", "9"]].concat()).unwrap_err();
    assert_eq!(refused.to_string(), "--candidate: is 9, allowed is 1 to 5");
}

/// The file with `old` replaced is refused at this place.
#[track_caller]
fn refused(old: &str, new: &str, told: &str) {
    assert!(SMALL.contains(old), "{old}");
    let error = xd_simulate::scenario::parse("f.toml", &SMALL.replace(old, new)).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.exit_code()), (told, 2));
}

#[test]
fn bad_searches_are_refused_at_their_place() {
    refused(
        "values = [3.5, 7.0]",
        "values = [0.0]",
        "f.toml: line 42, column 1 (search.knobs[0].values): is 0, allowed is 0.5 to 365, as \
         search.knobs[0].action.every_days",
    );
    refused(
        "parameter = \"every_days\"",
        "parameter = \"colour\"",
        "f.toml: line 41, column 1 (search.knobs[0].parameter): is colour, allowed is one of [\"compliance\", \
         \"delay_hours\", \"lasts_days\", \"from\", \"to\", \"every_days\", \"pool\", \"dilution_loss\"]",
    );
    refused(
        "replicates = 60",
        "replicates = 1",
        "f.toml: line 38, column 1 (search.replicates): is 1, allowed is a whole number, 2 to 1000000",
    );
    refused(
        "replicates = 60",
        "cluster = \"nine\"",
        "f.toml: line 38, column 1 (search.cluster): is nine, allowed is a cluster rule of [\"ten in a week\"]",
    );
}

#[test]
fn the_school_of_1978_is_calibrated() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let scenario = gallery().join("boarding-school-1978.toml").display().to_string();
    let data = gallery().join("../../tests/data/boarding-school-1978");
    let curve = data.join("in-bed.csv").display().to_string();
    let calibrate = |curve: &str, more: &[&str]| {
        let args = ["simulate", "calibrate", "--scenario", &scenario, "--observed", curve, "--out", &out];
        xiaodun(&[&args[..], more].concat())
    };
    calibrate(&curve, &["--particles", "30", "--rounds", "3"]).unwrap();
    let found = json(folder.path().join("out/posterior.json"));
    let days_in_bed = &found["parameters"][1];
    assert_eq!(days_in_bed["path"].as_str(), Some("disease.illness.mean"));
    let (low, high) = (days_in_bed["low_90"].as_f64().unwrap(), days_in_bed["high_90"].as_f64().unwrap());
    assert!(low < 3.04 && 3.04 < high, "{days_in_bed}");
    let text = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(text("posterior.csv").lines().count(), 31);
    assert_eq!(text("bands.csv").lines().count(), 1 + 2 * 14);
    assert!(text("predictive.zh-CN.svg").contains("1978-01-2") && text("report.html").contains("后验预测"));
    // What is wrong with a curve is told at its place.
    let bad = |text: &str| {
        let file = folder.path().join("curve.csv");
        std::fs::write(&file, text).unwrap();
        let told = calibrate(&file.display().to_string(), &[]).unwrap_err().to_string();
        told.rsplit('/').next().unwrap_or_default().to_owned()
    };
    assert!(bad("date,count\n1978-01-22,-3\n").starts_with("curve.csv: line 2, column 12 (count)"));
    assert!(bad("date,count\n1978-01-22,0\n").contains("is 0 on every day"));
    assert!(bad("date,count\n1978-01-22,3\n1978-01-29,3\n1978-02-05,3\n").contains("are not days"));
}

#[test]
fn all_words_are_used() {
    let zh = Words::policy(xd_analyst::plot::Lang::Zh);
    let mut code = String::new();
    for file in ["calibrate.rs", "policy/figure.rs", "policy/report.rs", "policy/tables.rs"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        code += &std::fs::read_to_string(path).unwrap();
    }
    let objectives = xd_sim::Objective::ALL.map(|objective| format!("objective.{}", objective.name()));
    for key in zh.keys().into_iter().filter(|key| !objectives.contains(key)) {
        assert!(code.contains(&format!("\"{key}\"")), "{key} is used nowhere");
    }
    assert!(objectives.iter().all(|key| zh.get(key) != key));
}
