//! `xiaodun chain`: who infected whom.

mod figure;
mod help;
mod linelist;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use epi_chain::{ChainError, DayDistribution, Forest, Incubation, Links, Model, Source, Weights};

use crate::files::{InputOptions, OutputOptions};
use crate::sheet::{Cell, Format, Sheet};
use crate::{AnalystError, output};
use linelist::LineList;

/// Find who may have infected whom in a line list 传播链
///
/// From days of onset and shared places: the probability of each infector, and the most likely tree of infections.
#[derive(Debug, Args)]
#[command(after_long_help = help::AFTER)]
pub struct ChainArgs {
    /// Where the line list is.
    #[command(flatten)]
    pub input: InputOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
    /// Mean of the serial interval, days. 序列间隔均值
    #[arg(long, value_name = "DAYS")]
    pub si_mean: f64,
    /// Standard deviation of the serial interval, days. 序列间隔标准差
    #[arg(long, value_name = "DAYS")]
    pub si_sd: f64,
    /// People known to have met, CSV: a,b (ids of the line list). 接触者
    #[arg(long, value_name = "FILE")]
    pub contacts: Option<PathBuf>,
    /// What shared places weigh, as in household=20,class=10
    /// [default: household=20,dormitory=15,contact=15,class=10,grade=2,school=1,elsewhere=0] 权重
    #[arg(long, value_name = "PLACE=WEIGHT,…", value_delimiter = ',', value_parser = parse_weight)]
    pub weights: Vec<(String, f64)>,
    /// Weight of an infection from outside the list, above 0. 外部感染权重
    #[arg(long, value_name = "WEIGHT", default_value_t = 0.05)]
    pub community: f64,
    /// Also write every possible infection into this file, CSV: infector,case,probability. 全部可能的感染对
    #[arg(long, value_name = "FILE")]
    pub pairs: Option<PathBuf>,
}

fn parse_weight(text: &str) -> Result<(String, f64), String> {
    let wrong = || format!("`{text}` is not a place and a weight, as in class=10");
    let (place, weight) = text.split_once('=').ok_or_else(wrong)?;
    Ok((place.trim().to_owned(), weight.trim().parse().map_err(|_| wrong())?))
}

/// Reads, links and writes.
///
/// # Errors
/// See [`AnalystError`]; nothing is written then.
pub fn run(args: &ChainArgs) -> Result<(), AnalystError> {
    let list = LineList::read(&args.input.open()?)?;
    let contacts = list.contacts(args.contacts.as_deref())?;
    let model = Model {
        serial_interval: DayDistribution::gamma(args.si_mean, args.si_sd).map_err(told)?,
        incubation: Incubation::Unknown,
        weights: weights(&args.weights)?,
        community: args.community,
    };
    let links = epi_chain::link(&list.cases, &contacts, &model).map_err(told)?;
    let forest = epi_chain::most_likely_forest(&links);
    if let Some(path) = &args.pairs {
        output::write(path, |out| pairs(&list, &links, out))?;
    }
    args.output.write(
        |out| write(&list, (&links, &forest), args.output.format, out),
        |lang| figure::figure(&list, &forest, lang),
    )
}

fn told(error: ChainError) -> AnalystError {
    AnalystError::Option(error.to_string())
}

fn weights(given: &[(String, f64)]) -> Result<Weights, AnalystError> {
    let mut weights = Weights::default();
    for (place, weight) in given {
        let own = match place.as_str() {
            "household" => &mut weights.household,
            "dormitory" => &mut weights.dormitory,
            "class" => &mut weights.class,
            "grade" => &mut weights.grade,
            "school" => &mut weights.school,
            "contact" => &mut weights.contact,
            "elsewhere" => &mut weights.elsewhere,
            other => {
                let known = "household, dormitory, class, grade, school, contact, elsewhere";
                return Err(AnalystError::option("weights", format!("`{other}` is none of {known}")));
            }
        };
        *own = *weight;
    }
    Ok(weights)
}

fn write(
    list: &LineList,
    (links, forest): (&Links, &Forest),
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = vec!["id", "onset", "source", "probability", "community", "generation", "reproduction"];
    let mut sheet = Sheet::begin(out, format, columns)?;
    let (generations, reproduction) = (forest.generations(), links.reproduction());
    for (at, id) in list.ids.iter().enumerate() {
        let onset = list.calendar.text(list.cases[at].timing.day());
        let source = match forest.sources()[at] {
            Source::Community => Cell::Nothing,
            Source::Case(case) => Cell::Text(&list.ids[case]),
        };
        sheet.row(&[
            Cell::Text(id),
            Cell::Text(&onset),
            source,
            Cell::Number(forest.probabilities()[at]),
            Cell::Number(links.community(at)),
            Cell::Whole(i64::from(generations[at])),
            Cell::Number(reproduction[at]),
        ])?;
    }
    sheet.end()
}

fn pairs(list: &LineList, links: &Links, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::begin(out, Format::Csv, vec!["infector", "case", "probability"])?;
    for (at, id) in list.ids.iter().enumerate() {
        for (infector, probability) in links.infectors(at) {
            sheet.row(&[Cell::Text(&list.ids[infector]), Cell::Text(id), Cell::Number(probability)])?;
        }
    }
    sheet.end()
}
