//! `xiaodun simulate`. Doc comments are what `--help` prints.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use xd_analyst::output;
use xd_analyst::plot::{Figure, Lang};
use xd_sim::Population;

use crate::calibrate::CalibrateArgs;
use crate::error::SimulateError;
use crate::report::Results;
use crate::report::compare::Comparison;
use crate::report::figures;
use crate::run::manifest::{People, Run};
use crate::run::parts::{Folder, Progress, collect, run_of};
use crate::run::record::Persons;
use crate::run::{Ensemble, Shard, on_threads};
use crate::scenario::{Loaded, load};
use crate::scene::ChanceArgs;
use crate::schema;
use crate::validate::{self, ValidateArgs};
use crate::words::Words;

const AFTER: &str = "\
Examples 示例:
  xiaodun simulate --scenario content/scenarios/norovirus-class-suspension.toml --replicates 1000 --out norovirus
  xiaodun simulate --scenario flu.toml --population people.csv --line-list --out flu
  xiaodun simulate --compare open.toml closed.toml --replicates 500 --out compared
  xiaodun simulate --scenario flu.toml --shard 3/8 --out shard3     one of eight machines 分片
  xiaodun simulate merge shard1 shard2 … shard8 --out flu           the same bytes as one run 合并

An interrupted run goes on where it stopped when the same command is given again 中断后重复同一命令即可续跑.
Exit codes 退出码: 0 done, 1 failed, 2 wrong input, 5 would overwrite other results.
Scenario files, outputs, clusters of machines: docs/guides/simulate.md";

/// Simulate outbreaks in a school or region under a scenario's measures 传染病情景模拟
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = AFTER)]
pub struct SimulateArgs {
    /// Instead of a run.
    #[command(subcommand)]
    pub command: Option<SimulateCommand>,
    /// A run.
    #[command(flatten)]
    pub run: RunArgs,
}

/// What is not a run.
#[derive(Debug, Subcommand)]
pub enum SimulateCommand {
    /// Put the shards of one run together: the same files, byte by byte, as if it had run at once 合并分片
    Merge(MergeArgs),
    /// Find the parameters with which the scenario shows an observed curve 按疫情曲线校准参数
    Calibrate(Box<CalibrateArgs>),
    /// Set the simulator against closed forms, observed outbreaks and other models 验证模型
    Validate(ValidateArgs),
    /// Print the JSON Schema of scenario files 打印情景文件的 JSON Schema
    Schema,
}

/// A run, or several to be compared.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario, TOML; `-` is standard input 情景文件
    #[arg(long, value_name = "FILE", required_unless_present = "compare")]
    pub scenario: Option<PathBuf>,
    /// Two scenarios or more, run by run with the same luck; the first is the base 情景比较
    #[arg(long, value_name = "FILE", num_args = 2.., conflicts_with_all = ["scenario", "shard"])]
    pub compare: Vec<PathBuf>,
    /// Play it also without this measure, with the same luck; may be given several times 去掉某项措施作比较
    #[arg(long, value_name = "MEASURE", conflicts_with_all = ["compare", "shard"])]
    pub without: Vec<String>,
    /// Who, and by which luck.
    #[command(flatten)]
    pub chance: ChanceArgs,
    /// How often the story is played 重复次数
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub replicates: u64,
    /// Run only part i of n, to be put together with `merge` 只运行第 i 片
    #[arg(long, value_name = "i/n")]
    pub shard: Option<Shard>,
    /// Line lists with the transmission tree of the first K replicates 病例清单
    #[arg(long, value_name = "K", num_args = 0..=1, default_value_t = 0, default_missing_value = "1")]
    pub line_list: u64,
    /// Also days lost person by person 逐人缺课天数
    #[arg(long)]
    pub persons: bool,
    /// Draw the curve of infections into this file (SVG) 绘图
    #[arg(long, value_name = "FILE", conflicts_with = "shard")]
    pub plot: Option<PathBuf>,
    /// The language of the figure 图中文字
    #[arg(long, value_enum, default_value_t)]
    pub lang: Lang,
    /// A folder for the results; it must be empty, or hold this very run 输出目录
    #[arg(long, value_name = "DIR", required = true)]
    pub out: Option<PathBuf>,
}

