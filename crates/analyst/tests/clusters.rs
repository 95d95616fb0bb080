//! `xiaodun chain`, `scan` and `knox`.

use std::fs;

use xd_analyst::chain::{self, ChainArgs};
use xd_analyst::scan::{self, KnoxArgs, ScanArgs};

use crate::ran::{Bench, close, column, numbers, reference, texts};

const LIST: &str = "id,onset,class,dormitory,imported\na,2024-03-01,1,,1\nb,2024-03-04,1,,\nc,2024-03-05,2,D,0\nd,2024-03-08,3,D,\n";
const INTERVAL: [&str; 4] = ["--si-mean", "3.6", "--si-sd", "1.6"];

#[test]
fn a_line_list_becomes_a_tree() {
    let bench = Bench::new();
    let (plot, pairs) = (bench.path("chain.svg"), bench.path("pairs.csv"));
    let files = ["--plot", plot.to_str().unwrap(), "--pairs", pairs.to_str().unwrap()];
    let out = bench.run::<ChainArgs>(chain::run, LIST, &[&INTERVAL[..], &files].concat()).unwrap();
    assert_eq!(texts(&out, "id"), ["a", "b", "c", "d"]);
    assert_eq!(texts(&out, "source"), ["", "a", "", "c"]);
    assert_eq!(column(&out, "generation"), [0.0, 1.0, 0.0, 1.0]);
    assert_eq!(column(&out, "community")[0], 1.0, "imported for certain");
    let pairs = fs::read_to_string(pairs).unwrap();
    // The probabilities of a case's sources add up to one, and those of its infectees to its reproduction number.
    for (at, id) in texts(&out, "id").iter().enumerate() {
        let sum = |whose: &str| -> f64 {
            texts(&pairs, whose)
                .iter()
                .zip(column(&pairs, "probability"))
                .filter(|pair| pair.0 == id)
                .map(|pair| pair.1)
                .sum()
        };
        assert!((sum("case") + column(&out, "community")[at] - 1.0).abs() < 1e-12);
        assert!((sum("infector") - column(&out, "reproduction")[at]).abs() < 1e-12);
    }
    let svg = fs::read_to_string(plot).unwrap();
    assert!(svg.contains("most likely tree") && !svg.contains("NaN"));
}

#[test]
fn contacts_and_weights_count() {
    let bench = Bench::new();
    let contacts = bench.file("contacts.csv", "a,b\na,d\n");
    let source = |options: &[&str]| {
        let out = bench.run::<ChainArgs>(chain::run, LIST, &[&INTERVAL[..], options].concat()).unwrap();
        texts(&out, "source")[3].clone()
    };
    assert_eq!(source(&["--contacts", &contacts, "--weights", "dormitory=0,contact=1000"]), "a");
    assert_eq!(source(&["--community", "1000"]), "");
}

#[test]
fn wrong_line_lists_are_told() {
    let told = |list: &str, options: &[&str]| {
        Bench::new().run::<ChainArgs>(chain::run, list, &[&INTERVAL[..], options].concat()).unwrap_err()
    };
    assert_eq!(
        told("id,onset\na,1\na,2\n", &[]),
        "input.csv: line 3, column 1 (id): `a` stands twice, first on line 2"
    );
    assert_eq!(
        told("id,onset\na,soon\n", &[]),
        "input.csv: line 2, column 3 (onset): `soon` is neither a date (YYYY-MM-DD) nor a whole number"
    );
    assert_eq!(
        told("id,onset\na,1\nb,2024-01-01\n", &[]),
        "input.csv: line 3, column 3 (onset): `2024-01-01`: dates and numbers cannot stand in one column"
    );
    assert_eq!(
        told("id,onset,imported\na,1,perhaps\n", &[]),
        "input.csv: line 2, column 5 (imported): `perhaps` is none of 1, 0, true, false"
    );
    assert!(told(LIST, &["--weights", "pub=3"]).starts_with("--weights: `pub` is none of household"));
    assert!(told(LIST, &["--weights", "class"]).contains("as in class=10"));
    assert!(told(LIST, &["--community", "0"]).contains("community"));
}

/// Two schools of two classes over two weeks; the last three days of class B2 have an outbreak.
fn counts() -> String {
    let mut text = "index,series,count,expected\n".to_owned();
    for day in 1..=14 {
        for (at, class) in ["A1", "A2", "B1", "B2"].into_iter().enumerate() {
            let count = usize::from((day + at) % 4 == 0) + if class == "B2" && day > 11 { 5 } else { 0 };
            text += &format!("{day},{class},{count},45\n");
        }
    }
    text
}

