//! `xiaodun rt` against EpiEstim and incidence of R, as an analyst runs it.

use std::fmt::Write as _;

use serde_json::Value;
use xd_analyst::rt::{RtArgs, run};

use crate::ran::{Bench, close, column, numbers, reference, texts};

const COLUMNS: [&str; 9] = ["mean", "sd", "q025", "q05", "q25", "median", "q75", "q95", "q975"];

fn input(local: &[f64], imported: &[f64]) -> String {
    let mut text =
        if imported.is_empty() { "index,incidence\n" } else { "index,local,imported\n" }.to_owned();
    for (at, cases) in local.iter().enumerate() {
        write!(text, "{},{cases}", at + 1).unwrap();
        imported.get(at).iter().for_each(|imported| write!(text, ",{imported}").unwrap());
        text.push('\n');
    }
    text
}

fn cori(input: &str, options: &[&str]) -> Result<String, String> {
    let bench = Bench::new();
    bench.run::<RtArgs>(run, input, &[&["--method", "cori"], options].concat())
}

fn number(value: &Value) -> String {
    format!("{}", value.as_f64().unwrap())
}

#[test]
fn every_run_of_epiestim_through_files() {
    let bench = Bench::new();
    let mut runs = 0;
    for name in ["Flu2009", "Measles1861", "SARS2003", "covidlike_v", "mers_2014_15"] {
        let file = reference(&format!("rt/{name}"));
        let text = input(&numbers(&file["local"]), &numbers(&file["imported"]));
        for run_of_r in file["runs"].as_array().unwrap() {
            let (starts, ends) = (numbers(&run_of_r["t_start"]), numbers(&run_of_r["t_end"]));
            let window = format!("{}", ends[0] - starts[0] + 1.0);
            let p = &run_of_r["params"];
            let (mean_prior, sd_prior) = (number(&p["mean_prior"]), number(&p["std_prior"]));
            let mut options = vec!["--method", "cori", "--window", &window];
            options.extend(["--prior-mean", &mean_prior, "--prior-sd", &sd_prior]);
            let interval = if p["mean_si"].is_null() {
                let rows = numbers(&run_of_r["si"]);
                let rows = rows.iter().enumerate().map(|(lag, p)| format!("{lag},{p:?}\n"));
                [
                    "--si-file".to_owned(),
                    bench.file("si.csv", &format!("lag,probability\n{}", rows.collect::<String>())),
                ]
                .to_vec()
            } else {
                [
                    &["--si-mean".to_owned(), number(&p["mean_si"])],
                    &["--si-sd".to_owned(), number(&p["std_si"])],
                ]
                .map(|pair| pair.to_vec())
                .concat()
            };
            options.extend(interval.iter().map(String::as_str));
            let out = bench.run::<RtArgs>(run, &text, &options).unwrap();
            let call = run_of_r["call"].as_str().unwrap();
            close(call, &column(&out, "t_start"), &starts);
            close(call, &column(&out, "t_end"), &ends);
            for (at, name) in COLUMNS.iter().enumerate() {
                close(&format!("{call} {name}"), &column(&out, name), &numbers(&run_of_r["columns"][at]));
            }
            runs += 1;
        }
    }
    assert_eq!(runs, 22);
}

#[test]
fn cohorts_and_growth_agree_with_r() {
    let bench = Bench::new();
    for name in ["Flu2009", "Measles1861", "SARS2003"] {
        let file = reference(&format!("rt/{name}"));
        let p = &file["runs"][0]["params"];
        let (mean, sd) = (number(&p["mean_si"]), number(&p["std_si"]));
        let options = ["--method", "wallinga-teunis", "--si-mean", &mean, "--si-sd", &sd, "--draws", "20"];
        let out = bench.run::<RtArgs>(run, &input(&numbers(&file["local"]), &[]), &options).unwrap();
        close(name, &column(&out, "mean"), &numbers(&file["wallinga_teunis"]["mean"]));
        assert!(column(&out, "q025").iter().zip(column(&out, "q975")).all(|(low, high)| *low <= high));
    }
    for run_of_r in reference("rt/growth")["runs"].as_array().unwrap() {
        let counts = numbers(&run_of_r["counts"]);
        let end = counts.len().to_string();
        let text = input(&[counts.clone(), vec![0.0, 9.0]].concat(), &[]);
        let out = bench.run::<RtArgs>(run, &text, &["--method", "growth", "--to", &end]).unwrap();
        close("rate", &column(&out, "rate"), &[run_of_r["r"].as_f64().unwrap()]);
        close("low", &column(&out, "rate_low"), &numbers(&run_of_r["r_conf"])[..1]);
        close("doubling", &column(&out, "doubling"), &[run_of_r["doubling"].as_f64().unwrap()]);
        close("doubling", &column(&out, "doubling_high"), &numbers(&run_of_r["doubling_conf"])[1..]);
        assert_eq!((texts(&out, "halving"), texts(&out, "t_end")), (vec![String::new()], vec![end]));
    }
}

