//! `xiaodun signal` against R's surveillance, as an analyst runs it.

use std::fmt::Write as _;

use serde_json::Value;
use xd_analyst::days::Calendar;
use xd_analyst::signal::{SignalArgs, run};

use crate::ran::{Bench, close, column, files, numbers, reference, texts};

/// The series of a reference file as an analyst would write it: with dates where R used dates.
fn input(file: &Value) -> String {
    let dataset = &file["dataset"];
    let dates = dataset["epochAsDate"] == true;
    let first = dataset["dates"]["first"].as_str().map_or(1, |first| Calendar::read(first).unwrap().0);
    let apart = dataset["dates"]["step_days"].as_i64().unwrap_or(1) as i32;
    let population = dataset["population"].as_array();
    let mut text = if dates { "date,count" } else { "index,count" }.to_owned();
    text += if population.is_some() { ",population\n" } else { "\n" };
    for (at, count) in numbers(&dataset["observed"]).iter().enumerate() {
        let step = first + apart * at as i32;
        let step = if dates { Calendar::Dates } else { Calendar::Numbers }.text(step);
        let count = if count.is_nan() { "NA".to_owned() } else { count.to_string() };
        write!(text, "{step},{count}").unwrap();
        population.iter().for_each(|all| write!(text, ",{}", all[at]).unwrap());
        text.push('\n');
    }
    text
}

/// Compares a run of R with the command.
fn compare(file: &Value, of_r: &Value, options: &[String]) {
    let call = of_r["call"].as_str().unwrap();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let out =
        Bench::new().run::<SignalArgs>(run, &input(file), &options).unwrap_or_else(|e| panic!("{call}: {e}"));
    let columns = [
        ("upper", "upperbound"),
        ("expected", "expected"),
        ("score", "score"),
        ("score", "cusum"),
        ("score", "value"),
    ];
    for (ours, theirs) in columns.into_iter().filter(|(_, theirs)| of_r.get(theirs).is_some()) {
        let mut found = column(&out, ours);
        if of_r["call"].as_str().unwrap().starts_with("algo.farrington") {
            // R has a bound of 0 where a step is not judged.
            found.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0);
        }
        close(&format!("{call} {ours}"), &found, &numbers(&of_r[theirs]));
    }
    let flags = of_r["alarm"].as_array().unwrap();
    let flag = |flag: &Value| flag.as_bool().unwrap_or(flag.as_f64() == Some(1.0)).to_string();
    assert_eq!(texts(&out, "alarm"), flags.iter().map(flag).collect::<Vec<_>>(), "{call}");
}

/// Compares every run of the files of a folder, and of its sister under `more`; how many there were.
fn each(folder: &str, options: impl Fn(&Value, &Value) -> Option<Vec<String>>) -> usize {
    let mut runs = 0;
    for folder in [folder.to_owned(), format!("more/{folder}")] {
        for name in files(&folder) {
            let file = reference(&format!("{folder}/{name}"));
            for of_r in file["runs"].as_array().unwrap() {
                if let Some(mut options) = options(&file, of_r) {
                    options.extend(["--frequency".to_owned(), file["dataset"]["freq"].to_string()]);
                    compare(&file, of_r, &options);
                    runs += 1;
                }
            }
        }
    }
    runs
}

/// `--name value` for a parameter of the run.
fn option(of_r: &Value, name: &str, parameter: &str) -> [String; 2] {
    let value = &of_r["params"][parameter];
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    [format!("--{name}"), text]
}

fn edges(of_r: &Value) -> Vec<String> {
    let range = numbers(&of_r["range"]);
    vec!["--from".to_owned(), range[0].to_string(), "--to".to_owned(), range[1].to_string()]
}

#[test]
fn ears_agrees_with_r() {
    let runs = each("ears", |_, of_r| {
        let method = format!("ears-{}", of_r["params"]["method"].as_str().unwrap().to_lowercase());
        let mut options = vec!["--method".to_owned(), method];
        for (name, parameter) in [("baseline", "baseline"), ("min-sigma", "minSigma"), ("alpha", "alpha")] {
            options.extend(option(of_r, name, parameter));
        }
        Some(options)
    });
    assert_eq!(runs, 129);
}

