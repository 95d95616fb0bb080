//! `xiaodun pool design`.

use std::io::{self, Write};

use clap::Args;
use epi_pool::{Assay, Clustering, Design, dorfman, performance};

use crate::AnalystError;
use crate::files::OutputOptions;
use crate::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape, Words};
use crate::sheet::{Cell, Format, Sheet};

use super::{SettingOptions, told};

/// Expected tests and swabs for each pool size.
#[derive(Debug, Args)]
pub struct DesignArgs {
    /// Share of people infected, 0 to 1; one or several. 感染率
    #[arg(long, value_name = "P,P,…", value_delimiter = ',', required = true)]
    pub prevalence: Vec<f64>,
    /// Pool sizes, from and to. 混采比例范围
    #[arg(long, value_name = "FROM-TO", default_value = "2-40", value_parser = parse_sizes)]
    pub sizes: (u32, u32),
    /// The test.
    #[command(flatten)]
    pub setting: SettingOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
}

fn parse_sizes(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is not two whole numbers from 1, the smaller first, as in 2-40");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
    let (from, to) = (number(from)?, number(to)?);
    if from == 0 || to < from { Err(wrong()) } else { Ok((from, to)) }
}

/// One design at one prevalence, for each person tested.
struct Row {
    prevalence: f64,
    size: u32,
    positive: f64,
    tests: f64,
    swabs: f64,
    sensitivity: f64,
    specificity: f64,
    best: bool,
}

pub(super) fn run(args: &DesignArgs) -> Result<(), AnalystError> {
    let mut rows = Vec::new();
    for &prevalence in &args.prevalence {
        let (from, to) = args.sizes;
        let mut table =
            (from..=to).map(|size| row(args, prevalence, size)).collect::<Result<Vec<Row>, _>>()?;
        // The smaller of equals.
        let best = table.iter().enumerate().min_by(|a, b| a.1.tests.total_cmp(&b.1.tests)).map(|(at, _)| at);
        best.into_iter().for_each(|at| table[at].best = true);
        rows.append(&mut table);
    }
    args.output
        .write(|out| write(&rows, args.output.format, out), |lang| figure(&args.prevalence, &rows, lang))
}

fn row(args: &DesignArgs, prevalence: f64, size: u32) -> Result<Row, AnalystError> {
    let setting = args.setting.setting(prevalence)?;
    if setting.assay == Assay::PERFECT && setting.clustering == Clustering::Independent {
        // Figures rounded once, as the exact rational numbers are.
        let found = dorfman(prevalence, size).map_err(told)?;
        return Ok(Row {
            prevalence,
            size,
            positive: found.prob_pool_positive,
            tests: found.tests_per_person,
            swabs: found.swabs_per_person,
            sensitivity: 1.0,
            specificity: 1.0,
            best: false,
        });
    }
    let design = if size == 1 { Design::Individual } else { Design::TwoStage { size } };
    let found = performance(design, &setting).map_err(told)?;
    let swabs = 1.0 + found.retests;
    let (positive, tests) = (found.pool_positive, found.tests);
    let (sensitivity, specificity) = (found.sensitivity, found.specificity);
    Ok(Row { prevalence, size, positive, tests, swabs, sensitivity, specificity, best: false })
}

fn write(rows: &[Row], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec![
        "prevalence",
        "pool_size",
        "prob_pool_positive",
        "expected_tests_per_person",
        "expected_swabs_per_person_if_resampled",
        "reduction_vs_individual",
        "sensitivity",
        "specificity",
        "optimal",
    ];
    let mut sheet = Sheet::begin(out, format, columns)?;
    for row in rows {
        sheet.row(&[
            Cell::Number(row.prevalence),
            Cell::Whole(i64::from(row.size)),
            Cell::Number(row.positive),
            Cell::Number(row.tests),
            Cell::Number(row.swabs),
            Cell::Number(1.0 - row.tests),
            Cell::Number(row.sensitivity),
            Cell::Number(row.specificity),
            Cell::Flag(row.best),
        ])?;
    }
    sheet.end()
}

fn figure(prevalences: &[f64], rows: &[Row], lang: Lang) -> Figure {
    let words = Words::of(lang);
    let panel = |prevalence: &f64| {
        let own = || rows.iter().filter(|row| row.prevalence == *prevalence);
        let point = |row: &Row| (f64::from(row.size), row.tests);
        let best = own().filter(|row| row.best).map(point).collect();
        let layers = vec![
            Layer::new(Role::Expected, words.get("pool.individual"), Shape::Level(1.0)),
            Layer::new(Role::Estimate, words.get("pool.tests_each"), Shape::Line(own().map(point).collect())),
            Layer::new(Role::Alarm, words.get("pool.best"), Shape::Dots(best)),
        ];
        let title = words.get("pool.prevalence").replace("{p}", &prevalence.to_string());
        Panel { title, y_label: words.get("pool.tests_each").to_owned(), layers, ..Panel::default() }
    };
    Figure {
        title: words.get("pool.title_design").to_owned(),
        axis: Axis::Numbers,
        x_label: words.get("pool.size").to_owned(),
        panels: prevalences.iter().take(crate::plot::MOST_PANELS).map(panel).collect(),
    }
}