#[test]
fn an_uncertain_serial_interval_agrees_with_r_within_its_noise() {
    let file = reference("rt/uncertain_si");
    let options =
        ["--si-mean", "2.6", "--si-sd", "1.5", "--si-mean-error", "1,1,4.2", "--si-sd-error", "0.5,0.5,2.5"];
    let out = cori(&input(&numbers(&file["incidence"]), &[]), &options).unwrap();
    for (at, name) in COLUMNS.iter().enumerate() {
        let (mean, noise) = (numbers(&file["mean_over_seeds"][at]), numbers(&file["sd_between_seeds"][at]));
        for ((ours, mean), noise) in column(&out, name).iter().zip(mean).zip(noise) {
            assert!((ours - mean).abs() < 5.0 * noise, "{name}: {ours} where {mean} ± {noise} was expected");
        }
    }
    let again = cori(&input(&numbers(&file["incidence"]), &[]), &[&options[..], &["--seed", "1"]].concat());
    assert_eq!(again.unwrap(), out, "the seed decides");
}

const KNOWN: [&str; 4] = ["--si-mean", "2.6", "--si-sd", "1.5"];

#[test]
fn wrong_input_is_told() {
    let text = input(&[1.0, 2.0, 4.0, 3.0], &[]);
    let told = |text: &str, options: &[&str]| cori(text, options).unwrap_err();
    let rows = |rows: &str| told(rows, &KNOWN);
    assert_eq!(
        rows("date,local\n2024-01-01,1\n2024-01-02,x\n"),
        "input.csv: line 3, column 12 (local): `x` is not a whole number from 0"
    );
    assert_eq!(
        rows("date,imported\n"),
        "input.csv: line 1, column 1 (local): the header must name local and imported, or local, or incidence"
    );
    assert!(rows("date,incidence\n2024-01-01,1\n2024-01-08,1\n2024-01-15,2\n").contains("7 steps apart"));
    assert!(told(&text, &["--window", "2"]).starts_with("--si-mean and --si-sd"));
    assert!(told(&text, &["--si-mean", "1", "--si-sd", "1", "--window", "2"]).starts_with("--si-mean: "));
    assert!(told(&text, &KNOWN).starts_with("--window: no window of 7 days fits"));
    assert!(
        told(&text, &[&KNOWN[..], &["--level", "0.9"]].concat()).contains("cori does not know this option")
    );
    let bench = Bench::new();
    let table = |rows: &str| {
        let path = bench.file("si.csv", rows);
        told(&text, &["--window", "2", "--si-file", &path]).replace(&path, "si.csv")
    };
    assert_eq!(
        table("lag,probability\n0,0.5\n1,0.5\n"),
        "si.csv: line 2, column 3 (probability): nobody infects on the day of their own onset: 0 at lag 0"
    );
    assert_eq!(
        table("lag,probability\n1,0.5\n3,0.5\n"),
        "si.csv: line 3, column 1 (lag): lag 2 is due here: lags stand in order, none left out"
    );
    assert_eq!(table("probability\n1\n"), "si.csv: line 1, column 1 (lag): the header lacks this column");
    let other = bench.file("other.csv", "day,p\n1,0.5\n2,0.5\n");
    assert!(cori(&text, &["--window", "2", "--si-file", &other]).is_ok(), "other names of the same columns");
    assert!(table("lag,probability\n1,0.5\n2,0.4\n").contains("add up to 0.9, not to 1"));
}

#[test]
fn series_and_dates_come_back_and_figures_are_drawn() {
    let mut text = "date,series,local,imported\n".to_owned();
    for day in 1..=14 {
        for school in ["甲", "乙"] {
            writeln!(text, "2024-03-{day:02},{school},{},{}", day % 5, day % 2).unwrap();
        }
    }
    let bench = Bench::new();
    let plot = bench.path("rt.svg");
    let options = ["--method", "cori", "--lang", "zh", "--plot", plot.to_str().unwrap()];
    let out = bench.run::<RtArgs>(run, &text, &[&options[..], &KNOWN].concat()).unwrap();
    assert!(out.starts_with("series,t_start,t_end,mean,sd,q025,q05,q25,median,q75,q95,q975\n甲,2,8,"));
    assert_eq!(texts(&out, "series").iter().filter(|name| *name == "乙").count(), 7);
    let svg = std::fs::read_to_string(plot).unwrap();
    assert!(svg.contains("实时再生数") && svg.contains("2024-03-04") && !svg.contains("NaN"));
}
