//! `xiaodun pool plan`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use epi_pool::{Hours, Packing, People, Plan, Prices, compare};

use crate::AnalystError;
use crate::files::OutputOptions;
use crate::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape, Words};
use crate::sheet::{Cell, Format, Sheet};
use crate::table::{Layout, Source, Table};

use super::{SettingOptions, told};

/// What it takes to test these people.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// People in each class or dormitory, CSV: group,people; `-` is standard input. 各班人数
    #[arg(long, value_name = "FILE", required_unless_present = "people", conflicts_with = "people")]
    pub input: Option<PathBuf>,
    /// People in all, or in each group: 1080, or 45,45,44. 人数
    #[arg(long, value_name = "N,N,…", value_delimiter = ',')]
    pub people: Option<Vec<u32>>,
    /// Share of people infected, 0 to 1. 感染率
    #[arg(long, value_name = "P")]
    pub prevalence: f64,
    /// Most people in one tube. 混采比例
    #[arg(long, value_name = "N,N,…", value_delimiter = ',', default_values_t = epi_pool::TUBE_SIZES)]
    pub sizes: Vec<u32>,
    /// Tubes may hold people of several groups. 跨组混采
    #[arg(long)]
    pub across_groups: bool,
    /// The test.
    #[command(flatten)]
    pub setting: SettingOptions,
    /// Work and prices.
    #[command(flatten)]
    pub work: WorkOptions,
    /// Where results go.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What work takes and costs. The defaults are a starting point, not a measurement.
#[derive(Debug, Clone, Args)]
pub struct WorkOptions {
    /// Swabs one team takes in an hour. 每组每小时采样人次
    #[arg(long, value_name = "N", default_value_t = Hours::default().swabs_per_team_hour)]
    pub swabs_per_hour: f64,
    /// Teams at work at the same time. 采样组数
    #[arg(long, value_name = "N", default_value_t = Hours::default().teams)]
    pub teams: u32,
    /// Tubes in one laboratory run. 每批管数
    #[arg(long, value_name = "N", default_value_t = Hours::default().tubes_per_run)]
    pub tubes_per_run: u32,
    /// Hours of one run. 每批小时数
    #[arg(long, value_name = "HOURS", default_value_t = Hours::default().hours_per_run)]
    pub hours_per_run: f64,
    /// Runs at the same time. 同时批数
    #[arg(long, value_name = "N", default_value_t = Hours::default().machines)]
    pub machines: u32,
    /// Price of one swab. 拭子单价
    #[arg(long, value_name = "PRICE", default_value_t = 0.0)]
    pub swab_price: f64,
    /// Price of one tube. 采样管单价
    #[arg(long, value_name = "PRICE", default_value_t = 0.0)]
    pub tube_price: f64,
    /// Price of testing one tube. 检测单价
    #[arg(long, value_name = "PRICE", default_value_t = 0.0)]
    pub test_price: f64,
}

impl WorkOptions {
    fn costs(&self) -> (Hours, Prices) {
        let hours = Hours {
            swabs_per_team_hour: self.swabs_per_hour,
            teams: self.teams,
            tubes_per_run: self.tubes_per_run,
            hours_per_run: self.hours_per_run,
            machines: self.machines,
        };
        (hours, Prices { swab: self.swab_price, tube: self.tube_price, test: self.test_price })
    }
}

pub(super) fn run(args: &PlanArgs) -> Result<(), AnalystError> {
    let groups = match (&args.people, &args.input) {
        (Some(people), _) => people.clone(),
        (None, Some(path)) => read(&Source::open(path)?)?,
        (None, None) => Vec::new(),
    };
    let packing = if args.across_groups { Packing::AcrossGroups } else { Packing::WithinGroups };
    let setting = args.setting.setting(args.prevalence)?;
    let people = People { groups, packing };
    let plans = compare(&people, &args.sizes, &setting, &args.work.costs()).map_err(told)?;
    args.output.write(|out| write(&plans, args.output.format, out), |lang| figure(&plans, lang))
}

const PEOPLE: usize = 1;
static LAYOUT: Layout = Layout { columns: &["group", "people"], required: 2 };

fn read(source: &Source) -> Result<Vec<u32>, AnalystError> {
    let mut table = Table::new(source, &LAYOUT)?;
    let mut groups = Vec::new();
    while table.advance()? {
        let text = table.required(PEOPLE)?;
        let people = text.parse::<u32>();
        groups
            .push(people.map_err(|_| table.wrong(PEOPLE, format!("`{text}` is not a whole number from 0")))?);
    }
    Ok(groups)
}

fn write(plans: &[Plan], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec![
        "size",
        "people",
        "infected",
        "tubes",
        "positive_tubes",
        "retests",
        "retests_sd",
        "tests",
        "tubes_used",
        "swabs",
        "missed",
        "false_positives",
        "swabbing_hours",
        "first_results_hours",
        "second_round_hours",
        "hours",
        "cost",
    ];
    let mut sheet = Sheet::begin(out, format, columns)?;
    let whole = |number: u64| Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    for plan in plans {
        let counted = [u64::from(plan.capacity), plan.people].map(whole);
        let expected = [plan.infected].map(Cell::Number);
        let numbers = [
            plan.positive_tubes,
            plan.retests,
            plan.retests_sd,
            plan.tests,
            plan.tubes_used,
            plan.swabs,
            plan.missed,
            plan.false_positives,
            plan.swabbing_hours,
            plan.first_results_hours,
            plan.second_round_hours,
            plan.hours,
            plan.cost,
        ];
        let cells = counted.into_iter().chain(expected).chain([whole(plan.tubes)]);
        sheet.row(&cells.chain(numbers.map(Cell::Number)).collect::<Vec<_>>())?;
    }
    sheet.end()
}

fn figure(plans: &[Plan], lang: Lang) -> Figure {
    let words = Words::of(lang);
    let x = |plan: &Plan| f64::from(plan.capacity);
    let first: Vec<f64> = plans.iter().map(|plan| plan.tubes as f64).collect();
    let tubes = plans.iter().zip(&first).map(|(plan, tubes)| (x(plan), *tubes)).collect();
    let again = plans.iter().map(|plan| (x(plan), plan.retests)).collect();
    let layers = vec![
        Layer::new(
            Role::Observed,
            words.get("pool.first_round"),
            Shape::Bars { width: 0.9, points: tubes, from: Vec::new() },
        ),
        Layer::new(
            Role::Imported,
            words.get("pool.second_round"),
            Shape::Bars { width: 0.9, points: again, from: first },
        ),
    ];
    let panel = Panel { y_label: words.get("pool.tests").to_owned(), layers, ..Panel::default() };
    Figure {
        title: words.get("pool.title_plan").to_owned(),
        axis: Axis::Numbers,
        x_label: words.get("pool.size").to_owned(),
        panels: vec![panel],
    }
}
