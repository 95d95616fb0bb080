//! `xiaodun policy`: which sets of measures are on the front, and what each measure buys.

mod figure;
mod report;
mod tables;

use std::path::Path;

use clap::{Args, Subcommand};
use xd_analyst::output;
use xd_sim::{Candidate, Explain, Explained, Found, Objective, Search};

use crate::command::say;
use crate::error::SimulateError;
use crate::run::on_threads;
use crate::scene::{Scene, SceneArgs, bar};

const AFTER: &str = "\
Examples 示例:
  xiaodun policy search --scenario content/scenarios/policy-search-delta.toml --out searched
  xiaodun policy search --scenario flu.toml --objective cluster --objective pupil_days --limit cluster=0.2 --out searched
  xiaodun policy explain --scenario flu.toml --candidate 17 --out explained

Objectives 目标: cluster pupil_days staff_days tests swabs infections admissions staff_minutes cents
The table [search] of the scenario says what may be turned: docs/methods/policy-search.md
Exit codes 退出码: 0 done, 1 failed, 2 wrong input, 5 would overwrite other results.";

/// Which measures keep the line with the fewest lost school days 防控策略搜索
#[derive(Debug, Subcommand)]
#[command(after_help = AFTER)]
pub enum PolicyCommand {
    /// Search for the Pareto front among sets of measures 搜索帕累托前沿
    Search(Box<SearchArgs>),
    /// Tell what each measure of one candidate buys 说明各项措施的作用
    Explain(Box<ExplainArgs>),
}

/// What may be said instead of the file.
#[derive(Debug, Args)]
pub struct Asked {
    /// What is to be kept small; again for each, in place of the file's 目标
    #[arg(long = "objective", value_name = "NAME", value_parser = objective)]
    pub objectives: Vec<Objective>,
    /// Name of the cluster rule of the scenario; its first where absent 聚集性疫情规则
    #[arg(long, value_name = "NAME")]
    pub cluster: Option<String>,
}

/// A search.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct SearchArgs {
    /// The scene.
    #[command(flatten)]
    pub scene: SceneArgs,
    /// Objectives.
    #[command(flatten)]
    pub asked: Asked,
    /// A figure that candidates must not be above, such as cluster=0.1 限值
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limit)]
    pub limits: Vec<(Objective, f64)>,
    /// Most replicates of a candidate, in place of the file's 每个方案最多模拟次数
    #[arg(long, value_name = "N")]
    pub replicates: Option<u32>,
    /// So many candidates of the front are explained, spread along it 说明其中几个方案
    #[arg(long, value_name = "K", default_value_t = 3)]
    pub explain: usize,
    /// How to explain.
    #[command(flatten)]
    pub effort: Effort,
}

/// An explanation.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct ExplainArgs {
    /// The scene.
    #[command(flatten)]
    pub scene: SceneArgs,
    /// Objectives.
    #[command(flatten)]
    pub asked: Asked,
    /// Number of a candidate of the search; the scenario as given where absent 方案编号
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub candidate: Option<u32>,
    /// How to explain.
    #[command(flatten)]
    pub effort: Effort,
}

/// How much is spent on an explanation.
#[derive(Debug, Args)]
pub struct Effort {
    /// Replicates of an explanation 说明所用模拟次数
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub explain_replicates: u32,
    /// Up to so many measures every set is run; beyond, orders are drawn 精确计算的最多措施数
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub exact_up_to: usize,
}

fn objective(name: &str) -> Result<Objective, String> {
    let known = Objective::ALL.into_iter().find(|objective| objective.name() == name);
    known.ok_or_else(|| format!("one of {}", Objective::ALL.map(Objective::name).join(", ")))
}

fn limit(text: &str) -> Result<(Objective, f64), String> {
    let (name, value) = text.split_once('=').ok_or("a limit is NAME=VALUE, such as cluster=0.1")?;
    let value: f64 = value.parse().map_err(|_| format!("{value} is no number"))?;
    Ok((objective(name)?, value))
}

/// Runs the command.
///
/// # Errors
/// As [`SimulateError`] says, each with an exit code.
pub fn run(command: &PolicyCommand) -> Result<(), SimulateError> {
    match command {
        PolicyCommand::Search(args) => on_threads(args.scene.chance.threads, || args.run())?,
        PolicyCommand::Explain(args) => on_threads(args.scene.chance.threads, || args.run())?,
    }
}

/// A candidate explained.
pub(crate) struct Told {
    /// Number of the candidate from 1; `None` for the scenario as given.
    pub number: Option<usize>,
    pub explained: Explained,
}

/// Everything a report tells.
pub(crate) struct Results<'a> {
    pub scene: &'a Scene,
    pub search: Search,
    pub found: Found,
    pub told: Vec<Told>,
}

