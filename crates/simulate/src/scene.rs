//! What commands that search, explain or calibrate have in common: a scenario, its people, seeds, threads, a folder.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use xd_analyst::table::Source;
use xd_sim::{Population, Progress, Setup};

use crate::error::SimulateError;
use crate::register;
use crate::scenario::{Loaded, load};

/// Who is simulated and by which luck: what every command that runs a scenario asks.
#[derive(Debug, Args)]
pub struct ChanceArgs {
    /// People: a register (CSV), or `generated` from the numbers in the scenario 人群
    #[arg(long, value_name = "FILE|generated", default_value = "generated")]
    pub population: PathBuf,
    /// Seed of the replicates: the same seed, the same bytes 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seed of what is drawn of a generated population 人群种子
    #[arg(long, default_value_t = 1)]
    pub population_seed: u64,
    /// Threads; 0 takes all there are. They change nothing but the time 线程数
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
}

impl ChanceArgs {
    /// The people, and what they are made from.
    pub(crate) fn people(&self, loaded: &Loaded) -> Result<(Population, String), SimulateError> {
        if self.population == Path::new("generated") {
            return Ok((loaded.population(self.population_seed)?, loaded.population_text()?));
        }
        let source = Source::open(&self.population)?;
        Ok((register::population(&source)?, register::text(&source)))
    }
}

/// Options of a scene.
#[derive(Debug, Args)]
pub struct SceneArgs {
    /// The scenario, TOML; `-` is standard input 情景文件
    #[arg(long, value_name = "FILE")]
    pub scenario: PathBuf,
    /// Who, and by which luck.
    #[command(flatten)]
    pub chance: ChanceArgs,
    /// A folder for the results; it must be empty or hold results of this command 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// A scenario with its people.
pub(crate) struct Scene {
    pub loaded: Loaded,
    pub population: Population,
    pub seed: u64,
}

impl Scene {
    pub(crate) fn setup(&self) -> Setup<'_> {
        Setup { population: &self.population, base: &self.loaded.scenario, seed: self.seed }
    }

    /// Pupils and staff.
    pub(crate) fn school_people(&self) -> usize {
        self.population.zones().iter().map(xd_sim::Zone::school_people).sum()
    }
}

impl SceneArgs {
    pub(crate) fn open(&self) -> Result<Scene, SimulateError> {
        let loaded = load(&self.scenario)?;
        let (population, _) = self.chance.people(&loaded)?;
        loaded.simulation(&population)?;
        Ok(Scene { loaded, population, seed: self.chance.seed })
    }

    /// Makes the folder; refuses one that holds anything but what this command writes, told by `result`.
    pub(crate) fn folder(&self, result: &str) -> Result<&Path, SimulateError> {
        let named = |error: std::io::Error| {
            std::io::Error::new(error.kind(), format!("{}: {error}", self.out.display()))
        };
        std::fs::create_dir_all(&self.out).map_err(named)?;
        let empty = std::fs::read_dir(&self.out).map_err(named)?.next().is_none();
        if !empty && !self.out.join(result).is_file() {
            let out = self.out.display();
            return Err(SimulateError::Overwrites(format!("{out}: is not empty and holds no {result}")));
        }
        Ok(&self.out)
    }
}

/// A bar on standard error; silent where that is no terminal.
pub(crate) fn bar() -> (ProgressBar, impl FnMut(Progress)) {
    let bar = ProgressBar::new(0);
    let style =
        ProgressStyle::with_template("{wide_bar} {pos}/{len} replicates 次模拟, {msg}{eta} left 剩余");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    let moved = bar.clone();
    let step = move |progress: Progress| {
        moved.set_length(progress.at_most);
        moved.set_position(progress.done);
        if progress.running > 1 {
            moved.set_message(format!("{} running 未淘汰, ", progress.running));
        }
    };
    (bar, step)
}