/// Shards to be put together.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The folders of the shards 各分片目录
    #[arg(required = true, value_name = "DIR")]
    pub shards: Vec<PathBuf>,
    /// An empty folder for the results 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// As [`SimulateError`] says, each with an exit code.
pub fn run(args: &SimulateArgs) -> Result<(), SimulateError> {
    match answer(args) {
        Err(SimulateError::Missed { table, missed }) => {
            say(&table)?;
            Err(SimulateError::Missed { table, missed })
        }
        said => say(&said?),
    }
}

/// Runs the command; gives what it has to say.
///
/// # Errors
/// As [`run`].
pub fn answer(args: &SimulateArgs) -> Result<String, SimulateError> {
    match &args.command {
        Some(SimulateCommand::Merge(merge)) => put_together(merge),
        Some(SimulateCommand::Calibrate(calibrate)) => crate::calibrate::run(calibrate),
        Some(SimulateCommand::Validate(validate)) => validate::run(validate),
        Some(SimulateCommand::Schema) => Ok(schema::text()),
        None => args.run.run(),
    }
}

/// Text for standard output; a reader that has gone away has seen what it wanted.
pub(crate) fn say(text: &str) -> Result<(), SimulateError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// A scenario ready to be run.
struct Ready {
    loaded: Loaded,
    population: Population,
    run: Run,
}

impl RunArgs {
    fn run(&self) -> Result<String, SimulateError> {
        let Some(out) = &self.out else { return Err(SimulateError::option("out", "is missing")) };
        let Some(scenario) = &self.scenario else {
            let load = |file: &PathBuf| Ok((stem(file), load(file)?));
            let loaded = self.compare.iter().map(load).collect::<Result<_, SimulateError>>()?;
            return self.compare(out, loaded);
        };
        let loaded = load(scenario)?;
        if !self.without.is_empty() {
            return self.compare(out, self.with_and_without(&stem(scenario), &loaded)?);
        }
        let ready = on_threads(self.chance.threads, || self.ready(loaded))??;
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let (folder, progress) = Folder::open(out, ready.run.clone())?;
        if progress == Progress::Complete {
            return Ok(format!("{}: already complete 已完成\n", out.display()));
        }
        on_threads(self.chance.threads, || ready.fill(&folder, shard))??;
        if self.shard.is_some() {
            let Shard { index, count } = shard;
            return Ok(format!("{}: shard {index}/{count} is complete 分片已完成\n", out.display()));
        }
        let results = finish(std::slice::from_ref(out), &folder)?;
        self.draw(|words| figures::curve(words, &results.curves()))?;
        Ok(results.in_short())
    }

    fn draw(&self, figure: impl Fn(&Words) -> Figure) -> Result<(), SimulateError> {
        let Some(path) = &self.plot else { return Ok(()) };
        Ok(output::write_text(path, &figure(&Words::report(self.lang)).svg())?)
    }

    /// The scenario, and the same without each of the measures named.
    fn with_and_without(&self, stem: &str, loaded: &Loaded) -> Result<Vec<(String, Loaded)>, SimulateError> {
        let mut all = vec![(stem.to_owned(), loaded.clone())];
        for name in &self.without {
            let mut other = loaded.clone();
            other.scenario.measures.retain(|measure| measure.name != *name);
            if other.scenario.measures.len() == loaded.scenario.measures.len() {
                let known: Vec<&str> =
                    loaded.scenario.measures.iter().map(|measure| measure.name.as_str()).collect();
                let what = format!("there is no measure `{name}`; the scenario has {}", known.join(", "));
                return Err(SimulateError::option("without", what));
            }
            other.scenario.name = format!("{}, without {name}", loaded.scenario.name);
            all.push((format!("without-{stem}"), other));
        }
        Ok(all)
    }

