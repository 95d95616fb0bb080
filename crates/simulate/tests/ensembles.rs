//! Runs in parts: any threads, any shards, any interruption, the same bytes; nothing is overwritten.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use xd_simulate::command::{SimulateArgs, run};
use xd_simulate::{SimulateError, scenario};

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    args: SimulateArgs,
}

/// Runs `xiaodun simulate` with these words.
pub fn simulate(words: &str) -> Result<(), SimulateError> {
    run(&Cli::parse_from(std::iter::once("simulate").chain(words.split_whitespace())).args)
}

const SCENARIO: &str = r#"
name = "small"
days = 40
disease = "norovirus"
[population]
grades = 2
classes_per_grade = 2
class_size = 20
[[introductions]]
day = 0
count = 2
who = "pupils"
[[measures]]
name = "stay"
trigger = { when = "always", from = 0, to = 40 }
action = { kind = "stay_home", well_days = 2, at_least_days = 2 }
[[measures]]
name = "close"
trigger = { when = "count", basis = "known_ill", scope = "class", cases = 2, window_days = 3 }
action = { kind = "close", scope = "class", days = 3, made_up = false }
[[clusters]]
name = "three"
basis = "onset"
scope = "class"
cases = 3
window_days = 3
"#;

struct Ground(tempfile::TempDir);

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("s.toml"), SCENARIO).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the scenario with more words and `--out name`.
    fn simulate(&self, words: &str, name: &str) -> Result<(), SimulateError> {
        let (scenario, out) = (self.path("s.toml"), self.path(name));
        simulate(&format!("--scenario {} {words} --out {}", scenario.display(), out.display()))
    }

    fn merge(&self, shards: &[String], name: &str) -> Result<(), SimulateError> {
        let shards: Vec<String> = shards.iter().map(|shard| self.path(shard).display().to_string()).collect();
        simulate(&format!("merge {} --out {}", shards.join(" "), self.path(name).display()))
    }
}

/// Every file of a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, std::fs::read(entry.path()).unwrap_or_default())
    };
    entries.map(read).collect()
}

const WORDS: &str = "--replicates 150 --seed 7 --line-list 3 --persons";

#[test]
fn threads_and_shards_do_not_show() {
    let ground = Ground::new();
    ground.simulate(&format!("{WORDS} --threads 1"), "whole").unwrap();
    let whole = files(&ground.path("whole"));
    for name in
        ["replicates", "curves", "days_lost", "clusters", "measures", "line_list", "persons", "summary"]
    {
        assert!(
            whole[&format!("{name}.csv")].len() > 40 && whole.contains_key(&format!("{name}.parquet")),
            "{name}"
        );
    }
    assert!(!whole.contains_key("parts"));
    ground.simulate(&format!("{WORDS} --threads 3"), "threads").unwrap();
    assert!(files(&ground.path("threads")) == whole);
    for count in [2, 7] {
        let shards: Vec<String> = (1..=count).map(|index| format!("{count}-{index}")).collect();
        for (index, shard) in (1..).zip(&shards) {
            ground.simulate(&format!("{WORDS} --shard {index}/{count}"), shard).unwrap();
        }
        let name = format!("merged{count}");
        let error = ground.merge(&shards[1..], &name).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("replicates 0 to "), "{error}");
        ground.merge(&shards, &name).unwrap();
        assert!(files(&ground.path(&name)) == whole, "{count} shards");
    }
}

#[test]
fn a_run_goes_on_where_it_stopped() {
    let ground = Ground::new();
    ground.simulate(WORDS, "whole").unwrap();
    // A shard leaves a folder as an interruption would: some parts, no results. One is damaged, one is half a draft.
    ground.simulate(&format!("{WORDS} --shard 1/2"), "stopped").unwrap();
    let parts = ground.path("stopped").join("parts");
    let part = std::fs::read_dir(&parts).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&part).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&part, bytes).unwrap();
    std::fs::write(parts.join(".000000000064-000000000128.part.1.part"), b"half").unwrap();
    std::fs::write(ground.path("stopped").join(".curves.csv.1.part"), b"half").unwrap();
    let error = ground.merge(&["stopped".to_owned()], "early").unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    ground.simulate(WORDS, "stopped").unwrap();
    let whole = files(&ground.path("whole"));
    assert!(files(&ground.path("stopped")) == whole);
    // Once more: nothing to do, nothing changes.
    ground.simulate(WORDS, "stopped").unwrap();
    assert!(files(&ground.path("stopped")) == whole);
}

const VICTIM: &str = "XIAODUN_TEST_VICTIM";

/// What the next test starts and kills: a run that takes a while, in the folder that it is given.
#[test]
fn a_run_to_be_killed() {
    let Some(folder) = std::env::var_os(VICTIM) else { return };
    let folder = PathBuf::from(folder);
    let (scenario, out) = (folder.join("s.toml"), folder.join("killed"));
    simulate(&format!("--scenario {} --replicates 6000 --out {}", scenario.display(), out.display()))
        .unwrap();
}

