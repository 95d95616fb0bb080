//! `xiaodun simulate calibrate`: the parameters with which a scenario shows an observed curve.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use xd_analyst::output;
use xd_analyst::plot::{Axis, Figure, Lang, Layer, Panel, Role, Shape};
use xd_analyst::series::{Gaps, KEYS, Kind, SeriesFile, Wanted};
use xd_analyst::sheet::{Cell, Format, Sheet};
use xd_analyst::table::{FileError, Layout, Source};
use xd_sim::{Band, Calibrate, Observed, Posterior, Series};

use crate::error::SimulateError;
use crate::page::{Part, escape, page};
use crate::run::on_threads;
use crate::scene::{Scene, SceneArgs, bar};
use crate::words::{LANGS, Words, short};

const AFTER: &str = "\
Examples 示例:
  xiaodun simulate calibrate --scenario content/scenarios/boarding-school-1978.toml \\
    --observed tests/data/boarding-school-1978/in-bed.csv --out fitted

The curve 曲线: columns date (or index) and count, a row a day; NA or a day left out was not counted.
The table [calibrate] of the scenario says what is not known: docs/methods/calibration.md
Exit codes 退出码: 0 done, 1 failed, 2 wrong input, 5 would overwrite other results.";

/// A calibration.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct CalibrateArgs {
    /// The scene.
    #[command(flatten)]
    pub scene: SceneArgs,
    /// The curve, CSV: date (or index) and count; `-` is standard input 观察到的曲线
    #[arg(long, value_name = "FILE")]
    pub observed: PathBuf,
    /// Points of the posterior, in place of the file's 粒子数
    #[arg(long, value_name = "N")]
    pub particles: Option<u32>,
    /// Most rounds, in place of the file's 最多轮数
    #[arg(long, value_name = "N")]
    pub rounds: Option<u32>,
}

const LAYOUT: Layout = Layout { columns: &[KEYS[0], KEYS[1], KEYS[2], "count"], required: 0 };
const COUNT: usize = 3;
const WANTED: Wanted = Wanted { layout: &LAYOUT, kinds: &[Kind::Count], one_of: &[&[0]] };

/// An observed curve; what stands at each of its days.
struct Curve {
    observed: Observed,
    /// Date (days since 1970-01-01) or index of the first day.
    first: i32,
    dated: bool,
}

fn read(path: &Path, series: Series) -> Result<Curve, SimulateError> {
    let source = Source::open(path)?;
    let file = SeriesFile::read(&source, &WANTED, Gaps::Missing)?;
    let wrong = |reason: &str| FileError {
        file: source.name().to_owned(),
        line: 1,
        column: 1,
        field: LAYOUT.columns[COUNT].to_owned(),
        reason: reason.to_owned(),
    };
    let [curve] = &file.series[..] else { return Err(wrong("has more than one series").into()) };
    let days = curve.steps.iter().zip(&curve.steps[1..]).all(|(a, b)| b - a == 1);
    if !days {
        return Err(wrong("its steps are not days").into());
    }
    let values: Vec<Option<f64>> =
        curve.values[0].iter().map(|value| (!value.is_nan()).then_some(*value)).collect();
    if !values.iter().flatten().any(|value| *value > 0.0) {
        return Err(wrong("is 0 on every day; allowed is a curve with at least one case").into());
    }
    Ok(Curve { observed: Observed { series, values }, first: curve.steps[0], dated: curve.dated })
}

/// Runs the command; gives what it has to say.
///
/// # Errors
/// As [`SimulateError`] says, each with an exit code.
pub fn run(args: &CalibrateArgs) -> Result<String, SimulateError> {
    on_threads(args.scene.chance.threads, || args.run())?
}

impl CalibrateArgs {
    fn run(&self) -> Result<String, SimulateError> {
        let scene = self.scene.open()?;
        let none =
            || scene.loaded.places.error("calibrate", "is missing; give the table with its parameters");
        let mut calibrate = scene.loaded.calibrate.clone().ok_or_else(none)?;
        calibrate.particles = self.particles.unwrap_or(calibrate.particles);
        calibrate.rounds = self.rounds.unwrap_or(calibrate.rounds);
        let curve = read(&self.observed, calibrate.series)?;
        let folder = self.scene.folder("posterior.json")?;
        let (bar, mut step) = bar();
        let posterior = calibrate.run(scene.setup(), &curve.observed, &mut step);
        let posterior = posterior.map_err(|invalid| scene.loaded.refuse(&invalid))?;
        bar.finish_and_clear();
        let results = Results { scene: &scene, calibrate, curve, posterior };
        results.write(folder)?;
        Ok(results.in_short())
    }
}

struct Results<'a> {
    scene: &'a Scene,
    calibrate: Calibrate,
    curve: Curve,
    posterior: Posterior,
}

/// Lower, middle and upper quantile that tables show.
const QUANTILES: [(f64, &str); 3] =
    [(0.05, "quantile.low"), (0.5, "quantile.median"), (0.95, "quantile.high")];

