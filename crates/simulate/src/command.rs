//! `xiaodun simulate`. Doc comments are what `--help` prints.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use xd_analyst::table::Source;
use xd_sim::Population;

use crate::error::SimulateError;
use crate::report::Results;
use crate::run::manifest::{People, Run};
use crate::run::parts::{Folder, Progress, collect, run_of};
use crate::run::record::Persons;
use crate::run::{Ensemble, Shard, on_threads};
use crate::scenario::{Loaded, load};
use crate::{register, schema};

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
    /// Print the JSON Schema of scenario files 打印情景文件的 JSON Schema
    Schema,
}

/// A run, or several to be compared.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The scenario, TOML; `-` is standard input 情景文件
    #[arg(long, value_name = "FILE", required = true)]
    pub scenario: Option<PathBuf>,
    /// People: a register (CSV), or `generated` from the numbers in the scenario 人群
    #[arg(long, value_name = "FILE|generated", default_value = "generated")]
    pub population: PathBuf,
    /// How often the story is played 重复次数
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub replicates: u64,
    /// Seed of the replicates: the same seed, the same bytes 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seed of what is drawn of a generated population 人群种子
    #[arg(long, default_value_t = 1)]
    pub population_seed: u64,
    /// Threads; 0 takes all there are. They change nothing but the time 线程数
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
    /// Run only part i of n, to be put together with `merge` 只运行第 i 片
    #[arg(long, value_name = "i/n")]
    pub shard: Option<Shard>,
    /// Line lists with the transmission tree of the first K replicates 病例清单
    #[arg(long, value_name = "K", num_args = 0..=1, default_value_t = 0, default_missing_value = "1")]
    pub line_list: u64,
    /// Also days lost person by person 逐人缺课天数
    #[arg(long)]
    pub persons: bool,
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
    match &args.command {
        Some(SimulateCommand::Merge(merge)) => put_together(merge),
        Some(SimulateCommand::Schema) => say(&schema::text()),
        None => args.run.run(),
    }
}

/// Text for standard output; a reader that has gone away has seen what it wanted.
fn say(text: &str) -> Result<(), SimulateError> {
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
    fn run(&self) -> Result<(), SimulateError> {
        // Both are required where there is no subcommand.
        let (Some(scenario), Some(out)) = (&self.scenario, &self.out) else { return Ok(()) };
        let ready = on_threads(self.threads, || self.ready(scenario))??;
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let complete = on_threads(self.threads, || ready.fill(out, shard))??;
        match complete {
            Progress::Complete => say(&format!("{}: already complete 已完成\n", out.display())),
            Progress::UnderWay if self.shard.is_some() => say(&format!(
                "{}: shard {}/{} is complete 分片已完成\n",
                out.display(),
                shard.index,
                shard.count
            )),
            Progress::UnderWay => finish(std::slice::from_ref(out), out, ready.run),
        }
    }

    fn ready(&self, scenario: &Path) -> Result<Ready, SimulateError> {
        let loaded = load(scenario)?;
        let (population, described) = self.people(&loaded)?;
        loaded.simulation(&population)?;
        let text = toml::to_string(&loaded.scenario)
            .map_err(|error| SimulateError::Option(format!("--scenario: cannot be written: {error}")))?;
        let run = Run {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: text,
            population: described,
            population_seed: self.population_seed,
            people: People::of(&population),
            seed: self.seed,
            replicates: self.replicates,
            line_lists: self.line_list,
            persons: if self.persons { Persons::Apart } else { Persons::Together },
        };
        Ok(Ready { loaded, population, run })
    }

    /// The people, and what they are made from.
    fn people(&self, loaded: &Loaded) -> Result<(Population, String), SimulateError> {
        if self.population == Path::new("generated") {
            return Ok((loaded.population(self.population_seed)?, loaded.population_text()?));
        }
        let source = Source::open(&self.population)?;
        Ok((register::population(&source)?, register::text(&source)))
    }
}

impl Ready {
    fn fill(&self, out: &Path, shard: Shard) -> Result<Progress, SimulateError> {
        let (folder, progress) = Folder::open(out, self.run.clone())?;
        if progress == Progress::UnderWay {
            let simulation = self.loaded.simulation(&self.population)?;
            Ensemble { simulation: &simulation, population: &self.population, run: &self.run }
                .fill(&folder, shard)?;
        }
        Ok(progress)
    }
}

/// Makes the results of a run from the parts in some folders, and takes those in `out` away.
fn finish(from: &[PathBuf], out: &Path, run: Run) -> Result<(), SimulateError> {
    let parts = collect(from, &run)?;
    let results = Results::new(run.clone(), parts)?;
    let (folder, _) = Folder::open(out, run)?;
    results.write(folder.root())?;
    folder.clear()?;
    say(&results.in_short())
}

fn put_together(args: &MergeArgs) -> Result<(), SimulateError> {
    let Some(first) = args.shards.first() else { return Ok(()) };
    let run = run_of(first)?;
    for other in &args.shards[1..] {
        if run_of(other)? != run {
            let (other, first) = (other.display(), first.display());
            return Err(SimulateError::Option(format!("{other}: its run is not that of {first}")));
        }
    }
    finish(&args.shards, &args.out, run)
}