/// A process killed in the middle leaves parts; the same command goes on and ends with the same bytes.
#[test]
fn a_killed_run_is_resumed() {
    let ground = Ground::new();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "ensembles::a_run_to_be_killed"])
        .env(VICTIM, ground.0.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let parts = ground.path("killed").join("parts");
    let count = || std::fs::read_dir(&parts).map_or(0, |parts| parts.flatten().count());
    while count() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!ground.path("killed").join("summary.json").exists());
    ground.simulate("--replicates 6000", "killed").unwrap();
    ground.simulate("--replicates 6000", "whole").unwrap();
    assert!(files(&ground.path("killed")) == files(&ground.path("whole")));
}

#[test]
fn nothing_is_overwritten() {
    let ground = Ground::new();
    ground.simulate("--replicates 10", "out").unwrap();
    let before = files(&ground.path("out"));
    for words in ["--replicates 11", "--replicates 10 --seed 2", "--replicates 10 --population-seed 9"] {
        let error = ground.simulate(words, "out").unwrap_err();
        assert_eq!(error.exit_code(), 5, "{error}");
    }
    std::fs::create_dir(ground.path("mine")).unwrap();
    std::fs::write(ground.path("mine").join("thesis.txt"), "years of work").unwrap();
    assert_eq!(ground.simulate("--replicates 10", "mine").unwrap_err().exit_code(), 5);
    assert!(files(&ground.path("out")) == before);
    assert_eq!(files(&ground.path("mine")).len(), 1);
}

/// What a measure buys, replicate by replicate with the same luck.
#[test]
fn comparisons_are_paired() {
    let ground = Ground::new();
    let words = ["--replicates", "60", "--without", "close", "--plot", "curves.svg", "--lang", "zh"];
    let (scenario, out, plot) = (ground.path("s.toml"), ground.path("out"), ground.path("curves.svg"));
    let run_once = |out: &Path| {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words[5] = plot.display().to_string();
        let more = [
            "--scenario".to_owned(),
            scenario.display().to_string(),
            "--out".to_owned(),
            out.display().to_string(),
        ];
        run(&Cli::parse_from(std::iter::once("simulate".to_owned()).chain(words).chain(more)).args)
    };
    run_once(&out).unwrap();
    assert!(std::fs::read_to_string(&plot).unwrap().contains("每日新增感染"));
    let table = std::fs::read_to_string(out.join("compare.csv")).unwrap();
    let column =
        |name: &str| table.lines().next().unwrap().split(',').position(|known| known == name).unwrap();
    let row = table.lines().find(|line| line.contains(",pupil_days_closed,")).unwrap();
    // The name of the scenario without the measure has a comma and stands in quotes.
    let cells: Vec<&str> = row.split("\",").nth(1).unwrap().split(',').collect();
    let cell = |name: &str| cells[column(name) - 1].parse::<f64>().unwrap();
    let text = |at: &str| std::fs::read_to_string(out.join(at).join("summary.json")).unwrap();
    let mean = |at: &str| {
        let summary: serde_json::Value = serde_json::from_str(&text(at)).unwrap();
        summary["metrics"]["pupil_days_closed"]["mean"].as_f64().unwrap()
    };
    assert_eq!((cell("base_mean"), cell("scenario_mean")), (mean("1-s"), mean("2-without-s")));
    assert!(mean("1-s") > 0.0 && mean("2-without-s") == 0.0 && cell("difference_high") < 0.0);
    let before = files(&out);
    run_once(&out).unwrap();
    assert!(files(&out) == before);
    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    assert_eq!(run_once(&out).unwrap_err().exit_code(), 5);
    let (scenario, out) = (scenario.display(), ground.path("no"));
    let error =
        simulate(&format!("--scenario {scenario} --without masks --out {}", out.display())).unwrap_err();
    assert_eq!(error.to_string(), "--without: there is no measure `masks`; the scenario has stay, close");
}

/// The report stands alone, says the same in both languages and names what the scenario names.
#[test]
fn the_report_is_one_file() {
    let ground = Ground::new();
    ground.simulate("--replicates 30", "out").unwrap();
    let html = std::fs::read_to_string(ground.path("out").join("report.html")).unwrap();
    for text in
        ["lang=\"zh-CN\"", "lang=\"en\"", "每日新增感染", "New infections each day", "<td>", "small", "three"]
    {
        assert!(html.contains(text), "{text}");
    }
    assert_eq!(html.matches("<svg").count() % 2, 0);
    for outside in ["src=", "href=", "url(", "@import", "<script"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

/// The text of a run is read back as the same scenario.
#[test]
fn a_run_knows_its_scenario() {
    for (file, text) in crate::schema::files() {
        let loaded = scenario::parse(&file, &text).unwrap();
        let text = toml::to_string(&loaded.scenario).unwrap();
        assert_eq!(toml::from_str::<xd_sim::Scenario>(&text).unwrap(), loaded.scenario, "{file}");
    }
}

/// Shards cover every replicate once.
#[test]
fn shards_divide() {
    for (all, count) in [(0, 3), (1, 3), (10, 3), (1_000_003, 8)] {
        let spans: Vec<(u64, u64)> =
            (1..=count).map(|index| xd_simulate::run::Shard { index, count }.span(all)).collect();
        assert_eq!((spans[0].0, spans[count as usize - 1].1), (0, all));
        assert!(spans.windows(2).all(|pair| pair[0].1 == pair[1].0));
    }
    for text in ["0/3", "4/3", "1", "a/b", "1/0"] {
        assert!(text.parse::<xd_simulate::run::Shard>().is_err(), "{text}");
    }
}