impl Results<'_> {
    /// Writes everything into a folder; `posterior.json` comes last, and says by being there that all is there.
    fn write(&self, folder: &Path) -> Result<(), SimulateError> {
        self.particles(&folder.join("posterior.csv"))?;
        self.bands(&folder.join("bands.csv"))?;
        for (lang, code) in LANGS {
            output::write_text(&folder.join(format!("predictive.{code}.svg")), &self.figure(lang))?;
        }
        output::write_text(&folder.join("report.html"), &page("calibrate.title", |part| self.report(part)))?;
        let text = serde_json::to_string_pretty(&self.json()).unwrap_or_default();
        Ok(output::write_text(&folder.join("posterior.json"), &(text + "\n"))?)
    }

    fn particles(&self, file: &Path) -> Result<(), SimulateError> {
        let names = self.posterior.parameters.iter().map(String::as_str);
        let columns = ["weight", "distance"].into_iter().chain(names).collect();
        output::write(file, |out| {
            let mut sheet = Sheet::begin(out, Format::Csv, columns)?;
            for particle in &self.posterior.particles {
                let numbers = [particle.weight, particle.distance].into_iter().chain(particle.values.clone());
                sheet.row(&numbers.map(Cell::Number).collect::<Vec<_>>())?;
            }
            Ok(sheet.end()?)
        })
    }

    fn bands(&self, file: &Path) -> Result<(), SimulateError> {
        let columns = vec!["day", "observed", "kind", "low_95", "low_50", "median", "high_50", "high_95"];
        output::write(file, |out| {
            let mut sheet = Sheet::begin(out, Format::Csv, columns)?;
            for (kind, bands) in
                [("fitted", &self.posterior.fitted), ("predicted", &self.posterior.predicted)]
            {
                for (day, (band, seen)) in bands.iter().zip(&self.curve.observed.values).enumerate() {
                    let Band { low_95, low_50, median, high_50, high_95 } = *band;
                    let head = [Cell::count(day), Cell::Number(seen.unwrap_or(f64::NAN)), Cell::Text(kind)];
                    let numbers = [low_95, low_50, median, high_50, high_95].map(Cell::Number);
                    sheet.row(&[&head[..], &numbers[..]].concat())?;
                }
            }
            Ok(sheet.end()?)
        })
    }

    fn figure(&self, lang: Lang) -> String {
        let words = Words::policy(lang);
        let x = |day: usize| f64::from(self.curve.first) + day as f64;
        let ribbon = |bands: &[Band]| {
            let edges = bands.iter().enumerate().map(|(day, band)| (x(day), band.low_95, band.high_95));
            Shape::Ribbon(edges.collect())
        };
        let median = |bands: &[Band]| {
            Shape::Line(bands.iter().enumerate().map(|(day, band)| (x(day), band.median)).collect())
        };
        let seen = self.curve.observed.values.iter().enumerate();
        let seen: Vec<(f64, f64)> = seen.map(|(day, value)| (x(day), value.unwrap_or(f64::NAN))).collect();
        let panel = |(key, role): (&str, Role), bands: &[Band]| Panel {
            title: String::new(),
            y_label: words.get("axis.persons").to_owned(),
            names: Vec::new(),
            layers: vec![
                Layer::new(role, words.get(key), ribbon(bands)),
                Layer::new(role, words.get("calibrate.median"), median(bands)),
                Layer::new(Role::Expected, words.get("calibrate.observed"), Shape::Dots(seen.clone())),
            ],
        };
        let (axis, x_label) = match self.curve.dated {
            true => (Axis::Dates, String::new()),
            false => (Axis::Numbers, words.get("axis.day").to_owned()),
        };
        let panels = vec![
            panel(("calibrate.fitted", Role::Estimate), &self.posterior.fitted),
            panel(("calibrate.predicted", Role::Upper), &self.posterior.predicted),
        ];
        Figure { title: words.get("calibrate.predictive").to_owned(), axis, x_label, panels }.svg()
    }

    fn report(&self, part: &mut Part) {
        if let Some(last) = self.posterior.rounds.last() {
            let how = part.words.fill(
                "calibrate.how",
                &[
                    ("rounds", self.posterior.rounds.len().to_string()),
                    ("tolerance", short(last.tolerance)),
                    ("accepted", last.accepted.to_string()),
                    ("simulated", last.simulated.to_string()),
                    ("effective", short(last.effective)),
                ],
            );
            part.paragraph(&how);
        }
        let words = &part.words;
        let keys = QUANTILES.map(|(_, key)| key);
        let head: Vec<String> =
            ["parameter"].into_iter().chain(keys).map(|key| words.get(key).to_owned()).collect();
        let row = |(at, name): (usize, &String)| {
            let cells = QUANTILES.map(|(p, _)| short(self.posterior.quantile(at, p)));
            [escape(name)].into_iter().chain(cells).collect::<Vec<_>>()
        };
        let rows: Vec<_> = self.posterior.parameters.iter().enumerate().map(row).collect();
        part.table(&head, &rows);
        let svg = self.figure(part.words.lang);
        part.figure(&svg);
    }

    fn json(&self) -> serde_json::Value {
        let parameter = |(at, name): (usize, &String)| {
            let [low, median, high] = QUANTILES.map(|(p, _)| self.posterior.quantile(at, p));
            json!({"path": name, "mean": self.posterior.mean(at), "low_90": low, "median": median, "high_90": high})
        };
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.scene.loaded.scenario.name,
            "disease": self.scene.loaded.scenario.disease.slug,
            "seed": self.scene.seed,
            "calibrate": self.calibrate,
            "observed": self.curve.observed,
            "parameters": self.posterior.parameters.iter().enumerate().map(parameter).collect::<Vec<_>>(),
            "rounds": self.posterior.rounds,
            "fitted": self.posterior.fitted,
            "predicted": self.posterior.predicted,
        })
    }

    /// A few lines for whoever waits.
    fn in_short(&self) -> String {
        let rounds = &self.posterior.rounds;
        let runs: u64 = rounds.iter().map(|round| round.simulated).sum();
        let mut text = format!("{} rounds 轮, {runs} runs 次模拟; 5% – 50% – 95%\n", rounds.len());
        for (at, name) in self.posterior.parameters.iter().enumerate() {
            let [low, median, high] = QUANTILES.map(|(p, _)| short(self.posterior.quantile(at, p)));
            text += &format!("{name:<40} {low} – {median} – {high}\n");
        }
        text
    }
}