impl Asked {
    /// The search of the file with what was asked instead.
    fn search(&self, scene: &Scene) -> Search {
        let mut search = scene.loaded.search.clone().unwrap_or_default();
        if !self.objectives.is_empty() {
            search.objectives.clone_from(&self.objectives);
            search.limits.retain(|objective, _| self.objectives.contains(objective));
        }
        if self.cluster.is_some() {
            search.cluster.clone_from(&self.cluster);
        }
        search
    }
}

impl Effort {
    fn explain(&self, search: &Search) -> Explain {
        Explain {
            objectives: search.objectives.clone(),
            cluster: search.cluster.clone(),
            replicates: self.explain_replicates,
            exact_up_to: self.exact_up_to,
            error: search.error,
        }
    }
}

impl SearchArgs {
    fn run(&self) -> Result<(), SimulateError> {
        let scene = self.scene.open()?;
        let mut search = self.asked.search(&scene);
        search.limits.extend(self.limits.iter().copied());
        search.replicates = self.replicates.unwrap_or(search.replicates);
        let folder = self.scene.folder("search.json")?;
        let (bar, mut step) = bar();
        let found = search.run(scene.setup(), &mut step).map_err(|invalid| scene.loaded.refuse(&invalid))?;
        let mut told = Vec::new();
        for at in spread(&found.front(), self.explain) {
            if found.candidates[at].measures.iter().flatten().count() > 0 {
                let explain = self.effort.explain(&search);
                let explained = explain.run(scene.setup(), &found.candidates[at], &mut step);
                let explained = explained.map_err(|invalid| scene.loaded.refuse(&invalid))?;
                told.push(Told { number: Some(at + 1), explained });
            }
        }
        bar.finish_and_clear();
        let results = Results { scene: &scene, search, found, told };
        results.write(folder)?;
        say(&results.in_short())
    }
}

/// At most `most` of a list, its ends first among them, evenly spread.
fn spread(front: &[usize], most: usize) -> Vec<usize> {
    let n = front.len();
    if n <= most {
        return front.to_vec();
    }
    let place = |at: usize| if most == 1 { n / 2 } else { at * (n - 1) / (most - 1) };
    (0..most).map(|at| front[place(at)]).collect()
}

impl ExplainArgs {
    fn run(&self) -> Result<(), SimulateError> {
        let scene = self.scene.open()?;
        let search = self.asked.search(&scene);
        let candidate = self.candidate(&scene, &search)?;
        let folder = self.scene.folder("explain.json")?;
        let (bar, mut step) = bar();
        let explained = self.effort.explain(&search).run(scene.setup(), &candidate, &mut step);
        let explained = explained.map_err(|invalid| scene.loaded.refuse(&invalid))?;
        bar.finish_and_clear();
        let told = Told { number: self.candidate.map(|number| number as usize), explained };
        write_told(folder, &told)?;
        say(&tables::explained_short(&told.explained))
    }

    fn candidate(&self, scene: &Scene, search: &Search) -> Result<Candidate, SimulateError> {
        let base = &scene.loaded.scenario;
        let Some(number) = self.candidate else { return Ok(Candidate::as_given(base)) };
        let all = xd_sim::candidates(base, &search.knobs, &search.candidates)
            .map_err(|invalid| scene.loaded.refuse(&invalid))?;
        let count = all.len();
        let found = all.into_iter().nth(number as usize - 1);
        found.ok_or_else(|| {
            SimulateError::option("candidate", format!("is {number}, allowed is 1 to {count}"))
        })
    }
}

fn write_told(folder: &Path, told: &Told) -> Result<(), SimulateError> {
    tables::explained(&folder.join("explain.csv"), std::slice::from_ref(told))?;
    output::write_text(&folder.join("report.html"), &report::explained(told))?;
    let text = serde_json::to_string_pretty(&tables::explained_json(told)).unwrap_or_default();
    Ok(output::write_text(&folder.join("explain.json"), &(text + "\n"))?)
}

impl Results<'_> {
    /// Writes everything into a folder; `search.json` comes last, and says by being there that all is there.
    fn write(&self, folder: &Path) -> Result<(), SimulateError> {
        tables::candidates(&folder.join("candidates.csv"), self)?;
        if !self.told.is_empty() {
            tables::explained(&folder.join("explain.csv"), &self.told)?;
        }
        for (name, svg) in figure::files(self) {
            output::write_text(&folder.join(name), &svg)?;
        }
        for at in self.found.front() {
            let text = tables::scenario(self, at).map_err(std::io::Error::other)?;
            output::write_text(&folder.join(format!("candidate-{}.toml", at + 1)), &text)?;
        }
        output::write_text(&folder.join("report.html"), &report::searched(self))?;
        let text = serde_json::to_string_pretty(&tables::searched_json(self)).unwrap_or_default();
        Ok(output::write_text(&folder.join("search.json"), &(text + "\n"))?)
    }

    /// A few lines for whoever waits.
    fn in_short(&self) -> String {
        tables::front_short(self)
    }
}