fn flexible(_: &Value, of_r: &Value) -> Option<Vec<String>> {
    let mut options: Vec<String> =
        ["--method", "farrington-flexible", "--compat", "r"].map(str::to_owned).to_vec();
    let names = [
        ("years-back", "b"),
        ("half-window", "w"),
        ("periods", "noPeriods"),
        ("past-weeks-excluded", "pastWeeksNotIncluded"),
        ("alpha", "alpha"),
    ];
    names.iter().for_each(|(name, parameter)| options.extend(option(of_r, name, parameter)));
    let p = &of_r["params"];
    match p["trend"].as_bool() {
        Some(true) => options.extend(option(of_r, "p-threshold-trend", "pThresholdTrend")),
        _ => options.push("--no-trend".to_owned()),
    }
    match p["reweight"].as_bool() {
        Some(true) => options.extend(option(of_r, "weights-threshold", "weightsThreshold")),
        _ => options.push("--no-reweighting".to_owned()),
    }
    if p["powertrans"].is_string() {
        options.extend(option(of_r, "power-transform", "powertrans"));
    }
    let method = match p["thresholdMethod"].as_str() {
        Some("nbPlugin") => "nb-plugin",
        other => other.unwrap(),
    };
    let limit = format!("{},{}", p["limit54"][0], p["limit54"][1]);
    options.extend(["--threshold-method", method, "--limit54", &limit].map(str::to_owned));
    options.extend(edges(of_r));
    Some(options)
}

#[test]
fn farrington_flexible_agrees_with_r() {
    assert_eq!(each("farrington_flexible", flexible), 157);
}

#[test]
fn farrington_classic_agrees_with_r() {
    let runs = each("farrington_classic", |_, of_r| {
        let mut options = vec!["--method".to_owned(), "farrington".to_owned()];
        for (name, parameter) in
            [("years-back", "b"), ("half-window", "w"), ("alpha", "alpha"), ("power-transform", "powertrans")]
        {
            options.extend(option(of_r, name, parameter));
        }
        let p = &of_r["params"];
        let flags = [("reweight", "--no-reweighting"), ("trend", "--no-trend")];
        options.extend(flags.iter().filter(|flag| p[flag.0] == false).map(|flag| flag.1.to_owned()));
        let limit = format!("{},{}", p["limit54"][0], p["limit54"][1]);
        options.extend(["--limit54".to_owned(), limit]);
        options.extend(edges(of_r));
        Some(options)
    });
    assert_eq!(runs, 93);
}

#[test]
fn cusum_agrees_with_r() {
    let runs = each("cusum", |_, of_r| {
        let p = &of_r["params"];
        let transform = match p["trans"].as_str().unwrap() {
            "pearsonNegBin" => "pearson-neg-bin",
            other => other,
        };
        let means = numbers(&of_r["m"]);
        let number = means[0].to_string();
        let reference = match p["m"].as_str() {
            // A mean for each step is another test's: see the column `reference`.
            Some("given") if means.len() > 1 => return None,
            Some("given") => &number,
            other => other.unwrap_or("mean"),
        };
        let mut options: Vec<String> =
            ["--method", "cusum", "--transform", transform, "--reference", reference]
                .map(str::to_owned)
                .to_vec();
        [("k", "k"), ("h", "h")].iter().for_each(|(name, at)| options.extend(option(of_r, name, at)));
        if p["alpha"].is_number() {
            options.extend(option(of_r, "alpha-nb", "alpha"));
        }
        options.extend(edges(of_r));
        Some(options)
    });
    assert_eq!(runs, 48);
}