    /// Runs every scenario in a folder of its own, then sets them against the first.
    fn compare(&self, out: &Path, loaded: Vec<(String, Loaded)>) -> Result<String, SimulateError> {
        let mut readies = Vec::new();
        for (at, (stem, loaded)) in (1..).zip(loaded) {
            let ready = on_threads(self.chance.threads, || self.ready(loaded))??;
            readies.push((out.join(format!("{at}-{stem}")), ready));
        }
        refuse_strangers(out, &readies)?;
        let complete = out.join("compare.json").exists();
        let mut results = Vec::new();
        for (path, ready) in &readies {
            let (folder, progress) = Folder::open(path, ready.run.clone())?;
            if complete && progress == Progress::Complete {
                continue;
            }
            on_threads(self.chance.threads, || ready.fill(&folder, Shard::WHOLE))??;
            let parts = collect(std::slice::from_ref(path), &ready.run)?;
            let made = Results::new(ready.run.clone(), parts)?;
            made.write(path)?;
            results.push(made);
        }
        if results.is_empty() {
            return Ok(format!("{}: already complete 已完成\n", out.display()));
        }
        let comparison = Comparison::new(results);
        comparison.write(out)?;
        for (path, ready) in &readies {
            Folder::open(path, ready.run.clone())?.0.clear()?;
        }
        self.draw(|words| comparison.curves(words))?;
        Ok(comparison.in_short())
    }

    fn ready(&self, loaded: Loaded) -> Result<Ready, SimulateError> {
        let (population, described) = self.chance.people(&loaded)?;
        loaded.simulation(&population)?;
        let text = toml::to_string(&loaded.scenario)
            .map_err(|error| SimulateError::Option(format!("--scenario: cannot be written: {error}")))?;
        let run = Run {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: text,
            population: described,
            population_seed: self.chance.population_seed,
            people: People::of(&population),
            seed: self.chance.seed,
            replicates: self.replicates,
            line_lists: self.line_list,
            persons: if self.persons { Persons::Apart } else { Persons::Together },
        };
        Ok(Ready { loaded, population, run })
    }
}

impl Ready {
    fn fill(&self, folder: &Folder, shard: Shard) -> Result<(), SimulateError> {
        let simulation = self.loaded.simulation(&self.population)?;
        Ensemble { simulation: &simulation, population: &self.population, run: &self.run }.fill(folder, shard)
    }
}

/// A comparison's folder holds nothing else.
fn refuse_strangers(out: &Path, readies: &[(PathBuf, Ready)]) -> Result<(), SimulateError> {
    let names = ["compare.csv", "compare.parquet", "report.html", "compare.json"];
    let known = |path: &Path| {
        readies.iter().any(|(folder, _)| folder == path) || names.iter().any(|name| path.ends_with(name))
    };
    let entries = std::fs::read_dir(out).into_iter().flatten().filter_map(Result::ok);
    match entries.map(|entry| entry.path()).find(|path| !known(path)) {
        None => Ok(()),
        Some(stranger) => {
            let stranger = stranger.display();
            let why = format!("--out: {stranger}: is not of this comparison; choose an empty folder");
            Err(SimulateError::Overwrites(why))
        }
    }
}

/// The name of a file without its ending.
fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Makes the results of a run from the parts in some folders, and takes those of its own folder away.
fn finish(from: &[PathBuf], folder: &Folder) -> Result<Results, SimulateError> {
    let run = folder.run();
    let results = Results::new(run.clone(), collect(from, run)?)?;
    results.write(folder.root())?;
    folder.clear()?;
    Ok(results)
}

fn put_together(args: &MergeArgs) -> Result<String, SimulateError> {
    let Some(first) = args.shards.first() else { return Ok(String::new()) };
    let run = run_of(first)?;
    for other in &args.shards[1..] {
        if run_of(other)? != run {
            let (other, first) = (other.display(), first.display());
            return Err(SimulateError::Option(format!("{other}: its run is not that of {first}")));
        }
    }
    // What is missing is said before anything is made.
    collect(&args.shards, &run)?;
    let (folder, _) = Folder::open(&args.out, run)?;
    Ok(finish(&args.shards, &folder)?.in_short())
}
