//! `xiaodun pool`: against the reference table, and what it refuses.

use std::fs;

use clap::Parser;
use xd_analyst::pool::{PoolCommand, run};

use crate::ran::{Bench, column, texts};

#[derive(Parser)]
#[command(no_binary_name = true)]
struct Pool {
    #[command(subcommand)]
    command: PoolCommand,
}

fn pool(bench: &Bench, arguments: &[&str]) -> Result<String, String> {
    let out = bench.path("out");
    let arguments = [arguments, &["--out", out.to_str().unwrap()]].concat();
    let parsed = Pool::try_parse_from(arguments).map_err(|error| error.to_string())?;
    run(&parsed.command).map_err(|error| error.to_string())?;
    Ok(fs::read_to_string(out).unwrap())
}

#[test]
fn the_table_of_designs_is_the_reference_to_the_last_digit() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/epi-pool/dorfman.csv");
    let reference = fs::read_to_string(path).unwrap();
    let mut prevalences = texts(&reference, "prevalence");
    prevalences.dedup();
    let out =
        pool(&Bench::new(), &["design", "--prevalence", &prevalences.join(","), "--sizes", "2-40"]).unwrap();
    let names = [
        "prevalence",
        "pool_size",
        "prob_pool_positive",
        "expected_tests_per_person",
        "expected_swabs_per_person_if_resampled",
    ];
    for name in names {
        assert_eq!(column(&out, name), column(&reference, name), "{name}");
    }
    let best: Vec<f64> =
        texts(&out, "optimal").iter().map(|flag| f64::from(u8::from(flag == "true"))).collect();
    assert_eq!(best, column(&reference, "optimal_in_2_40"));
    assert!(best.len() > 250);
}

#[test]
fn plans_add_up() {
    let bench = Bench::new();
    let groups = bench.file("groups.csv", "group,people\n一(1)班,45\n一(2)班,44\n");
    let plot = bench.path("plan.svg");
    let options = ["plan", "--input", &groups, "--prevalence", "0", "--plot", plot.to_str().unwrap()];
    let out = pool(&bench, &options).unwrap();
    assert_eq!(column(&out, "size"), [1.0, 5.0, 10.0, 20.0]);
    assert_eq!(column(&out, "tubes"), [89.0, 18.0, 10.0, 6.0]);
    assert_eq!(column(&out, "tests"), column(&out, "tubes"), "nobody is infected, nobody tested again");
    let across =
        pool(&bench, &["plan", "--people", "45,44", "--prevalence", "0", "--across-groups"]).unwrap();
    assert_eq!(column(&across, "tubes"), [89.0, 18.0, 9.0, 5.0]);
    assert!(fs::read_to_string(plot).unwrap().contains("tubes of the first round"));
    let same_room = [
        "plan",
        "--people",
        "40",
        "--prevalence",
        "0.01",
        "--sizes",
        "8",
        "--room",
        "8",
        "--correlation",
        "0.3",
    ];
    let alone = ["plan", "--people", "40", "--prevalence", "0.01", "--sizes", "8"];
    let tests = |options: &[&str]| column(&pool(&bench, options).unwrap(), "tests")[0];
    assert!(tests(&same_room) < tests(&alone), "infections that stand together make fewer tubes positive");
}

#[test]
fn prevalence_from_pools() {
    let bench = Bench::new();
    let pools = bench.file("pools.csv", "size,pools,positive\n10,120,3\n");
    let plot = bench.path("pools.svg");
    let out = pool(&bench, &["estimate", "--input", &pools, "--plot", plot.to_str().unwrap()]).unwrap();
    let closed = |positive: f64| 1.0 - (1.0 - positive).powf(0.1);
    assert!((column(&out, "prevalence")[0] - closed(3.0 / 120.0)).abs() < 1e-12);
    // Clopper and Pearson's interval of 3 in 120, by SciPy's beta distribution.
    assert!((column(&out, "lower")[0] - closed(0.00518557495832136)).abs() < 1e-12, "{out}");
    assert!((column(&out, "upper")[0] - closed(0.07132319415690505)).abs() < 1e-12, "{out}");
    assert!(!fs::read_to_string(plot).unwrap().contains("NaN"));
}

#[test]
fn wrong_input_is_told() {
    let bench = Bench::new();
    let told = |rows: &str| {
        let path = bench.file("p.csv", rows);
        pool(&bench, &["estimate", "--input", &path]).unwrap_err().replace(&path, "p.csv")
    };
    let header = "size,pools,positive\n";
    assert_eq!(
        told(&format!("{header}10,3,4\n")),
        "p.csv: line 2, column 6 (positive): 4 positive pools, but only 3 were tested"
    );
    assert_eq!(
        told(&format!("{header}0,3,1\n")),
        "p.csv: line 2, column 1 (size): a pool needs at least one person"
    );
    assert_eq!(
        told(&format!("{header}5,x,1\n")),
        "p.csv: line 2, column 3 (pools): `x` is not a whole number from 0"
    );
    assert_eq!(told(header), "there is nobody to test, or no pool was tested");
    let wrong = |options: &[&str]| pool(&bench, options).unwrap_err();
    assert!(wrong(&["design", "--prevalence", "1.5"]).contains("prevalence"));
    assert!(wrong(&["design", "--prevalence", "0.1", "--sizes", "9-2"]).contains("the smaller first"));
    assert!(
        wrong(&[
            "plan",
            "--people",
            "9",
            "--prevalence",
            "0.1",
            "--sensitivity",
            "0.2",
            "--specificity",
            "0.3"
        ])
        .contains("above 1")
    );
    assert!(wrong(&["plan", "--prevalence", "0.1"]).contains("--input"));
}