#[test]
fn a_scan_finds_the_class() {
    let bench = Bench::new();
    let tree = bench.file("tree.csv", "unit,parent\n县,\nA,县\nB,县\nA1,A\nA2,A\nB1,B\nB2,B\n");
    let plot = bench.path("scan.svg");
    let options = ["--tree", &tree, "--plot", plot.to_str().unwrap(), "--lang", "zh"];
    let out = bench.run::<ScanArgs>(scan::run, &counts(), &options).unwrap();
    assert_eq!((texts(&out, "unit")[0].as_str(), column(&out, "days")[0]), ("B2", 3.0), "{out}");
    assert!(column(&out, "p_monte_carlo")[0] < 0.01);
    assert_eq!(bench.run::<ScanArgs>(scan::run, &counts(), &options).unwrap(), out, "the seed decides");
    assert!(fs::read_to_string(&plot).unwrap().contains("扫描发现的聚集"));
    let places =
        bench.file("places.csv", "unit,longitude,latitude\nA1,120,30\nA2,120,30\nB1,120.1,30\nB2,121,30\n");
    let out =
        bench.run::<ScanArgs>(scan::run, &counts(), &["--places", &places, "--max-radius", "50"]).unwrap();
    assert_eq!((texts(&out, "unit")[0].as_str(), texts(&out, "members")[0].as_str()), ("B2", "B2"));
}

#[test]
fn wrong_scans_are_told() {
    let bench = Bench::new();
    let told = |tree: &str| {
        let tree = bench.file("tree.csv", tree);
        let error = bench.run::<ScanArgs>(scan::run, &counts(), &["--tree", &tree]).unwrap_err();
        error.replace(&tree, "tree.csv")
    };
    assert_eq!(
        told("unit,parent\nA1,A\n"),
        "tree.csv: line 2, column 4 (parent): `A` does not stand above: parents come before children"
    );
    assert_eq!(told("unit,parent\nA,\nA,\n"), "tree.csv: line 3, column 1 (unit): `A` stands twice");
    assert_eq!(told("unit,parent\nA1,\nA2,\nB1,\n"), "series `B2` stands neither in the tree nor on the map");
    let uneven = "index,series,count\n1,A1,1\n2,A1,1\n1,A2,0\n";
    let tree = bench.file("tree.csv", "unit,parent\nA1,\nA2,\n");
    let error = bench.run::<ScanArgs>(scan::run, uneven, &["--tree", &tree]).unwrap_err();
    assert_eq!(error, "series `A2` has other steps than `A1`");
    let places = bench.file("places.csv", "unit,x\nA1,1\n");
    let error = bench.run::<ScanArgs>(scan::run, uneven, &["--places", &places]).unwrap_err();
    assert!(error.contains("must name x and y, or longitude and latitude"), "{error}");
}

#[test]
fn knox_agrees_with_r() {
    let file = reference("knox/knox_visible");
    let [t, x, y] = ["t", "x", "y"].map(|name| numbers(&file["input"][name]));
    let rows: String = (0..t.len()).map(|at| format!("{:?},{:?},{:?}\n", t[at], x[at], y[at])).collect();
    let mut runs = 0;
    for of_r in file["runs"].as_array().unwrap() {
        let [time, space] = ["eps_t", "eps_s"].map(|name| of_r["params"][name].to_string());
        let options = ["--close-time", &time, "--close-space", &space];
        let out =
            Bench::new().run::<KnoxArgs>(scan::run_knox, &format!("time,x,y\n{rows}"), &options).unwrap();
        close("lambda", &column(&out, "expected"), &[of_r["lambda"].as_f64().unwrap()]);
        close("pairs", &column(&out, "close_both"), &[of_r["close_pairs"].as_f64().unwrap()]);
        let (ours, theirs) = (column(&out, "p_value")[0], of_r["p_value"].as_f64().unwrap());
        assert!((ours / theirs - 1.0).abs() < 1e-9, "{ours} where {theirs} was expected");
        runs += 1;
    }
    assert_eq!(runs, 4);
    let options = ["--close-time", "1", "--close-space", "1"];
    let told = |text: &str| Bench::new().run::<KnoxArgs>(scan::run_knox, text, &options).unwrap_err();
    assert_eq!(
        told("date,x,y\n3,1,1\n"),
        "input.csv: line 2, column 1 (date): `3`: dates and numbers cannot stand in one column"
    );
    assert_eq!(told("time,x,y\n3,1,near\n"), "input.csv: line 2, column 5 (y): `near` is not a number");
    assert_eq!(told("time,x,y\n3,1,1\n"), "1 cases make no pair: two are needed");
}