#[test]
fn glr_agrees_with_r() {
    let runs = each("glr", |_, of_r| {
        let p = &of_r["params"];
        // A mean for each step is another test's: see the column `reference`.
        p.get("mu0_model")?;
        let (method, alpha) = match p["alpha"].as_f64() {
            Some(0.0) => ("glr-poisson", None),
            Some(alpha) => ("glr-nb", Some(alpha.to_string())),
            None => ("glr-nb", Some("estimate".to_owned())),
        };
        let mut options = vec!["--method".to_owned(), method.to_owned()];
        alpha.into_iter().for_each(|alpha| options.extend(["--alpha-nb".to_owned(), alpha]));
        options.extend(option(of_r, "c-arl", "c.ARL"));
        if p["theta"].is_number() {
            options.extend(option(of_r, "theta", "theta"));
        }
        options.extend(["--harmonics".to_owned(), p["mu0_model"]["S"].to_string()]);
        if p["mu0_model"]["trend"] == true {
            options.push("--trend".to_owned());
        }
        options.extend(edges(of_r));
        Some(options)
    });
    assert_eq!(runs, 52);
}

#[test]
fn the_mean_in_control_may_be_a_column() {
    let rows: String =
        (1..=20).map(|at| format!("{at},{},{}\n", at % 4, if at > 10 { 2.5 } else { 1.0 })).collect();
    let input = format!("index,count,reference\n{rows}");
    let options = ["--method", "ewma", "--reference", "column", "--from", "6", "--lambda", "1"];
    let out = Bench::new().run::<SignalArgs>(run, &input, &options).unwrap();
    let means = column(&out, "expected");
    assert_eq!((means[0], means[4], means[5], means.len()), (1.0, 1.0, 2.5, 15));
    // With lambda 1 the step is looked at alone: (y - m) / sqrt(m).
    close("score", &column(&out, "score")[..1], &[(6.0 % 4.0 - 1.0) / 1.0]);
}

/// Four weeks of two classes, closed at weekends; the last day of class b has an outbreak.
fn classes() -> String {
    let mut text = "date,series,count,population\n".to_owned();
    for day in 2..30 {
        for (class, last) in [("a", 1), ("b", 9)] {
            let count = if day == 27 { last } else { i32::from(day % 3 == 0) };
            writeln!(text, "2024-09-{day:02},{class},{count},45").unwrap();
        }
    }
    text
}

#[test]
fn the_school_detector_knows_the_calendar() {
    let bench = Bench::new();
    let calendar = bench.file("calendar.csv", "date,open\n2024-09-16,0\n2024-09-17,0\n2024-09-14,1\n");
    let out =
        bench.run::<SignalArgs>(run, &classes(), &["--method", "school", "--calendar", &calendar]).unwrap();
    let (dates, series, scores) = (texts(&out, "date"), texts(&out, "series"), texts(&out, "score"));
    let scored = |class: &str| -> Vec<&str> {
        let rows = (0..dates.len()).filter(|row| series[*row] == class && !scores[*row].is_empty());
        rows.map(|row| dates[row].as_str()).collect()
    };
    // Judged after ten school days, that is from the make-up Saturday on: Monday to Friday, not the holiday on the 16th and 17th.
    let judged = ["14", "18", "19", "20", "23", "24", "25", "26", "27"].map(|day| format!("2024-09-{day}"));
    assert_eq!(scored("a"), judged);
    let alarms = texts(&out, "alarm");
    let alarms: Vec<usize> = (0..alarms.len()).filter(|row| alarms[*row] == "true").collect();
    assert_eq!(
        alarms.iter().map(|row| (series[*row].as_str(), dates[*row].as_str())).collect::<Vec<_>>(),
        [("b", "2024-09-27")]
    );
    let wrong = bench.file("calendar.csv", "date,open\n2024-09-16,perhaps\n");
    let error =
        bench.run::<SignalArgs>(run, &classes(), &["--method", "school", "--calendar", &wrong]).unwrap_err();
    assert!(error.ends_with("line 2, column 12 (open): `perhaps` is none of 1, 0, true, false"), "{error}");
}

#[test]
fn false_discoveries_are_controlled_over_the_series_of_a_step() {
    let bench = Bench::new();
    let ears = ["--method", "ears-c1", "--min-sigma", "0.5", "--alpha", "0.3"];
    let loose = bench.run::<SignalArgs>(run, &classes(), &ears).unwrap();
    let out = bench.run::<SignalArgs>(run, &classes(), &[&ears[..], &["--fdr", "0.01"]].concat()).unwrap();
    let alarms = |out: &str| texts(out, "alarm").iter().filter(|alarm| *alarm == "true").count();
    assert!(out.starts_with("series,date,observed,expected,upper,alarm,score,q\n"));
    assert!(alarms(&loose) > 1 && alarms(&out) == 1, "{out}");
    for (q, alarm) in column(&out, "q").iter().zip(texts(&out, "alarm")) {
        assert_eq!(*q <= 0.01, alarm == "true");
    }
    assert!(told(&classes(), &["--method", "ears-c3", "--fdr", "0.1"]).contains("ears-c3 has no p-values"));
}

const WEEK: &str = "date,count\n2024-09-02,1\n2024-09-03,0\n2024-09-04,2\n2024-09-05,1\n2024-09-06,1\n2024-09-07,0\n2024-09-08,2\n2024-09-09,9\n2024-09-10,1\n";

fn told(input: &str, options: &[&str]) -> String {
    Bench::new().run::<SignalArgs>(run, input, options).unwrap_err()
}

#[test]
fn what_is_written() {
    let bench = Bench::new();
    let out = bench.run::<SignalArgs>(run, WEEK, &["--method", "ears-c1"]).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "series,date,observed,expected,upper,alarm,score");
    assert!(lines[1].starts_with(",2024-09-09,9,1,3.52") && lines[1].contains(",true,"), "{out}");
    assert_eq!(lines.len(), 3);
    let two = WEEK.replace("date,count\n", "date,series,count\n").replace(",1\n", ",\"a,b\",1\n");
    let two =
        two.replace(",0\n", ",\"a,b\",0\n").replace(",2\n", ",\"a,b\",2\n").replace(",9\n", ",\"a,b\",9\n");
    let out = bench
        .run::<SignalArgs>(run, &two, &["--method", "ears-c1", "--format", "json", "--to", "8"])
        .unwrap();
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&json[0]["series"], &json[0]["date"], &json[0]["alarm"], json.as_array().unwrap().len()),
        (&"a,b".into(), &"2024-09-09".into(), &true.into(), 1)
    );
    let index = "index,count\n7,1\n8,0\n9,2\n10,1\n11,3\n";
    let out = bench.run::<SignalArgs>(run, index, &["--method", "ears-c1", "--baseline", "3"]).unwrap();
    assert_eq!(texts(&out, "date"), ["10", "11"]);
}

#[test]
fn a_figure_shows_the_alarms() {
    let bench = Bench::new();
    let plot = bench.path("a.svg");
    let options = ["--method", "ears-c1", "--plot", plot.to_str().unwrap(), "--lang", "zh"];
    bench.run::<SignalArgs>(run, WEEK, &options).unwrap();
    let svg = std::fs::read_to_string(plot).unwrap();
    assert!(svg.contains("预警上限") && svg.contains("2024-09-09"), "{svg}");
}

#[test]
fn wrong_options_are_told() {
    let ears = |options: &[&str]| told(WEEK, &[&["--method", "ears-c1"], options].concat());
    assert_eq!(
        ears(&["--periods", "10"]),
        "--periods: ears-c1 does not know this option; it knows --alpha, --baseline, --min-sigma, --compat"
    );
    assert_eq!(ears(&["--alpha", "1"]), "--alpha: alpha is 1, but needs a number above 0 and below 1");
    assert!(ears(&["--baseline", "2"]).starts_with("--baseline: "));
    assert_eq!(ears(&["--from", "10"]), "--from: 10 is not a step of 1 to 9");
    assert_eq!(ears(&["--to", "10"]), "--to: 10 is not a step of 1 to 9");
    assert_eq!(ears(&["--from", "3"]), "--from: ears-c1 cannot judge step 3; the first one it can is 8");
    let flexible = |options: &[&str]| told(WEEK, &[&["--method", "farrington-flexible"], options].concat());
    assert!(flexible(&["--frequency", "52"]).contains("make 365 steps a year, not 52"));
    assert!(flexible(&["--limit54", "5"]).contains("two whole numbers"));
    assert!(
        told("date,count\n2024-09-02,-1\n", &["--method", "ears-c1"])
            .starts_with("input.csv: line 2, column 12 (count)")
    );
}
